import { setTimeout as sleep } from 'node:timers/promises';
import type { Redactor } from './redactor';

/** What the probe needs to reach Zoom. */
export interface Target {
	apiUrl: string;
	oauthUrl: string;
	accountId: string;
	clientId: string;
	clientSecret: string;
}

export interface ProbeRequest {
	method?: string;
	path: string;
	headers?: Record<string, string>;
	body?: string | FormData | Uint8Array;
	/** Instead of the newest token. */
	token?: string;
}

export interface ProbeResponse {
	status: number;
	headers: Record<string, string>;
	text: string;
	/** An empty object, if the body is not a JSON object. */
	json: Record<string, unknown>;
}

const TIMEOUT_MS = 30_000;
const LONGEST_WAIT_MS = 15_000;
const SECOND_MS = 1_000;

/** Five dozen. The removal of users does not count. */
export const MAX_REQUESTS = 60;

/** Sends one request at a time, and counts them. */
export class ProbeClient {
	requests = 0;

	token = '';

	/** Status and names of rate-limit headers. */
	readonly limitHeaders = new Set<string>();

	constructor(
		private readonly target: Target,
		private readonly redactor: Redactor,
		private readonly maxRequests = MAX_REQUESTS,
	) {
		for (const name of ['accountId', 'clientId', 'clientSecret'] as const)
			redactor.learn('secret', target[name]);
	}

	/** Requests a new token, which becomes the one that is used. */
	async newToken(): Promise<{ token: string; scope?: string }> {
		const { accountId, clientId, clientSecret, oauthUrl } = this.target;
		const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
		this.redactor.learn('secret', basic);
		const response = await this.fetch(`${oauthUrl}/token`, {
			method: 'POST',
			headers: {
				accept: 'application/json',
				authorization: `Basic ${basic}`,
				'content-type': 'application/x-www-form-urlencoded',
			},
			body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }).toString(),
		});
		const { access_token: token, scope } = response.json;
		if (typeof token !== 'string') {
			throw new Error(`Zoom returned no token: ${summary(response)}. Check the three ZOOM_ variables.`);
		}
		this.token = token;
		return { token, ...(typeof scope === 'string' ? { scope } : {}) };
	}

	/** One request to the API. Above the rate limit, it waits and sends it once more. */
	async send(request: ProbeRequest): Promise<ProbeResponse> {
		const response = await this.sendOnce(request);
		if (response.status !== 429 || /daily|GMT 00:00/i.test(response.text)) return response;
		const seconds = Number(response.headers['retry-after'] ?? 1);
		await sleep(Math.min(Number.isNaN(seconds) ? SECOND_MS : seconds * SECOND_MS, LONGEST_WAIT_MS));
		return await this.sendOnce(request);
	}

	async get(path: string): Promise<ProbeResponse> {
		return await this.send({ path });
	}

	async sendJson(method: string, path: string, body: object): Promise<ProbeResponse> {
		const headers = { 'content-type': 'application/json' };
		return await this.send({ method, path, headers, body: JSON.stringify(body) });
	}

	private async sendOnce({ method = 'GET', path, headers, body, token = this.token }: ProbeRequest) {
		return await this.fetch(`${this.target.apiUrl}${path}`, {
			method,
			headers: { accept: 'application/json', ...headers, authorization: `Bearer ${token}` },
			body,
		});
	}

	private async fetch(url: string, init: RequestInit): Promise<ProbeResponse> {
		if (this.requests >= this.maxRequests) {
			throw new Error(`The probe stopped at ${this.maxRequests} requests, as it promised.`);
		}
		this.requests++;
		const response = await fetch(url, {
			...init,
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		const text = await response.text();
		const headers = Object.fromEntries(response.headers);
		const json = asObject(text);
		this.redactor.learnFrom(json);
		for (const name of Object.keys(headers).filter((one) => /ratelimit|retry-after/.test(one))) {
			this.limitHeaders.add(`${response.status} ${name}`);
		}
		return { status: response.status, headers, text, json };
	}
}

function asObject(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: {};
	} catch {
		return {};
	}
}

/** "400, code 300: Validation Failed. (user_info.email: Invalid field.)" */
export function summary({ status, json, text }: ProbeResponse): string {
	const { code, message, reason, errors } = json;
	const fields = fieldsOf(errors).map(({ field, message: said }) => `${field}: ${said}`);
	const said = [message ?? reason, fields.length > 0 ? `(${fields.join(', ')})` : '']
		.filter(Boolean)
		.join(' ');
	const isPage = said === '' && text !== '' && Object.keys(json).length === 0;
	return [
		String(status),
		code === undefined ? '' : `, code ${String(code)}`,
		said === '' ? '' : `: ${said}`,
		isPage ? `, ${/^\s*<\?xml/.test(text) ? 'XML' : 'a body that is not JSON'}` : '',
	].join('');
}

export function fieldsOf(errors: unknown): Array<{ field: string; message: string }> {
	if (!Array.isArray(errors)) return [];
	return errors.map((one: { field?: unknown; message?: unknown }) => ({
		field: String(one.field ?? ''),
		message: String(one.message ?? ''),
	}));
}
