import type { Simulator } from '../../simulator/server';
import { CONTINUE, CREDENTIALS, makeUsers, withSimulator } from './support/withSimulator';

/** Everybody has exactly one outcome, and the journal says that they were written once. */
function expectAllCreatedOnce(zoom: Simulator, rows: Array<{ email: string }>, json: object[]) {
	expect(json.map((item) => (item as { outcome: string }).outcome)).toEqual(rows.map(() => 'created'));
	expect([...zoom.journal.created].sort()).toEqual(rows.map(({ email }) => email).sort());
}

describe.each(Object.entries(CREDENTIALS))('the token of %s', (name, credential) => {
	const { zoom, run } = withSimulator();

	it('expired before the run: everybody is created, once', async () => {
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
		'expires in the middle with %d requests in flight: everybody is created, once',
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

	it('a token service that fails twice is asked again, and nobody is looked up for it', async () => {
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

describe('the newest Server-to-Server token only', () => {
	const { zoom, run } = withSimulator();

	it('a second client that takes a token again and again costs nobody', async () => {
		zoom().settings.latencyMs = [10, 30];
		const other = setInterval(() => zoom().takeServerToServerToken(), 400);
		const rows = makeUsers(300);
		const parameters = { options: { maxConcurrency: 10 } };
		const { json } = await run({ rows, parameters, settings: CONTINUE }).finally(() => clearInterval(other));
		expectAllCreatedOnce(zoom(), rows, json);
		expect(zoom().journal.requests.filter(({ status }) => status === 401).length).toBeGreaterThan(2);
	});

	it('a token that ends in mid-run is fetched once for all who were refused with it', async () => {
		zoom().settings.latencyMs = [2, 80]; // the refusals come one after another
		let posts = 0;
		zoom().settings.breakRequest = ({ method, path }) => {
			if (method === 'POST' && path === '/v2/users' && ++posts === 15) zoom().takeServerToServerToken();
			return undefined;
		};
		const rows = makeUsers(40);
		const { json } = await run({ rows, parameters: { options: { maxConcurrency: 10 } }, settings: CONTINUE });
		expectAllCreatedOnce(zoom(), rows, json);
		expect(zoom().journal.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(2);
	});
});
