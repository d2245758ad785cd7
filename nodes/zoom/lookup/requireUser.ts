import type { RunContext } from '../calls/runContext';
import { failureOf } from '../errors/classify';
import type { Failed, RowResult } from '../model/outcome';
import type { UserRef } from '../model/user';
import { findByRef, type Found, type LookupResult } from './findUser';

/** What a pending or deactivated user needs first, by status: the remedy of the error. */
export type Unsuitable = Partial<Record<'pending' | 'inactive', string>>;

/** The change cannot be made to an invited user. */
export const AFTER_ACCEPTANCE =
	"run it again after the user has accepted (Zoom's event user.invitation_accepted), or use Create or Update, which returns the changes as pendingChanges.";

/** There is nothing to read yet. */
export const AFTER_ACCEPTANCE_ONLY = 'run it again after the user has accepted the invitation.';

/** There is nothing to end or to block yet. */
export const CANCEL_INVITATION =
	'no action is needed, because the user cannot sign in yet. To cancel the invitation, use Delete.';

export const ACTIVATE_FIRST = 'use Activate first, then run it again.';

/**
 * Looks up the user that a row is about. Zoom reports success for many changes that it does not make, depending on
 * whether the user has accepted, is deactivated or has a role; so every operation reads the user first.
 *
 * @param verb what should happen: "updated"
 * @param unsuitable the statuses with which the row fails, each with its remedy
 * @param loginType Zoom's number for how a user signs in, for an address that signs in in several ways
 * @returns the user, or the result of the row
 */
export async function requireUser(
	run: RunContext,
	ref: UserRef,
	verb: string,
	unsuitable: Unsuitable = {},
	loginType?: number,
): Promise<Found | RowResult> {
	const found = await findByRef(run, ref, loginType);
	if (found.kind !== 'found') return lookupFailed(found, ref.value, verb);
	const remedy = found.status === 'active' ? undefined : unsuitable[found.status];
	if (remedy === undefined) return found;
	return found.status === 'pending'
		? stillPending(ref.value, verb, remedy)
		: isInactive(ref.value, verb, remedy);
}

/** The result of a row whose user cannot be read. */
export function lookupFailed(found: Exclude<LookupResult, Found>, who: string, verb: string): RowResult {
	if (found.kind === 'cancelled') return { kind: 'notStarted' };
	return { kind: 'failed', failure: failureOf(found.error, who, `was not ${verb}`) };
}

/** The user has not accepted yet: Zoom reports success for changes, but ignores them. */
export function stillPending(who: string, verb: string, remedy = AFTER_ACCEPTANCE): Failed {
	const sentence = `${who} was not ${verb}: the user has not accepted the invitation yet, and Zoom ignores changes until then. What to do: ${remedy}`;
	return { kind: 'failed', failure: { reason: 'pending', sentence } };
}

export function isInactive(who: string, verb: string, remedy: string): Failed {
	const sentence = `${who} was not ${verb}: the user is deactivated. What to do: ${remedy}`;
	return { kind: 'failed', failure: { reason: 'inactive', sentence } };
}
