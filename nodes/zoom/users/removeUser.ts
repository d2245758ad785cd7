import type { Guard } from './changeUser';
import { createUser, refusedOrDeferred, type CreateRules, type CreateRun } from './createUser';
import { ADMIN_ROLE, OWNER_ROLE, type Directory, type Named } from '../lookup/directory';
import { failureOf } from '../errors/classify';
import type { Failure, Settled } from '../model/outcome';
import { planDigits } from '../rules/profile';
import { ask, unsuccessful, type Asked, type Run } from '../calls/run';
import { isInactive, sight, unseen } from '../lookup/requireUser';
import { fulfil } from './reconcile';
import { checkPerson } from '../rules/newUser';
import { User, pathOf, idOf, nameOf, Who, identity } from '../model/user';

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
	const seen = await sight(run, who);
	const expired = seen.seen === 'expired' && who.by === 'email';
	if (seen.seen === 'pending' || expired) {
		const invited: User = 'user' in seen ? seen.user : { email: who.value };
		const ended = await cancelInvitation(run, invited, who.value);
		return ended ?? { done: { ...identity(invited), outcome: 'invitationCancelled' } };
	}
	if (!('user' in seen)) return unseen(seen, who.value, verb);
	const { user } = seen;
	if (seen.seen === 'inactive') return isInactive(who.value, verb, 'use Activate, then Delete.');
	const refused = await guard(user, verb);
	if (refused) return refused;
	if (removal.transferTo?.toLowerCase() === String(user.email).toLowerCase()) {
		const sentence = `${who.value} was not ${verb}: 'Transfer To' is the person themselves. What to do: name somebody else.`;
		return { failed: { reason: 'invalid', sentence } };
	}
	const { verdict, lostBefore } = await ask(run, 'deleteUser', {
		method: 'DELETE',
		path: `${pathOf(idOf(user))}?${queryOf(removal)}`,
	});
	const transferred =
		removal.transferTo === undefined
			? {}
			: { transferredTo: removal.transferTo, transferred: [...removal.transfers] };
	// Whoever is not there any more was removed by the attempt whose answer was lost.
	const gone = lostBefore && verdict.is === 'refused' && verdict.refusal.code === NOBODY;
	if (verdict.is !== 'done' && !gone) return unsuccessful(verdict, who.value, verb);
	return { done: { ...identity(user), outcome: verb, ...transferred } };
}

/** Zoom: "User does not exist." */
const NOBODY = 1001;

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
	const { verdict, lostBefore } = await ask(run, 'deleteUser', { method: 'DELETE', path });
	if (verdict.is === 'done') return undefined;
	const gone = lostBefore && verdict.is === 'refused' && verdict.refusal.code === NOBODY;
	return gone ? undefined : unsuccessful(verdict, who, 'taken off the invitation list');
}

/**
 * Invites somebody anew: Zoom has no other way than to unlink the pending person and to create them again, at
 * the cost of one of today's invitations. Everything that Zoom tells of them goes into the new invitation; of
 * their groups one comes back.
 */
