import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer, takesJson, type Ending, type RateLimitCategory } from './answer';
import type { BookEntry } from './book';
import { sufferFault } from './faults';
import type { Zoom } from './zoom';

declare module 'fastify' {
	interface FastifyRequest {
		/** The request's line in the book. */
		entry: BookEntry;
		/** Of POST /v2/users: which of this person's it is, from 1. */
		post?: number;
		/** How much later than usual the answer is to be. */
		delayMs: number;
	}
}

const HANGS_MS = 10 * 60_000;

/** Every request of these routes gets its line in the book as it arrives. */
export function keepBook(app: FastifyInstance, zoom: Zoom): void {
	app.decorateRequest('entry');
	app.decorateRequest('post');
	app.decorateRequest('delayMs', 0);
	app.addHook('onRequest', (request, reply, done) => {
		const { accept, 'user-agent': agent, 'content-length': length } = request.headers;
		request.entry = zoom.book.open({
			at: zoom.now(),
			method: request.method,
			path: request.url.split('?', 1)[0],
			contentType: request.headers['content-type'],
			headers: { accept, 'user-agent': agent, 'content-length': length },
		});
		reply.raw.once('close', () => zoom.book.close());
		done();
	});
}

/**
 * Runs a request to its end: the fault a test may have chosen for it, its own course, how late
 * the answer is, and the answer.
 */
export async function conduct(
	zoom: Zoom,
	request: FastifyRequest,
	reply: FastifyReply,
	category: RateLimitCategory | undefined,
	course: () => Promise<Ending>,
): Promise<FastifyReply> {
	const { n, method, path, contentType, email, action, grantType } = request.entry;
	const fault = zoom.settings.breakRequest?.({
		n,
		method,
		path,
		contentType,
		email,
		action,
		post: request.post,
		grantType,
	});
	const ending = await sufferFault(fault, zoom.settings, course);
	const late = request.delayMs + latency(zoom);
	if (late > 0) {
		await sleep(late, undefined, { signal: zoom.closing }).catch(() => undefined);
	}
	return end(request, reply, category, ending);
}

export function end(
	request: FastifyRequest,
	reply: FastifyReply,
	category: RateLimitCategory | undefined,
	ending: Ending,
): FastifyReply {
	const { socket } = request.raw;
	if (ending === 'drop') {
		request.entry.status = 'dropped';
		reply.hijack();
		socket.destroy();
		return reply;
	}
	if (ending === 'hang') {
		request.entry.status = 'hung';
		reply.hijack();
		const release = setTimeout(() => socket.destroy(), HANGS_MS).unref();
		socket.once('close', () => clearTimeout(release));
		return reply;
	}
	request.entry.status = ending.status;
	request.entry.rehearsal ??= ending.rehearsal;
	return sendAnswer(reply, ending, {
		// The token endpoint speaks JSON to everyone.
		json: category === undefined || takesJson(request.headers.accept),
		category,
	});
}

function latency(zoom: Zoom): number {
	const { latencyMs } = zoom.settings;
	if (typeof latencyMs === 'number') return latencyMs;
	const [least, most] = latencyMs;
	return least + zoom.random() * (most - least);
}
