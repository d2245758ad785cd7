import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { handleWebhook } from '../../../nodes/ZoomUsersTrigger/webhook';

const SECRET = 'secret';

/** What n8n does after the node has returned items: it ends the response, or leaves it open. */
type Start = (response: ServerResponse) => void;
const respondWith =
	(status: number): Start =>
	(response) => {
		response.statusCode = status;
		response.end();
	};

interface N8n {
	start?: Start;
	getNodeParameter?: IWebhookFunctions['getNodeParameter'];
	getCredentials?: () => Promise<IDataObject>;
}

const running: Server[] = [];
afterEach(() => {
	for (const server of running.splice(0)) server.close();
});

/** An HTTP server that passes requests to the node as n8n does, with the given part of n8n. */
async function serve(n8n: N8n) {
	const workflowId = String(Math.random());
	const log: string[] = [];
	const responses: ServerResponse[] = [];
	let starts = 0;
	const server = createServer(async (req, res) => {
		responses.push(res);
		const chunks: Buffer[] = [];
		for await (const chunk of req) chunks.push(chunk as Buffer);
		const response = Object.assign(res, {
			status: (code: number) => Object.assign(response, { statusCode: code }),
			json: (body: unknown) => res.end(JSON.stringify(body)),
		});
		const { workflowData, ...reply } = await handleWebhook({
			getRequestObject: () => ({ rawBody: Buffer.concat(chunks), headers: req.headers }),
			getResponseObject: () => response,
			getWorkflow: () => ({ id: workflowId }),
			getNode: () => ({ id: 'node' }),
			getMode: () => 'webhook',
			getNodeParameter: (name: string, fallback: unknown) =>
				name === 'events' ? ['user.deleted'] : fallback,
			getCredentials: async () => ({ secretToken: SECRET }),
			logger: { warn: (line: string) => log.push(line) },
			...n8n,
		} as unknown as IWebhookFunctions);
		if (!workflowData) return expect(reply).toEqual({ noWebhookResponse: true });
		expect(reply).toEqual({ webhookResponse: {} });
		starts++;
		(n8n.start ?? respondWith(200))(res);
	});
	running.push(server);
	server.listen(0);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;

	function requestOf(secret: string) {
		const body = '{"event":"user.deleted"}';
		const timestamp = String(Math.floor(Date.now() / 1000));
		const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
		const headers = { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${mac}` };
		return httpRequest({ port, method: 'POST', headers, agent: false }).end(body);
	}
	async function deliver(secret = SECRET): Promise<number> {
		const [response] = await once(requestOf(secret), 'response');
		response.resume();
		return response.statusCode;
	}
	return { n8n, log, responses, deliver, requestOf, starts: () => starts };
}

describe('the response to Zoom', () => {
	it('is left to n8n if the workflow starts, and given by the node for a repeated delivery', async () => {
		const { deliver, starts } = await serve({});
		expect([await deliver(), await deliver()]).toEqual([200, 200]);
		expect(starts()).toBe(1);
	});

	it.each([500, 400, 303])(
		'is %d if n8n fails to start the workflow, and a later delivery starts it',
		async (status) => {
			const { n8n, deliver, starts } = await serve({ start: respondWith(status) });
			expect(await deliver()).toBe(status);
			n8n.start = respondWith(200);
			expect([await deliver(), await deliver()]).toEqual([200, 200]);
			expect(starts()).toBe(2);
		},
	);

	it.each([
		[200, [503, 200]],
		[500, [503, 200, 200]],
	])('is %d too late: Zoom has closed the connection, and then gets %j', async (status, later) => {
		const { n8n, responses, deliver, requestOf, starts } = await serve({ start: () => {} });
		const lost = requestOf(SECRET);
		lost.on('error', () => {});
		while (starts() === 0) await new Promise(setImmediate);
		lost.destroy();
		await once(responses[0], 'close');
		const statuses = [await deliver()];
		respondWith(status)(responses[0]);
		n8n.start = respondWith(200);
		while (statuses.length < later.length) statuses.push(await deliver());
		expect(statuses).toEqual(later);
		expect(starts()).toBe(status === 200 ? 1 : 2);
	});

	it('is 401 for a wrong signature, and the log says why', async () => {
		const { deliver, log, starts } = await serve({});
		expect(await deliver('another')).toBe(401);
		expect(log).toEqual(['Zoom Users Trigger: rejected a request: wrong signature']);
		expect(starts()).toBe(0);
	});

	const fail = () => {
		throw new Error('no such node');
	};
	it.each<[string, N8n, string]>([
		['the parameters cannot be read', { getNodeParameter: fail }, 'no such node'],
		['the credential cannot be read', { getCredentials: async () => fail() }, 'no such node'],
		['the credential has no Secret Token', { getCredentials: async () => ({}) }, 'no Secret Token'],
		['the Secret Token is blank', { getCredentials: async () => ({ secretToken: ' ' }) }, 'no Secret Token'],
	])('is 503 if %s', async (_, n8n, reason) => {
		const { deliver, log, starts } = await serve(n8n);
		expect(await deliver('')).toBe(503);
		expect(log).toEqual([expect.stringContaining(reason)]);
		expect(starts()).toBe(0);
	});
});
