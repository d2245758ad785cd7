import { idOf, type Guard } from './changeUser';
import { createUser, type CreateRules, type CreateRun } from './createUser';
import { ADMIN_ROLE, OWNER_ROLE, type Directory } from './directory';
import { failureOf } from './errors';
import { lookUp, pathOf, type User } from './lookUp';
import type { Settled } from './outcome';
import { ask, unsuccessful, type Run } from './run';
import { identity, isInactive, seePerson, sight, unseen, type Who } from './seePerson';
import { fulfil } from './steps';
import { checkPerson } from './userInfo';

/** Zoom's names of what can go to somebody else, without `transfer_`: singular, all of them. */
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

export interface Removal {
	how: 'unlink' | 'delete';
	transferTo?: string;
	transfers: readonly string[];
}

/**
 * Takes somebody out of the account. They are read first: an invitation is cancelled in another way than a
 * user is deleted, and some people must stay.
 */
export async function removeUser(run: Run, who: Who, removal: Removal, guard: Guard): Promise<Settled> {
	const verb = removal.how === 'unlink' ? 'unlinked' : 'deleted';
	const seen = await seePerson(run, who, verb);
	if ('settled' in seen) return seen.settled;
	const { user } = seen;
	if (seen.seen === 'inactive') return isInactive(who.value, verb, 'use Activate, then Delete.');
	if (seen.seen === 'pending') {
		const ended = await cancelInvitation(run, user, who.value);
		return ended ?? { done: { ...identity(user), outcome: 'invitationCancelled' } };
	}
	const refused = await guard(user, verb);
	if (refused) return refused;
	if (removal.transferTo?.toLowerCase() === String(user.email).toLowerCase()) {
		const sentence = `${who.value} was not ${verb}: 'Transfer To' is the person themselves. What to do: name somebody else.`;
		return { failed: { reason: 'invalid', sentence } };
	}
	const { verdict } = await ask(run, 'deleteUser', {
		method: 'DELETE',
		path: `${pathOf(idOf(user))}?${queryOf(removal)}`,
	});
	const transferred =
		removal.transferTo === undefined
			? {}
			: { transferredTo: removal.transferTo, transferred: [...removal.transfers] };
	// They were there a moment ago: whoever is not there any more was removed by an attempt whose answer was lost.
	const gone = verdict.is === 'refused' && verdict.refusal.row.reason === 'elsewhere';
	if (verdict.is !== 'done' && !gone) return unsuccessful(verdict, who.value, verb);
	return { done: { ...identity(user), outcome: verb, ...transferred } };
}

function queryOf({ how, transferTo, transfers }: Removal): string {
	const query = new URLSearchParams({ action: how === 'unlink' ? 'disassociate' : 'delete' });
	if (transferTo !== undefined) query.set('transfer_email', transferTo);
	for (const one of transfers) query.set(`transfer_${one}`, 'true');
	return query.toString();
}

/** @returns how it ended, where it did not work */
async function cancelInvitation(run: Run, user: User, who: string): Promise<Settled | undefined> {
	// By address: of pending people Zoom's lists tell no ID.
	const path = `${pathOf(String(user.email))}?action=disassociate`;
	const { verdict } = await ask(run, 'deleteUser', { method: 'DELETE', path });
	if (verdict.is === 'done') return undefined;
	const gone = verdict.is === 'refused' && ['elsewhere', 'expired'].includes(verdict.refusal.row.reason);
	return gone ? undefined : unsuccessful(verdict, who, 'taken off the invitation list');
}

/**
 * Invites somebody anew: Zoom has no other way than to unlink the pending person and to create them again, at
 * the cost of one of today's invitations. Of their groups Zoom gives back one.
 */
export async function resendInvitation(
	run: CreateRun,
	directory: Directory,
	who: Who,
	rules: CreateRules,
): Promise<Settled> {
	const verb = 'invited again';
	const usedUp = run.endOf('create');
	if (usedUp) return { failed: failureOf(usedUp, who.value, `was not ${verb}`) };
	const sighting = await sight(run, who);
	const expired = sighting.seen === 'expired' && who.by === 'email';
	if (!('user' in sighting) && !expired) return unseen(sighting as never, who.value, verb);
	const user: User = 'user' in sighting ? sighting.user : { email: who.value };
	if (sighting.seen === 'inactive') return isInactive(who.value, verb, 'use Activate.');
	if (sighting.seen === 'active') {
		const sentence = `${who.value} was not ${verb}: the person has accepted already. What to do: nothing; they are in the account.`;
		return { failed: { reason: 'exists', sentence } };
	}

	const checked = checkPerson('create', {
		email: user.email,
		type: user.type,
		first_name: user.first_name,
		last_name: user.last_name,
	});
	if ('problems' in checked) return isUnreadable(who.value);
	const ended = await cancelInvitation(run, user, who.value);
	if (ended) return ended;
	const settled = await createUser(run, checked.person, { ...rules, ifUserExists: 'fail' });
	if ('failed' in settled) {
		const { sentence, ...failure } = settled.failed;
		const halfDone = `${sentence} Their old invitation is cancelled: until User: Create works for them, they are not invited at all.`;
		return { failed: { ...failure, sentence: halfDone } };
	}
	if (!('done' in settled)) return settled;
	const groups = await groupsOf(directory, user);
	const deeds = await fulfil(run, directory, { ...settled.done, group_ids: [] }, { profile: [], groups });
	return { done: { ...settled.done, ...deeds.told(), outcome: 'invitationSent' } };
}

function isUnreadable(who: string): Settled {
	const sentence = `${who} was not invited again: Zoom does not tell enough of the person. What to do: cancel the invitation with Delete, then use Create.`;
	return { failed: { reason: 'expired', sentence } };
}

async function groupsOf(directory: Directory, { group_ids: ids }: User) {
	const found = await Promise.all(
		(Array.isArray(ids) ? ids : []).map((id) => directory.find('group', String(id))),
	);
	return found.flatMap((one) => ('found' in one ? [one.found] : []));
}

/**
 * Whom a run may not lock out: the owner and the admins of the account, and the user that the credential
 * stands for. `allowAdmins` lifts it for admins; Zoom itself still protects the owner.
 */
export function guardOf(run: Run, allowAdmins: boolean, ownUser: boolean): Guard {
	let own: Promise<unknown> | undefined;
	return async (user, verb) => {
		const no = (what: string, remedy: string): Settled => ({
			failed: {
				reason: 'permission',
				sentence: `${String(user.email ?? user.id)} was not ${verb}: ${what}. What to do: ${remedy}`,
			},
		});
		const role = String(user.role_id ?? '');
		const name = String(user.role_name ?? '').toLowerCase();
		if (role === OWNER_ROLE || name === 'owner') {
			return no(
				'the person owns the Zoom account',
				'give the ownership to somebody else in the Zoom portal first.',
			);
		}
		if (ownUser) {
			own ??= lookUp(run, 'me').then((seen) => ('user' in seen ? seen.user.id : undefined));
			if ((await own) === user.id) {
				return no(
					"the credential of this node is that person's",
					'connect the credential as somebody else first.',
				);
			}
		}
		if (!allowAdmins && (role === ADMIN_ROLE || name === 'admin')) {
			const remedy = "take the role away with Role: Remove, or set the option 'Allow Admins'.";
			return no('the person is an admin of the Zoom account', remedy);
		}
		return undefined;
	};
}
