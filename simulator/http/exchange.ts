import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer, takesJson, type Outcome, type RateLimitCategory } from '../wire/answer';
import type { JournalEntry, FullSecond } from '../state/journal';
import { injectFault } from '../faults/faults';
import type { FaultName } from '../state/faultNames';
import { faultKind } from '../faults/randomFaults';
import { rateError } from '../answers/errors';
import { dueFault, type Tagged } from './tagged';
import type { Zoom } from './zoom';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What Zoom counts the route's requests as. */
		category?: RateLimitCategory;
	}
	interface FastifyRequest {
		/** The request's line in the journal. */
		entry: JournalEntry;
		/** Of POST /v2/users: which of this person's it is, from 1. */
		post?: number;
		/** Whose addresses may ask for trouble. */
		tagged?: Tagged;
		/** The limit that it went beyond as it arrived: requests by the second, or writes at one time. */
		over?: FullSecond | 'writes';
		/** Ends the lock on the person whom it writes. */
		unlock?: () => void;
		/** How much later than usual the answer is to be. */
		delayMs: number;
	}
}

const HANGS_MS = 10 * 60_000;

/** Every request of these routes gets its line in the journal as it arrives. */
export function keepJournal(app: FastifyInstance, zoom: Zoom): void {
	app.decorateRequest('entry');
	app.decorateRequest('post');
	app.decorateRequest('tagged');
	app.decorateRequest('over');
	app.decorateRequest('unlock');
	app.decorateRequest('delayMs', 0);
	app.addHook('onRequest', (request, reply, done) => {
		const { accept, 'user-agent': agent, 'content-length': length } = request.headers;
		request.entry = zoom.journal.open({
			at: zoom.now(),
			method: request.method,
			path: request.url.split('?', 1)[0],
			query: queryOf(request),
			contentType: request.headers['content-type'],
			headers: { accept, 'user-agent': agent, 'content-length': length },
		});
		reply.raw.once('close', () => zoom.journal.close());
		request.over = limitBroken(zoom, request, reply);
		done();
	});
}

/** Under /v2 only: elsewhere it may hold what nobody should read. */
function queryOf({ url, query }: FastifyRequest): Record<string, string> | undefined {
	if (!url.startsWith('/v2/')) return undefined;
	const asked = Object.entries(query as Record<string, string>).filter(([name]) => name !== 'access_token');
	return asked.length > 0 ? Object.fromEntries(asked) : undefined;
}

/** Takes the request its place in the second and among the writes, where there is one. */
function limitBroken(zoom: Zoom, request: FastifyRequest, reply: FastifyReply): FastifyRequest['over'] {
	const { perSecond, perSecondOf, concurrentWrites } = zoom.settings;
	const full = zoom.journal.letIn(perSecond, request.routeOptions.config.category, perSecondOf);
	if (full) return full;
	if (faultKind(request.method, request.entry.path) !== 'post') return undefined;
	if (concurrentWrites !== null && zoom.writesUnderWay >= concurrentWrites) return 'writes';
	zoom.writesUnderWay += 1;
	reply.raw.once('close', () => (zoom.writesUnderWay -= 1));
	return undefined;
}

/** Nobody else may write the person until this request is done with. */
export function lock(zoom: Zoom, request: FastifyRequest, personId: string): void {
	zoom.locked.add(personId);
	request.unlock = () => zoom.locked.delete(personId);
}

interface Route<Body> {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	url: string;
	category: RateLimitCategory;
	/** Reads what came, and notes it, before anything is decided. */
	read?: (request: FastifyRequest) => Promise<Body> | Body;
	answer: (request: FastifyRequest, body: Body) => Promise<Outcome> | Outcome;
}

/** A route of the API, whose requests are conducted. */
export function route<Body = void>(
	app: FastifyInstance,
	zoom: Zoom,
	{ method, url, category, read, answer }: Route<Body>,
): void {
	app.route({
		method,
		url,
		config: { category },
		handler: async (request, reply) => {
			const body = (await read?.(request)) as Body;
			return await handle(zoom, request, reply, async () => await answer(request, body));
		},
	});
}

/**
 * Runs a request to its end: the limit by the second, the fault that a test or chance may have
 * chosen for it, its own respond, how late the answer is, and the answer.
 */
export async function handle(
	zoom: Zoom,
	request: FastifyRequest,
	reply: FastifyReply,
	respond: () => Promise<Outcome>,
): Promise<FastifyReply> {
	const { over } = request;
	const ending =
		typeof over === 'object'
			? rateError(zoom.settings, over.most)
			: await injectFault(chooseFault(zoom, request), zoom.settings, request, respond);
	const late = request.delayMs + latency(zoom);
	if (late > 0) {
		await sleep(late, undefined, { signal: zoom.closing }).catch(() => undefined);
	}
	const { socket } = request.raw;
	if (ending === 'hang' && !socket.destroyed) socket.once('close', () => request.unlock?.());
	else request.unlock?.();
	return end(request, reply, request.routeOptions.config.category, ending);
}

function chooseFault(zoom: Zoom, request: FastifyRequest): FaultName | undefined {
	const { n, method, path, contentType, email, action, grantType } = request.entry;
	const { post, tagged } = request;
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
	// Where the address asks for a fault, it is left to it.
	const bringsItsOwn = tagged !== undefined && dueFault(zoom, tagged) !== undefined;
	return chosen ?? (bringsItsOwn ? undefined : drawn);
}

export function end(
	request: FastifyRequest,
	reply: FastifyReply,
	category: RateLimitCategory | undefined,
	ending: Outcome,
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
	request.entry.simulator ??= ending.simulator;
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
