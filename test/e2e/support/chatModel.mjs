/**
 * A local server that speaks OpenAI's chat completions protocol. A script takes the place of a model, so the tool calls
 * are real and the same in every run.
 *
 * @see https://platform.openai.com/docs/api-reference/chat
 */
import Fastify from 'fastify';
import { LOOPBACK } from '../../../sandbox/process/server.mjs';

/**
 * @typedef {object} Message  of the protocol
 * @property {'system' | 'user' | 'assistant' | 'tool'} role
 * @property {string} content
 * @property {string} [tool_call_id]
 *
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} description
 * @property {object} parameters  a JSON schema
 *
 * @typedef {{ say: string } | { call: string, with: object }} Turn  a text, or the call of a tool
 */

/** @param {(messages: Message[], tools: Tool[]) => Turn} script */
export async function startChatModel(script) {
	const app = Fastify({ bodyLimit: 16 * 1024 * 1024 });
	/** The requests, in order. */
	const requests = [];
	let current = script;

	app.get('/v1/models', () => ({
		object: 'list',
		data: [{ id: 'scripted', object: 'model', created: 0, owned_by: 'test' }],
	}));

	app.post('/v1/chat/completions', (request, reply) => {
		const { messages, tools = [], stream } = request.body;
		requests.push(request.body);
		const turn = current(
			messages,
			tools.map((tool) => tool.function),
		);
		const message = messageOf(turn, `call_${requests.length}`);
		const reason = 'call' in turn ? 'tool_calls' : 'stop';
		const completion = { id: `chat-${requests.length}`, created: 0, model: 'scripted' };
		if (!stream) {
			return {
				...completion,
				object: 'chat.completion',
				choices: [{ index: 0, message, finish_reason: reason }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			};
		}
		const chunks = [
			{ delta: message, finish_reason: null },
			{ delta: {}, finish_reason: reason },
		].map((choice) => ({
			...completion,
			object: 'chat.completion.chunk',
			choices: [{ index: 0, ...choice }],
		}));
		const events = [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'];
		return reply
			.header('content-type', 'text/event-stream')
			.send(events.map((event) => `data: ${event}\n\n`).join(''));
	});

	await app.listen({ host: LOOPBACK, port: 0 });
	return {
		requests,

		/** The data of n8n's credential "OpenAI". */
		credential: { apiKey: 'no-key', url: `http://${LOOPBACK}:${app.server.address().port}/v1` },

		/** Replaces the script. */
		follow(other) {
			current = other;
			requests.length = 0;
		},

		stop: () => app.close(),
	};
}

function messageOf(turn, id) {
	if (!('call' in turn)) return { role: 'assistant', content: turn.say };
	const call = { name: turn.call, arguments: JSON.stringify(turn.with) };
	return {
		role: 'assistant',
		content: null,
		tool_calls: [{ index: 0, id, type: 'function', function: call }],
	};
}
