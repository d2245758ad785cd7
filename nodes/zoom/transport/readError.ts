import type { ZoomHosts } from './hosts';
import { restoreCause, type ThrownByN8n } from './missingCause';
import type { NoAccess, ZoomResponse } from './request';
import { noToken, notSentByN8n, RECONNECT, tokenServiceUnreachable } from './tokenService';
import { pageTitle } from './pageText';

/** No connection was made, so nothing was sent: unknown hosts, refused connections, certificates that are not trusted. */
const NEVER_REACHED =
	/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ERR_INVALID_URL|ERR_SSL_WRONG_VERSION_NUMBER|ERR_TLS_.*|CERT_.*|.*_CERT(_.*)?|.*CERTIFICATE.*|.*SELF_SIGNED.*)$/;

/** These errors also occur on a connection that has sent a request. */
const NEVER_REACHED_IF_CONNECTING = /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

/** n8n's errors if the OAuth2 credential has no token, or no refresh token. */
const NOT_CONNECTED = /reconnect|not connected|refresh ?token|without access token/i;

/** The error of n8n 1.x if the token service does not respond with JSON. n8n 2.x passes the response on. */
const NOT_JSON = /unsupported content type|JSON/i;

/**
 * The response behind an error that n8n has thrown.
 *
 * For one call, n8n can send two requests: ours, and one for a new token, after a 401 or without a token. Only ours can
 * have had an effect in Zoom.
 *
 * @param url of our request
 * @param ofTokenRequest whether the error can only be the one of the request for a token, if n8n's error does not say so
 */
export function readError(
	thrown: ThrownByN8n,
	url: string,
	hosts: ZoomHosts,
	ofTokenRequest = false,
): ZoomResponse {
	const { oauthUrl } = hosts;
	const cause = thrown.cause ?? restoreCause(thrown, url, hosts, ofTokenRequest);
	if (!cause?.config) return noRequest(thrown, cause, oauthUrl);
	const { response } = cause;
	if (cause.config.url !== url) {
		return response
			? noToken(oauthUrl, { status: response.status, body: response.data }, 'oAuth2')
			: tokenServiceUnreachable(oauthUrl);
	}
	if (!response)
		return { kind: 'lost', code: cause.code ?? cause.message ?? '', reached: mayHaveReached(cause) };
	const { status, headers, data } = response;
	return status === 401
		? notAccepted(data)
		: { kind: 'answered', status, headers: headersOf(headers), body: data };
}

/** Zoom responded with 401. */
export function notAccepted(data: unknown): NoAccess {
	const page = pageTitle(data);
	const facts = page === '' ? 'HTTP 401' : `HTTP 401, ${page}`;
	return { kind: 'auth', text: `Zoom does not accept the access token (${facts}).`, permanent: false };
}

/** The error is not from our request: n8n got no token, or did not send anything. */
function noRequest(
	{ message = '', messages = [] }: ThrownByN8n,
	cause: ThrownByN8n['cause'],
	oauthUrl: string,
): ZoomResponse {
	const said = cause?.message ?? messages[0] ?? message;
	if (cause?.name === 'ZoomTokenError') {
		const { permanent = false, tokenService, retryAfterMs: wait } = cause;
		return { kind: 'auth', text: said, permanent, tokenService, retryAfterMs: wait };
	}
	if (cause?.code === 'EAUTH' || cause?.code === 'ESTATUS') {
		return noToken(oauthUrl, { status: cause.status, body: cause.body }, 'oAuth2');
	}
	if (NOT_CONNECTED.test(`${message} ${said}`)) return { kind: 'auth', text: RECONNECT, permanent: true };
	if (NOT_JSON.test(said)) return noToken(oauthUrl, { body: undefined }, 'oAuth2');
	const { code } = cause ?? {};
	if (code && NEVER_REACHED.test(code)) return { kind: 'lost', code, reached: false };
	return notSentByN8n('the request', said);
}

function mayHaveReached({ code = '', syscall, cause, message }: NonNullable<ThrownByN8n['cause']>): boolean {
	if (NEVER_REACHED.test(code) || /wrong version number/i.test(message ?? '')) return false;
	const connecting = (syscall ?? cause?.syscall) === 'connect';
	return !(connecting && NEVER_REACHED_IF_CONNECTING.test(code));
}

/** Headers with their names in lower case. */
export function headersOf(headers: object = {}): Record<string, string> {
	const read: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) read[name.toLowerCase()] = String(value);
	return read;
}
