import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import { systemClock } from '../../../nodes/zoom/transport/clock';
import { newerToken as newestOf, TokenError } from '../../../nodes/zoom/transport/token';

const credential: ICredentialDataDecryptedObject = { accountId: 'a', clientId: 'c', clientSecret: 's' };

const newerToken = async (...given: Parameters<typeof newestOf>) => (await newestOf(...given)).accessToken;

/** n8n's request helper, with a token service that returns these responses. */
function tokenService(answers: Array<{ statusCode?: number; body: unknown; headers?: object } | Error>) {
	let calls = 0;
	const httpRequest = async () => {
		const answer = answers[Math.min(calls++, answers.length - 1)];
		await Promise.resolve();
		if (answer instanceof Error) throw answer;
		return { statusCode: 200, headers: {}, ...answer };
	};
	return { n8n: { helpers: { httpRequest } } as unknown as IHttpRequestHelper, calls: () => calls };
}

const tokens = (...names: string[]) => tokenService(names.map((name) => ({ body: { access_token: name } })));

const failureOf = async (...answers: Parameters<typeof tokenService>[0]) => {
	const failure = await newerToken(tokenService(answers).n8n, credential).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(TokenError);
	return failure as TokenError;
};

describe('a Server-to-Server token', () => {
	let now = 0;
	beforeEach(() => {
		now += 86_400_000;
		jest.spyOn(systemClock, 'now').mockImplementation(() => now);
	});
	afterEach(() => jest.restoreAllMocks());

	it('is fetched once for all requests that were rejected with the same one', async () => {
		const { n8n, calls } = tokens('second', 'third');
		const results = await Promise.all([1, 2, 3].map(async () => await newerToken(n8n, credential, 'first')));
		expect(results).toEqual(['second', 'second', 'second']);
		expect(await newerToken(n8n, credential, 'first')).toBe('second');
		expect(calls()).toBe(1);
		expect(await newerToken(n8n, credential, 'second')).toBe('third');
	});

	it('is fetched every time for a test of the credential, which has no token', async () => {
		const { n8n, calls } = tokens('one', 'two');
		expect([await newerToken(n8n, credential), await newerToken(n8n, credential)]).toEqual(['one', 'two']);
		expect(calls()).toBe(2);
	});

	it('is removed when Zoom no longer accepts it', async () => {
		const { n8n, calls } = tokens('second', 'third');
		await newerToken(n8n, credential, 'first');
		now += 3_600_000;
		expect(await newerToken(n8n, credential, 'first')).toBe('third');
		expect(calls()).toBe(2);
	});

	it('is different for another secret', async () => {
		const { n8n } = tokens('one', 'two');
		await newerToken(n8n, credential, 'first');
		expect(await newerToken(n8n, { ...credential, clientSecret: 'other' }, 'first')).toBe('two');
	});

	it.each([
		[
			'a wrong secret',
			400,
			{ reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
			/Client ID/,
		],
		['a wrong account', 400, { reason: 'Bad Request', error: 'invalid_request' }, /Account ID/],
		['a disabled app', 400, { reason: 'This app has been disabled', error: 'invalid_app' }, /not active/],
		[
			'a page',
			405,
			'<title>Hotel</title>',
			/not Zoom's token service \(HTTP 405, a page with the title: Hotel\)/,
		],
		['a page instead of a token', 200, '<title>Hotel</title>', /not Zoom's token service \(HTTP 200, a page/],
		['nothing', 200, '', /not Zoom's token service \(HTTP 200\)/],
	])('%s: the credential must be corrected', async (_what, statusCode, body, says) => {
		const failure = await failureOf({ statusCode, body });
		expect(failure.message).toMatch(says);
		expect(failure.permanent).toBe(true);
		expect(failure.tokenService).toBeUndefined();
	});

	it.each([
		['too many requests', 429, '', /busy \(HTTP 429\)/],
		['too many requests by code', 400, { code: 429, message: 'Too many requests' }, /busy \(HTTP 400\)/],
		['an outage', 503, '<title>Gateway</title>', /not available right now \(HTTP 503\)/],
	])('%s: a retry may help', async (_what, statusCode, body, says) => {
		const failure = await failureOf({ statusCode, body, headers: { 'Retry-After': '7' } });
		expect(failure.message).toMatch(says);
		expect(failure).toMatchObject({ permanent: false, tokenService: 'busy', retryAfterMs: 7_000 });
	});

	it('an unreachable token service is reported with its address', async () => {
		const failure = await failureOf(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
		expect(failure.message).toMatch(/could not be reached at https:\/\/zoom\.us\/oauth/);
		expect(failure).toMatchObject({ permanent: false, tokenService: 'unreachable' });
	});

	it('a request that n8n does not send cannot succeed with a retry', async () => {
		const failure = await failureOf(new Error('Domain not allowed'));
		expect(failure.message).toMatch(/n8n did not send the request for a token.*Domain not allowed/);
		expect(failure.permanent).toBe(true);
	});
});
