import { toRowResult } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { findUser } from '../lookup/findUser';
import { ACTIVATE_FIRST, AFTER_ACCEPTANCE, requireUser } from '../lookup/requireUser';
import type { RowResult } from '../model/outcome';
import { identity, idOf, pathOf, type UserRef } from '../model/user';
import { jsonBody } from '../transport/client';
import { callOnUser } from './callOnUser';

/** @param email the new address */
export async function changeEmail(run: RunContext, ref: UserRef, email: string): Promise<RowResult> {
	const verb = 'given the new address';
	const unsuitable = { pending: AFTER_ACCEPTANCE, inactive: ACTIVATE_FIRST };
	const found = await requireUser(run, ref, verb, unsuitable);
	if (found.kind !== 'found') return found;
	const { user } = found;
	const from = String(user.email);
	if (from.toLowerCase() === email.toLowerCase()) {
		return { kind: 'done', item: { ...identity(user), outcome: 'unchanged' } };
	}
	const { result, lostBefore } = await callOnUser(run, 'changeEmail', user, (id) => ({
		method: 'PUT',
		path: `${pathOf(id)}/email`,
		...jsonBody({ email }),
	}));
	// The address may be in use by this very user: changed by an attempt whose response was lost.
	const isTheirs = result.kind !== 'done' && lostBefore && (await hasAddress(run, idOf(user), email));
	if (result.kind !== 'done' && !isTheirs) return toRowResult(result, ref.value, verb);
	return {
		kind: 'done',
		item: {
			...identity({ ...user, email }),
			outcome: 'emailChanged',
			changed: { email: { from, to: email } },
		},
	};
}

async function hasAddress(run: RunContext, id: string, email: string): Promise<boolean> {
	const now = await findUser(run, id);
	return now.kind === 'found' && String(now.user.email).toLowerCase() === email.toLowerCase();
}
