import type { IDataObject } from 'n8n-workflow';
import { call, toRowResult } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import type { DirectoryContext, GroupOrRole } from '../lookup/directory';
import { ACTIVATE_FIRST, AFTER_ACCEPTANCE, requireUser, stillPending } from '../lookup/requireUser';
import type { RowResult } from '../model/outcome';
import { identity, type UserRef, type ZoomUser } from '../model/user';
import { jsonBody } from '../transport/client';
import { callOnUser } from './callOnUser';
import { reconcile } from './reconcile';

/**
 * Creates a group. A lost response is resolved by the group's name, which is unique in Zoom: a group that exists after
 * the first request was created by it.
 */
export async function createGroup(run: DirectoryContext, name: string): Promise<RowResult> {
	const { directory } = run;
	const verb = 'created';
	const before = await directory.find('group', name);
	if (before.kind === 'found') {
		const sentence = `${name} was not created: the account already has a group with this name (ID ${before.found.id}). What to do: use that group, or another name.`;
		return { kind: 'failed', failure: { reason: 'exists', sentence } };
	}
	if (before.kind === 'failed') return toRowResult(before.result, name, verb);
	const { result, lostBefore } = await call(run, 'createGroup', {
		method: 'POST',
		path: '/groups',
		...jsonBody({ name }),
	});
	if (result.kind === 'done') {
		const { id } = result.body;
		directory.add('group', { id: String(id), name });
		return { kind: 'done', item: { ...(result.body as IDataObject), outcome: 'created' } };
	}
	const mayBeOurs =
		result.kind === 'lost' ||
		(lostBefore && result.kind === 'rejected' && result.error.meaning.reason === 'exists');
	if (mayBeOurs) {
		directory.forget('group');
		const after = await directory.find('group', name);
		if (after.kind === 'found') {
			return { kind: 'done', item: { ...after.found, outcome: 'created', recovered: true } };
		}
	}
	return toRowResult(result, name, verb);
}

/** Adds a user to a group; a pending user in the one way that Zoom has for them. */
export async function addMember(run: DirectoryContext, ref: UserRef, group: GroupOrRole): Promise<RowResult> {
	const verb = 'added to the group';
	const found = await requireUser(run, ref, verb, { inactive: ACTIVATE_FIRST });
	if (found.kind !== 'found') return found;
	const desired = { profile: [], groups: [group] };
	const reconciled = await reconcile(run, run.directory, found.user, desired);
	if (reconciled.kind === 'interrupted') return reconciled;
	const { failure, pendingChanges, steps } = reconciled.changes;
	if (failure) return { kind: 'failed', failure };
	if (pendingChanges.length > 0) return stillPending(ref.value, verb);
	const [step] = steps.groups ?? [];
	const outcome = step && step.outcome !== 'failed' ? step.outcome : 'notApplied';
	return { kind: 'done', item: { ...member(found.user, group), outcome } };
}

/** Removes a user from a group. */
export async function removeMember(run: RunContext, ref: UserRef, group: GroupOrRole): Promise<RowResult> {
	const verb = 'removed from the group';
	const found = await requireUser(run, ref, verb, { pending: AFTER_ACCEPTANCE });
	if (found.kind !== 'found') return found;
	const { user } = found;
	if (user.group_ids && !user.group_ids.includes(group.id)) {
		return { kind: 'done', item: { ...member(user, group), outcome: 'unchanged' } };
	}
	const { result, lostBefore } = await callOnUser(run, 'removeFromGroup', user, (id) => ({
		method: 'DELETE',
		path: `/groups/${encodeURIComponent(group.id)}/members/${encodeURIComponent(id)}`,
	}));
	const isGone = result.kind === 'rejected' && result.error.code === NOT_A_MEMBER;
	if (result.kind !== 'done' && !isGone) return toRowResult(result, ref.value, verb);
	const outcome = isGone && !lostBefore ? 'unchanged' : 'removed';
	return { kind: 'done', item: { ...member(user, group), outcome } };
}

/** Zoom: "Group member does not exist." */
const NOT_A_MEMBER = 4131;

function member(user: ZoomUser, { id, name }: GroupOrRole): IDataObject {
	return { ...identity(user), group: { id, name } };
}
