import type { ErrorEntry } from './catalogEntry';
import type { ZoomOperation } from '../model/calls';

const ON_GROUPS: ZoomOperation[] = ['listGroups', 'createGroup', 'addToGroup', 'removeFromGroup'];
const ON_ROLES: ZoomOperation[] = ['listRoles', 'assignRole', 'removeRole'];
const ON_THE_ACCOUNT: ZoomOperation[] = ['planUsage', 'userSummary'];

/** Errors of the calls about groups, roles and licenses. Source: Zoom's OpenAPI (2026-03). */
export const GROUP_ERRORS: readonly ErrorEntry[] = [
	{
		operation: ON_GROUPS,
		code: 200,
		message: 'groups require a paid account and a role with the right to manage groups',
		remedy:
			'Check the plan, and the role behind the credential (User Management > Roles in the Zoom portal).',
		owner: 'admin',
		reason: 'permission',
		handling: 'endRun',
	},
	{
		operation: ON_GROUPS,
		codes: [4130, 1010],
		message: 'the account has no such group',
		remedy: 'Choose the group from the list, or use Group: Get Many.',
		owner: 'you',
		reason: 'invalid',
	},
	{
		operation: ON_GROUPS,
		code: 4131,
		message: 'the user is not in the group',
		remedy: 'No action is needed.',
		owner: 'you',
		reason: 'otherAccount',
	},
	{
		operation: 'createGroup',
		code: 4132,
		message: 'the account already has a group with this name',
		remedy: 'Use another name, or use the existing group.',
		owner: 'you',
		reason: 'exists',
	},
	{
		operation: 'createGroup',
		code: 300,
		text: /maximum number/i,
		message: 'the account has reached its limit of groups',
		remedy: 'Delete groups that you no longer need.',
		owner: 'admin',
		reason: 'account',
	},
	{
		operation: 'createGroup',
		code: 300,
		message: 'Zoom does not accept this name',
		remedy: 'Change the name.',
		owner: 'you',
		reason: 'invalid',
	},
	{
		operation: ON_ROLES,
		code: 1034,
		message: 'the account has no such role',
		remedy: 'Choose the role from the list, or use Role: Get Many.',
		owner: 'you',
		reason: 'invalid',
	},
	{
		operation: ON_ROLES,
		code: 300,
		text: /normal|owner/i,
		message: 'Zoom does not assign or remove the roles Owner and Member',
		remedy: 'Use another role. Role: Remove makes a user a Member.',
		owner: 'you',
		reason: 'invalid',
	},
	{
		operation: ON_ROLES,
		code: 300,
		message: 'Zoom does not accept {fields}',
		remedy: 'Check the role and the user.',
		owner: 'you',
		reason: 'invalid',
	},
	{
		operation: 'removeRole',
		status: 404,
		message: 'the user does not have this role',
		remedy: 'No action is needed.',
		owner: 'you',
		reason: 'otherAccount',
	},
	{
		operation: ON_ROLES,
		code: 200,
		message: "the role of the credential's user does not allow managing roles",
		remedy: 'Give it the right (User Management > Roles in the Zoom portal).',
		owner: 'admin',
		reason: 'permission',
		handling: 'endRun',
	},
	{
		operation: ON_THE_ACCOUNT,
		code: 200,
		message: 'the account is not allowed to read this',
		remedy: 'Zoom offers it to some accounts only. The Zoom portal shows it under Plans and Billing.',
		owner: 'admin',
		reason: 'permission',
		handling: 'endRun',
	},
];
