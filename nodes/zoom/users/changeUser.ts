import type { IDataObject } from 'n8n-workflow';
import type { ZoomOperation } from '../model/calls';
import type { Directory } from '../lookup/directory';
import { lookUp } from '../lookup/findUser';
import type { Settled } from '../model/outcome';
import type { Wish } from '../rules/profile';
import { jsonBody, type ZoomCall } from '../transport/client';
import { ask, unsuccessful, type Run } from '../calls/run';
import { isInactive, seePerson, stillPending } from '../lookup/requireUser';
import { fulfil } from './reconcile';
import { User, pathOf, idOf, statusOf, Who, identity } from '../model/user';

const CANCEL_INSTEAD = 'nothing, or cancel the invitation with Delete: they cannot sign in yet.';
const ACTIVATE_FIRST = 'use Activate first, then run it again.';

/** Writes the fields that differ, and says what they were. */
export async function updateUser(
	run: Run,
	directory: Directory,
	who: Who,
	profile: Wish[],
	{ loginType, removeTspCredentials }: { loginType?: number; removeTspCredentials: boolean },
): Promise<Settled> {
	const seen = await seePerson(run, who, 'updated', loginType);
	if ('settled' in seen) return seen.settled;
	const { user } = seen;
	if (seen.seen === 'pending') return stillPending(who.value, 'updated');
	if (seen.seen === 'inactive') return isInactive(who.value, 'updated', ACTIVATE_FIRST);
	const query = new URLSearchParams({
		...(loginType === undefined ? {} : { login_type: String(loginType) }),
		...(removeTspCredentials ? { remove_tsp_credentials: 'true' } : {}),
	});
	// Whoever names a field that cannot be compared wants it written.
	const deeds = await fulfil(run, directory, user, { profile, groups: [] }, { always: true, query });
	if (deeds.cutOff) return { cutOff: true };
	if (deeds.failure && !deeds.didSomething) return { failed: deeds.failure };
	const { changed, notCompared, incomplete, steps } = deeds.told();
	const outcome = deeds.didSomething ? 'updated' : 'unchanged';
	const numbers = profile.some(({ name, value }) => name === 'zoomPhone' && value === false)
		? lostBy({ phone_numbers: user.phone_numbers ?? [] })
		: {};
	return {
		done: {
			...identity({ ...user, ...namesOf(profile) }),
			outcome,
			...(incomplete ? { incomplete, steps } : {}),
			...(changed ? { changed } : {}),
			...(notCompared ? { notCompared } : {}),
			...(Object.keys(numbers).length > 0 ? { lost: numbers } : {}),
		},
	};
}

/** Those of the fields of `identity` that were written. */
export function namesOf(wishes: readonly Wish[]): User {
	const zoomNames: Record<string, string> = { firstName: 'first_name', lastName: 'last_name', type: 'type' };
	return Object.fromEntries(
		wishes.filter(({ name }) => name in zoomNames).map(({ name, value }) => [zoomNames[name], value]),
	);
}

/** @param email the new address */
export async function changeEmail(run: Run, who: Who, email: string): Promise<Settled> {
	const verb = 'given the new address';
	const seen = await seePerson(run, who, verb);
	if ('settled' in seen) return seen.settled;
	const { user } = seen;
	if (seen.seen === 'pending') return stillPending(who.value, verb);
	if (seen.seen === 'inactive') return isInactive(who.value, verb, ACTIVATE_FIRST);
	const from = String(user.email);
	if (from.toLowerCase() === email.toLowerCase())
		return { done: { ...identity(user), outcome: 'unchanged' } };
	const { verdict, lostBefore } = await ask(run, 'changeEmail', {
		method: 'PUT',
		path: `${pathOf(idOf(user))}/email`,
		...jsonBody({ email }),
	});
	// The address may be taken by themselves: by an attempt whose answer was lost.
	const isTheirs = verdict.is !== 'done' && lostBefore && (await hasAddress(run, idOf(user), email));
	if (verdict.is !== 'done' && !isTheirs) return unsuccessful(verdict, who.value, verb);
	return {
		done: {
			...identity({ ...user, email }),
			outcome: 'emailChanged',
			changed: { email: { from, to: email } },
		},
	};
}

