import { failureOf } from '../errors/classify';
import type { Directory, GroupOrRole } from '../lookup/directory';
import { findByRef } from '../lookup/findUser';
import { isInactive, lookupFailed } from '../lookup/requireUser';
import type { Done, Failed, Reason, RowResult } from '../model/outcome';
import type { UserRef, ZoomUser } from '../model/user';
import { checkPerson } from '../rules/newUser';
import { planDigits } from '../rules/profile';
import type { CreateContext, CreateRules, Existing } from './createContext';
import { failedOrDeferred } from './createResult';
import { createOrFind } from './createUser';
import { reconcile } from './reconcile';
import { cancelInvitation } from './removeUser';

const VERB = 'invited again';

/**
 * Invites a user again. Zoom has no call for it: the pending user is unlinked and created again, which uses one of the
 * daily invitations. Everything that Zoom returns about them goes into the new invitation; of their groups, one is
 * restored.
 */
export async function resendInvitation(
	run: CreateContext,
	directory: Directory,
	ref: UserRef,
	rules: CreateRules,
): Promise<RowResult> {
	const stopped = run.stopReason('createUser') ?? run.stopReason('create');
	if (stopped) return failedOrDeferred(stopped, ref.value, `was not ${VERB}`, rules);
	const invited = await requireInvited(run, ref);
	if ('kind' in invited) return invited;
	const { user, expired } = invited;
	const checked = checkPerson('create', asBefore(user));
	if ('problems' in checked) {
		const remedy = 'cancel the invitation with Delete, then use Create.';
		return notResent(ref, 'expired', 'Zoom does not return enough about the user', remedy);
	}
	const groups = await groupsOf(directory, user, ref.value);
	if (groups.kind === 'failed') return groups;

	const release = await run.quota.reserve();
	try {
		const usedUp = run.stopReason('createUser') ?? run.stopReason('create');
		if (usedUp) return failedOrDeferred(usedUp, ref.value, `was not ${VERB}`, rules);
		const notCancelled = await cancelInvitation(run, user, ref.value);
		// Zoom does not cancel some expired invitations, but accepts a new one.
		const isStuck = notCancelled?.kind === 'failed' && notCancelled.failure.reason === 'expired';
		if (notCancelled && !isStuck) return notCancelled;
		const created = await createOrFind(run, checked.person, { ...rules, ifUserExists: 'fail' });
		if (created.kind === 'existing') return existsNow(ref, created);
		if (created.kind !== 'done') return isStuck ? created : withoutInvitation(created);
		const invitee: ZoomUser = { ...created.item, group_ids: [] };
		const reconciled = await reconcile(run, directory, invitee, { profile: [], groups: groups.found });
		if (reconciled.kind === 'interrupted') return reconciled;
		const note = expired ? { note: NOTHING_KNOWN } : {};
		return {
			kind: 'done',
			item: { ...created.item, ...reconciled.changes.toItem(), ...note, outcome: 'invitationSent' },
		};
	} finally {
		release();
	}
}

/** The user accepted, or someone else created them, between the look-up and the new invitation. */
function existsNow(ref: UserRef, { found }: Existing): Failed {
	const because = 'a user with this address was created in the meantime';
	return notResent(
		ref,
		'exists',
		`${because} (status: ${found.status})`,
		'check the user in the Zoom portal.',
	);
}

const HALF_DONE =
	'The old invitation is cancelled, so the user is no longer invited. To invite them, use User: Create.';

/** The old invitation is cancelled and the new one was not sent: the result says so. */
function withoutInvitation(result: Exclude<RowResult, Done>): RowResult {
	switch (result.kind) {
		case 'failed': {
			const { sentence, ...failure } = result.failure;
			return { kind: 'failed', failure: { ...failure, sentence: `${sentence} ${HALF_DONE}` } };
		}
		case 'deferred':
			return { kind: 'deferred', deferred: { ...result.deferred, note: HALF_DONE } };
		default:
			return { kind: 'interrupted' };
	}
}

const NOTHING_KNOWN =
	'Zoom returns nothing about users whose invitation has expired: name, license and groups were not restored. Create or Update sets them.';

async function requireInvited(
	run: CreateContext,
	ref: UserRef,
): Promise<{ user: ZoomUser; expired: boolean } | RowResult> {
	const found = await findByRef(run, ref);
	switch (found.kind) {
		case 'expired': {
			if (ref.by === 'email') return { user: { email: ref.value }, expired: true };
			const because = 'the invitation has expired, and Zoom does not return such users by ID';
			return notResent(ref, 'expired', because, 'name the user by email address.');
		}
		case 'found':
			if (found.status === 'inactive') return isInactive(ref.value, VERB, 'use Activate.');
			if (found.status === 'pending') return { user: found.user, expired: false };
			return notResent(ref, 'exists', 'the user has already accepted', 'no action is needed.');
		default:
			return lookupFailed(found, ref.value, VERB);
	}
}

function notResent({ value }: UserRef, reason: Reason, because: string, remedy: string): Failed {
	const sentence = `${value} was not ${VERB}: ${because}. What to do: ${remedy}`;
	return { kind: 'failed', failure: { reason, sentence } };
}

/** The fields of a pending user that a create accepts. */
function asBefore(user: ZoomUser): Record<string, unknown> {
	const { email, type, first_name, last_name, display_name } = user;
	const { plan_united_type, zoom_one_type, division_ids, license_info_list } = user;
	const feature = zoom_one_type === undefined ? undefined : { zoom_one_type: planDigits(zoom_one_type) };
	return {
		...{ email, type, first_name, last_name, display_name },
		...{ plan_united_type, division_ids, license_info_list, feature },
	};
}

async function groupsOf(
	directory: Directory,
	{ group_ids: ids = [] }: ZoomUser,
	who: string,
): Promise<{ kind: 'found'; found: GroupOrRole[] } | Failed> {
	const found: GroupOrRole[] = [];
	for (const id of ids) {
		const resolution = await directory.find('group', id);
		if (resolution.kind === 'found') found.push(resolution.found);
		if (resolution.kind === 'failed' && resolution.result.kind !== 'cancelled') {
			const happened = `was not ${VERB} (their groups could not be read)`;
			return { kind: 'failed', failure: failureOf(resolution.result.error, who, happened) };
		}
	}
	return { kind: 'found', found };
}
