import { call } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import type { ZoomError } from '../errors/classify';
import { pathOf, statusOf, type UserRef, type UserStatus, type ZoomUser } from '../model/user';

/** A user of this account. `clockSkewMs`: how far Zoom's clock is ahead of ours. */
export interface Found {
	kind: 'found';
	status: UserStatus;
	user: ZoomUser;
	clockSkewMs: number;
}

/** The result of looking up an email address or ID. */
export type LookupResult =
	| Found
	/** Invited to this account, and the invitation has expired. */
	| { kind: 'expired'; error: ZoomError }
	/** Not in this account. */
	| { kind: 'absent'; error: ZoomError }
	/** The credential lacks the scope or the right to look users up. */
	| { kind: 'noRight'; error: ZoomError }
	/** The look-up itself failed. */
	| { kind: 'unreadable'; error: ZoomError }
	| { kind: 'cancelled' };

/**
 * Looks a user up with `GET /users/{userId}`: `GET /users/email` does not see users who sign in with single sign-on.
 * Where the address as given finds no user, lower case is tried too.
 *
 * @param idOrEmail an email address, or Zoom's ID
 * @param loginType Zoom's number for how a user signs in, for an address that signs in in several ways
 */
export async function findUser(
	run: RunContext,
	idOrEmail: string,
	loginType?: number,
): Promise<LookupResult> {
	const query = loginType === undefined ? '' : `?login_type=${loginType}`;
	const found = await lookUp(run, `${pathOf(idOrEmail)}${query}`);
	const lower = idOrEmail.toLowerCase();
	const otherCasing = found.kind === 'absent' && idOrEmail.includes('@') && lower !== idOrEmail;
	return otherCasing ? await lookUp(run, `${pathOf(lower)}${query}`) : found;
}

/** Looks a user up by employee ID. */
export async function findByEmployeeId(run: RunContext, employeeId: string): Promise<LookupResult> {
	return await lookUp(run, `${pathOf(employeeId)}?search_by_unique_id=true`);
}

export async function findByRef(
	run: RunContext,
	{ by, value }: UserRef,
	loginType?: number,
): Promise<LookupResult> {
	return by === 'employeeId' ? await findByEmployeeId(run, value) : await findUser(run, value, loginType);
}

async function lookUp(run: RunContext, path: string): Promise<LookupResult> {
	const { result, response } = await call(run, 'getUser', { method: 'GET', path });
	if (result.kind === 'cancelled') return { kind: 'cancelled' };
	if (result.kind === 'done') {
		const user = result.body;
		const date = response?.kind === 'answered' ? Date.parse(response.headers.date ?? '') : NaN;
		if (user.account_id !== undefined) run.client.accountId = user.account_id;
		return {
			kind: 'found',
			status: statusOf(user),
			user,
			clockSkewMs: Number.isNaN(date) ? 0 : date - Date.now(),
		};
	}
	const { error } = result;
	const { reason } = error.meaning;
	if (reason === 'otherAccount') return { kind: 'absent', error };
	if (reason === 'expired') return { kind: 'expired', error };
	if (reason === 'scope' || reason === 'permission') return { kind: 'noRight', error };
	return { kind: 'unreadable', error };
}
