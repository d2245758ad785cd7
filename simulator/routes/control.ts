import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Journal } from '../state/journal';
import { readFilling } from '../state/seed';
import { isJsonObject } from '../wire/jsonText';
import { readNewPerson } from '../state/newPerson';
import { changeSettings } from '../state/settings';
import { allTags } from '../state/triggers';
import type { Simulator } from '../server';

/** Requests of the journal that go out in one piece. */
const PIECE = 500;

/** /__admin: the state of the make-believe, for tests in other processes and for people. */
export function controlRoutes(app: FastifyInstance, simulator: Simulator): void {
	const { settings, account, journal } = simulator;

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
			await reply.type('application/json; charset=utf-8').send(Readable.from(bookPieces(journal))),
	);

	app.put('/__admin/settings', async (request, reply) => {
		const wrong = changeSettings(settings, request.body);
		return wrong.length > 0 ? await reply.code(400).send({ wrong }) : settings;
	});

	app.post('/__admin/clock', async (request, reply) => {
		const advance = isJsonObject(request.body) ? request.body.advanceMs : undefined;
		if (typeof advance !== 'number' || !Number.isFinite(advance)) {
			return await reply.code(400).send({ wrong: ['"advanceMs" is a number.'] });
		}
		settings.clockOffsetMs += advance;
		return { now: new Date(simulator.now()).toISOString(), clockOffsetMs: settings.clockOffsetMs };
	});

	app.post('/__admin/reset', async () => {
		simulator.reset();
		return { reset: true };
	});

	app.post('/__admin/tokens', async (request, reply) => {
		const kind = isJsonObject(request.body) ? request.body.kind : undefined;
		if (kind === 'oauth2') return simulator.issueOAuthTokens();
		if (kind === 'serverToServer') {
			return { access_token: simulator.takeServerToServerToken(), token_type: 'bearer' };
		}
		const wrong = ['"kind" is "oauth2" or "serverToServer".'];
		return await reply.code(400).send({ wrong });
	});

	app.post('/__admin/expire-tokens', async () => {
		simulator.expireTokens();
		return { expired: true };
	});

	app.post('/__admin/people', async (request, reply) => {
		const read = readNewPerson(request.body);
		if ('wrong' in read) return await reply.code(400).send(read);
		return await reply.code(201).send(account.add(read.person));
	});

	app.post('/__admin/accept', async (request, reply) => {
		const email = isJsonObject(request.body) ? request.body.email : undefined;
		const person = typeof email === 'string' ? simulator.accept(email) : undefined;
		const wrong = ['"email" is the address of somebody invited.'];
		return person ?? (await reply.code(400).send({ wrong }));
	});

	app.post('/__admin/fill', async (request, reply) => {
		const read = readFilling(request.body);
		if ('wrong' in read) return await reply.code(400).send(read);
		simulator.fill(read.filling);
		return { people: account.size };
	});
}

function loads(journal: Journal) {
	const { maxInFlight, maxPerSecond, maxPerSecondOf, maxArrivedPerSecond, refusedPerSecond } = journal;
	return { maxInFlight, maxPerSecond, maxPerSecondOf, maxArrivedPerSecond, refusedPerSecond };
}

/** The journal as JSON, a piece at a time: a thick one must not hold up the requests beside it. */
async function* bookPieces(journal: Journal): AsyncGenerator<string> {
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
