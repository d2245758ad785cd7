import { call, toRowResult, type CallOutcome } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { MEMBER_ROLE, type GroupOrRole } from '../lookup/directory';
import { findUser } from '../lookup/findUser';
import type { Interrupted } from '../model/outcome';
import { idOf, nameOf, pathOf, type ZoomUser } from '../model/user';
import { jsonBody } from '../transport/client';
import { callOnUser } from './callOnUser';
import type { Changes, StepOutcome } from './changes';

const INTERRUPTED: Interrupted = { kind: 'interrupted' };

export type Step = StepOutcome | Interrupted;

export function isInterrupted<T extends object>(step: T | Interrupted): step is Interrupted {
	return 'kind' in step && step.kind === 'interrupted';
}

export const isIn = (user: ZoomUser, { id }: GroupOrRole) => user.group_ids?.includes(id) ?? false;

/** Adds a user who has accepted. Zoom also responds with 201 if it has added no user. */
export async function addToGroup(
	run: RunContext,
	user: ZoomUser,
	group: GroupOrRole,
	changes: Changes,
): Promise<Step> {
	if (isIn(user, group)) return { group: group.name, outcome: 'unchanged' };
	const outcome = await callOnUser(run, 'addToGroup', user, (id) => ({
		method: 'POST',
		path: `/groups/${encodeURIComponent(group.id)}/members`,
		...jsonBody({ members: [memberOf(id)] }),
	}));
	if (outcome.result.kind !== 'done') {
		const ended = toRowResult(outcome.result, nameOf(user), `added to the group "${group.name}"`);
		return ended.kind === 'failed' ? changes.fail(ended.failure, group.name) : INTERRUPTED;
	}
	const effect = await effectOf(run, user, outcome, (now) => isIn(now, group));
	return { group: group.name, outcome: effect };
}

/**
 * Adds a pending user. There is one documented way, for one group: PATCH with `group_id`. Its effect is read back,
 * because Zoom always responds with 204. The other groups become pending changes.
 */
export async function addPendingToGroups(
	run: RunContext,
	user: ZoomUser,
	groups: readonly GroupOrRole[],
	changes: Changes,
): Promise<StepOutcome[] | Interrupted> {
	const current = await withGroups(run, user);
	const steps: StepOutcome[] = groups
		.filter((group) => isIn(current, group))
		.map(({ name }) => ({ group: name, outcome: 'unchanged' }));
	const [first, ...others] = groups.filter((group) => !isIn(current, group));
	if (!first) return steps;
	const hasGroup = (current.group_ids ?? []).length > 0;
	const step = hasGroup ? undefined : await setGroup(run, user, first, changes);
	if (step && isInterrupted(step)) return step;
	if (step) steps.push(step);
	const waiting = step ? others : [first, ...others];
	if (waiting.length > 0)
		changes.addPending(
			'groups',
			waiting.map(({ name }) => name),
		);
	return steps;
}

/** @returns nothing if Zoom reported success but did not add the user */
async function setGroup(
	run: RunContext,
	user: ZoomUser,
	group: GroupOrRole,
	changes: Changes,
): Promise<Step | undefined> {
	const { result } = await call(run, 'updateUser', {
		method: 'PATCH',
		path: pathOf(idOf(user)),
		...jsonBody({ group_id: group.id }),
	});
	if (result.kind !== 'done') {
		const ended = toRowResult(result, nameOf(user), `added to the group "${group.name}"`);
		return ended.kind === 'failed' ? changes.fail(ended.failure, group.name) : INTERRUPTED;
	}
	const now = await findUser(run, idOf(user));
	return now.kind === 'found' && isIn(now.user, group) ? { group: group.name, outcome: 'added' } : undefined;
}

/** A list of pending users may not include their groups. */
async function withGroups(run: RunContext, user: ZoomUser): Promise<ZoomUser> {
	if (user.group_ids) return user;
	const found = await findUser(run, idOf(user));
	return found.kind === 'found' ? found.user : user;
}

/** Whether a user has a role. A user without one is a Member. */
export function hasRole(user: ZoomUser, role: GroupOrRole): boolean {
	return user.role_id === role.id || (role.id === MEMBER_ROLE && (user.role_id ?? '') === '');
}

/** Replaces the role of a user. Making a user a Member means removing their role. */
export async function giveRole(
	run: RunContext,
	user: ZoomUser,
	role: GroupOrRole,
	changes: Changes,
): Promise<Step> {
	if (hasRole(user, role)) return { outcome: 'unchanged' };
	const removes = role.id === MEMBER_ROLE;
	const outcome = removes
		? await callOnUser(run, 'removeRole', user, (id) => ({
				method: 'DELETE',
				path: `/roles/${encodeURIComponent(String(user.role_id))}/members/${encodeURIComponent(id)}`,
			}))
		: await callOnUser(run, 'assignRole', user, (id) => ({
				method: 'POST',
				path: `/roles/${encodeURIComponent(role.id)}/members`,
				...jsonBody({ members: [memberOf(id)] }),
			}));
	const { result, lostBefore } = outcome;
	const removedBefore = removes && lostBefore && result.kind === 'rejected' && result.error.status === 404;
	if (result.kind !== 'done' && !removedBefore) {
		const ended = toRowResult(result, nameOf(user), `given the role "${role.name}"`);
		return ended.kind === 'failed' ? changes.fail(ended.failure) : INTERRUPTED;
	}
	if (removes) return { outcome: 'removed' };
	return { outcome: await effectOf(run, user, outcome, (now) => now.role_id === role.id) };
}

/**
 * A 201 with IDs has added the user. A 201 without IDs may have done nothing, so the user is read. The user was not a
 * member before, so if they are one now, they were added.
 */
async function effectOf(
	run: RunContext,
	user: ZoomUser,
	{ result }: CallOutcome<'addToGroup' | 'assignRole' | 'removeRole'>,
	isMember: (now: ZoomUser) => boolean,
): Promise<'added' | 'notApplied'> {
	if (result.kind === 'done' && String(result.body.ids ?? '') !== '') return 'added';
	const now = await findUser(run, idOf(user));
	return now.kind === 'found' && isMember(now.user) ? 'added' : 'notApplied';
}

function memberOf(idOrEmail: string): { id: string } | { email: string } {
	return idOrEmail.includes('@') ? { email: idOrEmail } : { id: idOrEmail };
}
