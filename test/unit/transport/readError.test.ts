import type { ThrownByN8n } from '../../../nodes/zoom/transport/missingCause';
import { readError } from '../../../nodes/zoom/transport/readError';

const HOSTS = { apiUrl: 'https://api.zoom.us/v2', oauthUrl: 'https://zoom.us/oauth' };
const URL_OF_CALL = `${HOSTS.apiUrl}/users`;
const TOKEN_URL = `${HOSTS.oauthUrl}/token`;
const PAGE = '<html><head><title>Hotel Wi-Fi</title></head><body>token=s3cret</body></html>';

const read = (thrown: ThrownByN8n) => readError(thrown, URL_OF_CALL, HOSTS);

/** An n8n error with the error of its HTTP client. */
const n8nError = (
	message: string,
	more: Omit<NonNullable<ThrownByN8n['cause']>, 'message'> = {},
): ThrownByN8n => ({
	message: 'The service was not able to process your request',
	cause: { message, ...more },
});

describe('a token service that returns no token (OAuth2)', () => {
	it.each([
		[
			'405 with a page, 2.x',
			n8nError('HTTP status 405', { code: 'ESTATUS', status: 405, body: PAGE }),
			/HTTP 405, a page with the title: Hotel Wi-Fi/,
		],
		[
			'401 with text, 2.x',
			n8nError('HTTP status 401', { code: 'ESTATUS', status: 401, body: 'Go away' }),
			/HTTP 401, Go away/,
		],
		[
			'200 with a page, 2.x',
			n8nError('Expected JSON', { code: 'ESTATUS', status: 200, body: PAGE }),
			/HTTP 200, a page with the title: Hotel Wi-Fi/,
		],
		[
			'200 with text, 2.x',
			n8nError('Expected JSON', { code: 'ESTATUS', status: 200, body: 'access_token=s3cret' }),
			/\(HTTP 200\)/,
		],
	])('%s: not Zoom, and a retry cannot help', (_what, thrown, says) => {
		const response = read(thrown);
		expect(response).toMatchObject({ kind: 'auth', permanent: true });
		expect(JSON.stringify(response)).toMatch(/not Zoom's token service/);
		expect(JSON.stringify(response)).toMatch(says);
		expect(JSON.stringify(response)).not.toContain('s3cret');
	});

	it.each([
		['a page, 1.x', n8nError('Unsupported content type: text/html; charset=UTF-8')],
		['nothing, 1.x', n8nError('Unsupported content type: ')],
		['broken JSON, 1.x', n8nError('Unexpected token < in JSON at position 0')],
		['broken JSON in Node 24', n8nError(`Unexpected token '<', "<html><hea"... is not valid JSON`)],
	])('%s: not Zoom; without a status from n8n, it may only be busy', (_what, thrown) => {
		expect(read(thrown)).toMatchObject({
			kind: 'auth',
			permanent: false,
			text: expect.stringContaining("not Zoom's token service. Check the OAuth Address"),
		});
	});

	it.each([
		[
			'429 with a page',
			n8nError('Expected JSON', { code: 'ESTATUS', status: 429, body: PAGE }),
			/busy \(HTTP 429\)/,
		],
		[
			'429 with JSON',
			n8nError('HTTP status 429', { code: 'ESTATUS', status: 429, body: '{"code":429}' }),
			/busy \(HTTP 429\)/,
		],
		[
			'an error without a status',
			n8nError('slow_down', { code: 'EAUTH', body: { error: 'too_many_requests' } }),
			/is busy\./,
		],
		[
			'a reason without a status',
			n8nError('x', {
				code: 'EAUTH',
				body: { error: 'invalid_request', reason: 'You have reached the maximum per-second rate limit' },
			}),
			/is busy\./,
		],
		[
			'503',
			n8nError('503', {
				code: 'ERR_BAD_RESPONSE',
				config: { url: TOKEN_URL },
				response: { status: 503, data: PAGE },
			}),
			/not available right now \(HTTP 503\)/,
		],
	])('%s: busy, and a retry may help', (_what, thrown, says) => {
		const response = read(thrown);
		expect(response).toMatchObject({ kind: 'auth', permanent: false, tokenService: 'busy' });
		expect(JSON.stringify(response)).toMatch(says);
	});

	it('without a response is reported with its address', () => {
		const thrown = n8nError('connect ECONNREFUSED', { code: 'ECONNREFUSED', config: { url: TOKEN_URL } });
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
	])('reports %s', (_what, body, says, permanent) => {
		const response = read(n8nError('EAUTH text', { code: 'EAUTH', body }));
		expect(response).toMatchObject({ kind: 'auth', permanent });
		expect(JSON.stringify(response)).toMatch(says);
	});
});

describe('a credential that is not connected', () => {
	it.each([
		n8nError('OAuth credentials not connected'),
		n8nError(
			'OAuth access token expired and no refresh token is available. Please reconnect the credentials.',
		),
		n8nError('refreshToken is required', { code: 'ERR_ASSERTION' }),
		n8nError('Unable to sign without access token'),
		{ message: 'The credential "Zoom" needs to be reconnected.' },
	])('%j', (thrown) => {
		expect(read(thrown)).toMatchObject({
			kind: 'auth',
			permanent: true,
			text: expect.stringContaining("'Connect my account'"),
		});
	});
});

describe('an error before the request was sent', () => {
	it.each([
		'Domain not allowed: This credential is restricted from accessing https://api.zoom.us/v2/users.',
		'Credential with ID "7" does not exist for type "zoomUsersOAuth2Api".',
		'Expected "clientSecret" to exist',
	])('%s', (message) => {
		expect(read(n8nError(message))).toEqual({
			kind: 'auth',
			permanent: true,
			text: `n8n did not send the request: ${message}`,
		});
	});
});

describe('an error of a request to Zoom', () => {
	const requestError = (message: string, more = {}) =>
		n8nError(message, { config: { url: URL_OF_CALL }, ...more });

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
		expect(read(requestError('failed', { code, ...more }))).toEqual({ kind: 'lost', code, reached });
	});

	it('TLS to a server without TLS never reached Zoom', () => {
		expect(read(requestError('write EPROTO wrong version number', { code: 'EPROTO' }))).toMatchObject({
			reached: false,
		});
	});

	it('a response with a status has lowercase headers', () => {
		const response = { status: 409, headers: { 'X-Zm-TrackingId': 'v=2.0' }, data: { code: 1005 } };
		expect(read(requestError('409', { response }))).toEqual({
			kind: 'answered',
			status: 409,
			headers: { 'x-zm-trackingid': 'v=2.0' },
			body: { code: 1005 },
		});
	});

	it('a 401 is about the token; a page instead of it is reported with its title', () => {
		expect(read(requestError('401', { response: { status: 401, data: { code: 124 } } }))).toEqual({
			kind: 'auth',
			permanent: false,
			text: 'Zoom does not accept the access token (HTTP 401).',
		});
		expect(read(requestError('401', { response: { status: 401, data: PAGE } }))).toMatchObject({
			text: 'Zoom does not accept the access token (HTTP 401, a page with the title: Hotel Wi-Fi).',
		});
	});
});
