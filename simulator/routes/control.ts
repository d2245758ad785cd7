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

/** The number of journal entries per chunk. */
const CHUNK_SIZE = 500;

/** /__admin: the admin API, for tests in other processes and for manual use. */
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
			...loadStatistics(journal),
		},
		tags: allTags(),
	}));

	app.get('/__admin/people', async () =>
		account.people.map((person) => ({ ...person, status: account.stateOf(person) })),
	);

	app.get(
		'/__admin/journal',
		async (_request, reply) =>
			await reply.type('application/json; charset=utf-8').send(Readable.from(journalChunks(journal))),
	);

	app.put<{ Body: Partial<Settings> }>(
		'/__admin/settings',
		{ schema: { body: SETTINGS } },
		async ({ body }, reply) => {
			const wrong = probabilityProblems(body.randomFaults);
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

/** Tolerance, because sums of decimals can be above 1. */
const ROUNDING = 1e-9;

/** The kinds of requests whose probabilities add up to more than 1. */
function probabilityProblems(faults: Settings['randomFaults'] | undefined): string[] {
	return Object.entries(faults ?? {})
		.filter(
			([kind, chances]) =>
				kind !== 'seed' && Object.values(chances).reduce((sum, chance) => sum + chance, 0) > 1 + ROUNDING,
		)
		.map(([kind]) => `The chances of "${kind}" add up to more than 1.`);
}

function loadStatistics(journal: Journal) {
	const { maxInFlight, maxPerSecond, maxPerSecondOf, maxArrivedPerSecond, refusedPerSecond } = journal;
	return { maxInFlight, maxPerSecond, maxPerSecondOf, maxArrivedPerSecond, refusedPerSecond };
}

/** The journal as JSON, in chunks: a long journal must not block other requests. */
async function* journalChunks(journal: Journal): AsyncGenerator<string> {
	const requests = [...journal.requests];
	const created = [...journal.created];
	yield `{"requests":[`;
	for (let from = 0; from < requests.length; from += CHUNK_SIZE) {
		await setImmediate();
		const chunk = requests.slice(from, from + CHUNK_SIZE).map((entry) => JSON.stringify(entry));
		yield `${from === 0 ? '' : ','}${chunk.join(',')}`;
	}
	yield `],"created":${JSON.stringify(created)},${JSON.stringify(loadStatistics(journal)).slice(1)}`;
}
