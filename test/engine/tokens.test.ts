import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator } from '../../simulator/server';
import { onUser, CONTINUE, CREDENTIALS, makeUsers, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('token-newest-only', 'token-invalid-401');

/** Every row is created, and the journal has exactly one user for each. */
function expectAllCreatedOnce(zoom: Simulator, rows: Array<{ email: string }>, json: object[]) {
	expect(json.map((item) => (item as { outcome: string }).outcome)).toEqual(rows.map(() => 'created'));
	expect([...zoom.journal.created].sort()).toEqual(rows.map(({ email }) => email).sort());
}

describe.each(Object.entries(CREDENTIALS))('the token of %s', (name, credential) => {
	const { zoom, run } = withSimulator();

	it('expired before the run: every user is created once', async () => {
		const given = credential(zoom());
		if (name === 'serverToServer') {
			given.data = {
				...given.data,
				accessToken: zoom().takeServerToServerToken(),
				connectionState: 'fetched',
			};
		}
		zoom().expireTokens();
		const rows = makeUsers(20);
		const { json } = await run({ rows, settings: CONTINUE, credential: given });
		expectAllCreatedOnce(zoom(), rows, json);
	});

	it.each([4, 10])(
		'expires during the run with %d requests in progress: every user is created once',
		async (inFlight) => {
			zoom().settings.latencyMs = [5, 25];
			let arrived = 0;
			zoom().settings.breakRequest = ({ method }) => {
				if (method === 'POST' && ++arrived === 30) zoom().expireTokens();
				return undefined;
			};
			const rows = makeUsers(80);
			const parameters = { options: { maxConcurrency: inFlight } };
			const { json } = await run({ rows, parameters, settings: CONTINUE, credential: credential(zoom()) });
			expectAllCreatedOnce(zoom(), rows, json);
			expect(zoom().journal.requests.some(({ status }) => status === 401)).toBe(true);
			for (const { email } of rows) {
				expect(
					zoom()
						.journal.posts(email)
						.filter(({ status }) => status === 201),
				).toHaveLength(1);
			}
		},
	);

	it('a token service that fails twice is asked again, and no user is looked up', async () => {
		zoom().expireTokens();
		let calls = 0;
		zoom().settings.breakRequest = ({ path }) =>
			path === '/oauth/token' && ++calls <= 2 ? 'html-503-before' : undefined;
		const rows = makeUsers(5);
		const given = credential(zoom());
		zoom().expireTokens();
		const { json } = await run({ rows, settings: CONTINUE, credential: given });
		expectAllCreatedOnce(zoom(), rows, json);
		expect(zoom().journal.requests.filter(({ method }) => method === 'GET')).toEqual([]);
	});

	it('a busy token service is asked again, and every user is created once', async () => {
		let calls = 0;
		zoom().settings.breakRequest = ({ path }) =>
			path === '/oauth/token' && ++calls <= 2 ? '429' : undefined;
		const rows = makeUsers(20);
		const given = credential(zoom());
		zoom().expireTokens();
		const { json } = await run({ rows, settings: CONTINUE, credential: given });
		expectAllCreatedOnce(zoom(), rows, json);
		expect(zoom().journal.requests.filter(({ method }) => method === 'GET')).toEqual([]);
	});

	it('no token, client secret or password is in the results, the errors or the log', async () => {
		const given = credential(zoom());
		zoom().expireTokens();
		const rows = [
			...makeUsers(3),
			{ email: 'bad+refuse-1107@corp.example' },
			{ email: 'x+html-503-after@corp.example' },
		];
		const parameters = { action: 'autoCreate', password: 'Analytical1' };
		const ran = await run({ rows, parameters, settings: CONTINUE, credential: given });
		const stopped = await run({ rows, parameters, credential: given });
		const token = given.data.oauthTokenData as { access_token?: string; refresh_token?: string } | undefined;
		const secrets = [
			zoom().settings.clientSecret,
			'Analytical1',
			token?.access_token,
			token?.refresh_token,
			'Bearer',
			'Basic ',
		];
		for (const text of [ran.stored, ran.log.join(), stopped.stored, stopped.log.join()]) {
			for (const secret of secrets) if (secret) expect(text).not.toContain(secret);
		}
	});
});

/** Another client gets a token, which ends the one of the run. */
function endTokenAtRow15(zoom: Simulator): void {
	let posts = 0;
	zoom.settings.breakRequest = ({ method, path }) => {
		if (method === 'POST' && path === '/v2/users' && ++posts === 15) zoom.takeServerToServerToken();
		return undefined;
	};
}

describe('if only the newest Server-to-Server token is valid', () => {
	const { zoom, run } = withSimulator();

	it('a second client that requests tokens repeatedly does not affect the run', async () => {
		zoom().settings.latencyMs = [10, 30];
		const other = setInterval(() => zoom().takeServerToServerToken(), 400);
		const rows = makeUsers(300);
		const parameters = { options: { maxConcurrency: 10 } };
		const { json } = await run({ rows, parameters, settings: CONTINUE }).finally(() => clearInterval(other));
		expectAllCreatedOnce(zoom(), rows, json);
		expect(zoom().journal.requests.filter(({ status }) => status === 401).length).toBeGreaterThan(2);
	});

	it('a token that becomes invalid during the run is renewed once for all rejected requests', async () => {
		zoom().settings.latencyMs = [2, 80]; // The rejections arrive one after another.
		endTokenAtRow15(zoom());
		const rows = makeUsers(40);
		const { json } = await run({ rows, parameters: { options: { maxConcurrency: 10 } }, settings: CONTINUE });
		expectAllCreatedOnce(zoom(), rows, json);
		expect(zoom().journal.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(2);
	});
});

describe('in real time', () => {
	const { zoom, run } = withSimulator({ clockSpeed: 1 });

	it('no further request is sent with an invalid token while n8n gets a new one', async () => {
		Object.assign(zoom().settings, { latencyMs: 5, tokenLatencyMs: 600 });
		endTokenAtRow15(zoom());
		const rows = makeUsers(60);
		const parameters = { options: { rateShare: 100, maxConcurrency: 20 } };
		const { json } = await run({ rows, parameters, settings: CONTINUE });
		expectAllCreatedOnce(zoom(), rows, json);
		const rejected = zoom().journal.requests.filter(({ status }) => status === 401);
		expect(rejected.length).toBeGreaterThan(0);
		expect(rejected.length).toBeLessThanOrEqual(8);
	});
});

const PAGE = '<html><head><title>Hotel Wi-Fi</title></head><body>Sign in</body></html>';
const NOT_ZOOM = /not Zoom's token service.*OAuth Address.*proxy/;

/** The responses of a server that is not Zoom's token service, and the error texts. */
const ANSWERS: Array<[what: string, status: number, contentType: string, body: string, says: RegExp]> = [
	['405 with a page', 405, 'text/html', PAGE, NOT_ZOOM],
	['401 with text', 401, 'text/plain', 'Unauthorized', NOT_ZOOM],
	['200 with a page', 200, 'text/html', PAGE, NOT_ZOOM],
	['200 with a page that calls itself JSON', 200, 'application/json', PAGE, NOT_ZOOM],
	['200 with nothing', 200, 'text/plain', '', NOT_ZOOM],
	["404 with JSON that is not Zoom's", 404, 'application/json', '{"path":"/oauth/token"}', NOT_ZOOM],
	[
		'429 with JSON',
		429,
		'application/json',
		'{"code":429,"message":"Too many requests"}',
		/busy.*Try again later/,
	],
	['503 with a page', 503, 'text/html', PAGE, /not available right now.*Try again later/],
];

describe.each(Object.entries(CREDENTIALS))(
	'%s: the API returns 401, and the token service responds',
	(_name, credential) => {
		const { zoom, run } = withSimulator();
		let answer: (typeof ANSWERS)[number];
		let tokenCalls = 0;
		let service: Server;
		beforeAll((done) => {
			service = createServer((_request, response) => {
				tokenCalls++;
				const [, status, contentType, body] = answer;
				response.writeHead(status, { 'content-type': contentType }).end(body);
			}).listen(0, '127.0.0.1', done);
		});
		afterAll(() => service.close());

		it.each(ANSWERS)('%s: no user is created, and the run renews the token once only', async (...given) => {
			answer = given;
			tokenCalls = 0;
			const { type, data } = credential(zoom());
			const oauthUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/oauth`;
			// The token of a Server-to-Server credential, from an earlier run.
			const earlier = { accessToken: zoom().takeServerToServerToken(), connectionState: 'fetched' };
			zoom().expireTokens();
			const { json } = await run({
				rows: makeUsers(30),
				settings: CONTINUE,
				credential: { type, data: { ...earlier, ...data, oauthUrl } },
			});
			expect(json.map(({ outcome, reason }) => `${String(outcome)}: ${String(reason)}`)).toEqual(
				Array(30).fill('failed: auth'),
			);
			const [, , , , says] = given;
			for (const { email, error } of json) {
				expect(error).toMatch(
					new RegExp(`^${String(email)} was not created: the credential has no valid access to Zoom`),
				);
				expect(error).toMatch(says);
				expect(error).not.toMatch(/Connect my account/);
			}
			// The requests in progress, and up to three attempts to renew the token.
			expect(zoom().journal.requests.length).toBeLessThanOrEqual(4 + 3);
			expect(tokenCalls).toBeLessThanOrEqual(4 + 3);
		});

		it('a page: reads and stopped runs report it too', async () => {
			answer = ANSWERS[0];
			const { type, data } = credential(zoom());
			const oauthUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/oauth`;
			zoom().expireTokens();
			const given = { type, data: { ...data, oauthUrl } };
			const read = await run({ settings: CONTINUE, credential: given, parameters: onUser('get') });
			expect(read.json[0]).toMatchObject({ reason: 'auth', error: expect.stringMatching(NOT_ZOOM) });
			const stopped = await run({ rows: makeUsers(3), credential: given });
			expect(`${stopped.error?.message} ${stopped.error?.description}`).toMatch(NOT_ZOOM);
		});
	},
);