export async function resendInvitation(
	run: CreateRun,
	directory: Directory,
	who: Who,
	rules: CreateRules,
): Promise<Settled> {
	const verb = 'invited again';
	const usedUp = run.endOf('createUser') ?? run.endOf('create');
	if (usedUp) return refusedOrDeferred(usedUp, who.value, `was not ${verb}`, rules);
	const sighting = await sight(run, who);
	if (sighting.seen === 'expired' && who.by !== 'email') {
		const sentence = `${who.value} was not ${verb}: the invitation has expired, and Zoom tells nothing of such people by ID. What to do: name them by e-mail address.`;
		return { failed: { reason: 'expired', sentence } };
	}
	if (!('user' in sighting) && sighting.seen !== 'expired') return unseen(sighting, who.value, verb);
	const user: User = 'user' in sighting ? sighting.user : { email: who.value };
	if (sighting.seen === 'inactive') return isInactive(who.value, verb, 'use Activate.');
	if (sighting.seen === 'active') {
		const sentence = `${who.value} was not ${verb}: the person has accepted already. What to do: nothing; they are in the account.`;
		return { failed: { reason: 'exists', sentence } };
	}
	const checked = checkPerson('create', asBefore(user));
	if ('problems' in checked) return isUnreadable(who.value);
	const groups = await groupsOf(directory, user, who.value);
	if ('failed' in groups) return groups;

	const ended = await cancelInvitation(run, user, who.value);
	const stuck = ended && 'failed' in ended && ended.failed.reason === 'expired';
	if (ended && !stuck) return ended;
	const settled = await createUser(run, checked.person, {
		...rules,
		ifUserExists: 'fail',
		onDailyLimit: 'fail',
	});
	if ('failed' in settled) {
		const { sentence, ...failure } = settled.failed;
		const halfDone = `${sentence} Their old invitation is cancelled: until User: Create works for them, they are not invited at all.`;
		return { failed: { ...failure, sentence: stuck ? sentence : halfDone } };
	}
	if (!('done' in settled)) return { cutOff: true };
	const deeds = await fulfil(
		run,
		directory,
		{ ...settled.done, group_ids: [] },
		{ profile: [], groups: groups.found },
	);
	const note = sighting.seen === 'expired' ? { note: NOTHING_KNOWN } : {};
	return { done: { ...settled.done, ...deeds.told(), ...note, outcome: 'invitationSent' } };
}

const NOTHING_KNOWN =
	'Zoom tells nothing of people whose invitation has expired: name, license and groups were not given again. Create or Update does.';

/** What a create takes of what Zoom tells of a pending person. */
function asBefore(user: User): Record<string, unknown> {
	const { email, type, first_name, last_name, display_name } = user;
	const { plan_united_type, zoom_one_type, division_ids, license_info_list } = user;
	const feature = zoom_one_type === undefined ? undefined : { zoom_one_type: planDigits(zoom_one_type) };
	return {
		...{ email, type, first_name, last_name, display_name },
		...{ plan_united_type, division_ids, license_info_list, feature },
	};
}

function isUnreadable(who: string): Settled {
	const sentence = `${who} was not invited again: Zoom does not tell enough of the person. What to do: cancel the invitation with Delete, then use Create.`;
	return { failed: { reason: 'expired', sentence } };
}

async function groupsOf(
	directory: Directory,
	{ group_ids: ids }: User,
	who: string,
): Promise<{ found: Named[] } | { failed: Failure }> {
	const found: Named[] = [];
	for (const id of Array.isArray(ids) ? ids : []) {
		const finding = await directory.find('group', String(id));
		if ('found' in finding) found.push(finding.found);
		if ('verdict' in finding && finding.verdict.is !== 'cancelled') {
			const happened = 'was not invited again (their groups could not be read)';
			return { failed: failureOf(finding.verdict.refusal, who, happened) };
		}
	}
	return { found };
}

/**
 * Whom a run may not lock out: the owner and the admins of the account, and the user that the credential
 * stands for. `allowAdmins` lifts it for admins; Zoom itself still protects the owner.
 */
export function guardOf(run: Run, allowAdmins: boolean, ownUser: boolean): Guard {
	let own: Promise<Asked> | undefined;
	return async (user, verb) => {
		const no = (what: string, remedy: string): Settled => ({
			failed: {
				reason: 'permission',
				sentence: `${nameOf(user)} was not ${verb}: ${what}. What to do: ${remedy}`,
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
			own ??= ask(run, 'getMe', { method: 'GET', path: '/users/me' });
			const { verdict } = await own;
			if (verdict.is !== 'done') {
				own = undefined;
				const happened = `was not ${verb} (whose credential this is could not be read)`;
				if (verdict.is === 'cancelled') return { untried: true };
				return { failed: failureOf(verdict.refusal, nameOf(user), happened) };
			}
			if (verdict.body.id === user.id) {
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
