import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { writeExactJson } from '../model/exactJson';
import { SharedLock } from './sharedLock';
import type { ZoomHosts } from './hosts';
import type { RateLimiter } from './rateLimiter';
import { sleepOrAbort } from './sleep';
import { RateClass, RateLabel } from '../model/rates';

/** One call to Zoom. `path` begins with a slash, its parts encoded. */
export interface ZoomCall {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	path: string;
	/** A text can be sent again when the token has ended; a stream could be read only once. */
	body?: string;
	contentType?: string;
}

/** The body of a call that speaks JSON. */
export function jsonBody(value: object): Pick<ZoomCall, 'contentType' | 'body'> {
	return { contentType: 'application/json', body: writeExactJson(value) };
}

/** A call, with what it takes of the limits. */
export type ClassedCall = ZoomCall & { rateClass: RateClass };

/** How a call ended. Nothing is thrown: what it means is for the error atlas to say. */
export type ZoomResponse =
	/** Zoom, or something that stands in its place, answered. */
	| { kind: 'answered'; status: number; headers: Record<string, string>; body: unknown }
	/** No response came. `reached` is false where the request certainly never arrived. */
	| { kind: 'lost'; code: string; reached: boolean }
	/** No valid token. Nobody was created by it. */
	| { kind: 'auth'; text: string; permanent: boolean }
	/** The execution was cancelled in n8n, before the request left or after. */
	| { kind: 'cancelled'; sent: boolean };

/** No connection came about, so nothing was sent: names not found, doors closed, certificates not trusted. */
const NEVER_REACHED =
	/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ERR_INVALID_URL|ERR_SSL_WRONG_VERSION_NUMBER|ERR_TLS_.*|CERT_.*|.*_CERT(_.*)?|.*CERTIFICATE.*|.*SELF_SIGNED.*)$/;

/** These may come on a connection that carried a request, too. */
const NEVER_REACHED_IF_CONNECTING = /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;

const RENEWALS = 3;

/**
 * One run's authenticated way to Zoom: through n8n's own `httpRequestWithAuthentication`, which renews the
 * token on a 401. A 401 creates nobody, so the request may be sent again: alone, so
 * that one renewal serves all, and at most three times.
 */
export class ZoomClient {
	private readonly lock = new SharedLock();

	/** How often a request that was sent alone has brought a token that works. */
	private renewed = 0;

	private answered = false;

	/** Requests that had to be sent again. */
	retries = 0;

	/** When Zoom last did as it was asked, ms on our clock. */
	lastSuccess = 0;

	/** Whose Zoom it is, as soon as a user that was read has told. */
	accountId?: string;

	/** There is no token to be had: every further call of this run ends so, unsent. */
	private ended?: ZoomResponse;

	private readonly signal?: AbortSignal;

	constructor(
		private readonly n8n: IExecuteFunctions | ILoadOptionsFunctions,
		private readonly credential: {
			type: string;
			/** The decrypted Server-to-Server credential; absent for OAuth2, which n8n keeps to itself. */
			data?: ICredentialDataDecryptedObject;
		},
		readonly hosts: ZoomHosts,
		/** Milliseconds for one response. */
		private readonly timeout: number,
		readonly limits: RateLimiter,
	) {
		// Nobody cancels the search in a list of the editor.
		this.signal = 'getExecutionCancelSignal' in n8n ? n8n.getExecutionCancelSignal() : undefined;
	}

	get cancelled(): boolean {
		return this.signal?.aborted ?? false;
	}

	noteSuccess(): void {
		this.lastSuccess = Date.now();
		this.limits.noteSuccess();
	}

	/** Waits, at most until the execution is cancelled. */
	async wait(ms: number): Promise<void> {
		await sleepOrAbort(ms, this.signal);
	}

	async send(call: ClassedCall): Promise<ZoomResponse> {
		let renewed = this.renewed;
		let response = await this.besideOthers(call);
		if (!this.answered) {
			// The first request is slow to leave, with a token before it: it may have arrived as late as its response came.
			this.answered = true;
			this.limits.countMore(2, call.rateClass.label);
		}
		for (let tries = 0; tries < RENEWALS && response.kind === 'auth' && !response.permanent; tries++) {
			const renewal = await this.lock.exclusive(() => this.renew(call, renewed, tries));
			renewed = this.renewed;
			response = renewal ?? (await this.besideOthers(call));
			this.retries++;
		}
		if (response.kind === 'auth') this.ended = response;
		return response;
	}

	/**
	 * Sends the call while nobody else does, so that n8n renews the token once.
	 *
	 * @returns the response, or nothing where somebody else has brought a new token since the call failed
	 */
	private async renew(call: ClassedCall, renewed: number, tries: number): Promise<ZoomResponse | undefined> {
		if (this.renewed > renewed) return undefined;
		if (tries > 0) await this.wait(tries * 1_000 * (0.5 + Math.random()));
		const response = await this.inTurn(call, () => this.attempt(call));
		if (response.kind !== 'auth') this.renewed++;
		return response;
	}

