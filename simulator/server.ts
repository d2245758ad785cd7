import multipart from '@fastify/multipart';
import { setMaxListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { Account } from './state/account';
import { sendResponse, takesJson } from './wire/response';
import { Journal } from './state/journal';
import { accountRoutes } from './routes/accountReads';
import { controlRoutes } from './routes/control';
import { handle, end, keepJournal } from './http/exchange';
import { seedAccount, seedingOf } from './state/seed';
import { groupRoutes } from './routes/groupRoutes';
import { Groups } from './state/groups';
import { Invitations } from './state/invitations';
import { oauthRoutes } from './routes/oauth';
import { personWriteRoutes } from './routes/personWrites';
import { seededRandom } from './state/random';
import { RandomFaults } from './faults/randomFaults';
import { errorResponse, bodyError, formatError, rateError } from './answers/errors';
import { roleRoutes } from './routes/roleRoutes';
import { DEFAULTS, type Settings } from './state/settings';
import { Tokens } from './state/tokens';
import { readRoutes } from './routes/userReads';
import { createRoute } from './routes/users';
import { webhookRoutes } from './routes/webhooks';
import type { Simulator } from './routes/simulator';
import type { Zoom } from './http/zoom';

export type { Account } from './state/account';
export type { Seeding } from './state/seed';
export type { Groups } from './state/groups';
export type { Person, NewPerson } from './state/person';
export type { Listener, SimulatorEvent } from './state/events';
export type { Journal, JournalEntry } from './state/journal';
export type {
	BrokenRequest,
	FaultChances,
	FaultKind,
	FaultName,
	RandomFaultSettings,
} from './state/faultNames';
export type { Settings } from './state/settings';
export type { Simulator } from './routes/simulator';

/** Starts a Zoom simulator. Port 0, the default, selects any free port. */
export async function startSimulator(
	options: Partial<Settings> & { port?: number; host?: string } = {},
): Promise<Simulator> {
	const { port = 0, host = '127.0.0.1', ...chosen } = options;
	const startSettings = (): Settings => structuredCloneOf({ ...DEFAULTS, ...chosen });
	const settings = startSettings();
	const now = () => Date.now() + settings.clockOffsetMs;
	const account = new Account(now);
	const groups = new Groups();
	const journal = new Journal();
	const tokens = new Tokens(settings, now);
	const invitations = new Invitations(settings, now);
	const randomFaults = new RandomFaults(settings);
	const attempts = new Map<string, number>();
	const attemptKey = (verb: string, email: string) => `${verb} ${email.toLowerCase()}`;
	const closing = new AbortController();
	// One listener for every delayed response.
	setMaxListeners(0, closing.signal);

	const zoom: Zoom = {
		settings,
		account,
		groups,
		journal,
		tokens,
		invitations,
		randomFaults,
		writesUnderWay: 0,
		locked: new Set(),
		url: '',
		now,
		random: seededRandom(settings.seed),
		attempts: (verb, email) => attempts.get(attemptKey(verb, email)) ?? 0,
		countAttempt: (verb, email) => {
			attempts.set(attemptKey(verb, email), zoom.attempts(verb, email) + 1);
		},
		listeners: [],
		emit: (event, person, more) => {
			for (const listener of zoom.listeners) {
				listener({ event, person: structuredClone(person), at: now(), ...more });
			}
		},
		closing: closing.signal,
	};

	const app = Fastify({
		logger: false,
		// A value of the wrong type is an error. It is not converted.
		ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true } },
		forceCloseConnections: true,
		routerOptions: { maxParamLength: 1000 },
		// A path that cannot be decoded. It reaches neither a route nor the journal.
		frameworkErrors: (_error, request, reply) => {
			const json = takesJson(request.headers.accept);
			void sendResponse(reply, errorResponse(settings, 2300), { json, category: 'Light' });
		},
		clientErrorHandler: (_error, socket) => {
			const body = JSON.stringify({
				...bodyError().json,
				simulator: 'The bytes are not an HTTP request: a body ends before or after its Content-Length.',
			});
			socket.end(
				'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json;charset=UTF-8\r\n' +
					`Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
			);
		},
	});

	const simulator: Simulator = {
		url: '',
		apiUrl: '',
		oauthUrl: '',
		settings,
		journal,
		account,
		groups,
		listeners: zoom.listeners,
		now,
		accept(email) {
			const person = account.accept(email);
			if (person) zoom.emit('user.invitation_accepted', person);
			return person;
		},
		seed(seeding = {}) {
			seedAccount(account, groups, now(), seedingOf(seeding));
		},
		reset() {
			for (const name of Object.keys(settings)) delete settings[name as keyof Settings];
			Object.assign(settings, startSettings());
			account.clear();
			groups.clear();
			zoom.locked.clear();
			journal.clear();
			tokens.clear();
			invitations.clear();
			randomFaults.clear();
			attempts.clear();
			zoom.random = seededRandom(settings.seed);
		},
		issueOAuthTokens: () => tokens.issueOAuth(),
		takeServerToServerToken: () => tokens.issueServerToServer().access_token,
		expireTokens: () => tokens.expireAll(),
		async close() {
			closing.abort();
			await app.close();
		},
	};

	await app.register(async (api) => await apiRoutes(api, zoom));
	await app.register(async (oauth) => {
		keepJournal(oauth, zoom);
		await oauthRoutes(oauth, zoom);
	});
	await app.register(async (control) => {
		controlRoutes(control, simulator);
		webhookRoutes(control, simulator);
	});
	await app.listen({ port, host });

	const { port: taken } = app.server.address() as AddressInfo;
	zoom.url = `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
	return Object.assign(simulator, {
		url: zoom.url,
		apiUrl: `${zoom.url}/v2`,
		oauthUrl: `${zoom.url}/oauth`,
	});
}

/** A deep copy. The hook is a function, so it is copied by reference. */
function structuredCloneOf({ breakRequest, ...data }: Settings): Settings {
	const copy: Settings = structuredClone(data);
	return breakRequest ? { ...copy, breakRequest } : copy;
}

/** /v2, and all unknown paths. The routes read the bodies, byte by byte. */
async function apiRoutes(api: FastifyInstance, zoom: Zoom): Promise<void> {
	keepJournal(api, zoom);
	await api.register(multipart);
	api.removeContentTypeParser(['application/json', 'text/plain']);
	api.addContentTypeParser('*', (_request, _body, done) => done(null));

	api.setErrorHandler<FastifyError>((error, request, reply) => {
		if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
			const { exceeded } = request;
			const response =
				typeof exceeded === 'object' ? rateError(zoom.settings, exceeded.max) : formatError('415');
			return end(request, reply, 'Light', response);
		}
		const simulator = `Error in the simulator: ${error.message}`;
		const json = { code: 500, message: 'Internal server error.' };
		return end(request, reply, 'Light', { status: 500, json, simulator });
	});
	createRoute(api, zoom);
	readRoutes(api, zoom);
	accountRoutes(api, zoom);
	personWriteRoutes(api, zoom);
	groupRoutes(api, zoom);
	roleRoutes(api, zoom);

	// The target of the fault `redirect`.
	api.get(
		'/sign-in',
		async (request, reply) =>
			await handle(zoom, request, reply, async () => ({
				status: 200,
				html: '<!doctype html><html><body><h1>Sign in</h1></body></html>',
			})),
	);
	api.all(
		'/*',
		{ config: { category: 'Light' } },
		async (request, reply) =>
			await handle(zoom, request, reply, async () => errorResponse(zoom.settings, 2300)),
	);
}
