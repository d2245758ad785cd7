import FormDataPackage from 'form-data';
import type { AssumptionId } from './assumptions';
import { summary, type ProbeClient, type ProbeRequest, type ProbeResponse } from './client';
import type { ProbeJournal } from './journal';
import type { Redactor } from './redactor';
import type { Seen } from './report';

/** Invitations of today that the probe uses at most. */
export const MAX_INVITATIONS = 6;

export type CreateFormat = 'multipart' | 'multipart-fetch' | 'json';

/** What the checks of one run share. */
export class Session {
	readonly seen = new Map<AssumptionId, Seen>();

	invitations = 0;

	/** A format of POST /users that this account accepts. */
	accepted?: CreateFormat;

	/** A group of the account, if it has one and the app can read it. */
	groupId?: string;

	private used = 0;

	constructor(
		readonly client: ProbeClient,
		readonly redactor: Redactor,
		private readonly journal: ProbeJournal,
		/** With {n} in its local part. */
		private readonly pattern: string,
	) {
		redactor.learn('address', pattern.slice(pattern.indexOf('@') + 1));
	}

	/** @param settings with which the simulator behaves like this */
	note(id: AssumptionId, agrees: boolean | null, seen: string, settings?: Record<string, unknown>): void {
		const row = { agrees, seen: this.redactor.clean(seen) };
		this.seen.set(id, settings ? { ...row, settings } : row);
	}

	/** The same for a response. If the app lacks the scope of the call, nothing was seen. */
	noteResponse(
		id: AssumptionId,
		response: ProbeResponse,
		agrees: boolean,
		settings?: Record<string, unknown>,
	): void {
		if (lacksScope(response)) this.note(id, null, `The app lacks the scope: ${summary(response)}`);
		else this.note(id, agrees, summary(response), settings);
	}

	/**
	 * The next address, which no user of the account has. It is in the journal before a request can create the user.
	 */
	async nextAddress(): Promise<string> {
		const address = addressOf(this.pattern, ++this.used);
		this.redactor.learn('address', address);
		const response = await this.client.get(userPath(address));
		if (response.json.code !== 1001) {
			throw new Error(
				`${address} is not free: ${summary(response)}. Use an address pattern of which the account has no user.`,
			);
		}
		this.journal.intend(address);
		return address;
	}

	/** POST /users, with a Basic user, who uses no license. */
	async create(
		format: CreateFormat,
		email: string,
		action = 'create',
		more: object = {},
	): Promise<ProbeResponse> {
		if (this.invitations >= MAX_INVITATIONS) throw new Error('The probe has used all its invitations.');
		const userInfo = JSON.stringify({
			email,
			type: 1,
			first_name: 'Throwaway',
			last_name: 'Probeuser',
			...more,
		});
		const response = await this.post(format, action, userInfo);
		if (response.status === 201 && action.toLowerCase() === 'create') this.invitations++;
		return response;
	}

	/** POST /users with any `user_info`. */
	async post(format: CreateFormat, action: string, userInfo: string): Promise<ProbeResponse> {
		return await this.client.send({ method: 'POST', path: '/users', ...bodyOf(format, action, userInfo) });
	}
}

export function addressOf(pattern: string, n: number): string {
	return pattern.replace('{n}', String(n));
}

export function userPath(idOrEmail: string): string {
	return `/users/${encodeURIComponent(idOrEmail)}`;
}

export function lacksScope({ json }: ProbeResponse): boolean {
	return json.code === 4711 || json.code === 4700;
}

function bodyOf(
	format: CreateFormat,
	action: string,
	userInfo: string,
): Pick<ProbeRequest, 'headers' | 'body'> {
	if (format === 'json') {
		const body = `{"action":${JSON.stringify(action)},"user_info":${userInfo}}`;
		return { headers: { 'content-type': 'application/json' }, body };
	}
	if (format === 'multipart-fetch') {
		const body = new FormData();
		body.append('action', action);
		body.append('user_info', userInfo);
		return { body };
	}
	const form = new FormDataPackage();
	form.append('action', action);
	form.append('user_info', userInfo);
	return { headers: form.getHeaders(), body: new Uint8Array(form.getBuffer()) };
}
