import type { ZoomOperation } from '../model/calls';

/** Zoom's names of what a role can allow. Source: https://developers.zoom.us/docs/api/references/privileges/ */
export type Right = 'User:Read' | 'User:Edit' | 'Group:Read' | 'Group:Edit' | 'Role:Read';

/** What a call requires: one of the scopes, and the right in the role of the user behind the token. */
export interface CallRequirements {
	/** The granular scope of the call. */
	granular: string;
	/** The classic scopes that include it. The first one is the narrowest. */
	classic: readonly string[];
	right?: Right;
}

const USER_READ = ['user:read:admin', 'user:write:admin'];
const USER_WRITE = ['user:write:admin'];
const GROUP_READ = ['group:read:admin', 'group:write:admin'];
const GROUP_WRITE = ['group:write:admin'];
const ROLE_READ = ['role:read:admin', 'role:write:admin'];
const ROLE_WRITE = ['role:write:admin'];
const ACCOUNT_READ = ['account:read:admin', 'account:write:admin'];

function requires(granular: string, classic: readonly string[], right?: Right): CallRequirements {
	return { granular, classic, ...(right ? { right } : {}) };
}

/**
 * What each call requires. Source: the scopes of each endpoint in Zoom's OpenAPI descriptions of users and accounts
 * (2026-03), and https://developers.zoom.us/docs/integrations/oauth-scopes-granular/
 */
export const CALL_REQUIREMENTS: Record<ZoomOperation, CallRequirements> = {
	createUser: requires('user:write:user:admin', USER_WRITE, 'User:Edit'),
	getUser: requires('user:read:user:admin', USER_READ, 'User:Read'),
	getMe: requires('user:read:user:admin', USER_READ),
	getPermissions: requires('user:read:list_permissions:admin', USER_READ),
	getUserSettings: requires('user:read:settings:admin', USER_READ, 'User:Read'),
	listUsers: requires('user:read:list_users:admin', USER_READ, 'User:Read'),
	updateUser: requires('user:update:user:admin', USER_WRITE, 'User:Edit'),
	changeEmail: requires('user:update:email:admin', USER_WRITE, 'User:Edit'),
	setStatus: requires('user:update:status:admin', USER_WRITE, 'User:Edit'),
	deleteUser: requires('user:delete:user:admin', USER_WRITE, 'User:Edit'),
	cancelInvitation: requires('user:delete:user:admin', USER_WRITE, 'User:Edit'),
	revokeToken: requires('user:delete:token:admin', USER_WRITE, 'User:Edit'),
	listGroups: requires('group:read:list_groups:admin', GROUP_READ, 'Group:Read'),
	createGroup: requires('group:write:group:admin', GROUP_WRITE, 'Group:Edit'),
	addToGroup: requires('group:write:member:admin', GROUP_WRITE, 'Group:Edit'),
	removeFromGroup: requires('group:delete:member:admin', GROUP_WRITE, 'Group:Edit'),
	listRoles: requires('role:read:list_roles:admin', ROLE_READ, 'Role:Read'),
	// "User:Edit" includes the assignment of users to roles.
	assignRole: requires('role:write:member:admin', ROLE_WRITE, 'User:Edit'),
	removeRole: requires('role:delete:member:admin', ROLE_WRITE, 'User:Edit'),
	planUsage: requires('billing:read:plan_usage:admin', ACCOUNT_READ),
	userSummary: requires('user:read:summary:admin', USER_READ, 'User:Read'),
	accountSettings: requires('account:read:settings:admin', ACCOUNT_READ),
	// Zoom's list of granular scopes has it for master accounts only.
	managedDomains: requires('account:read:managed_domains:master', ['account:read:master']),
};

/** The scopes in a token response, which separates them by spaces. Without any, they are unknown. */
export function scopesIn(text: unknown): string[] | undefined {
	if (typeof text !== 'string') return undefined;
	const scopes = text.split(/[\s,]+/).filter((scope) => scope !== '');
	return scopes.length > 0 ? scopes : undefined;
}

/** Whether the scopes allow a call. */
export function allows(scopes: readonly string[], call: ZoomOperation): boolean {
	const { granular, classic } = CALL_REQUIREMENTS[call];
	return [granular, ...classic].some((scope) => scopes.includes(scope));
}

/** Whether all scopes are those of a user-managed app, which only reaches its own user. */
export function isUserManaged(scopes: readonly string[]): boolean {
	return !scopes.some((scope) => /:(admin|master)$/.test(scope));
}

/** "user:write:user:admin (classic: user:write:admin)". */
export function scopeName(call: ZoomOperation): string {
	const { granular, classic } = CALL_REQUIREMENTS[call];
	return `${granular} (classic: ${classic[0]})`;
}
