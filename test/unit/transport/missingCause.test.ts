import { inResponse } from '../../../nodes/zoom/transport/missingCause';
import type { ThrownByN8n } from '../../../nodes/zoom/transport/missingCause';
import { readError } from '../../../nodes/zoom/transport/readError';
import { noToken } from '../../../nodes/zoom/transport/tokenService';

/** Errors of n8n 1.102 to 2.33, as their engines throw them. */
const HOSTS = { apiUrl: 'https://api.zoom.us/v2', oauthUrl: 'https://zoom.us/oauth' };

const read = (thrown: ThrownByN8n, ofTokenRequest = false) =>
	readError(thrown, `${HOSTS.apiUrl}/users`, HOSTS, ofTokenRequest);

const n8nError = (message: string, httpCode: string | null, data?: Record<string, unknown>): ThrownByN8n => ({
	message: 'The service was not able to process your request',
	messages: [message],
	httpCode,
	context: data ? { data } : {},
});

describe("n8n's error without a cause", () => {
	it('a status with JSON is the response of Zoom', () => {
		const body = { code: 1005, message: 'User already exists' };
		const thrown = n8nError('Request failed with status code 409', '409', body);
		const response = { kind: 'answered', status: 409, headers: {}, body };
		expect(read(thrown)).toEqual(response);
		expect(read(thrown, true)).toEqual(response);
	});

	it('a 401 is about the token', () => {
		const thrown = n8nError('Request failed with status code 401', '401', { code: 124 });
		expect(read(thrown)).toMatchObject({ kind: 'auth', permanent: false });
	});

	it('a 503 without JSON is the one of Zoom, unless there is no new token', () => {
		const thrown = n8nError('Request failed with status code 503', '503');
		expect(read(thrown)).toEqual({ kind: 'answered', status: 503, headers: {}, body: undefined });
		expect(read(thrown, true)).toMatchObject({ kind: 'auth', tokenService: 'busy', permanent: false });
	});

	it.each([
		['socket hang up', 'ECONNRESET', true],
		['timeout of 30000ms exceeded', 'ECONNABORTED', true],
		['connect ETIMEDOUT 170.114.52.2:443', 'ETIMEDOUT', false],
		['read ETIMEDOUT', 'ETIMEDOUT', true],
		['connect ECONNREFUSED 170.114.52.2:443', 'ECONNREFUSED', false],
		['getaddrinfo ENOTFOUND api.zoom.us', 'ENOTFOUND', false],
		['self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN', false],
	])('%s: whether the request may have reached Zoom', (message, code, reached) => {
		expect(read(n8nError(message, code))).toEqual({ kind: 'lost', code, reached });
	});

	it('a token service that is not reached is recognized by its host', () => {
		const thrown = (host: string) => n8nError(`getaddrinfo ENOTFOUND ${host}`, 'ENOTFOUND');
		expect(read(thrown('zoom.us'), true)).toMatchObject({ kind: 'auth', tokenService: 'unreachable' });
		expect(read(thrown('api.zoom.us'), true)).toMatchObject({ kind: 'lost', reached: false });
		// A request of ours that may have had an effect is never taken for one for a token.
		expect(read(n8nError('socket hang up', 'ECONNRESET'), true)).toMatchObject({
			kind: 'lost',
			reached: true,
		});
	});

	it('the failure of a Server-to-Server token is complete', () => {
		const failure = noToken(HOSTS.oauthUrl, { status: 429, body: {}, retryAfterMs: 7_000 }, 'serverToServer');
		expect(read(n8nError(failure.text, null, inResponse(failure).data))).toEqual(failure);
	});

	it.each([
		['HTTP status 405', '405', true, /not Zoom's token service \(HTTP 405\)/],
		['HTTP status 429', '429', false, /busy \(HTTP 429\)/],
		['Unsupported content type: text/html', 'ESTATUS', false, /not Zoom's token service/],
		['slow_down', 'EAUTH', false, /busy/],
		['Client authentication failed (e.g., unknown client).', 'EAUTH', true, /Client ID and Client Secret/],
		[
			'The provided authorization grant or refresh token is invalid, or was issued to another client.',
			'EAUTH',
			false,
			/'Connect my account'.*invalid_grant/,
		],
		['OAuth credentials not connected', null, true, /'Connect my account'/],
		['refreshToken is required', 'ERR_ASSERTION', true, /'Connect my account'/],
		['Domain not allowed: api.zoom.us', null, true, /n8n did not send the request: Domain not allowed/],
	])('no OAuth2 token: %s', (message, httpCode, permanent, text) => {
		for (const ofTokenRequest of [false, true]) {
			expect(read(n8nError(message, httpCode), ofTokenRequest)).toMatchObject({
				kind: 'auth',
				permanent,
				text: expect.stringMatching(text),
			});
		}
	});
});
