import { asConflict, type ZoomError } from '../errors/classify';
import { findUser, type Found } from '../lookup/findUser';
import type { RowResult } from '../model/outcome';
import type { CreateAttempt, Existing } from './createContext';
import { notCreated, recovered, unknownEffect } from './createResult';

/** Zoom reports that the address is already used. A look-up finds out by which user. */
export async function resolveConflict(
	attempt: CreateAttempt,
	error: ZoomError,
	lostBefore: boolean,
): Promise<RowResult | Existing> {
	const { run, person } = attempt;
	const found = await findUser(run, person.email);
	switch (found.kind) {
		case 'cancelled':
			return { kind: 'interrupted' };
		case 'found':
			return conflictWith(attempt, error, found, lostBefore);
		case 'absent': {
			const listed = await run.accountUsers.find(person.email);
			if (listed.kind === 'found') return conflictWith(attempt, error, listed, lostBefore);
			const kind = listed.kind === 'absent' ? 'absent' : 'maybeAbsent';
			return notCreated(asConflict(error, kind), person);
		}
		case 'expired':
			return notCreated(asConflict(error, 'expired'), person);
		default:
			if (lostBefore) return unknownEffect(error, person, found.kind);
			return notCreated(asConflict(error, found.kind), person);
	}
}

function conflictWith(
	attempt: CreateAttempt,
	error: ZoomError,
	found: Found,
	lostBefore: boolean,
): RowResult | Existing {
	// The first look-up found no user: this is the create whose response was lost.
	if (lostBefore && found.status !== 'inactive') return recovered(attempt, found);
	return { kind: 'existing', found, error };
}
