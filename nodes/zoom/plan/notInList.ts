import { CANCEL_INVITATION, isInactive, stillPending } from '../lookup/requireUser';
import type { RowResult } from '../model/outcome';
import { LICENSED, nameOf } from '../model/user';
import { desiredFromCreate } from '../rules/profile';
import type { ProtectedUsers } from '../users/protectedUsers';
import { seen } from './changedSince';
import type { Draft, ListedUser, PlannedAction } from './model';

/** What happens to the users in scope who are not in the list. */
export type RemovalMode = Extract<PlannedAction, 'revokeLicense' | 'deactivate' | 'unlink' | 'delete'>;

const VERBS: Record<RemovalMode, string> = {
	revokeLicense: 'changed to Basic',
	deactivate: 'deactivated',
	unlink: 'unlinked',
	delete: 'deleted',
};

const BASIC = desiredFromCreate('type', 1);

/**
 * What a plan does with the users who are not in the list.
 *
 * @returns the rows, and how many users are kept because they are protected; the result of the run if that is unknown
 */
export async function planRemovals(
	others: readonly ListedUser[],
	mode: RemovalMode,
	protectedUsers: ProtectedUsers,
): Promise<{ kind: 'planned'; drafts: Draft[]; kept: number } | RowResult> {
	const drafts: Draft[] = [];
	let kept = 0;
	for (const other of others) {
		const draft = draftFor(other, mode);
		if (!draft) continue;
		const protection = await protectedUsers.ask(other.user, VERBS[mode]);
		if (protection.kind === 'unknown') return protection.result;
		if (protection.kind === 'protected') kept++;
		else drafts.push(draft);
	}
	return { kind: 'planned', drafts, kept };
}

/** @returns nothing if the user already is as the plan wants them */
function draftFor({ user, status }: ListedUser, mode: RemovalMode): Draft | undefined {
	const name = nameOf(user);
	const draft: Draft = { plan: mode, name, user: { ...user, status }, changes: {}, pendingChanges: [] };
	const isLicensed = user.type === LICENSED;
	const removesUser = mode === 'unlink' || mode === 'delete';
	if (mode === 'revokeLicense' && !isLicensed) return undefined;
	if (status === 'inactive' && !removesUser) return undefined;
	if (status === 'inactive') {
		const { failure } = isInactive(name, VERBS[mode], 'use Activate, then plan again.');
		return { ...draft, plan: 'blocked', failure };
	}
	if (status === 'pending' && !removesUser) {
		return { ...draft, plan: 'blocked', failure: stillPending(name, VERBS[mode], CANCEL_INVITATION).failure };
	}
	if (mode === 'revokeLicense') draft.changes.type = { from: user.type, to: BASIC.value };
	if (mode === 'deactivate') draft.changes.status = { from: status, to: 'inactive' };
	const profile = mode === 'revokeLicense' ? [BASIC] : [];
	return {
		...draft,
		plan: status === 'pending' ? 'cancelInvitation' : mode,
		...(isLicensed ? { license: 'freed' } : {}),
		request: { core: [], profile, groups: [], saw: seen({ ...user, status }, profile) },
	};
}
