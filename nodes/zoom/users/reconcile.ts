import { createHash } from 'node:crypto';
import { toRowResult } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import type { Directory, GroupOrRole } from '../lookup/directory';
import type { Interrupted } from '../model/outcome';
import { idOf, nameOf, pathOf, statusOf, type ZoomUser } from '../model/user';
import { compare, patchesFor, shownValue, valueOf, type DesiredField } from '../rules/profile';
import { callOnUser } from './callOnUser';
import { Changes, type StepOutcome } from './changes';
import { allAttributes } from './customAttributes';
import { addPendingToGroups, addToGroup, giveRole, isInterrupted } from './membership';

/** The desired state of a user. */
export interface DesiredState {
	profile: DesiredField[];
	groups: GroupOrRole[];
	role?: GroupOrRole;
}

/** Whether nothing is desired except that the user exists. */
export function isEmpty({ profile, groups, role }: DesiredState): boolean {
	return profile.length === 0 && groups.length === 0 && role === undefined;
}

export type Reconciled = { kind: 'changed'; changes: Changes } | Interrupted;

interface ReconcileOptions {
	/** Write the fields that Zoom does not return, too: for a new user, and for an explicit update. */
	always?: boolean;
	/** Query of the PATCH. */
	query?: URLSearchParams;
}

/**
 * Brings a user to the desired state, without requests for values that already match. Zoom silently ignores changes to
 * a user who has not accepted, so these are not sent and become pending changes.
 *
 * @param user as Zoom has them
 */
export async function reconcile(
	run: RunContext,
	directory: Directory,
	user: ZoomUser,
	desired: DesiredState,
	options: ReconcileOptions = {},
): Promise<Reconciled> {
	return await new Reconciler(run, directory, user, options).reconcile(desired);
}

/** The fields of a profile that have to be written, and those that Zoom does not return. */
export function fieldsToWrite(
	run: RunContext,
	user: ZoomUser,
	profile: readonly DesiredField[],
	{ always = false }: Pick<ReconcileOptions, 'always'> = {},
): { toWrite: DesiredField[]; notCompared: DesiredField[] } {
	const { differing, notCompared } = compare(profile, user);
	if (always) return { toWrite: [...differing, ...notCompared], notCompared };
	const others = notCompared.filter((field) => {
		// Turning Zoom Phone off removes all numbers, so it must never be a side effect of another change.
		if (field.value === false) return false;
		return field.pending ? !run.applied?.has(keyOf(user, field)) : differing.length > 0;
	});
	return { toWrite: [...differing, ...others], notCompared };
}

/** Identifies one pending change of a user; its value cannot be read from the key. */
function keyOf(user: ZoomUser, field: DesiredField): string {
	const value = createHash('sha256')
		.update(JSON.stringify(shownValue(field)))
		.digest('base64url');
	return [idOf(user), field.name, value.slice(0, 16)].join(' ');
}

class Reconciler {
	private readonly changes = new Changes();

	private readonly isPending: boolean;

	constructor(
		private readonly run: RunContext,
		private readonly directory: Directory,
		private readonly user: ZoomUser,
		private readonly options: ReconcileOptions,
	) {
		this.isPending = statusOf(user) === 'pending';
	}

	async reconcile({ profile, groups, role }: DesiredState): Promise<Reconciled> {
		const { changes } = this;
		if (profile.length > 0) {
			const step = await this.reconcileProfile(profile);
			if (step && isInterrupted(step)) return step;
			if (step) changes.steps.profile = step;
		}
		if (groups.length > 0) {
			const steps = await this.reconcileGroups(groups);
			if (isInterrupted(steps)) return steps;
			if (steps.length > 0) changes.steps.groups = steps;
		}
		if (role && this.isPending && this.user.role_id !== role.id) changes.addPending('role', role.name);
		else if (role) {
			const step = await giveRole(this.run, this.user, role, changes);
			if (isInterrupted(step)) return step;
			changes.steps.role = step;
		}
		return { kind: 'changed', changes };
	}

	/** @returns nothing if the profile has to wait */
	private async reconcileProfile(profile: DesiredField[]): Promise<StepOutcome | Interrupted | undefined> {
		const { toWrite, notCompared } = fieldsToWrite(this.run, this.user, profile, this.options);
		this.changes.notCompared = notCompared.map(({ name }) => name);
		if (toWrite.length === 0) return { outcome: 'unchanged' };
		if (!this.isPending) return await this.writeProfile(toWrite);
		const want = Object.fromEntries(toWrite.map((field) => [field.name, shownValue(field)]));
		this.changes.addPending('profile', want);
		return undefined;
	}

	private async writeProfile(fields: DesiredField[]): Promise<StepOutcome | Interrupted> {
		const { run, user, changes } = this;
		const complete: DesiredField[] = [];
		for (const field of fields) {
			if (field.kind !== 'attributes') {
				complete.push(field);
				continue;
			}
			const attributes = await allAttributes(this.directory, user, field.value);
			if (attributes.kind === 'failed') return changes.fail(attributes.failure);
			complete.push({ ...field, value: attributes.keyed });
		}
		const query = this.options.query?.toString() ?? '';
		for (const patch of patchesFor(complete)) {
			const { result } = await callOnUser(run, 'updateUser', user, (id) => ({
				method: 'PATCH',
				path: `${pathOf(id)}${query === '' ? '' : `?${query}`}`,
				contentType: 'application/json',
				body: patch.body,
			}));
			if (result.kind !== 'done') {
				const ended = toRowResult(result, nameOf(user), 'updated');
				return ended.kind === 'failed' ? changes.fail(ended.failure) : { kind: 'interrupted' };
			}
			for (const { name } of patch.fields) {
				const field = fields.find((one) => one.name === name);
				if (field?.pending) run.applied?.add(keyOf(user, field));
				if (!field || changes.notCompared.includes(name)) continue;
				changes.changed[name] = { from: valueOf(name, user), to: shownValue(field) };
			}
		}
		return { outcome: 'updated' };
	}

	private async reconcileGroups(groups: GroupOrRole[]): Promise<StepOutcome[] | Interrupted> {
		const { run, user, changes } = this;
		if (this.isPending) return await addPendingToGroups(run, user, groups, changes);
		const steps: StepOutcome[] = [];
		for (const group of groups) {
			const step = await addToGroup(run, user, group, changes);
			if (isInterrupted(step)) return step;
			steps.push(step);
		}
		return steps;
	}
}
