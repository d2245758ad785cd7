import { pick, type ZoomUser } from '../model/user';
import { nodeNameOf, compare, zoomNameOf, type DesiredField } from '../rules/profile';
import { canonical } from '../rules/profileKinds';
import { hasRole } from '../users/membership';
import type { PlannedRequest } from './model';

/** Zoom's fields of a user that must be as the plan saw them, besides those that the row names. */
const SEEN = ['id', 'email', 'first_name', 'last_name', 'type', 'status', 'dept', 'plan_united_type'];
/** Lists of pending users can leave these out. */
const SEEN_IF_RETURNED = ['group_ids', 'role_id'];

/** A field that is not as the plan saw it. */
export interface Difference {
	/** By the node's name, or Zoom's. */
	field: string;
	saw: unknown;
	now: unknown;
}

/** What a plan keeps of a user, to notice later changes by someone else. */
export function seen(user: ZoomUser, desired: readonly DesiredField[]): ZoomUser {
	const names = [...SEEN, ...desired.map(({ name }) => zoomNameOf(name))];
	const empty = Object.fromEntries(names.map((name) => [name, null])) as ZoomUser;
	if (user.id === undefined) delete empty.id;
	return { ...empty, ...pick(user, [...names, ...SEEN_IF_RETURNED]) };
}

/**
 * The fields that are neither as the plan saw them nor as the plan wants them.
 *
 * @param statusAfter the status that the plan gives to the user, if it changes
 */
export function changedSince(
	saw: ZoomUser,
	now: ZoomUser,
	{ core, profile, groups, role }: Pick<PlannedRequest, 'core' | 'profile' | 'groups' | 'role'>,
	statusAfter?: string,
): Difference[] {
	const desired = [...core, ...profile];
	const isDone = (zoom: string) => {
		if (zoom === 'status') return now.status === statusAfter;
		const field = desired.find(({ name }) => zoomNameOf(name) === zoom);
		return field !== undefined && compare([field], now).differing.length === 0;
	};
	const differences = Object.entries(saw)
		.filter(([name]) => !SEEN_IF_RETURNED.includes(name))
		.filter(([name, value]) => !isSame(name, value, now[name]) && !isDone(name))
		.map(([name, value]) => ({ field: nodeNameOf(name), saw: value, now: now[name] ?? null }));
	if (saw.role_id !== undefined && !isSame('role_id', saw.role_id, now.role_id)) {
		if (!role || !hasRole(now, role)) {
			differences.push({ field: 'role', saw: saw.role_id, now: now.role_name ?? now.role_id ?? null });
		}
	}
	if (saw.group_ids && now.group_ids) {
		const allowed = [...saw.group_ids, ...groups.map(({ id }) => id)];
		const isLost = saw.group_ids.some((id) => !now.group_ids?.includes(id));
		const isNew = now.group_ids.some((id) => !allowed.includes(id));
		if (isLost || isNew) differences.push({ field: 'groups', saw: saw.group_ids, now: now.group_ids });
	}
	return differences;
}

function isSame(name: string, one: unknown, other: unknown): boolean {
	const [a, b] = [one, other].map(normalized);
	return name === 'email' ? a.toLowerCase() === b.toLowerCase() : a === b;
}

/** Zoom returns an empty field as empty text, as an empty list, or not at all. */
function normalized(value: unknown): string {
	const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
	return isEmpty || value === '' ? '' : canonical(value);
}
