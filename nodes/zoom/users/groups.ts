import type { IDataObject } from 'n8n-workflow';
import type { DirectoryRun, Named } from '../lookup/directory';
import type { Settled } from '../model/outcome';
import { jsonBody } from '../transport/client';
import { ask, unsuccessful, type Run } from '../calls/run';
import { isInactive, seePerson, stillPending } from '../lookup/requireUser';
import { fulfil } from './reconcile';
import { identity, idOf, User, Who } from '../model/user';

/**
 * Creates a group. A lost answer is cleared up by its name, which Zoom has once: there after the first
 * request, it is the one that this request made.
 */
export async function createGroup(run: DirectoryRun, name: string): Promise<Settled> {
	const { directory } = run;
	const verb = 'created';
	const before = await directory.find('group', name);
	if ('found' in before) {
		const sentence = `${name} was not created: the account has a group of this name already (ID ${before.found.id}). What to do: use the group that is there, or another name.`;
		return { failed: { reason: 'exists', sentence } };
	}
	if ('verdict' in before) return unsuccessful(before.verdict, name, verb);
	const { verdict, lostBefore } = await ask(run, 'createGroup', {
		method: 'POST',
		path: '/groups',
		...jsonBody({ name }),
	});
	if (verdict.is === 'done') {
		const { id } = verdict.body;
		directory.add('group', { id: String(id), name });
		return { done: { ...(verdict.body as IDataObject), outcome: 'created' } };
	}
	const mayBeOurs =
		verdict.is === 'lost' ||
		(lostBefore && verdict.is === 'refused' && verdict.refusal.row.reason === 'exists');
	if (mayBeOurs) {
		directory.forget('group');
		const after = await directory.find('group', name);
		if ('found' in after) return { done: { ...after.found, outcome: 'created', recovered: true } };
	}
	return unsuccessful(verdict, name, verb);
}

/** Puts somebody into a group; who has not accepted yet, in the one way that Zoom has for them. */
export async function joinGroup(run: DirectoryRun, who: Who, group: Named): Promise<Settled> {
	const verb = 'added to the group';
	const seen = await seePerson(run, who, verb);
	if ('settled' in seen) return seen.settled;
	if (seen.seen === 'inactive') return isInactive(who.value, verb, 'use Activate first, then run it again.');
	const deeds = await fulfil(run, run.directory, seen.user, { profile: [], groups: [group] });
	if (deeds.cutOff) return { cutOff: true };
	if (deeds.failure) return { failed: deeds.failure };
	if (deeds.owed.length > 0) return stillPending(who.value, verb);
	const [told] = deeds.steps.groups ?? [];
	const outcome = told && told.outcome !== 'failed' ? told.outcome : 'notApplied';
	return { done: { ...member(seen.user, group), outcome } };
}

/** Takes somebody out of a group. */
export async function leaveGroup(run: Run, who: Who, group: Named): Promise<Settled> {
	const verb = 'removed from the group';
	const seen = await seePerson(run, who, verb);
	if ('settled' in seen) return seen.settled;
	const { user } = seen;
	if (seen.seen === 'pending') return stillPending(who.value, verb);
	const ids = Array.isArray(user.group_ids) ? (user.group_ids as unknown[]) : undefined;
	if (ids && !ids.includes(group.id)) return { done: { ...member(user, group), outcome: 'unchanged' } };
	const { verdict, lostBefore } = await ask(run, 'removeFromGroup', {
		method: 'DELETE',
		path: `/groups/${encodeURIComponent(group.id)}/members/${encodeURIComponent(idOf(user))}`,
	});
	const gone = verdict.is === 'refused' && verdict.refusal.code === NO_MEMBER;
	if (verdict.is !== 'done' && !gone) return unsuccessful(verdict, who.value, verb);
	return { done: { ...member(user, group), outcome: gone && !lostBefore ? 'unchanged' : 'removed' } };
}

/** Zoom: "Group member does not exist." */
const NO_MEMBER = 4131;

function member(user: User, group: Named): IDataObject {
	return { ...identity(user), group: { id: group.id, name: group.name } };
}
