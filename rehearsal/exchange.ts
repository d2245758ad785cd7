import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer, takesJson, type Ending, type RateLimitCategory } from './answer';
import type { BookEntry } from './book';
import { sufferFault, type FaultName } from './faults';
import { faultKind } from './randomFaults';
import { refuse } from './refusals';
import { taggedFault } from './taggedFault';
import type { Zoom } from './zoom';

declare module 'fastify' {
	interface FastifyRequest {
		/** The request's line in the book. */
		entry: BookEntry;
		/** Of POST /v2/users: which of this person's it is, from 1. */
		post?: number;
		/** The limit that it went beyond as it arrived: requests by the second, or writes at one time. */
		over?: 'second' | 'writes';
		/** How much later than usual the answer is to be. */
		delayMs: number;
	}
}

const HANGS_MS = 10 * 60_000;

/** Every request of these routes gets its line in the book as it arrives. */
export function keepBook(app: FastifyInstance, zoom: Zoom): void {
	app.decorateRequest('entry');
	app.decorateRequest('post');
	app.decorateRequest('over');
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
		request.over = limitBroken(zoom, request, reply);
		done();
	});
}

/** Takes the request its place in the second and among the writes, where there is one. */
function limitBroken(zoom: Zoom, request: FastifyRequest, reply: FastifyReply): FastifyRequest['over'] {
	const { perSecond, concurrentWrites } = zoom.settings;
	if (!zoom.book.letIn(perSecond)) return 'second';
	if (faultKind(request.method, request.entry.path) !== 'post') return undefined;
	if (concurrentWrites !== null && zoom.writesUnderWay >= concurrentWrites) return 'writes';
	zoom.writesUnderWay += 1;
	reply.raw.once('close', () => (zoom.writesUnderWay -= 1));
	return undefined;
}

/**
 * Runs a request to its end: the limit by the second, the fault that a test or chance may have
 * chosen for it, its own course, how late the answer is, and the answer.
 */
export async function conduct(
	zoom: Zoom,
	request: FastifyRequest,
	reply: FastifyReply,
	category: RateLimitCategory | undefined,
	course: () => Promise<Ending>,
): Promise<FastifyReply> {
	const ending =
		request.over === 'second'
			? refuse(zoom.settings, 429)
			: await sufferFault(chooseFault(zoom, request), zoom.settings, request, course);
	const late = request.delayMs + latency(zoom);
	if (late > 0) {
		await sleep(late, undefined, { signal: zoom.closing }).catch(() => undefined);
	}
	return end(request, reply, category, ending);
}

function chooseFault(zoom: Zoom, request: FastifyRequest): FaultName | undefined {
	const { n, method, path, contentType, email, action, grantType } = request.entry;
	const { post } = request;
	const drawn = zoom.randomFaults.draw(faultKind(method, path));
	const chosen = zoom.settings.breakRequest?.({
		n,
		method,
		path,
		contentType,
		email,
		action,
		post,
		grantType,
	});
	return chosen ?? (drawn && !bringsItsOwn(zoom, request) ? drawn : undefined);
}

/** Whether the address asks for a fault, which then is left to it. */
function bringsItsOwn(zoom: Zoom, { method, entry, params }: FastifyRequest): boolean {
	if (method === 'POST') return taggedFault(zoom, 'POST', entry.email ?? '') !== undefined;
	const { id } = params as { id?: string };
	if (method !== 'GET' || id === undefined) return false;
	// An address is looked at and no more: to find its person could bring them into being.
	const email = id.includes('@') ? id : (zoom.account.find(id)?.email ?? '');
	return taggedFault(zoom, 'GET', email) !== undefined;
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
