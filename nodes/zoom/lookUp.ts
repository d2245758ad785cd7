import type { Refusal } from './errors';
import { sendPatiently } from './patience';
import type { ZoomClient } from './request';

/** Who is behind an e-mail address, as far as this account may know. */
export type Sighting =
	/** In this account. `clockAhead`: by how many ms Zoom's clock is ahead of ours. */
	| { seen: 'active' | 'pending' | 'inactive'; user: Record<string, unknown>; clockAhead: number }
	/** Invited here, and the invitation has expired. */
	| { seen: 'expired'; refusal: Refusal }
	/** Not in this account. */
	| { seen: 'absent'; refusal: Refusal }
	/** The credential may not look. */
	| { seen: 'noRight'; refusal: Refusal }
	/** The look-up itself did not work. */
	| { seen: 'unreadable'; refusal: Refusal }
	| { seen: 'cancelled' };

/**
 * Looks a person up by e-mail with `GET /users/{userId}`: `GET /users/email` is blind to people who sign in
 * by single sign-on. Whatever its casing: where the spelling given finds nobody, lower case is asked for too.
 */
export async function lookUp(client: ZoomClient, email: string): Promise<Sighting> {
	const sighting = await lookUpAsWritten(client, email);
	const lower = email.toLowerCase();
	return sighting.seen === 'absent' && lower !== email ? await lookUpAsWritten(client, lower) : sighting;
}

async function lookUpAsWritten(client: ZoomClient, email: string): Promise<Sighting> {
	const { verdict, answer } = await sendPatiently(
		client,
		'getUser',
		{ method: 'GET', path: `/users/${encodeURIComponent(email)}` },
		({ is }) => is === 'lost', // to read twice does no harm
	);
	if (verdict.is === 'cancelled') return { seen: 'cancelled' };
	if (verdict.is === 'done') {
		const date = answer.kind === 'answered' ? Date.parse(answer.headers.date ?? '') : NaN;
		const { status, account_id: accountId } = verdict.body;
		if (typeof accountId === 'string') client.accountId = accountId;
		return {
			seen: status === 'pending' || status === 'inactive' ? status : 'active',
			user: verdict.body,
			clockAhead: Number.isNaN(date) ? 0 : date - Date.now(),
		};
	}
	const { refusal } = verdict;
	const { reason } = refusal.row;
	if (reason === 'elsewhere') return { seen: 'absent', refusal };
	if (reason === 'expired') return { seen: 'expired', refusal };
	if (reason === 'scope' || reason === 'permission') return { seen: 'noRight', refusal };
	return { seen: 'unreadable', refusal };
}
