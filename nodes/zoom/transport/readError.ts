import type { ZoomHosts } from './hosts';
import type { NoAccess, ZoomResponse } from './request';
import { noToken, notSentByN8n, RECONNECT, tokenServiceUnreachable } from './tokenService';
import { pageTitle } from './pageText';

/** What n8n throws, as far as it is read here. Its `cause` holds the request with its secrets: only these. */
export interface ThrownByN8n {
	message?: string;
	cause?: {
		name?: string;
		message?: string;
		code?: string;
		syscall?: string;
		/** axios keeps the connection's own error here. */
		cause?: { syscall?: string };
		/** Of the request that failed. Only axios sets it, and it always does. */
		config?: { url?: string };
		response?: { status: number; headers?: object; data?: unknown };
		/** n8n's OAuth2 client: what the token service answered. */
		status?: number;
		body?: unknown;
	} & Partial<Pick<NoAccess, 'permanent' | 'tokenService' | 'retryAfterMs'>>;
}

/** No connection was made, so nothing was sent: unknown hosts, refused connections, certificates that are not trusted. */
const NEVER_REACHED =
	/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ERR_INVALID_URL|ERR_SSL_WRONG_VERSION_NUMBER|ERR_TLS_.*|CERT_.*|.*_CERT(_.*)?|.*CERTIFICATE.*|.*SELF_SIGNED.*)$/;

/** These errors also occur on a connection that has carried a request. */
const NEVER_REACHED_IF_CONNECTING = /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

/** What n8n throws where the OAuth2 credential holds no token, or no refresh token. */
const NOT_CONNECTED = /reconnect|not connected|refresh ?token|without access token/i;

/** What n8n 1.x throws for a token service that does not answer in JSON; 2.x passes on what it answered. */
const NOT_JSON = /unsupported content type|JSON/i;

/**
 * How a request ended that n8n threw an error for.
 *
 * n8n sends two requests under one call: ours, and, after a 401 or without a token, one for a new token. Only the first
 * can have had an effect at Zoom.
 *
 * @param url of our request
 */
export function readError(thrown: ThrownByN8n, url: string, { oauthUrl }: ZoomHosts): ZoomResponse {
	const { cause } = thrown;
	if (!cause?.config) return noRequest(thrown, oauthUrl);
	const { response } = cause;
	if (cause.config.url !== url) {
		return response
			? noToken(oauthUrl, { status: response.status, body: response.data }, 'oAuth2')
			: tokenServiceUnreachable(oauthUrl);
	}
	if (!response)
		return { kind: 'lost', code: cause.code ?? cause.message ?? '', reached: mayHaveReached(cause) };
	const { status, headers, data } = response;
	if (status !== 401) return { kind: 'answered', status, headers: headersOf(headers), body: data };
	const page = pageTitle(data);
	const facts = page === '' ? 'HTTP 401' : `HTTP 401, ${page}`;
	return { kind: 'auth', text: `Zoom does not accept the access token (${facts}).`, permanent: false };
}

/** The error is not that of a request: n8n failed to get a token, or did not send anything. */
function noRequest({ message = '', cause }: ThrownByN8n, oauthUrl: string): ZoomResponse {
	const said = cause?.message ?? message;
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
