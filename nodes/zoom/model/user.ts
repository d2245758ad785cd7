/** A user as Zoom gives it. */
export type User = Record<string, unknown>;

/** Where a user is, by ID or e-mail address, whatever stands in it. */
export function pathOf(idOrEmail: string): string {
	return `/users/${encodeURIComponent(idOrEmail)}`;
}

/** What a call names somebody by: Zoom's lists of pending people tell no ID. */
export const idOf = (user: User) => String(user.id ?? user.email);

/** What a sentence calls somebody. */
export const nameOf = (user: User) => String(user.email ?? user.id);

/** A user under a status, as the atlas names it. */
export function statusOf({ status }: User): 'active' | 'pending' | 'inactive' {
	return status === 'pending' || status === 'inactive' ? status : 'active';
}
/** Whom a row names. */
export interface Who {
	by: 'email' | 'id' | 'employeeId';
	value: string;
}

/** Who somebody is, as the items of all operations begin. */
export function identity(user: User): Record<string, string | number> {
	const { id, email, first_name, last_name, type } = user as Record<string, string | number>;
	const named = { id, email, first_name, last_name, type };
	return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
