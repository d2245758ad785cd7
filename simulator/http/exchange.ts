import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
	sendResponse,
	takesJson,
	type Outcome,
	type RateLimitCategory,
	type ZoomResponse,
} from '../wire/response';
import type { JournalEntry, ExceededLimit } from '../state/journal';
import { injectFault } from '../faults/faults';
import type { FaultName } from '../state/faultNames';
import { faultKind } from '../faults/randomFaults';
import { rateError } from '../answers/errors';
import { dueFault, type Tagged } from './tagged';
import type { Zoom } from './zoom';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** The rate-limit category of the route. */
		category?: RateLimitCategory;
	}
	interface FastifyRequest {
		/** The journal entry of the request. */
		entry: JournalEntry;
		/** POST /v2/users only: the number of the request for this user, from 1. */
		post?: number;
		/** The users of the request, whose addresses can have tags. */
		tagged?: Tagged;
		/** The limit that the request exceeded: requests per second, or concurrent writes. */
		exceeded?: ExceededLimit | 'writes';
		/** Releases the lock on the user that the request writes. */
		unlock?: () => void;
		/** The additional delay of the response. */
		delayMs: number;
	}
}

const HANG_MS = 10 * 60_000;

/** Adds each request of these routes to the journal when it arrives. */
export function keepJournal(app: FastifyInstance, zoom: Zoom): void {
	app.decorateRequest('entry');
	app.decorateRequest('post');
	app.decorateRequest('tagged');
	app.decorateRequest('exceeded');
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
		reply.header('date', new Date(zoom.now()).toUTCString());
		reply.raw.once('close', () => zoom.journal.close());
		request.exceeded = exceededLimit(zoom, request, reply);
		done();
	});
}

/** The query, under /v2 only: elsewhere it can contain secrets. */
function queryOf({ url, query }: FastifyRequest): Record<string, string> | undefined {
	if (!url.startsWith('/v2/')) return undefined;
	const fields = Object.entries(query as Record<string, string>).filter(([name]) => name !== 'access_token');
	return fields.length > 0 ? Object.fromEntries(fields) : undefined;
}

/**
 * Counts the request toward the limits.
 * @returns the limit that it exceeds
 */
function exceededLimit(zoom: Zoom, request: FastifyRequest, reply: FastifyReply): FastifyRequest['exceeded'] {
	const { perSecond, perSecondOf, concurrentWrites } = zoom.settings;
	const limit = zoom.journal.admit(perSecond, request.routeOptions.config.category, perSecondOf);
	if (limit) return limit;
	if (faultKind(request.method, request.entry.path) !== 'post') return undefined;
	if (concurrentWrites !== null && zoom.writesUnderWay >= concurrentWrites) return 'writes';
	zoom.writesUnderWay += 1;
	reply.raw.once('close', () => (zoom.writesUnderWay -= 1));
	return undefined;
}

/** Locks a user until the request has ended. */
export function lock(zoom: Zoom, request: FastifyRequest, personId: string): void {
	zoom.locked.add(personId);
	request.unlock = () => zoom.locked.delete(personId);
}

interface Route<Body> {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	url: string;
	category: RateLimitCategory;
	/** Reads and records the request, before any check. */
	read?: (request: FastifyRequest) => Promise<Body> | Body;
	respond: (request: FastifyRequest, body: Body) => Promise<Outcome> | Outcome;
}

/** Adds a route of the API. */
export function route<Body = void>(
	app: FastifyInstance,
	zoom: Zoom,
	{ method, url, category, read, respond }: Route<Body>,
): void {
	app.route({
		method,
		url,
		config: { category },
		handler: async (request, reply) => {
			const body = (await read?.(request)) as Body;
			return await handle(zoom, request, reply, async () => await respond(request, body));
		},
	});
}

/**
 * Handles a request: the limit per second, a chosen or random fault, the normal response, the delay, and
 * sending the response.
 */
export async function handle(
	zoom: Zoom,
	request: FastifyRequest,
	reply: FastifyReply,
	respond: () => Promise<Outcome>,
): Promise<FastifyReply> {
	const { exceeded } = request;
	const outcome =
		typeof exceeded === 'object'
			? rateError(zoom.settings, exceeded.max)
			: await injectFault(chooseFault(zoom, request), zoom.settings, request, respond);
	const isToken = faultKind(request.method, request.entry.path) === 'token';
	const late = request.delayMs + latency(zoom) + (isToken ? zoom.settings.tokenLatencyMs : 0);
	if (late > 0) {
		await sleep(late, undefined, { signal: zoom.closing }).catch(() => undefined);
	}
	const { socket } = request.raw;
	if (outcome === 'hang' && !socket.destroyed) socket.once('close', () => request.unlock?.());
	else request.unlock?.();
	if (typeof outcome === 'object') reply.headers(rateHeaders(zoom, request, outcome));
	return end(request, reply, request.routeOptions.config.category, outcome);
}

/** What is left of the last second, unless the response has the headers of another limit, or of an exceeded one. */
function rateHeaders(
	{ settings, journal }: Zoom,
	request: FastifyRequest,
	response: ZoomResponse,
): Record<string, string> {
	const { perSecond } = settings;
	const isApi = request.routeOptions.config.category !== undefined;
	if (!isApi || perSecond === null || !settings.rateHeaders || !settings.limitHeaders) return {};
	if (response.headers?.['X-RateLimit-Limit'] !== undefined) return {};
	return {
		'X-RateLimit-Type': 'QPS',
		'X-RateLimit-Limit': String(perSecond),
		'X-RateLimit-Remaining': String(Math.max(0, perSecond - journal.acceptedInLastSecond)),
	};
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
	// A fault from the address has priority over a random one.
	const hasTaggedFault = tagged !== undefined && dueFault(zoom, tagged) !== undefined;
	return chosen ?? (hasTaggedFault ? undefined : drawn);
}

export function end(
	request: FastifyRequest,
	reply: FastifyReply,
	category: RateLimitCategory | undefined,
	outcome: Outcome,
): FastifyReply {
	const { socket } = request.raw;
	if (outcome === 'drop') {
		request.entry.status = 'dropped';
		reply.hijack();
		socket.destroy();
		return reply;
	}
	if (outcome === 'hang') {
		request.entry.status = 'hung';
		reply.hijack();
		const release = setTimeout(() => socket.destroy(), HANG_MS).unref();
		socket.once('close', () => clearTimeout(release));
		return reply;
	}
	request.entry.status = outcome.status;
	request.entry.simulator ??= outcome.simulator;
	return sendResponse(reply, outcome, {
		// The token endpoint always returns JSON.
		json: category === undefined || takesJson(request.headers.accept),
		category,
	});
}

function latency(zoom: Zoom): number {
	const { latencyMs } = zoom.settings;
	if (typeof latencyMs === 'number') return latencyMs;
	const [least, max] = latencyMs;
	return least + zoom.random() * (max - least);
}
