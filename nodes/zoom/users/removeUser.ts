import { call, toRowResult } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { isNoSuchUser } from '../errors/classify';
import { findByRef, findUser } from '../lookup/findUser';
import { isInactive, lookupFailed } from '../lookup/requireUser';
import type { RowResult } from '../model/outcome';
import { identity, pathOf, statusOf, type UserRef, type ZoomUser } from '../model/user';
import { callOnUser } from './callOnUser';
import { checkProtected, type ProtectedUsers } from './protectedUsers';

/** Zoom's names of what can be transferred to another user, without `transfer_`: singular, all of them. */
export const TRANSFERS = [
	'clipfiles',
	'docs',
	'meeting',
	'notes',
	'recording',
	'visitors',
	'webinar',
	'whiteboard',
] as const;

/** A transfer that has an address and no flag: Zoom Events go to the user with that address. */
export const ADDRESS_ONLY = 'events';

export interface Removal {
	mode: 'unlink' | 'delete';
	transferTo?: string;
	transfers: readonly string[];
}

/**
 * Removes a user from the account. The user is read first: an invitation is cancelled with a different call, and some
 * users are protected.
 */
export async function removeUser(
	run: RunContext,
	ref: UserRef,
	removal: Removal,
	protectedUsers: ProtectedUsers,
): Promise<RowResult> {
	const verb = removal.mode === 'unlink' ? 'unlinked' : 'deleted';
	const removed = run.removed.get(ref.value.toLowerCase());
	if (removed) return { kind: 'done', item: { ...removed, outcome: 'unchanged' } };
	const found = await findByRef(run, ref);
	const isExpired = found.kind === 'expired' && ref.by === 'email';
	if (isExpired || (found.kind === 'found' && found.status === 'pending')) {
		const invited: ZoomUser = found.kind === 'found' ? found.user : { email: ref.value };
		const failed = await cancelInvitation(run, invited, ref.value);
		if (failed) return failed;
		noteRemoved(run, invited);
		return { kind: 'done', item: { ...identity(invited), outcome: 'invitationCancelled' } };
	}
	if (found.kind !== 'found') return lookupFailed(found, ref.value, verb);
	if (removal.transferTo?.toLowerCase() === String(found.user.email).toLowerCase()) {
		const sentence = `${ref.value} was not ${verb}: 'Transfer To' names the same user. What to do: name another user.`;
		return { kind: 'failed', failure: { reason: 'invalid', sentence } };
	}
	return await removeFound(run, found.user, ref.value, removal, protectedUsers);
}

/** Removes a user who was read a moment ago and has accepted. */
export async function removeFound(
	run: RunContext,
	user: ZoomUser,
	who: string,
	removal: Removal,
	protectedUsers: ProtectedUsers,
): Promise<RowResult> {
	const verb = removal.mode === 'unlink' ? 'unlinked' : 'deleted';
	if (statusOf(user) === 'inactive') return isInactive(who, verb, 'use Activate, then Delete.');
	const refused = await checkProtected(protectedUsers, user, verb);
	if (refused) return refused;
	const { result, lostBefore } = await callOnUser(run, 'deleteUser', user, (id) => ({
		method: 'DELETE',
		path: `${pathOf(id)}?${queryOf(removal)}`,
	}));
	// A missing user was removed by the attempt whose response was lost.
	const isGone = lostBefore && isNoSuchUser(result);
	if (result.kind !== 'done' && !isGone) return toRowResult(result, who, verb);
	noteRemoved(run, user);
	const { transferTo, transfers } = removal;
	const transferred =
		transferTo === undefined ? {} : { transferredTo: transferTo, transferred: [...transfers] };
	return { kind: 'done', item: { ...identity(user), outcome: verb, ...transferred } };
}

function queryOf({ mode, transferTo, transfers }: Removal): string {
	const query = new URLSearchParams({ action: mode === 'unlink' ? 'disassociate' : 'delete' });
	if (transferTo !== undefined) query.set('transfer_email', transferTo);
	for (const one of transfers.filter((name) => name !== ADDRESS_ONLY)) query.set(`transfer_${one}`, 'true');
	return query.toString();
}

/** Remembers the user for later rows of this run. */
function noteRemoved(run: RunContext, user: ZoomUser): void {
	for (const name of [user.id, user.email]) {
		if (name !== undefined) run.removed.set(name.toLowerCase(), identity(user));
	}
}

/**
 * Cancels an invitation. For some accounts, Zoom accepts no query for pending users and responds "no such user". Then
 * the call is sent once more without the query.
 *
 * @returns the result of the row if the invitation was not cancelled
 */
export async function cancelInvitation(
	run: RunContext,
	user: ZoomUser,
	who: string,
): Promise<RowResult | undefined> {
	// By address: Zoom's lists of pending users have no ID.
	const email = String(user.email);
	const first = await call(run, 'cancelInvitation', {
		method: 'DELETE',
		path: `${pathOf(email)}?action=disassociate`,
	});
	if (first.result.kind === 'done') return undefined;
	if (!isNoSuchUser(first.result)) return toRowResult(first.result, who, CANCELLED);
	const now = await findUser(run, email);
	// The invitation no longer exists: an attempt whose response was lost has cancelled it, or someone else.
	if (now.kind === 'absent') return undefined;
	const { result } = await call(run, 'cancelInvitation', { method: 'DELETE', path: pathOf(email) });
	return result.kind === 'done' ? undefined : toRowResult(result, who, CANCELLED);
}

const CANCELLED = 'removed from the list of invitations';
