import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IN8nHttpFullResponse } from 'n8n-workflow';
import { ExpiringMap } from './expiringMap';
import { zoomHosts } from './hosts';
import { inResponse } from './missingCause';
import { headersOf } from './readError';
import type { NoAccess } from './request';
import { retryAfterMs } from './retryAfter';
import { storedToken, type Token } from './storedToken';
import { noToken, notSentByN8n, tokenServiceUnreachable } from './tokenService';

/** The credential's `connectionState` before it has a token: n8n then fetches one before it sends a request. */
export const NO_TOKEN_YET = '';

/**
 * Zoom returned no Server-to-Server token, so no request was sent. The message is for the owner of the credential and
 * contains no secret.
 */
export class TokenError extends Error {
	override name = 'ZoomTokenError';

	readonly permanent: boolean;

	readonly tokenService: NoAccess['tokenService'];

	readonly retryAfterMs: NoAccess['retryAfterMs'];

	/** n8n copies its data to the error that it throws. */
	readonly response: ReturnType<typeof inResponse>;

	constructor(failure: NoAccess) {
		super(failure.text);
		this.permanent = failure.permanent;
		this.tokenService = failure.tokenService;
		this.retryAfterMs = failure.retryAfterMs;
		this.response = inResponse(failure);
	}
}

interface TokenMemory {
	newest?: Token;
	/** Tokens that have been replaced since. */
	superseded: Set<string>;
	underWay?: Promise<Token & { mustStore: boolean }>;
}

/** A token is valid for one hour. Source: https://developers.zoom.us/docs/internal-apps/s2s-oauth/ */
const TOKEN_LIFE_MS = 3_600_000;

/**
 * The newest token of each app, shared by all executions in this n8n process. A new Server-to-Server token can end the
 * one before it, so requests must not fetch separate tokens.
 */
const memories = new ExpiringMap<string, TokenMemory>({
	maxSize: 100,
	maxAgeMs: TOKEN_LIFE_MS,
	isInUse: ({ underWay }) => underWay !== undefined,
});
const SUPERSEDED_KEPT = 50;
const TOKEN_TIMEOUT_MS = 30_000;

/**
 * A Server-to-Server token. Without `failed`, it is always a new one. If several requests have failed with the same
 * token, only the first one fetches a new one. If the credential has a newer one in n8n's database, because another
 * process has fetched it, that one is used.
 *
 * @param failed the token that Zoom has rejected with 401
 * @returns `mustStore`: this call has fetched the token, so n8n must store it in the credential
 * @throws TokenError if Zoom returns no token
 */
export async function newerToken(
	{ helpers }: IHttpRequestHelper,
	credential: ICredentialDataDecryptedObject,
	failed?: string,
): Promise<Token & { mustStore: boolean }> {
	const key = keyOf(credential);
	const memory = memories.get(key) ?? { superseded: new Set<string>() };
	if (failed !== undefined && memory.newest && memory.superseded.has(failed))
		return { ...memory.newest, mustStore: false };
	const isFirst = memory.underWay === undefined;
	memory.underWay ??= storedToken(credential, memory.superseded)
		.then(async (stored) => stored ?? { ...(await fetchToken(helpers, credential)), mustStore: true })
		.then((token) => {
			if (memory.newest) remember(memory.superseded, memory.newest.accessToken);
			memory.newest = { accessToken: token.accessToken, scopes: token.scopes };
			memories.set(key, memory); // its age starts with this token
			return token;
		})
		.finally(() => (memory.underWay = undefined));
	memories.set(key, memory);
	const token = await memory.underWay;
	if (failed !== undefined) remember(memory.superseded, failed);
	return { ...token, mustStore: isFirst && token.mustStore };
}

function keyOf(credential: ICredentialDataDecryptedObject): string {
	const { environment, oauthUrl, accountId, clientId, clientSecret } = credential;
	return createHash('sha256')
		.update(JSON.stringify([environment, oauthUrl, accountId, clientId, clientSecret]))
		.digest('hex');
}

function remember(superseded: Set<string>, token: string): void {
	superseded.add(token);
	for (const oldest of superseded) {
		if (superseded.size <= SUPERSEDED_KEPT) return;
		superseded.delete(oldest);
	}
}

async function fetchToken(
	helpers: IHttpRequestHelper['helpers'],
	credential: ICredentialDataDecryptedObject,
): Promise<Token> {
	const hosts = zoomHosts(credential);
	if ('problem' in hosts) {
		throw new TokenError({ kind: 'auth', text: hosts.problem, permanent: true });
	}
	const { oauthUrl } = hosts;
	const basic = Buffer.from(`${credential.clientId as string}:${credential.clientSecret as string}`);
	let response: IN8nHttpFullResponse;
	try {
		response = (await helpers.httpRequest({
			method: 'POST',
			url: `${oauthUrl}/token`,
			headers: {
				Accept: 'application/json',
				Authorization: `Basic ${basic.toString('base64')}`,
				'Content-Type': 'application/x-www-form-urlencoded',
			},
			body: new URLSearchParams({
				grant_type: 'account_credentials',
				account_id: String(credential.accountId),
			}).toString(),
			timeout: TOKEN_TIMEOUT_MS,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		})) as IN8nHttpFullResponse;
	} catch (error) {
		throw notFetched(oauthUrl, error as Error & { code?: string });
	}
	const { statusCode: status, body } = response;
	const { access_token: accessToken, scope } = (body ?? {}) as { access_token?: unknown; scope?: unknown };
	if (typeof accessToken === 'string' && accessToken !== '') {
		return { accessToken, scopes: typeof scope === 'string' ? scope : '' };
	}
	const wait = retryAfterMs(headersOf(response.headers));
	throw new TokenError(noToken(oauthUrl, { status, body, retryAfterMs: wait }, 'serverToServer'));
}

function notFetched(oauthUrl: string, { code, message }: Error & { code?: string }): TokenError {
	if (code) return new TokenError(tokenServiceUnreachable(oauthUrl));
	return new TokenError(notSentByN8n(`the request for a token to ${oauthUrl}`, message));
}
