import { MEMBER_ROLE, type Directory, type GroupOrRole } from '../lookup/directory';
import { isInactive } from '../lookup/requireUser';
import type { RunContext } from '../calls/runContext';
import type { Failure } from '../model/outcome';
import { LICENSED, nameOf, type ZoomUser } from '../model/user';
import type { Person } from '../rules/newUser';
import { shownValue, valueOf, type DesiredField } from '../rules/profile';
import { isNamed } from '../rules/profileKinds';
import { Changes, type PendingChange } from '../users/changes';
import { attributesKnown } from '../users/customAttributes';
import { hasRole, isIn } from '../users/membership';
import { fieldsToWrite, type DesiredState } from '../users/reconcile';
import { seen } from './changedSince';
import type { Draft, ListedUser, PlannedChanges } from './model';

/** Fields whose values a plan does not show. */
const SECRET: readonly string[] = ['hostKey'];
const HIDDEN = '(hidden)';

/** A desired user of the account. */
export interface PlanTarget {
	index: number;
	person: Person;
	core: DesiredField[];
	desired: DesiredState;
	employeeId?: string;
	ifInactive: 'fail' | 'activate';
}

export interface PlanContext {
	run: RunContext;
	directory: Directory;
}

/** What Create or Update would do for a user, without a change in Zoom. */
export async function planUser(
	context: PlanContext,
	target: PlanTarget,
	found: ListedUser | undefined,
): Promise<Draft> {
	const failure = await unknownAttributes(context, target, found?.user);
	if (failure) return blocked(target.index, target.person, failure, found?.user);
	if (!found) return await planCreate(context, target);
	if (found.status !== 'inactive' || target.ifInactive === 'activate') {
		return await planUpdate(context, target, found);
	}
	const remedy =
		"set the option 'If User Is Deactivated' to Activate, which restores their license, groups and profile.";
	const refusal = isInactive(target.person.email, 'planned', remedy).failure;
	return blocked(target.index, target.person, refusal, found.user);
}

export function blocked(
	index: number,
	{ email, userInfo }: Person,
	failure: Failure,
	user: ZoomUser = userInfo,
): Draft {
	return { plan: 'blocked', index, name: email, user, changes: {}, pendingChanges: [], failure };
}

/** Zoom returns the key of a custom attribute only with a user who has it. */
async function unknownAttributes(
	{ directory }: PlanContext,
	{ person, desired }: PlanTarget,
	user: ZoomUser = {},
): Promise<Failure | undefined> {
	const unknown = desired.profile.flatMap((field) =>
		field.kind === 'attributes'
			? [{ ...field, value: field.value.filter(({ name }) => !hasAttribute(user, name)) }]
			: [],
	);
	return await attributesKnown(directory, person.email, 'planned', unknown);
}

const hasAttribute = ({ custom_attributes: attributes }: ZoomUser, name: unknown) =>
	attributes?.some((one) => isNamed(one, name)) ?? false;

async function planCreate({ directory }: PlanContext, target: PlanTarget): Promise<Draft> {
	const { index, person, core, desired, employeeId } = target;
	const { profile, groups, role } = desired;
	const user: ZoomUser = { ...person.userInfo };
	const draft: Draft = {
		plan: 'create',
		index,
		name: person.email,
		user,
		changes: {},
		pendingChanges: [],
		request: { person, core, profile, groups, role, employeeId },
		...(person.userInfo.type === LICENSED ? { license: 'needed' } : {}),
		...(person.action === 'create' ? { invites: true } : {}),
	};
	noteFields(draft.changes, core, {});
	const isPending = person.action === 'create';
	if (isPending) draft.pendingChanges = pendingProfile(profile);
	else noteFields(draft.changes, profile, {});
	await noteMembership({ directory }, draft, { ...user, group_ids: [] }, { groups, role }, isPending);
	return draft;
}

