import type { IDataObject } from 'n8n-workflow';
import type { RunContext } from '../calls/runContext';
import { failureOf } from '../errors/classify';
import type { Directory } from '../lookup/directory';
import { findUser } from '../lookup/findUser';
import type { Done, Failure, RowResult } from '../model/outcome';
import { nameOf, type ZoomUser } from '../model/user';
import { compare, shownValue, valueOf, type DesiredField } from '../rules/profile';
import { Changes } from './changes';
import { isIn } from './membership';
import { isEmpty, reconcile, type DesiredState, type Reconciled } from './reconcile';

/** Applies profile, groups and role to a new user, and reads the user back if requested. */
export async function afterCreation(
	run: RunContext,
	directory: Directory,
	result: RowResult,
	{ desired, core }: { desired: DesiredState; core: DesiredField[] },
	{ readBack, verify }: { readBack: boolean; verify: boolean },
): Promise<RowResult> {
	if (result.kind !== 'done' || result.item.outcome !== 'created') return result;
	if (isEmpty(desired) && !verify) return result;
	let { item } = result;
	const who = String(item.id ?? item.email);
	if (!isEmpty(desired)) {
		const { reconciled, status } = await reconcileNew(run, directory, item, desired);
		if (reconciled.kind === 'interrupted') return reconciled;
		const { steps, incomplete, pendingChanges } = reconciled.changes.toItem();
		item = {
			...item,
			...(status ? { status } : {}),
			...(steps ? { steps } : {}),
			...(incomplete ? { incomplete } : {}),
			...(pendingChanges ? { pendingChanges } : {}),
		};
	}
	if (readBack) {
		const found = await findUser(run, who);
		if (found.kind === 'found') item = { ...item, ...(found.user as IDataObject) };
	}
	const all = { ...desired, profile: [...core, ...desired.profile] };
	return { kind: 'done', item: { ...item, ...(verify ? await verified(run, who, all) : {}) } };
}

async function reconcileNew(
	run: RunContext,
	directory: Directory,
	item: Done['item'],
	desired: DesiredState,
): Promise<{ reconciled: Reconciled; status?: string }> {
	const created: ZoomUser = item;
	if (created.status === 'pending') {
		const user = { ...created, group_ids: [] };
		return { reconciled: await reconcile(run, directory, user, desired, { always: true }) };
	}
	// A user created for single sign-on stays pending if their domain does not belong to the account.
	const found = await findUser(run, String(created.id ?? created.email));
	if (found.kind === 'found') {
		const user = { ...created, ...found.user };
		const reconciled = await reconcile(run, directory, user, desired, { always: true });
		return { reconciled, status: found.status };
	}
	if (found.kind === 'cancelled') return { reconciled: { kind: 'interrupted' } };
	const happened = 'was created, but nothing more was done, because their status could not be read';
	return { reconciled: nothingDone(desired, failureOf(found.error, nameOf(created), happened)) };
}

function nothingDone({ profile, groups, role }: DesiredState, failure: Failure): Reconciled {
	const changes = new Changes();
	if (profile.length > 0) changes.steps.profile = changes.fail(failure);
	if (groups.length > 0) changes.steps.groups = groups.map(({ name }) => changes.fail(failure, name));
	if (role) changes.steps.role = changes.fail(failure);
	return { kind: 'changed', changes };
}

/** What was requested and what Zoom has, field by field, read back. */
export async function verified(run: RunContext, who: string, desired: DesiredState): Promise<IDataObject> {
	const found = await findUser(run, who);
	if (found.kind === 'cancelled') return {};
	if (found.kind !== 'found') {
		return { notReadBack: failureOf(found.error, who, 'could not be read back').sentence };
	}
	const { user } = found;
	const { notCompared } = compare(desired.profile, user);
	const fields = desired.profile
		.filter((field) => !notCompared.includes(field))
		.map((field) => [field.name, { requested: shownValue(field), effective: valueOf(field.name, user) }]);
	const groups = desired.groups.map((group) => [group.name, isIn(user, group)]);
	const role = desired.role && { requested: desired.role.name, effective: user.role_name ?? null };
	return {
		verified: {
			...Object.fromEntries(fields),
			...(groups.length > 0 ? { groups: Object.fromEntries(groups) } : {}),
			...(role ? { role } : {}),
		},
	} as IDataObject;
}
