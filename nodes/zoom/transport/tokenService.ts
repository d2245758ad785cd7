import { pageText, pageTitle } from './pageText';
import type { NoAccess } from './request';

/** A response of the token service without a token. */
export interface TokenServiceResponse {
	/** Missing if n8n's OAuth2 client does not pass it on. */
	status?: number;
	/** Zoom's JSON, or the text that was returned instead. */
	body: unknown;
	retryAfterMs?: number;
}

type Grant = 'oAuth2' | 'serverToServer';

export const RECONNECT =
	"The credential is not connected to Zoom, or Zoom has ended the connection. Open it and select 'Connect my account'.";

/** Codes and words of https://developers.zoom.us/docs/integrations/oauth/, and of RFC 6749, section 5.2. */
const ADVICE = [
	{
		when: /client/i,
		then: "Zoom does not accept this Client ID and Client Secret. Copy both again from the app's page on marketplace.zoom.us.",
	},
	{
		when: /grant/i,
		then: 'Zoom does not allow this for the app. It must be a Server-to-Server OAuth app, and the Account ID must be the one of its account.',
	},
	{
		when: /disabled|deactivat|activat/i,
		then: 'The Zoom app is not active. Activate it on marketplace.zoom.us.',
	},
	{
		when: /account|invalid_request|bad request/i,
		then: "Zoom does not know this Account ID for this app. Copy it again from the app's page on marketplace.zoom.us.",
	},
];

const BUSY = /rate.?limit|too.?many|slow.?down|throttl|temporarily|try again later/i;
const TOO_MANY_REQUESTS = 429;

/** Explains to the owner of the credential why there is no token. Contains no secret. */
export function noToken(oauthUrl: string, response: TokenServiceResponse, grant: Grant): NoAccess {
	const { status, retryAfterMs } = response;
	const record = asRecord(response.body);
	const words = ['error', 'reason', 'error_description', 'message', 'errorMessage']
		.map((key) => record?.[key])
		.filter((word) => typeof word === 'string');
	const busy =
		status === TOO_MANY_REQUESTS || Number(record?.code) === TOO_MANY_REQUESTS || BUSY.test(words.join(' '));
	if (busy || (status ?? 0) >= 500) {
		const text = busy
			? `Zoom's token service is busy${inBrackets(status && `HTTP ${status}`)}.`
			: `Zoom's token service is not available right now (HTTP ${status}).`;
		return { kind: 'auth', text, permanent: false, tokenService: 'busy', retryAfterMs };
	}
	const reason = record?.reason ?? record?.error_description ?? record?.error;
	return typeof reason === 'string'
		? refused(status, reason, words.join(' '), grant)
		: notTheTokenService(oauthUrl, response);
}

/** Without the text of the error: n8n replaces a message that contains a code such as ENOTFOUND. */
export function tokenServiceUnreachable(oauthUrl: string): NoAccess {
	const text = `Zoom's token service could not be reached at ${oauthUrl}. Check the network, and the address in the credential.`;
	return { kind: 'auth', text, permanent: false, tokenService: 'unreachable' };
}

/** n8n did not send it, for example because of the credential's "Allowed HTTP Request Domains". */
export function notSentByN8n(what: string, message: string): NoAccess {
	return { kind: 'auth', text: `n8n did not send ${what}: ${message.slice(0, 200)}`, permanent: true };
}

function refused(status: number | undefined, reason: string, words: string, grant: Grant): NoAccess {
	const said = `Zoom says: "${reason.slice(0, 200)}"${inBrackets(status && `HTTP ${status}`)}.`;
	const advice = ADVICE.find(({ when }) => when.test(words));
	// Another process may have used the refresh token. The next attempt reads the credential again.
	if (grant === 'oAuth2' && advice !== ADVICE[0]) {
		return { kind: 'auth', text: `${RECONNECT} ${said}`, permanent: false };
	}
	const then =
		advice?.then ??
		'Zoom returned no token. Check Account ID, Client ID and Client Secret in the credential.';
	return { kind: 'auth', text: `${then} ${said}`, permanent: true };
}

function notTheTokenService(oauthUrl: string, { status, body }: TokenServiceResponse): NoAccess {
	const page = (status ?? 0) >= 400 ? pageText(body) : pageTitle(body);
	const facts = inBrackets(status && `HTTP ${status}`, page);
	return {
		kind: 'auth',
		text: `The server at ${oauthUrl}/token is not Zoom's token service${facts}. Check the OAuth Address in the credential, and whether there is a proxy between n8n and Zoom.`,
		// Without a status, the service may only be busy.
		permanent: status !== undefined,
	};
}

function inBrackets(...facts: Array<string | number | undefined>): string {
	const known = facts.filter(Boolean);
	return known.length > 0 ? ` (${known.join(', ')})` : '';
}

/** The body as an object. n8n's OAuth2 client returns some bodies as text. */
function asRecord(body: unknown): Record<string, unknown> | undefined {
	if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
	if (typeof body !== 'string' || !body.trimStart().startsWith('{')) return undefined;
	try {
		return asRecord(JSON.parse(body));
	} catch {
		return undefined;
	}
}
