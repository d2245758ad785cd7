import type { Person } from './person';

export const OWNER = '0';
export const ADMIN = '1';
export const MEMBER = '2';

/** The roles of the account: Zoom's three built-in roles, and a custom role. */
export const ROLES = [
	{
		id: OWNER,
		name: 'Owner',
		description: 'Account owner has full privileges to access and manage a Zoom account.',
	},
	{ id: ADMIN, name: 'Admin', description: 'Admin is able to add, remove or edit users.' },
	{ id: MEMBER, name: 'Member', description: 'Member does not have administration privileges.' },
	{ id: 'RhelpDeskQk3tYw7ZxBvN5', name: 'Help Desk', description: 'Resets what people forget.' },
];

export function roleName(id: string): string {
	return ROLES.find((role) => role.id === id)?.name ?? 'Member';
}

/** Zoom protects the owner and admins, but not users with a custom role. */
export function isAdmin({ role_id: role }: Person): boolean {
	return role === OWNER || role === ADMIN;
}
