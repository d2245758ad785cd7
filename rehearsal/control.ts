import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Book } from './book';
import { readFilling } from './fill';
import { isJsonObject } from './jsonText';
import { readNewPerson } from './newPerson';
import { changeSettings } from './settings';
import { allTags } from './triggers';
import type { Rehearsal } from './server';

/** Requests of the book that go out in one piece. */
const PIECE = 500;

/** /__rehearsal: the state of the make-believe, for tests in other processes and for people. */
export function controlRoutes(app: FastifyInstance, rehearsal: Rehearsal): void {
	const { settings, account, book } = rehearsal;

	app.get('/__rehearsal', async () => ({
		apiUrl: rehearsal.apiUrl,
		oauthUrl: rehearsal.oauthUrl,
		now: new Date(rehearsal.now()).toISOString(),
		settings,
		counts: {
			people: account.size,
			created: book.created.length,
			requests: book.requests.length,
			...loads(book),
		},
		tags: allTags(),
	}));

	app.get('/__rehearsal/people', async () =>
		account.people.map((person) => ({ ...person, status: account.stateOf(person) })),
	);

	app.get(
		'/__rehearsal/book',
		async (_request, reply) =>
			await reply.type('application/json; charset=utf-8').send(Readable.from(bookPieces(book))),
	);

	app.put('/__rehearsal/settings', async (request, reply) => {
		const wrong = changeSettings(settings, request.body);
		return wrong.length > 0 ? await reply.code(400).send({ wrong }) : settings;
	});

	app.post('/__rehearsal/clock', async (request, reply) => {
		const advance = isJsonObject(request.body) ? request.body.advanceMs : undefined;
		if (typeof advance !== 'number' || !Number.isFinite(advance)) {
			return await reply.code(400).send({ wrong: ['"advanceMs" is a number.'] });
		}
		settings.clockOffsetMs += advance;
		return { now: new Date(rehearsal.now()).toISOString(), clockOffsetMs: settings.clockOffsetMs };
	});

	app.post('/__rehearsal/reset', async () => {
		rehearsal.reset();
		return { reset: true };
	});

	app.post('/__rehearsal/tokens', async (request, reply) => {
		const kind = isJsonObject(request.body) ? request.body.kind : undefined;
		if (kind === 'oauth2') return rehearsal.issueOAuthTokens();
		if (kind === 'serverToServer') {
			return { access_token: rehearsal.takeServerToServerToken(), token_type: 'bearer' };
		}
		const wrong = ['"kind" is "oauth2" or "serverToServer".'];
		return await reply.code(400).send({ wrong });
	});

	app.post('/__rehearsal/expire-tokens', async () => {
		rehearsal.expireTokens();
		return { expired: true };
	});

	app.post('/__rehearsal/people', async (request, reply) => {
		const read = readNewPerson(request.body);
		if ('wrong' in read) return await reply.code(400).send(read);
		return await reply.code(201).send(account.add(read.person));
	});

	app.post('/__rehearsal/accept', async (request, reply) => {
		const email = isJsonObject(request.body) ? request.body.email : undefined;
		const person = typeof email === 'string' ? rehearsal.accept(email) : undefined;
		const wrong = ['"email" is the address of somebody invited.'];
		return person ?? (await reply.code(400).send({ wrong }));
	});

	app.post('/__rehearsal/fill', async (request, reply) => {
		const read = readFilling(request.body);
		if ('wrong' in read) return await reply.code(400).send(read);
		rehearsal.fill(read.filling);
		return { people: account.size };
	});
}

function loads(book: Book) {
	const { maxInFlight, maxPerSecond, maxPerSecondOf, maxArrivedPerSecond, refusedPerSecond } = book;
	return { maxInFlight, maxPerSecond, maxPerSecondOf, maxArrivedPerSecond, refusedPerSecond };
}

/** The book as JSON, a piece at a time: a thick one must not hold up the requests beside it. */
async function* bookPieces(book: Book): AsyncGenerator<string> {
	const requests = [...book.requests];
	const created = [...book.created];
	yield `{"requests":[`;
	for (let from = 0; from < requests.length; from += PIECE) {
		await setImmediate();
		const piece = requests.slice(from, from + PIECE).map((entry) => JSON.stringify(entry));
		yield `${from === 0 ? '' : ','}${piece.join(',')}`;
	}
	yield `],"created":${JSON.stringify(created)},${JSON.stringify(loads(book)).slice(1)}`;
}