async function planUpdate(
	context: PlanContext,
	{ index, person, core, desired, employeeId }: PlanTarget,
	{ status, user }: ListedUser,
): Promise<Draft> {
	const all = [...core, ...desired.profile];
	const isActivated = status === 'inactive';
	const isPending = status === 'pending';
	const { toWrite } = fieldsToWrite(context.run, user, all, { always: isActivated });
	const now: ZoomUser = { ...user, status };
	const draft: Draft = {
		plan: isActivated ? 'activate' : 'update',
		index,
		name: person.email,
		user: now,
		changes: {},
		pendingChanges: isPending ? pendingProfile(toWrite) : [],
		request: {
			core: [],
			profile: toWrite,
			groups: desired.groups,
			role: desired.role,
			employeeId,
			saw: seen(now, all),
		},
	};
	if (isActivated) draft.changes.status = { from: status, to: 'active' };
	if (!isPending) {
		noteFields(draft.changes, toWrite, user);
		const type = toWrite.find(({ name }) => name === 'type')?.value;
		if (type === LICENSED) draft.license = 'needed';
		else if (type !== undefined && user.type === LICENSED) draft.license = 'freed';
	}
	await noteMembership(context, draft, user, desired, isPending);
	if (draft.plan === 'update' && Object.keys(draft.changes).length === 0) {
		draft.plan = 'nothing';
		draft.request = undefined;
	}
	return draft;
}

function noteFields(changes: PlannedChanges, fields: readonly DesiredField[], user: ZoomUser): void {
	for (const field of fields) {
		const to = SECRET.includes(field.name) ? HIDDEN : shownValue(field);
		changes[field.name] = { from: valueOf(field.name, user), to };
	}
}

function pendingProfile(fields: readonly DesiredField[]): PendingChange[] {
	const changes = new Changes();
	const want = Object.fromEntries(fields.map((field) => [field.name, shownValue(field)]));
	if (fields.length > 0) changes.addPending('profile', want);
	return changes.pendingChanges;
}

/** A user who has not accepted can get one group; the rest has to wait. */
async function noteMembership(
	{ directory }: Pick<PlanContext, 'directory'>,
	{ changes, pendingChanges }: Draft,
	user: ZoomUser,
	{ groups, role }: Pick<DesiredState, 'groups' | 'role'>,
	isPending: boolean,
): Promise<void> {
	const current = user.group_ids ?? [];
	const missing = groups.filter((group) => !isIn(user, group));
	const now = isPending ? missing.slice(0, current.length === 0 ? 1 : 0) : missing;
	if (now.length > 0) {
		const from = await Promise.all(current.map(async (id) => await nameIn(directory, 'group', id)));
		changes.groups = { from, to: [...from, ...now.map(({ name }) => name)] };
	}
	const later = new Changes();
	const waiting = missing.filter((group) => !now.includes(group)).map(({ name }) => name);
	if (waiting.length > 0) later.addPending('groups', waiting);
	if (role && !hasRole(user, role)) await noteRole(directory, changes, later, user, role, isPending);
	pendingChanges.push(...later.pendingChanges);
}

async function noteRole(
	directory: Directory,
	changes: PlannedChanges,
	later: Changes,
	user: ZoomUser,
	role: GroupOrRole,
	isPending: boolean,
): Promise<void> {
	if (isPending) {
		later.addPending('role', role.name);
		return;
	}
	changes.role = {
		from: await nameIn(directory, 'role', String(user.role_id ?? MEMBER_ROLE)),
		to: role.name,
	};
}

async function nameIn(directory: Directory, kind: 'group' | 'role', id: string): Promise<string> {
	const resolution = await directory.find(kind, id);
	return resolution.kind === 'found' ? resolution.found.name : id;
}

/** What sentences call a user: the name, and the address. */
export function fullName({ first_name: first, last_name: last, ...user }: ZoomUser): string {
	const name = [first, last].filter(Boolean).join(' ');
	return name === '' ? nameOf(user) : `${name} (${nameOf(user)})`;
}
