/** The granular scope of each call, and the classic scopes that include it. Source: the OpenAPI descriptions. */
export const SCOPES = {
	create: ['user:write:user:admin', 'user:write:admin', 'user:write'],
	get: ['user:read:user:admin', 'user:read:admin', 'user:write:admin'],
	settings: ['user:read:settings:admin', 'user:read:admin', 'user:write:admin'],
	list: ['user:read:list_users:admin', 'user:read:admin', 'user:write:admin'],
	me: [
		'user:read:user:admin',
		'user:read:user',
		'user:read:admin',
		'user:read',
		'user:write:admin',
		'user:write',
	],
	permissions: [
		'user:read:list_permissions:admin',
		'user:read:list_permissions',
		'user:read:admin',
		'user:read',
		'user:write:admin',
		'user:write',
	],
	update: ['user:update:user:admin', 'user:write:admin'],
	status: ['user:update:status:admin', 'user:write:admin'],
	email: ['user:update:email:admin', 'user:write:admin'],
	delete: ['user:delete:user:admin', 'user:write:admin'],
	token: ['user:delete:token:admin', 'user:write:admin'],
	summary: ['user:read:summary:admin', 'user:read:admin', 'user:write:admin'],
	planUsage: ['billing:read:plan_usage:admin', 'account:read:admin', 'account:write:admin'],
	accountSettings: ['account:read:settings:admin', 'account:read:admin', 'account:write:admin'],
	// For master accounts only.
	managedDomains: ['account:read:managed_domains:master', 'account:read:master'],
	groups: ['group:read:list_groups:admin', 'group:read:admin', 'group:write:admin'],
	groupMembers: ['group:read:list_members:admin', 'group:read:admin', 'group:write:admin'],
	groupCreate: ['group:write:group:admin', 'group:write:admin'],
	groupAdd: ['group:write:member:admin', 'group:write:admin'],
	groupRemove: ['group:delete:member:admin', 'group:write:admin'],
	roles: ['role:read:list_roles:admin', 'role:read:admin', 'role:write:admin'],
	roleMembers: ['role:read:list_members:admin', 'role:read:admin', 'role:write:admin'],
	roleAdd: ['role:write:member:admin', 'role:write:admin'],
	roleRemove: ['role:delete:member:admin', 'role:write:admin'],
};

export type Call = keyof typeof SCOPES;
