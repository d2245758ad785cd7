import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import type { ZoomHosts } from './hosts';
import type { ThrownByN8n } from './missingCause';
import { headersOf, notAccepted, readError } from './readError';
import type { NoAccess, Send, ZoomRequest } from './request';
import { canReadAgain } from './storedToken';

export interface Credential {
	type: string;
	/** The decrypted Server-to-Server credential. Missing for OAuth2, where n8n manages the token. */
	data?: ICredentialDataDecryptedObject;
}

/**
 * Sends a request through n8n, which adds the token and renews it after a 401.
 *
 * Responses of any status are returned, because the errors of many versions of n8n leave out the response. A request that
 * holds the exclusive lock renews the token: n8n does so only if a 401 is an error to it.
 */
export function send({
	n8n,
	credential,
	hosts,
	timeoutMs,
	signal,
	renewal,
	onTokenAwaited,
	onTokenRenewed,
}: {
	n8n: IExecuteFunctions | ILoadOptionsFunctions;
	credential: Credential;
	hosts: ZoomHosts;
	/** Timeout of one response. */
	timeoutMs: number;
	/** Aborts when the execution is cancelled. */
	signal: AbortSignal | undefined;
	/** No request is sent after it has ended. */
	renewal: { ended?: NoAccess };
	/**
	 * Called if n8n gets a token for a request, before it sends it (again), which lasts until `end`. If other requests were
	 * sent with the old token meanwhile, n8n would send them all again at once.
	 */
	onTokenAwaited: (end: Promise<void>) => void;
	/** Called if n8n has fetched a new token and sent the request again. */
	onTokenRenewed: (request: ZoomRequest) => void;
}): Send {
	const n8nSend = n8n.helpers.httpRequestWithAuthentication;

	/** The credential as n8n has stored it. */
	const readStored = async () => await n8n.getCredentials<ICredentialDataDecryptedObject>(credential.type);

	/**
	 * Passes the decrypted credential, so that n8n does not read it for every request. Each request has its own copy, so
	 * that a 401 is about the token that was sent, not about a newer one.
	 */
	async function sendWithCredential(
		request: ZoomRequest,
		options: IHttpRequestOptions,
	): Promise<IN8nHttpFullResponse> {
		const { type, data } = credential;
		if (!data) return (await n8nSend.call(n8n as IExecuteFunctions, type, options)) as IN8nHttpFullResponse;
		const sentWith = data.accessToken;
		const used = { ...data };
		let ended = () => {};
		const end = new Promise<void>((resolve) => (ended = resolve));
		canReadAgain(used, async () => {
			onTokenAwaited(end);
			return await readStored();
		});
		try {
			return (await n8nSend.call(n8n as IExecuteFunctions, type, options, {
				credentialsDecrypted: { id: '', name: '', type, data: used },
			})) as IN8nHttpFullResponse;
		} finally {
			ended();
			if (used.accessToken !== sentWith && sentWith) onTokenRenewed(request);
			if (data.accessToken === sentWith) Object.assign(data, used);
		}
	}

	async function storedOAuth2Token(): Promise<unknown> {
		const { oauthTokenData } = await readStored();
		return (oauthTokenData as { access_token?: unknown } | undefined)?.access_token;
	}

	return async (request) => {
		if (signal?.aborted) return { kind: 'cancelled', sent: false };
		if (renewal.ended) return renewal.ended;
		const url = `${hosts.apiUrl}${request.path}`;
		const options: IHttpRequestOptions = {
			method: request.method,
			url,
			// Without Accept, Zoom may answer in XML.
			headers: request.contentType
				? { Accept: 'application/json', 'Content-Type': request.contentType }
				: { Accept: 'application/json' },
			body: request.body,
			timeout: timeoutMs,
			disableFollowRedirect: true,
			returnFullResponse: true,
			// n8n 1.x does not know `except`, and returns a 401, too.
			ignoreHttpStatusErrors: request.holdsLock
				? false
				: credential.data
					? { ignore: true, except: [401] }
					: true,
		};
		const renewing = request.holdsLock && !credential.data;
		let before: unknown;
		try {
			if (renewing) before = await storedOAuth2Token();
			const { statusCode, headers, body } = await sendWithCredential(request, options);
			if (statusCode === 401) return notAccepted(body);
			return { kind: 'answered', status: statusCode, headers: headersOf(headers), body };
		} catch (error) {
			if (signal?.aborted) return { kind: 'cancelled', sent: true };
			const noNewToken = renewing && before === (await storedOAuth2Token().catch(() => before));
			return readError(error as ThrownByN8n, url, hosts, noNewToken);
		}
	};
}
