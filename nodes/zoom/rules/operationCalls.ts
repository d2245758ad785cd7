import type { ZoomOperation } from '../model/calls';

/** The calls of one operation of the node. */
export interface OperationCalls {
	/** The label, with that of the resource. */
	label: string;
	/** The calls that it makes for every row that changes something. Without one of them, it cannot begin. */
	needs: readonly ZoomOperation[];
	/** Calls that replace each other: it needs one of them. */
	oneOf?: readonly ZoomOperation[];
	/** The calls of some fields, options or cases, such as a look-up after a lost response. */
	sometimes?: readonly ZoomOperation[];
}

/** The calls of custom attributes, groups and the role. */
const GROUPS_AND_ROLE = [
	'listUsers',
	'listGroups',
	'addToGroup',
	'listRoles',
	'assignRole',
	'removeRole',
] as const;

/**
 * The calls of each operation, by resource and operation. A test executes each operation with only the scopes of these
 * calls, and without each of them.
 */
export const OPERATION_CALLS = {
	'user.activate': { label: 'User: Activate', needs: ['getUser', 'setStatus'] },
	'user.apply': {
		label: 'User: Apply Plan',
		needs: ['getUser'],
		sometimes: [
			'getMe',
			'createUser',
			'updateUser',
			'setStatus',
			'deleteUser',
			'cancelInvitation',
			...GROUPS_AND_ROLE,
		],
	},
	'user.changeEmail': { label: 'User: Change Email', needs: ['getUser', 'changeEmail'] },
	'user.create': {
		label: 'User: Create',
		needs: ['createUser'],
		sometimes: ['getUser', 'updateUser', ...GROUPS_AND_ROLE, 'planUsage', 'userSummary'],
	},
	'user.upsert': {
		label: 'User: Create or Update',
		needs: ['getUser', 'createUser', 'updateUser'],
		sometimes: ['setStatus', ...GROUPS_AND_ROLE, 'planUsage', 'userSummary'],
	},
	'user.deactivate': { label: 'User: Deactivate', needs: ['getUser', 'setStatus'], sometimes: ['getMe'] },
	'user.delete': {
		label: 'User: Delete',
		needs: ['getUser', 'deleteUser'],
		sometimes: ['getMe', 'cancelInvitation'],
	},
	'user.get': { label: 'User: Get', needs: ['getUser'] },
	'user.getAll': { label: 'User: Get Many', needs: ['listUsers'], sometimes: ['listRoles'] },
	'user.getSettings': { label: 'User: Get Settings', needs: ['getUser', 'getUserSettings'] },
	'user.plan': {
		label: 'User: Plan Changes',
		needs: ['listUsers'],
		sometimes: ['getMe', 'getUser', 'listGroups', 'listRoles', 'planUsage', 'userSummary'],
	},
	'user.resendInvitation': {
		label: 'User: Resend Invitation',
		needs: ['getUser', 'cancelInvitation', 'createUser'],
		sometimes: ['updateUser', 'listUsers'],
	},
	'user.revokeToken': { label: 'User: Sign Out', needs: ['getUser', 'revokeToken'] },
	'user.update': { label: 'User: Update', needs: ['getUser', 'updateUser'], sometimes: ['listUsers'] },
	'group.addMember': {
		label: 'Group: Add Member',
		needs: ['getUser', 'listGroups', 'addToGroup'],
		sometimes: ['updateUser'],
	},
	'group.create': { label: 'Group: Create', needs: ['listGroups', 'createGroup'] },
	'group.getAll': { label: 'Group: Get Many', needs: ['listGroups'] },
	'group.removeMember': {
		label: 'Group: Remove Member',
		needs: ['getUser', 'listGroups', 'removeFromGroup'],
	},
	'role.assign': {
		label: 'Role: Assign',
		needs: ['getUser', 'listRoles', 'assignRole'],
		sometimes: ['removeRole'],
	},
	'role.getAll': { label: 'Role: Get Many', needs: ['listRoles'] },
	'role.remove': { label: 'Role: Remove', needs: ['getUser', 'removeRole'] },
	'account.getLicenses': { label: 'Account: Get Licenses', needs: [], oneOf: ['planUsage', 'userSummary'] },
	'account.getSummary': { label: 'Account: Get Summary', needs: ['userSummary'] },
} satisfies Record<string, OperationCalls>;

/** An operation that the readiness check can be about. */
export type CheckedOperation = keyof typeof OPERATION_CALLS;

export const CHECKED_OPERATIONS = Object.keys(OPERATION_CALLS) as CheckedOperation[];

export function callsOf(operation: CheckedOperation): OperationCalls {
	return OPERATION_CALLS[operation];
}
