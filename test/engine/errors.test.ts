import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './support/selfSigned';
import { CONTINUE, CREDENTIALS, makeUsers, rowsFor, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('errors-in-english', 'create-invalid-email-300');

/**
 * Every error that Zoom documents for POST /users, with each of its texts: the reason, and a part of the
 * fix.
 */
const DOCUMENTED: Array<[tag: string, reason: string, says: RegExp]> = [
	['200', 'permission', /Pro plan or higher/],
	['200-2', 'permission', /managed domain/],
	['200-3', 'permission', /role of the app owner/],
	['200-5', 'licenses', /buy one/],
	['300', 'invalid', /password/],
	['300-2', 'invalid', /type 1, 2 or 4/],
	['300-3', 'invalid', /Change the name/],
	['300-4', 'invalid', /Zoom United plan/],
	['300-5', 'invalid', /subscription_id/],
	['300-6', 'invalid', /does not accept email/],
	['1000', 'account', /call queue/],
	['1102', 'licenses', /Zoom Phone/],
	['1107', 'account', /Allow the domain/],
	['1108', 'permission', /another user type/],
	['1116', 'account', /certain domains/],
	['2002', 'account', /single sign-on/],
	['2016', 'account', /Zoom support/],
	['2032', 'account', /Pre-provisioning/],
	['2033', 'licenses', /Basic users/],
	['2034', 'licenses', /license/],
	['2035', 'account', /GPA/],
	['2036', 'otherAccount', /GPA/],
	['2037', 'account', /does not allow inviting/],
	['2038', 'licenses', /license/],
	['3412', 'licenses', /license/],
	['3412-2', 'licenses', /license/],
	['3412-3', 'licenses', /license/],
	['4130', 'invalid', /group/],
	['11321', 'account', /Trust & Safety/],
	['403', 'account', /disabled its API/],
	['429-2', 'quota', /00:00 UTC/],
];

describe('an error from Zoom', () => {
	const { zoom, run } = withSimulator();
	const failedItem = async (email: string, parameters = {}) => {
		const { json } = await run({ rows: rowsFor(email), settings: CONTINUE, parameters });
		return json[0];
	};

	it.each(DOCUMENTED)(
		'%s has the reason %s, the fix, the code, and who can fix it',
		async (tag, reason, says) => {
			const email = `ada+refuse-${tag}@corp.example`;
			const item = await failedItem(email);
			expect(item).toMatchObject({ outcome: 'failed', email, reason });
			expect(item.error).toMatch(says);
			expect(item.error).toMatch(/^ada\+refuse-[\d-]+@corp\.example was not created: /);
			expect(item.error).toMatch(/(What to do|For your Zoom admin|For the user|For Zoom): /);
			expect(item.error).toMatch(/Zoom code \d+, HTTP \d+/);
		},
	);

	it.each(DOCUMENTED.filter(([tag]) => !tag.includes('-') && tag !== '403'))(
		'%s in Japanese has the same reason %s',
		async (tag, reason) => {
			zoom().settings.language = 'ja';
			expect(await failedItem(`ada+refuse-${tag}@corp.example`)).toMatchObject({ reason, code: Number(tag) });
		},
	);

	it("with an undocumented code has Zoom's text, the status, the code and the tracking ID", async () => {
		const { error, reason, code } = await failedItem('ada+refuse-9999@corp.example');
		expect({ reason, code }).toEqual({ reason: 'zoom', code: 9999 });
		expect(error).toMatch(/a reason that is not documented.*Zoom code 9999, HTTP 400, tracking ID v=2\.0/);
	});

	it('for a missing scope names it, with its three causes', async () => {
		zoom().settings.scopes = ['user:read:user:admin'];
		const { reason, error } = await failedItem('ada@corp.example');
		expect(reason).toBe('scope');
		expect(error).toMatch(/lacks the permission \(scope\) user:write:user:admin/);
		expect(error).toMatch(/Add it to the Zoom app.*an older token.*user-managed/);
	});

	it('that affects the whole run occurs once, and the remaining rows fail without a request', async () => {
		zoom().settings.scopes = ['user:read:user:admin'];
		const { json } = await run({ rows: makeUsers(30), settings: CONTINUE });
		expect(json.map(({ reason }) => reason)).toEqual(Array(30).fill('scope'));
		expect(json[29].error).toContain('p30@corp.example was not created');
		expect(zoom().journal.posts().length).toBeLessThanOrEqual(4);
	});

	it('for single sign-on that is not enabled ends the rows that need it, and no others', async () => {
		zoom().settings.ssoEnabled = false;
		const rows = makeUsers(20).map((row, i) => ({ ...row, how: i % 2 ? 'create' : 'ssoCreate' }));
		const { json } = await run({ rows, settings: CONTINUE, parameters: { action: '={{ $json.how }}' } });
		expect(json.map(({ outcome }) => outcome)).toEqual(
			rows.map(({ how }) => (how === 'create' ? 'created' : 'failed')),
		);
	});

	it('in an HTTP 200 is an error', async () => {
		expect(await failedItem('ada+error-in-200@corp.example')).toMatchObject({
			reason: 'account',
			code: 1107,
		});
	});

	it.each([
		['empty-400', 'zoom', /without a reason/],
		['html-400', 'zoom', /a page with the title: Gateway/],
		['redirect', 'network', /redirects to another page/],
	])('%s: each in words that say what to do', async (tag, reason, says) => {
		const item = await failedItem(`ada+${tag}@corp.example`);
		expect(item).toMatchObject({ reason });
		expect(item.error).toMatch(says);
		expect(item.error).toMatch(/proxy|API address/);
	});

	it('above the rate limit is retried', async () => {
		const { json } = await run({
			rows: rowsFor('a+429@corp.example', 'b+429-bare@corp.example'),
			settings: CONTINUE,
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'created']);
	});

	it('for the daily quota is recognized by its headers in any language, and ends the rows with that action', async () => {
		zoom().settings.language = 'ja';
		const rows = [
			...rowsFor('a@corp.example', 'b+429-daily@corp.example'),
			...makeUsers(20).map((row, i) => ({ ...row, how: i % 2 ? 'create' : 'ssoCreate' })),
		];
		const { json } = await run({
			rows,
			settings: CONTINUE,
			parameters: { action: '={{ $json.how || "create" }}', options: { maxConcurrency: 4 } },
		});
		expect(json[1]).toMatchObject({ reason: 'quota', error: expect.stringContaining('00:00 UTC') });
		expect(json.slice(6).map(({ outcome, reason }) => reason ?? outcome)).toEqual(
			rows.slice(6).map((row) => ('how' in row && row.how === 'create' ? 'quota' : 'created')),
		);
	});

	it('for ten users in a row does not slow down the rest', async () => {
		zoom().settings.latencyMs = 50;
		const rows = [...Array(10).keys()].map((i) => ({ email: `p${i}+refuse-1107@corp.example` }));
		const parameters = { options: { maxConcurrency: 4 } };
		await run({ rows, parameters, settings: CONTINUE, credentialId: 'not-slowed-down' });
		expect(zoom().journal.maxInFlight).toBe(4);
	});
});

describe('an address that is not Zoom', () => {
	const { zoom, run } = withSimulator();
	let page: Server;
	const pageUrl = () => `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
	beforeAll((done) => {
		page = createServer((_request, response) => {
			response.setHeader('content-type', 'text/html');
			response.end('<html><head><title>Welcome to the hotel Wi-Fi</title></head></html>');
		}).listen(0, '127.0.0.1', done);
	});
	afterAll(() => page.close());

	const failure = async (changed: object, name: keyof typeof CREDENTIALS = 'serverToServer') => {
		const { type, data } = CREDENTIALS[name](zoom());
		const { json } = await run({
			rows: makeUsers(6),
			settings: CONTINUE,
			credential: { type, data: { ...data, ...changed } },
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(Array(6).fill('failed'));
		return json[5];
	};

	it("a proxy's page instead of the API is identified by its title", async () => {
		const { reason, error } = await failure({ apiUrl: `${pageUrl()}/v2` });
		expect(reason).toBe('network');
		expect(error).toMatch(/response did not come from Zoom.*hotel Wi-Fi.*API address/);
	});

	it("a proxy's page instead of the token service", async () => {
		const { reason, error } = await failure({ oauthUrl: `${pageUrl()}/oauth` });
		expect(reason).toBe('auth');
		expect(error).toMatch(/not Zoom's token service/);
	});

	it('a wrong path', async () => {
		const { reason, error } = await failure({ apiUrl: zoom().url });
		expect(reason).toBe('network');
		expect(error).toMatch(/It ends in \/v2|ends in \/v2/);
	});

	it('an unreachable host', async () => {
		const { reason, error } = await failure({ apiUrl: 'http://127.0.0.1:9/v2' });
		expect(reason).toBe('network');
		expect(error).toMatch(/could not be reached, so nothing was sent/);
	});

	it('a certificate that is not trusted', async () => {
		const server = createTlsServer(selfSigned, (_request, response) => response.end('{}')).listen(
			0,
			'127.0.0.1',
		);
		await once(server, 'listening');
		const { reason, error } = await failure({
			apiUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}/v2`,
		});
		server.close();
		expect(reason).toBe('network');
		expect(error).toMatch(
			/certificate of the server is not trusted, so nothing was sent.*NODE_EXTRA_CA_CERTS/,
		);
	});

	it('a wrong client secret, a wrong account', async () => {
		expect(await failure({ clientSecret: 'wrong' })).toMatchObject({
			reason: 'auth',
			error: expect.stringContaining('Client ID and Client Secret'),
		});
		expect(await failure({ accountId: 'wrong' })).toMatchObject({
			reason: 'auth',
			error: expect.stringContaining('Account ID'),
		});
	});

	it('an OAuth2 credential that is not connected, and one whose connection has ended', async () => {
		expect(await failure({ oauthTokenData: undefined }, 'oAuth2')).toMatchObject({
			reason: 'auth',
			error: expect.stringContaining("'Connect my account'"),
		});
		const ended = { access_token: 'ended', refresh_token: 'ended', token_type: 'bearer' };
		expect(await failure({ oauthTokenData: ended }, 'oAuth2')).toMatchObject({
			reason: 'auth',
			error: expect.stringContaining("'Connect my account'"),
		});
	});
});
