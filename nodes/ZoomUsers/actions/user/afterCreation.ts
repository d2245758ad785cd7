import type { Directory, GroupOrRole } from '../../../zoom/lookup/directory';
import type { Failure } from '../../../zoom/model/outcome';
import { checkProfile, desiredFromCreate, nodeNameOf, type DesiredField } from '../../../zoom/rules/profile';
import type { DesiredState } from '../../../zoom/users/reconcile';
import type { Person } from '../../../zoom/rules/newUser';
import { isNothing } from '../../../zoom/rules/text';
import { resolveGroupOrRole } from '../../run/resolveGroupOrRole';
import { isObject, type RowReader } from '../../input/rowReader';

/** What a row sets after the user is created, by name. */
export interface AfterCreation {
	profile: DesiredField[];
	groups: string[];
	role?: string;
}

const NOTHING: AfterCreation = { profile: [], groups: [] };

export function wantsNothing({ profile, groups, role }: AfterCreation): boolean {
	return profile.length === 0 && groups.length === 0 && role === undefined;
}

/** The editor wraps lists in an object, under these names. */
const WRAPPED: Record<string, string> = { customAttributes: 'attribute', phoneNumbers: 'phone' };

/** Reads the collection "Profile, Groups and Role". The row's own values replace earlier pending changes. */
export function readAfterCreation(reader: RowReader<'afterCreation'>): AfterCreation {
	const { groups, role, pendingChanges, ...own } = reader.collection('afterCreation');
	const pending = readPending(reader, reader.json('pendingChanges', pendingChanges));
	const ownFields = withoutEmpty(unwrapped(own));
	const given = { ...pending.profile, ...ownFields };
	if (Object.keys(given).length === 0 && groups === undefined && role === undefined && !pending.any)
		return NOTHING;
	const names = [...namesOf(groups), ...pending.groups];
	const roleName = String(role ?? '').trim() || pending.role;
	return {
		profile: checkProfile(given, [], reader.problems).map((field) =>
			field.name in ownFields ? field : { ...field, pending: true as const },
		),
		groups: [...new Set(names)],
		...(roleName ? { role: roleName } : {}),
	};
}

/** The fields of a profile, with their lists unwrapped. */
export function unwrapped(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => {
			const inside = WRAPPED[name];
			return [name, inside && isObject(value) ? (value[inside] ?? undefined) : value];
		}),
	);
}

/** Only the fields that have a value, so that an empty column does not hide a pending change. */
export function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value)));
}

/** Group names: a list from the editor, or a text from a column such as "Sales; Zürich". */
function namesOf(given: unknown): string[] {
	const texts = Array.isArray(given) ? given : String(given ?? '').split(/[,;\n]/);
	return texts.map((one) => String(one).trim()).filter((one) => one !== '');
}

interface PendingState {
	any: boolean;
	profile: Record<string, unknown>;
	groups: string[];
	role?: string;
}

/** @param list the parsed parameter */
function readPending(reader: RowReader<'afterCreation'>, list: unknown): PendingState {
	const pending: PendingState = { any: false, profile: {}, groups: [] };
	if (list === undefined || list === null) return pending;
	for (const one of Array.isArray(list) ? list : [list]) {
		const { step, want } = (isObject(one) ? one : {}) as { step?: unknown; want?: unknown };
		if (step === 'profile' && isObject(want)) Object.assign(pending.profile, want);
		else if (step === 'groups' && Array.isArray(want)) pending.groups.push(...namesOf(want));
		else if (step === 'role' && typeof want === 'string') pending.role = want;
		else {
			const remedy = 'Map the field "pendingChanges" of an item of this node.';
			reader.complain({
				field: 'pendingChanges',
				message: 'is not a list of "pendingChanges"',
				remedy,
			});
			return pending;
		}
		pending.any = true;
	}
	return pending;
}

/** The fields of a create, to compare them with an existing user. */
export function coreFields({ userInfo }: Person, { typeGiven }: { typeGiven: boolean }): DesiredField[] {
	const { type, feature, ...others } = userInfo;
	delete others.email;
	delete others.password;
	// In a create the plan is one of the features; in a change it is a field.
	const { zoom_one_type: plan, ...features } = (isObject(feature) ? feature : {}) as Record<string, unknown>;
	const named: Record<string, unknown> = {
		...others,
		...(plan === undefined ? {} : { zoom_one_type: plan }),
		...Object.fromEntries(Object.entries(features).map(([name, value]) => [`feature.${name}`, value])),
		...(typeGiven ? { type } : {}),
	};
	return Object.entries(named).map(([zoom, value]) => desiredFromCreate(nodeNameOf(zoom), value));
}

/** Finds the groups and the role that a row names, before anything is written. */
export async function resolve(
	directory: Directory,
	who: string,
	verb: string,
	after: AfterCreation,
): Promise<{ kind: 'resolved'; desired: DesiredState } | { kind: 'failed'; failure: Failure }> {
	const groups: GroupOrRole[] = [];
	for (const name of after.groups) {
		const resolution = await resolveGroupOrRole(directory, 'group', name, who, verb);
		if (resolution.kind === 'failed') return resolution;
		groups.push(resolution.found);
	}
	let role: GroupOrRole | undefined;
	if (after.role !== undefined) {
		const resolution = await resolveGroupOrRole(directory, 'role', after.role, who, verb);
		if (resolution.kind === 'failed') return resolution;
		role = resolution.found;
	}
	return { kind: 'resolved', desired: { profile: after.profile, groups, ...(role ? { role } : {}) } };
}
