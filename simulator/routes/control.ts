import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Journal } from '../state/journal';
import type { Seeding } from '../state/seed';
import type { NewPerson } from '../state/person';
import type { Settings } from '../state/settings';
import { allTags } from './allTags';
import { ACCEPTANCE, CLOCK, PERSON, SEEDING, SETTINGS, TOKEN } from './schemas';
import type { Simulator } from './simulator';

/** How many requests of the journal are sent in one piece. */
const PIECE = 500;

/** /__admin: the state of the simulator, for tests in other processes and for people. */
export function controlRoutes(app: FastifyInstance, simulator: Simulator): void {
	const { settings, account, journal } = simulator;

	app.setErrorHandler<FastifyError>(async ({ validation = [], message }, _request, reply) => {
		const wrong = validation.map(({ instancePath, message: text, params }) =>
			[instancePath, text, params.additionalProperty].filter(Boolean).join(' '),
		);
		return await reply.code(400).send({ wrong: wrong.length > 0 ? wrong : [message] });
	});

	app.get('/__admin', async () => ({
		apiUrl: simulator.apiUrl,
		oauthUrl: simulator.oauthUrl,
		now: new Date(simulator.now()).toISOString(),
		settings,
		counts: {
			people: account.size,
			created: journal.created.length,
			requests: journal.requests.length,
			...loads(journal),
		},
		tags: allTags(),
	}));

	app.get('/__admin/people', async () =>
		account.people.map((person) => ({ ...person, status: account.stateOf(person) })),
	);

	app.get(
		'/__admin/journal',
		async (_request, reply) =>
			await reply.type('application/json; charset=utf-8').send(Readable.from(journalPieces(journal))),
	);

	app.put<{ Body: Partial<Settings> }>(
		'/__admin/settings',
		{ schema: { body: SETTINGS } },
		async ({ body }, reply) => {
			const wrong = tooLikely(body.randomFaults);
			if (wrong.length > 0) return await reply.code(400).send({ wrong });
			return Object.assign(settings, body);
		},
	);

	app.post<{ Body: { advanceMs: number } }>(
		'/__admin/clock',
		{ schema: { body: CLOCK } },
		async ({ body }) => {
			settings.clockOffsetMs += body.advanceMs;
			return { now: new Date(simulator.now()).toISOString(), clockOffsetMs: settings.clockOffsetMs };
		},
	);

	app.post('/__admin/reset', async () => {
		simulator.reset();
		return { reset: true };
	});

	app.post<{ Body: { kind: 'oauth2' | 'serverToServer' } }>(
		'/__admin/tokens',
		{ schema: { body: TOKEN } },
		async ({ body }) =>
			body.kind === 'oauth2'
				? simulator.issueOAuthTokens()
				: { access_token: simulator.takeServerToServerToken(), token_type: 'bearer' },
	);

	app.post('/__admin/expire-tokens', async () => {
		simulator.expireTokens();
		return { expired: true };
	});

	app.post<{ Body: NewPerson }>(
		'/__admin/people',
		{ schema: { body: PERSON } },
		async ({ body }, reply) => await reply.code(201).send(account.add(body)),
	);

	app.post<{ Body: { email: string } }>(
		'/__admin/accept',
		{ schema: { body: ACCEPTANCE } },
		async ({ body }, reply) => {
			const wrong = ['"email" is not the address of an invited user.'];
			return simulator.accept(body.email) ?? (await reply.code(400).send({ wrong }));
		},
	);

	app.post<{ Body: Partial<Seeding> }>('/__admin/seed', { schema: { body: SEEDING } }, async ({ body }) => {
		simulator.seed(body);
		return { people: account.size };
	});
}

/** Chances written as decimals do not add up to 1 exactly. */
const ROUNDING = 1e-9;

/** The kinds of requests whose chances of a fault add up to more than 1. */
function tooLikely(faults: Settings['randomFaults'] | undefined): string[] {
	return Object.entries(faults ?? {})
		.filter(
			([kind, chances]) =>
				kind !== 'seed' && Object.values(chances).reduce((sum, chance) => sum + chance, 0) > 1 + ROUNDING,
		)
		.map(([kind]) => `The chances of "${kind}" add up to more than 1.`);
}

function loads(journal: Journal) {
	const { maxInFlight, maxPerSecond, maxPerSecondOf, maxArrivedPerSecond, refusedPerSecond } = journal;
	return { maxInFlight, maxPerSecond, maxPerSecondOf, maxArrivedPerSecond, refusedPerSecond };
}

/** The journal as JSON, a piece at a time: a long one must not block other requests. */
async function* journalPieces(journal: Journal): AsyncGenerator<string> {
	const requests = [...journal.requests];
	const created = [...journal.created];
	yield `{"requests":[`;
	for (let from = 0; from < requests.length; from += PIECE) {
		await setImmediate();
		const piece = requests.slice(from, from + PIECE).map((entry) => JSON.stringify(entry));
		yield `${from === 0 ? '' : ','}${piece.join(',')}`;
	}
	yield `],"created":${JSON.stringify(created)},${JSON.stringify(loads(journal)).slice(1)}`;
}