async function hasAddress(run: Run, id: string, email: string): Promise<boolean> {
	const now = await lookUp(run, id);
	return 'user' in now && String(now.user.email).toLowerCase() === email.toLowerCase();
}

/** Lets a deactivated person in again. Zoom gives back no license, group or role. */
export async function activateUser(run: Run, who: Who): Promise<Settled> {
	const seen = await seePerson(run, who, 'activated');
	if ('settled' in seen) return seen.settled;
	const { user } = seen;
	if (seen.seen === 'pending') return stillPending(who.value, 'activated');
	if (seen.seen === 'active') return { done: { ...identity(user), status: 'active', outcome: 'unchanged' } };
	return await change(
		run,
		'setStatus',
		statusCall(user, 'activate'),
		{ who: who.value, verb: 'activated' },
		{ ...identity(user), status: 'active', outcome: 'activated' },
	);
}

export function statusCall(user: User, action: 'activate' | 'deactivate'): ZoomCall {
	return { method: 'PUT', path: `${pathOf(idOf(user))}/status`, ...jsonBody({ action }) };
}

/** Shuts somebody out and keeps their data. Zoom takes their licenses away; what they had is told. */
export async function deactivateUser(run: Run, who: Who, guard: Guard): Promise<Settled> {
	const seen = await seePerson(run, who, 'deactivated');
	if ('settled' in seen) return seen.settled;
	const { user } = seen;
	if (seen.seen === 'pending') return stillPending(who.value, 'deactivated', CANCEL_INSTEAD);
	if (seen.seen === 'inactive') {
		return { done: { ...identity(user), status: 'inactive', outcome: 'unchanged' } };
	}
	const refused = await guard(user, 'deactivated');
	if (refused) return refused;
	return await change(
		run,
		'setStatus',
		statusCall(user, 'deactivate'),
		{ who: who.value, verb: 'deactivated' },
		{ ...identity(user), status: 'inactive', outcome: 'deactivated', lost: lostBy(user) },
	);
}

/** What Zoom takes away from whom it deactivates, as far as it tells what they have. */
function lostBy(user: User): IDataObject {
	const { type, plan_united_type, zoom_one_type, phone_numbers, group_ids, role_name } = user as IDataObject;
	const had = { type, plan_united_type, zoom_one_type, phone_numbers, group_ids, role_name };
	return Object.fromEntries(
		Object.entries(had).filter(([, value]) => value !== undefined && [value].flat().length > 0),
	);
}

/** Ends the sessions of somebody who signs in by single sign-on. */
export async function signOut(run: Run, who: Who): Promise<Settled> {
	const seen = await seePerson(run, who, 'signed out');
	if ('settled' in seen) return seen.settled;
	const { user } = seen;
	if (seen.seen === 'pending') return stillPending(who.value, 'signed out', CANCEL_INSTEAD);
	return await change(
		run,
		'revokeToken',
		{ method: 'DELETE', path: `${pathOf(idOf(user))}/token` },
		{ who: who.value, verb: 'signed out' },
		{ ...identity(user), status: statusOf(user), outcome: 'signedOut' },
	);
}

/** Says no to what would lock somebody out whom the account needs. */
export type Guard = (user: User, verb: string) => Promise<Settled | undefined>;

async function change(
	run: Run,
	operation: ZoomOperation,
	call: ZoomCall,
	{ who, verb }: { who: string; verb: string },
	done: Extract<Settled, { done: unknown }>['done'],
): Promise<Settled> {
	const { verdict } = await ask(run, operation, call);
	return verdict.is === 'done' ? { done } : unsuccessful(verdict, who, verb);
}
