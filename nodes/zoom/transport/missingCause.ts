import type { ZoomHosts } from './hosts';
import type { NoAccess } from './request';

/** The parts of n8n's errors that are read here. `cause` also contains the request with its secrets. */
export interface ThrownByN8n {
	message?: string;
	cause?: {
		name?: string;
		message?: string;
		code?: string;
		syscall?: string;
		/** axios keeps the connection's own error here. */
		cause?: { syscall?: string };
		/** The request that failed. Only axios sets it, and it always does. */
		config?: { url?: string };
		response?: { status: number; headers?: object; data?: unknown };
		/** Set by n8n's OAuth2 client: the response of the token service. */
		status?: number;
		body?: unknown;
	} & Partial<Pick<NoAccess, 'permanent' | 'tokenService' | 'retryAfterMs'>>;
	/** A NodeApiError has these: the HTTP status or the error code, the original messages, and a JSON body. */
	httpCode?: string | null;
	messages?: string[];
	context?: { data?: Record<string, unknown> };
}

type Cause = NonNullable<ThrownByN8n['cause']>;

/** axios's message for a status, and that of n8n's OAuth2 client. */
const AXIOS_STATUS = /^Request failed with status code (\d{3})$/;
const OAUTH2_STATUS = /^HTTP status (\d{3})$/;

/** The code of an error of the network, such as ECONNRESET. */
const NETWORK = /^[A-Z][A-Z0-9_]+$/;

/** n8n's OAuth2 client replaces these codes of RFC 6749 with a text. Other codes and texts stay as they are. */
const REPLACED = [
	{ text: /^Client authentication failed/, code: 'invalid_client' },
	{ text: /^The provided authorization grant/, code: 'invalid_grant' },
];

/**
 * The data of an error, where n8n copies it to its own error: the `context.data` of a NodeApiError. The name is one that
 * no response has.
 */
export const inResponse = (failure: NoAccess) => ({ data: { zoomNoAccess: failure } });

/**
 * From 1.102 to 2.33, n8n's errors have no cause (the class declares the field, which sets it to undefined). This
 * restores what they say about it. What they leave out are headers, and the bodies that are not JSON.
 *
 * @param ofTokenRequest whether a status that can be either's is the one of the request for a token
 */
export function restoreCause(
	thrown: ThrownByN8n,
	url: string,
	{ oauthUrl }: ZoomHosts,
	ofTokenRequest: boolean,
): Cause | undefined {
	const { httpCode, messages: [message = ''] = [], context } = thrown;
	const data = context?.data;
	if (data?.zoomNoAccess) {
		const { text, ...failure } = data.zoomNoAccess as NoAccess;
		return { ...failure, name: 'ZoomTokenError', message: text };
	}
	const [, status] = AXIOS_STATUS.exec(message) ?? [];
	if (status !== undefined) {
		// Only Zoom's API sends JSON that n8n reads: n8n's OAuth2 client takes every body as text.
		const asked = ofTokenRequest && !data && Number(status) >= 500 ? `${oauthUrl}/token` : url;
		return { message, config: { url: asked }, response: { status: Number(status), data } };
	}
	const [, fromService] = OAUTH2_STATUS.exec(message) ?? [];
	if (fromService !== undefined) return { message, code: 'ESTATUS', status: Number(fromService) };
	if (httpCode === 'EAUTH') {
		const error = REPLACED.find(({ text }) => text.test(message))?.code ?? message;
		return { message, code: 'EAUTH', body: { error } };
	}
	if (!httpCode || !NETWORK.test(httpCode) || httpCode === 'ESTATUS' || httpCode === 'ERR_ASSERTION') {
		return undefined;
	}
	const syscall = message.startsWith('connect ') ? 'connect' : undefined;
	const { host, hostname } = new URL(oauthUrl);
	const namesService = message.split(' ').some((word) => word === host || word === hostname);
	const asked = ofTokenRequest && namesService ? `${oauthUrl}/token` : url;
	return { message, code: httpCode, syscall, config: { url: asked } };
}
