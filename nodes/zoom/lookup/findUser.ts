import type { Refusal } from '../errors/classify';
import { ask, type Run } from '../calls/run';
import { User, pathOf, statusOf } from '../model/user';
/** Who is behind an e-mail address, as far as this account may know. */
export type Sighting =
	/** In this account. `clockAhead`: by how many ms Zoom's clock is ahead of ours. */
	| { seen: 'active' | 'pending' | 'inactive'; user: User; clockAhead: number }
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
 * Looks a person up with `GET /users/{userId}`: `GET /users/email` is blind to people who sign in by single
 * sign-on. Whatever the casing: where the spelling given finds nobody, lower case is asked for too.
 *
 * @param who an e-mail address, or Zoom's ID
 * @param loginType Zoom's number of how somebody signs in, where one address signs in in several ways
 */
export async function lookUp(run: Run, who: string, loginType?: number): Promise<Sighting> {
	const query = loginType === undefined ? '' : `?login_type=${loginType}`;
	const sighting = await lookUpAt(run, `${pathOf(who)}${query}`);
	const lower = who.toLowerCase();
	const otherCasing = sighting.seen === 'absent' && who.includes('@') && lower !== who;
	return otherCasing ? await lookUpAt(run, `${pathOf(lower)}${query}`) : sighting;
}

/** Looks a person up by the ID that their employer has given them. */
export async function lookUpEmployee(run: Run, employeeId: string): Promise<Sighting> {
	return await lookUpAt(run, `${pathOf(employeeId)}?search_by_unique_id=true`);
}

async function lookUpAt(run: Run, path: string): Promise<Sighting> {
	const { verdict, answer } = await ask(run, 'getUser', { method: 'GET', path });
	if (verdict.is === 'cancelled') return { seen: 'cancelled' };
	if (verdict.is === 'done') {
		const date = answer?.kind === 'answered' ? Date.parse(answer.headers.date ?? '') : NaN;
		const { account_id: accountId } = verdict.body;
		if (typeof accountId === 'string') run.client.accountId = accountId;
		return {
			seen: statusOf(verdict.body),
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
