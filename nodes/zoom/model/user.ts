/** A custom attribute of a user, as Zoom returns it. */
export interface CustomAttribute {
	key?: string;
	name?: string;
	value: string;
}

/**
 * A user as Zoom returns it: the fields that this package reads, and whatever else Zoom adds.
 *
 * Source: Zoom's OpenAPI of `GET /users/{userId}` and `GET /users` (2026-03). Rows of pending users carry no `id`.
 */
export interface ZoomUser {
	id?: string;
	email?: string;
	first_name?: string;
	last_name?: string;
	display_name?: string;
	type?: number;
	status?: string;
	account_id?: string;
	group_ids?: string[];
	role_id?: string;
	role_name?: string;
	phone_numbers?: unknown[];
	custom_attributes?: CustomAttribute[];
	plan_united_type?: string;
	zoom_one_type?: unknown;
	division_ids?: unknown;
	license_info_list?: unknown;
	user_created_at?: string;
	last_login_time?: string;
	[field: string]: unknown;
}

/** The user type that uses a license of the account's base plan. */
export const LICENSED = 2;

export type UserStatus = 'active' | 'pending' | 'inactive';

/** The user that a row names. */
export interface UserRef {
	by: 'email' | 'id' | 'employeeId';
	value: string;
}

/** The path of a user, by ID or email address. */
export function pathOf(idOrEmail: string): string {
	return `/users/${encodeURIComponent(idOrEmail)}`;
}

/** What a call names a user by: Zoom's lists of pending users have no ID. */
export const idOf = (user: ZoomUser) => String(user.id ?? user.email);

/** What a sentence calls a user. */
export const nameOf = (user: ZoomUser) => String(user.email ?? user.id);

export function statusOf({ status }: ZoomUser): UserStatus {
	return status === 'pending' || status === 'inactive' ? status : 'active';
}

/** Some of the fields of a user. */
export function pick(user: ZoomUser, names: Iterable<string>): ZoomUser {
	const picked: ZoomUser = {};
	for (const name of names) if (user[name] !== undefined) picked[name] = user[name];
	return picked;
}

/** The fields with which the items of all operations begin. */
export function identity(user: ZoomUser): Record<string, string | number> {
	const fields: Record<string, string | number> = {};
	for (const name of ['id', 'email', 'first_name', 'last_name', 'type'] as const) {
		const value = user[name];
		if (value !== undefined) fields[name] = value;
	}
	return fields;
}
