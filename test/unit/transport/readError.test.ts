import { readError, type ThrownByN8n } from '../../../nodes/zoom/transport/readError';

const HOSTS = { apiUrl: 'https://api.zoom.us/v2', oauthUrl: 'https://zoom.us/oauth' };
const URL_OF_CALL = `${HOSTS.apiUrl}/users`;
const TOKEN_URL = `${HOSTS.oauthUrl}/token`;
const PAGE = '<html><head><title>Hotel Wi-Fi</title></head><body>token=s3cret</body></html>';

const read = (thrown: ThrownByN8n) => readError(thrown, URL_OF_CALL, HOSTS);

/** An error of n8n, around one of the client that it sends requests with. */
const around = (
	message: string,
	more: Omit<NonNullable<ThrownByN8n['cause']>, 'message'> = {},
): ThrownByN8n => ({
	message: 'The service was not able to process your request',
	cause: { message, ...more },
});

describe('a token service that gives no token (OAuth2)', () => {
	it.each([
		[
			'405 with a page, 2.x',
			around('HTTP status 405', { code: 'ESTATUS', status: 405, body: PAGE }),
			/HTTP 405, a page with the title: Hotel Wi-Fi/,
		],
		[
			'401 with text, 2.x',
			around('HTTP status 401', { code: 'ESTATUS', status: 401, body: 'Go away' }),
			/HTTP 401, Go away/,
		],
		[
			'200 with a page, 2.x',
			around('Expected JSON', { code: 'ESTATUS', status: 200, body: PAGE }),
			/HTTP 200, a page with the title: Hotel Wi-Fi/,
		],
		[
			'200 with text, 2.x',
			around('Expected JSON', { code: 'ESTATUS', status: 200, body: 'access_token=s3cret' }),
			/\(HTTP 200\)/,
		],
	])('%s: it is not Zoom, and another attempt cannot help', (_what, thrown, says) => {
		const response = read(thrown);
		expect(response).toMatchObject({ kind: 'auth', permanent: true });
		expect(JSON.stringify(response)).toMatch(/not Zoom's token service/);
		expect(JSON.stringify(response)).toMatch(says);
		expect(JSON.stringify(response)).not.toContain('s3cret');
	});

	it.each([
		['a page, 1.x', around('Unsupported content type: text/html; charset=UTF-8')],
		['nothing, 1.x', around('Unsupported content type: ')],
		['broken JSON, 1.x', around('Unexpected token < in JSON at position 0')],
		['broken JSON in Node 24', around(`Unexpected token '<', "<html><hea"... is not valid JSON`)],
	])('%s: it is not Zoom; n8n gives no status, so it may only be busy', (_what, thrown) => {
		expect(read(thrown)).toMatchObject({
			kind: 'auth',
			permanent: false,
			text: expect.stringContaining("not Zoom's token service. Check the OAuth Address"),
		});
	});

	it.each([
		[
			'429 with a page',
			around('Expected JSON', { code: 'ESTATUS', status: 429, body: PAGE }),
			/busy \(HTTP 429\)/,
		],
		[
			'429 with JSON',
			around('HTTP status 429', { code: 'ESTATUS', status: 429, body: '{"code":429}' }),
			/busy \(HTTP 429\)/,
		],
		[
			'an error word without a status',
			around('slow_down', { code: 'EAUTH', body: { error: 'too_many_requests' } }),
			/is busy\./,
		],
		[
			'a reason without a status',
			around('x', {
				code: 'EAUTH',
				body: { error: 'invalid_request', reason: 'You have reached the maximum per-second rate limit' },
			}),
			/is busy\./,
		],
		[
			'503',
			around('503', {
				code: 'ERR_BAD_RESPONSE',
				config: { url: TOKEN_URL },
				response: { status: 503, data: PAGE },
			}),
			/not available right now \(HTTP 503\)/,
		],
	])('%s: it is busy, and another attempt may help', (_what, thrown, says) => {
		const response = read(thrown);
		expect(response).toMatchObject({ kind: 'auth', permanent: false, tokenService: 'busy' });
		expect(JSON.stringify(response)).toMatch(says);
	});

	it('that does not answer is named by its address', () => {
		const thrown = around('connect ECONNREFUSED', { code: 'ECONNREFUSED', config: { url: TOKEN_URL } });
		expect(read(thrown)).toMatchObject({
			kind: 'auth',
			permanent: false,
			tokenService: 'unreachable',
			text: expect.stringContaining(HOSTS.oauthUrl),
		});
	});

	it.each([
		[
			'a wrong client secret',
			{ error: 'invalid_client', reason: 'Invalid client_id or client_secret' },
			/Client ID and Client Secret/,
			true,
		],
		[
			'a refresh token that was used already',
			{ error: 'invalid_grant', reason: 'Invalid Token!' },
			/'Connect my account'.*Invalid Token!/,
			false,
		],
	])('for %s', (_what, body, says, permanent) => {
		const response = read(around('EAUTH text', { code: 'EAUTH', body }));
		expect(response).toMatchObject({ kind: 'auth', permanent });
		expect(JSON.stringify(response)).toMatch(says);
	});
});

describe('a credential that is not connected', () => {
	it.each([
		around('OAuth credentials not connected'),
		around('OAuth access token expired and no refresh token is available. Please reconnect the credentials.'),
		around('refreshToken is required', { code: 'ERR_ASSERTION' }),
		around('Unable to sign without access token'),
		{ message: 'The credential "Zoom" needs to be reconnected.' },
	])('%j', (thrown) => {
		expect(read(thrown)).toMatchObject({
			kind: 'auth',
			permanent: true,
			text: expect.stringContaining("'Connect my account'"),
		});
	});
});

describe('an error before anything was sent', () => {
	it.each([
		'Domain not allowed: This credential is restricted from accessing https://api.zoom.us/v2/users.',
		'Credential with ID "7" does not exist for type "zoomUsersOAuth2Api".',
		'Expected "clientSecret" to exist',
	])('%s', (message) => {
		expect(read(around(message))).toEqual({
			kind: 'auth',
			permanent: true,
			text: `n8n did not send the request: ${message}`,
		});
	});
});

describe('an error of our own request', () => {
	const ours = (message: string, more = {}) => around(message, { config: { url: URL_OF_CALL }, ...more });

	it.each([
		['ECONNRESET', {}, true],
		['ECONNABORTED', {}, true],
		['ETIMEDOUT', {}, true],
		['ETIMEDOUT', { syscall: 'connect' }, false],
		['ENETUNREACH', { cause: { syscall: 'connect' } }, false],
		['ECONNREFUSED', {}, false],
		['ENOTFOUND', {}, false],
		['SELF_SIGNED_CERT_IN_CHAIN', {}, false],
		['EPROTO', {}, true],
	])('%s %j: whether it may have reached Zoom: %s', (code, more, reached) => {
		expect(read(ours('failed', { code, ...more }))).toEqual({ kind: 'lost', code, reached });
	});

	it('TLS spoken to a server without it never reached Zoom', () => {
		expect(read(ours('write EPROTO wrong version number', { code: 'EPROTO' }))).toMatchObject({
			reached: false,
		});
	});

	it('a response with a status is an answer, and its headers are in lower case', () => {
		const response = { status: 409, headers: { 'X-Zm-TrackingId': 'v=2.0' }, data: { code: 1005 } };
		expect(read(ours('409', { response }))).toEqual({
			kind: 'answered',
			status: 409,
			headers: { 'x-zm-trackingid': 'v=2.0' },
			body: { code: 1005 },
		});
	});

	it('a 401 is about the token; a page in its place is named', () => {
		expect(read(ours('401', { response: { status: 401, data: { code: 124 } } }))).toEqual({
			kind: 'auth',
			permanent: false,
			text: 'Zoom does not accept the access token (HTTP 401).',
		});
		expect(read(ours('401', { response: { status: 401, data: PAGE } }))).toMatchObject({
			text: 'Zoom does not accept the access token (HTTP 401, a page with the title: Hotel Wi-Fi).',
		});
	});
});