	/** Whoever has waited for a turn while somebody else goes for a new token waits for that, too. */
	private async besideOthers(call: ClassedCall): Promise<ZoomResponse> {
		for (;;) {
			const response = await this.lock.shared(() =>
				this.inTurn(call, async () => (this.lock.isExclusive ? undefined : await this.attempt(call))),
			);
			if (response) return response;
		}
	}

	private async inTurn<T>({ rateClass }: ClassedCall, attempt: () => Promise<T>): Promise<T> {
		// Without a token n8n fetches one first, and that takes a turn, too.
		const fetchesToken = this.credential.data?.connectionState === '';
		if (fetchesToken) await this.limits.inTurn(rateClass, this.signal, async () => {});
		return await this.limits.inTurn(rateClass, this.signal, attempt);
	}

	private async attempt(call: ClassedCall): Promise<ZoomResponse> {
		if (this.cancelled) return { kind: 'cancelled', sent: false };
		if (this.ended) return this.ended;
		const url = `${this.hosts.apiUrl}${call.path}`;
		const options: IHttpRequestOptions = {
			method: call.method,
			url,
			headers: {
				Accept: 'application/json', // without it Zoom may response XML
				...(call.contentType ? { 'Content-Type': call.contentType } : {}),
			},
			body: call.body,
			timeout: this.timeout,
			disableFollowRedirect: true,
			returnFullResponse: true,
		};
		try {
			const response = await this.withCredential(options, call.rateClass.label);
			return {
				kind: 'answered',
				status: response.statusCode,
				headers: headersOf(response.headers),
				body: response.body,
			};
		} catch (error) {
			return this.cancelled ? { kind: 'cancelled', sent: true } : readError(error as ThrownByN8n, url);
		}
	}

	/**
	 * Handing the decrypted credential over saves n8n from reading it for every request. Each request has
	 * a copy of its own, so that a 401 names the token that failed and not one that came later.
	 */
	private async withCredential(
		options: IHttpRequestOptions,
		label: RateLabel,
	): Promise<IN8nHttpFullResponse> {
		const { type, data } = this.credential;
		const send = this.n8n.helpers.httpRequestWithAuthentication;
		if (!data) return (await send.call(this.n8n as IExecuteFunctions, type, options)) as IN8nHttpFullResponse;
		const sentWith = data.accessToken;
		const used = { ...data };
		try {
			return (await send.call(this.n8n as IExecuteFunctions, type, options, {
				credentialsDecrypted: { id: '', name: '', type, data: used },
			})) as IN8nHttpFullResponse;
		} finally {
			if (used.accessToken !== sentWith && sentWith) this.limits.countMore(2, label);
			if (data.accessToken === sentWith) Object.assign(data, used);
		}
	}
}

/** What n8n throws, as far as it is read here. Its `cause` holds the request with its secrets: only these. */
interface ThrownByN8n {
	message?: string;
	httpCode?: string | null;
	cause?: {
		name?: string;
		message?: string;
		code?: string;
		syscall?: string;
		/** axios keeps the connection's own error here. */
		cause?: { syscall?: string };
		permanent?: boolean;
		config?: { url?: string };
		response?: { status: number; headers?: object; data?: unknown };
	};
}

function readError({ message, cause }: ThrownByN8n, url: string): ZoomResponse {
	if (cause?.name === 'ZoomTokenError') {
		return { kind: 'auth', text: cause.message ?? '', permanent: cause.permanent ?? false };
	}
	if (cause?.config?.url !== undefined && cause.config.url !== url) {
		// n8n's own call for a new OAuth2 token, not ours.
		return { kind: 'auth', text: "Zoom's token service gave no new token.", permanent: false };
	}
	if (cause?.response) {
		const { status, headers, data } = cause.response;
		if (status === 401) {
			return { kind: 'auth', text: 'Zoom does not accept the access token (HTTP 401).', permanent: false };
		}
		return { kind: 'answered', status, headers: headersOf(headers), body: data };
	}
	const said = cause?.message ?? message ?? '';
	if (cause?.code === 'EAUTH') return { kind: 'auth', text: RECONNECT, permanent: false };
	if (cause?.code) return { kind: 'lost', code: cause.code, reached: mayHaveReached(cause) };
	if (/reconnect/i.test(message ?? '')) return { kind: 'auth', text: RECONNECT, permanent: false };
	if (/not connected/i.test(said)) return { kind: 'auth', text: RECONNECT, permanent: true };
	if (/domain not allowed/i.test(said)) return { kind: 'auth', text: said, permanent: true };
	return { kind: 'lost', code: said.slice(0, 200), reached: true };
}

function mayHaveReached({ code = '', syscall, cause, message }: NonNullable<ThrownByN8n['cause']>): boolean {
	if (NEVER_REACHED.test(code) || /wrong version number/i.test(message ?? '')) return false;
	const connecting = (syscall ?? cause?.syscall) === 'connect';
	return !(connecting && NEVER_REACHED_IF_CONNECTING.test(code));
}

const RECONNECT =
	"The credential is not connected to Zoom, or Zoom has ended the connection. Open it and select 'Connect my account'.";

function headersOf(headers: object | undefined): Record<string, string> {
	return Object.fromEntries(
		Object.entries({ ...headers }).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}
