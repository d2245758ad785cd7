import { MEMBER_ROLE, OWNER_ROLE, type Named } from '../lookup/directory';
import type { Settled } from '../model/outcome';
import type { Run } from '../calls/run';
import { isInactive, seePerson, stillPending } from '../lookup/requireUser';
import { Deeds, giveRole } from './reconcile';
import { Who, identity } from '../model/user';

/** Gives somebody a role in the place of the one that they have. */
export async function changeRole(run: Run, who: Who, role: Named): Promise<Settled> {
	const verb = `given the role "${role.name}"`;
	const seen = await seePerson(run, who, verb);
	if ('settled' in seen) return seen.settled;
	const { user } = seen;
	if (seen.seen === 'pending') return stillPending(who.value, verb);
	if (seen.seen === 'inactive') return isInactive(who.value, verb, 'use Activate first, then run it again.');
	if (user.role_id === OWNER_ROLE || role.id === OWNER_ROLE) {
		const sentence = `${who.value} was not ${verb}: the role of the owner can only be handed over. What to do: hand it over in the Zoom portal (Account Management > Account Profile).`;
		return { failed: { reason: 'permission', sentence } };
	}
	const deeds = new Deeds();
	const told = await giveRole(run, user, role, deeds);
	if (deeds.cutOff) return { cutOff: true };
	if (deeds.failure || told.outcome === 'failed') return { failed: deeds.failure as never };
	return { done: { ...identity(user), role: { id: role.id, name: role.name }, outcome: told.outcome } };
}

/** Makes somebody a Member: what everybody is who has no other role. */
export async function takeRole(run: Run, who: Who): Promise<Settled> {
	return await changeRole(run, who, { id: MEMBER_ROLE, name: 'Member' });
}
