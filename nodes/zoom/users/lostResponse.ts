import type { Format } from '../calls/requestFormat';
import { asConflict, asUnknownEffect, NO_RESPONSE, type ZoomError } from '../errors/classify';
import { findUser, type Found, type LookupResult } from '../lookup/findUser';
import type { RowResult } from '../model/outcome';
import type { CreateAttempt, Existing } from './createContext';
import { notCreated, recovered, unknownEffect } from './createResult';

/** How long a write can still be in progress after its response was lost. */
const SETTLING_MS = 2_000;

/** Zoom's times have no fractions of a second. */
const CLOCK_GRAIN_MS = 2_000;

/**
 * A create is not idempotent. If its response is lost, the user may or may not exist, so they are looked up before
 * anything is sent again.
 *
 * @returns nothing if the account has no user with the address: the request can be sent again
 */
export async function lookUpLost(
	attempt: CreateAttempt,
	error: ZoomError,
	format: Format,
): Promise<RowResult | Existing | undefined> {
	const { run, person } = attempt;
	await run.client.wait(SETTLING_MS);
	const found = await findUser(run, person.email);
	return found.kind === 'absent' ? undefined : resolveLost(attempt, error, found, format);
}

/** The same for a request that an earlier attempt of the same execution sent without getting a response. */
export async function lookUpLostEarlier(attempt: CreateAttempt): Promise<RowResult | Existing | undefined> {
	const found = await findUser(attempt.run, attempt.person.email);
	return found.kind === 'absent' ? undefined : resolveLost(attempt, LOST_EARLIER, found);
}

/** A lost response, and a look-up that found something other than an unused address. */
function resolveLost(
	attempt: CreateAttempt,
	error: ZoomError,
	found: Exclude<LookupResult, { kind: 'absent' }>,
	format?: Format,
): RowResult | Existing {
	const { run, person } = attempt;
	switch (found.kind) {
		case 'cancelled':
			return { kind: 'interrupted' };
		case 'noRight':
			return unknownEffect(error, person, 'noRight');
		case 'unreadable':
			// Both responses are pages: this address is not Zoom's, so nothing more is sent to it.
			if (error.page && found.error.page && error.meaning.reason === 'network') run.stop('all', error);
			return unknownEffect(error, person, 'unreadable');
		case 'expired':
			return notCreated(asConflict(error, 'expired'), person);
		case 'found':
			if (wasCreatedByThisRun(attempt, found)) {
				if (format) run.format.accepted(format);
				return recovered(attempt, found);
			}
			return { kind: 'existing', found, error };
	}
}

/**
 * Whether the user who was found was created by this run. A pending user has no `user_created_at`, and their
 * `created_at` is the time of the call: for them the names that were sent must match, and only `create` leaves a user
 * pending.
 */
function wasCreatedByThisRun(
	{ person, sentAt }: CreateAttempt,
	{ status, user, clockSkewMs }: Found,
): boolean {
	if (status === 'pending') {
		const same = (name: string) => (user[name] ?? '') === (person.userInfo[name] ?? '');
		return person.action === 'create' && same('first_name') && same('last_name');
	}
	return Date.parse(String(user.user_created_at)) >= sentAt + clockSkewMs - CLOCK_GRAIN_MS;
}

/** The error of an earlier attempt of the same execution that got no response. */
const LOST_EARLIER: ZoomError = asUnknownEffect(NO_RESPONSE, 'unreadable');
