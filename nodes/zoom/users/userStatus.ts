import type { IDataObject } from 'n8n-workflow';
import { toRowResult } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { AFTER_ACCEPTANCE, CANCEL_INVITATION, requireUser } from '../lookup/requireUser';
import type { Done, RowResult } from '../model/outcome';
import { identity, pathOf, statusOf, type UserRef, type ZoomUser } from '../model/user';
import type { ZoomOperation } from '../model/calls';
import { jsonBody, type ZoomCall } from '../transport/client';
import { callOnUser } from './callOnUser';
import { checkProtected, type ProtectedUsers } from './protectedUsers';

/** Reactivates a deactivated user. Zoom restores no license, group or role. */
export async function activateUser(run: RunContext, ref: UserRef): Promise<RowResult> {
	const found = await requireUser(run, ref, 'activated', { pending: AFTER_ACCEPTANCE });
	if (found.kind !== 'found') return found;
	const { user } = found;
	const item = { ...identity(user), status: 'active' };
	if (found.status === 'active') return { kind: 'done', item: { ...item, outcome: 'unchanged' } };
	return await change(
		run,
		'setStatus',
		{ user, request: (id) => statusCall(id, 'activate') },
		{ who: ref.value, verb: 'activated' },
		{ ...item, outcome: 'activated' },
	);
}

/** Deactivates a user and keeps their data. Zoom removes their licenses, which the item lists. */
export async function deactivateUser(
	run: RunContext,
	ref: UserRef,
	protectedUsers: ProtectedUsers,
): Promise<RowResult> {
	const verb = 'deactivated';
	const found = await requireUser(run, ref, verb, { pending: CANCEL_INVITATION });
	if (found.kind !== 'found') return found;
	return await deactivateFound(run, found.user, ref.value, protectedUsers);
}

/** Deactivates a user who was read a moment ago. */
export async function deactivateFound(
	run: RunContext,
	user: ZoomUser,
	who: string,
	protectedUsers: ProtectedUsers,
): Promise<RowResult> {
	const verb = 'deactivated';
	const item = { ...identity(user), status: 'inactive' };
	if (statusOf(user) === 'inactive') return { kind: 'done', item: { ...item, outcome: 'unchanged' } };
	const refused = await checkProtected(protectedUsers, user, verb);
	if (refused) return refused;
	return await change(
		run,
		'setStatus',
		{ user, request: (id) => statusCall(id, 'deactivate') },
		{ who, verb },
		{ ...item, outcome: 'deactivated', revokedLicenses: revokedBy(user) },
	);
}

export function statusCall(idOrEmail: string, action: 'activate' | 'deactivate'): ZoomCall {
	return { method: 'PUT', path: `${pathOf(idOrEmail)}/status`, ...jsonBody({ action }) };
}

/** What Zoom removes when it deactivates a user, if Zoom returns it. */
export function revokedBy(user: ZoomUser): IDataObject {
	const { type, plan_united_type, zoom_one_type, phone_numbers, group_ids, role_name } = user;
	const had = { type, plan_united_type, zoom_one_type, phone_numbers, group_ids, role_name };
	return Object.fromEntries(
		Object.entries(had).filter(([, value]) => value !== undefined && [value].flat().length > 0),
	) as IDataObject;
}

/** Ends the sessions of a user who signs in with single sign-on. */
export async function signOut(run: RunContext, ref: UserRef): Promise<RowResult> {
	const found = await requireUser(run, ref, 'signed out', { pending: CANCEL_INVITATION });
	if (found.kind !== 'found') return found;
	const { user } = found;
	return await change(
		run,
		'revokeToken',
		{ user, request: (id) => ({ method: 'DELETE', path: `${pathOf(id)}/token` }) },
		{ who: ref.value, verb: 'signed out' },
		{ ...identity(user), status: statusOf(user), outcome: 'signedOut' },
	);
}

async function change(
	run: RunContext,
	operation: ZoomOperation,
	{ user, request }: { user: ZoomUser; request: (idOrEmail: string) => ZoomCall },
	{ who, verb }: { who: string; verb: string },
	item: Done['item'],
): Promise<RowResult> {
	const { result } = await callOnUser(run, operation, user, request);
	return result.kind === 'done' ? { kind: 'done', item } : toRowResult(result, who, verb);
}
