import type { RunContext } from '../calls/runContext';
import { MEMBER_ROLE, OWNER_ROLE, type GroupOrRole } from '../lookup/directory';
import { ACTIVATE_FIRST, AFTER_ACCEPTANCE, requireUser } from '../lookup/requireUser';
import type { RowResult } from '../model/outcome';
import { identity, type UserRef } from '../model/user';
import { Changes } from './changes';
import { giveRole, isInterrupted } from './membership';

/** Replaces the role of a user. */
export async function assignRole(run: RunContext, ref: UserRef, role: GroupOrRole): Promise<RowResult> {
	const verb = `given the role "${role.name}"`;
	const unsuitable = { pending: AFTER_ACCEPTANCE, inactive: ACTIVATE_FIRST };
	const found = await requireUser(run, ref, verb, unsuitable);
	if (found.kind !== 'found') return found;
	const { user } = found;
	if (user.role_id === OWNER_ROLE || role.id === OWNER_ROLE) {
		const sentence = `${ref.value} was not ${verb}: the role of the owner can only be transferred. What to do: transfer it in the Zoom portal (Account Management > Account Profile).`;
		return { kind: 'failed', failure: { reason: 'permission', sentence } };
	}
	const changes = new Changes();
	const step = await giveRole(run, user, role, changes);
	if (isInterrupted(step)) return step;
	if (changes.failure) return { kind: 'failed', failure: changes.failure };
	const outcome = step.outcome === 'failed' ? 'notApplied' : step.outcome;
	return {
		kind: 'done',
		item: { ...identity(user), role: { id: role.id, name: role.name }, outcome },
	};
}

/** Makes a user a Member, which is the role of every user without another one. */
export async function removeRole(run: RunContext, ref: UserRef): Promise<RowResult> {
	return await assignRole(run, ref, { id: MEMBER_ROLE, name: 'Member' });
}
