import type { Directory, Named } from '../../../zoom/lookup/directory';
import type { Failure } from '../../../zoom/model/outcome';
import { checkProfile, PROFILE, type Wish } from '../../../zoom/rules/profile';
import type { Wishes } from '../../../zoom/users/reconcile';
import { trimmed, type Person } from '../../../zoom/rules/newUser';
import { findNamed } from '../../run/resolveNamed';
import { isObject, type RowReader } from '../../input/rowReader';

/** What a row wants beside the person themselves, by name. */
export interface After {
	profile: Wish[];
	groups: string[];
	role?: string;
}

const NOTHING: After = { profile: [], groups: [] };

export function wantsNothing({ profile, groups, role }: After): boolean {
	return profile.length === 0 && groups.length === 0 && role === undefined;
}

/** The editor keeps lists inside an object: under these names. */
const WRAPPED: Record<string, string> = { customAttributes: 'attribute', phoneNumbers: 'phone' };

/** Reads the collection "Profile, Groups and Role"; what is owed from earlier stands behind what the row says. */
export function readAfterCreation(reader: RowReader): After {
	const { groups, role, owedSteps, ...own } = reader.collection('afterCreation');
	const owed = readOwed(reader, owedSteps);
	const ownFields = filled(unwrapped(own));
	const given = { ...owed.profile, ...ownFields };
	if (Object.keys(given).length === 0 && groups === undefined && role === undefined && !owed.any)
		return NOTHING;
	const names = [...namesOf(groups), ...owed.groups];
	const roleName = trimmed(String(role ?? '')) || owed.role;
	return {
		profile: checkProfile(given, [], reader.problems).map((wish) =>
			wish.name in ownFields ? wish : { ...wish, owed: true as const },
		),
		groups: [...new Set(names)],
		...(roleName ? { role: roleName } : {}),
	};
}

/** Fields of a profile without what the editor wraps around lists. */
export function unwrapped(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => {
			const inside = WRAPPED[name];
			return [name, inside && isObject(value) ? (value[inside] ?? undefined) : value];
		}),
	);
}

/** An empty column does not hide what is owed. */
function filled(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
	);
}

/** Group names: a list from the editor, or a text from a column such as "Sales; Zürich". */
function namesOf(given: unknown): string[] {
	const texts = Array.isArray(given) ? given : String(given ?? '').split(/[,;\n]/);
	return texts.map((one) => trimmed(String(one))).filter((one) => one !== '');
}

interface OwedWishes {
	any: boolean;
	profile: Record<string, unknown>;
	groups: string[];
	role?: string;
}

function readOwed(reader: RowReader, given: unknown): OwedWishes {
	const owed: OwedWishes = { any: false, profile: {}, groups: [] };
	const list = reader.json('owedSteps', given);
	if (list === undefined || list === null) return owed;
	for (const one of Array.isArray(list) ? list : [list]) {
		const { step, want } = (isObject(one) ? one : {}) as { step?: unknown; want?: unknown };
		if (step === 'profile' && isObject(want)) Object.assign(owed.profile, want);
		else if (step === 'groups' && Array.isArray(want)) owed.groups.push(...namesOf(want));
		else if (step === 'role' && typeof want === 'string') owed.role = want;
		else {
			const remedy = 'Map the field "owed" of the item to it as it came out of this node.';
			reader.problems.push({ field: 'owedSteps', what: 'is not what came back as "owed"', remedy });
			return owed;
		}
		owed.any = true;
	}
	return owed;
}

/** Zoom's names in a create, and what they are called in a change. */
const CORE: Record<string, string> = Object.fromEntries(
	Object.entries(PROFILE).map(([name, { zoom }]) => [zoom, name]),
);

/** What a create would say of a person, as wishes about whoever is there. */
export function coreWishes({ userInfo }: Person, { typeGiven }: { typeGiven: boolean }): Wish[] {
	const { email, password, type, feature, ...others } = userInfo;
	void [email, password];
	// In a create the plan is one of the features; in a change it stands by itself.
	const { zoom_one_type: plan, ...features } = (isObject(feature) ? feature : {}) as Record<string, unknown>;
	const named: Record<string, unknown> = {
		...others,
		...(plan === undefined ? {} : { zoom_one_type: plan }),
		...Object.fromEntries(Object.entries(features).map(([name, value]) => [`feature.${name}`, value])),
		...(typeGiven ? { type } : {}),
	};
	return Object.entries(named).map(([zoom, value]) => ({ name: CORE[zoom] ?? zoom, value }));
}

/** Finds the groups and the role that a row names, before anything is written for it. */
export async function resolve(
	directory: Directory,
	who: string,
	verb: string,
	after: After,
): Promise<{ wishes: Wishes } | { failed: Failure }> {
	const groups: Named[] = [];
	for (const name of after.groups) {
		const finding = await findNamed(directory, 'group', name, who, verb);
		if ('failed' in finding) return finding;
		groups.push(finding.found);
	}
	let role: Named | undefined;
	if (after.role !== undefined) {
		const finding = await findNamed(directory, 'role', after.role, who, verb);
		if ('failed' in finding) return finding;
		role = finding.found;
	}
	return { wishes: { profile: after.profile, groups, ...(role ? { role } : {}) } };
}
