import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IN8nHttpFullResponse } from 'n8n-workflow';
import { zoomHosts } from './hosts';

/**
 * Zoom gave no Server-to-Server token. Nobody was created by this: it happens before a request leaves.
 * The message is for the person who looks after the credential; it holds no secret.
 */
export class TokenError extends Error {
	override name = 'ZoomTokenError';

	constructor(
		message: string,
		/** Trying again cannot help: something in the credential or in the Zoom app must be mended. */
		readonly permanent: boolean,
	) {
		super(message);
	}
}

interface TokenMemory {
	newest?: string;
	/** Tokens that have been replaced since. */
	superseded: Set<string>;
	underWay?: Promise<string>;
}

/**
 * The newest token of each app, shared by all that runs in this n8n process. Zoom's staff and users report
 * that a new Server-to-Server token ends the one before it: ten requests that each fetched their own would
 * end each other's.
 */
const memories = new Map<string, TokenMemory>();
const SUPERSEDED_KEPT = 50;
const TOKEN_TIMEOUT_MS = 30_000;

/**
 * A Server-to-Server token. Without `failed` always a fresh one from Zoom. Of several requests that failed with
 * the same token only the first asks Zoom.
 *
 * @param failed the token that was answered 401
 * @throws TokenError when Zoom gives none
 */
export async function newerToken(
	{ helpers }: IHttpRequestHelper,
	credential: ICredentialDataDecryptedObject,
	failed?: string,
): Promise<string> {
	const memory = memoryOf(credential);
	if (failed !== undefined && memory.newest && memory.superseded.has(failed)) return memory.newest;
	memory.underWay ??= fetchToken(helpers, credential)
		.then((token) => {
			if (memory.newest) remember(memory.superseded, memory.newest);
			memory.newest = token;
			return token;
		})
		.finally(() => (memory.underWay = undefined));
	const token = await memory.underWay;
	if (failed !== undefined) remember(memory.superseded, failed);
	return token;
}

function memoryOf(credential: ICredentialDataDecryptedObject): TokenMemory {
	const { environment, oauthUrl, accountId, clientId, clientSecret } = credential;
	const key = createHash('sha256')
		.update(JSON.stringify([environment, oauthUrl, accountId, clientId, clientSecret]))
		.digest('hex');
	const known = memories.get(key) ?? { superseded: new Set<string>() };
	memories.set(key, known);
	return known;
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
): Promise<string> {
	const hosts = zoomHosts(credential);
	if ('problem' in hosts) throw new TokenError(hosts.problem, true);
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
		throw unreachable(oauthUrl, error as Error & { code?: string });
	}
	const body = response.body as { access_token?: unknown; error?: unknown; reason?: unknown } | undefined;
	if (typeof body?.access_token === 'string' && body.access_token !== '') return body.access_token;
	throw error(oauthUrl, response.statusCode, body ?? {});
}

/** The text keeps clear of the error's own: n8n replaces a message that holds a code such as ENOTFOUND. */
function unreachable(oauthUrl: string, error: Error & { code?: string }): TokenError {
	if (!error.code) {
		// n8n itself would not send it: the credential's "Allowed HTTP Request Domains", for one.
		return new TokenError(`n8n did not send the request for a token to ${oauthUrl}: ${error.message}`, true);
	}
	return new TokenError(
		`Zoom's token service could not be reached at ${oauthUrl}. Check the network, and the address in the credential.`,
		false,
	);
}

/** What Zoom's token service says, in words. Codes: Zoom's OAuth error page. */
function error(
	oauthUrl: string,
	status: number,
	{ error, reason }: { error?: unknown; reason?: unknown },
): TokenError {
	if (status === 429 || status >= 500) {
		return new TokenError(`Zoom's token service is not available right now (HTTP ${status}).`, false);
	}
	if (typeof error !== 'string' && typeof reason !== 'string') {
		return new TokenError(
			`What answered at ${oauthUrl}/token is not Zoom's token service (HTTP ${status}). Check the OAuth address in the credential, and whether a proxy stands in between.`,
			true,
		);
	}
	const said = `Zoom says: "${String(reason ?? error).slice(0, 200)}"`;
	const advice = [
		{
			when: /client/i,
			then: "Zoom does not accept this Client ID and Client Secret. Copy both again from the app's page on marketplace.zoom.us.",
		},
		{
			when: /grant/i,
			then: "This app cannot be used so: the Account ID must be that of the app's own account, and the app a Server-to-Server OAuth app.",
		},
		{
			when: /disabled|deactivat|activat/i,
			then: 'The Zoom app is not active. Activate it on marketplace.zoom.us.',
		},
		{
			when: /account|invalid_request|bad request/i,
			then: "Zoom does not know this Account ID for this app. Copy it again from the app's page on marketplace.zoom.us.",
		},
	].find(({ when }) => when.test(`${String(error)} ${String(reason)}`));
	return new TokenError(
		`${advice?.then ?? 'Zoom gave no token. Check Account ID, Client ID and Client Secret in the credential.'} ${said} (HTTP ${status}).`,
		true,
	);
}
