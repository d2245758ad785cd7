import type { AtlasRow } from './atlasRow';
import type { ZoomOperation } from './calls';

const ON_GROUPS: ZoomOperation[] = ['listGroups', 'createGroup', 'addToGroup', 'removeFromGroup'];
const ON_ROLES: ZoomOperation[] = ['listRoles', 'assignRole', 'removeRole'];
const ON_THE_ACCOUNT: ZoomOperation[] = ['planUsage', 'userSummary'];

/** What can come back from the calls about groups, roles and licenses. Source: Zoom's OpenAPI (2026-03). */
export const GROUP_ROWS: readonly AtlasRow[] = [
	{
		operation: ON_GROUPS,
		code: 200,
		means: 'groups need a paid account, and a role with the right to manage groups',
		remedy:
			'Check the plan, and the role behind the credential (User Management > Roles in the Zoom portal).',
		who: 'admin',
		reason: 'permission',
		next: 'endRun',
	},
	{
		operation: ON_GROUPS,
		codes: [4130, 1010],
		means: 'the account has no such group',
		remedy: 'Choose the group from the list, or use Group: Get Many.',
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: ON_GROUPS,
		code: 4131,
		means: 'the person is not in the group',
		remedy: 'Nothing is to be done.',
		who: 'you',
		reason: 'elsewhere',
		next: 'fail',
	},
	{
		operation: 'createGroup',
		code: 4132,
		means: 'the account has a group of this name already',
		remedy: 'Use another name, or use the group that is there.',
		who: 'you',
		reason: 'exists',
		next: 'fail',
	},
	{
		operation: 'createGroup',
		code: 300,
		text: /maximum number/i,
		means: 'the account has as many groups as it may have',
		remedy: 'Delete groups that nobody needs.',
		who: 'admin',
		reason: 'account',
		next: 'fail',
	},
	{
		operation: 'createGroup',
		code: 300,
		means: 'Zoom does not take this name',
		remedy: 'Change the name.',
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: ON_ROLES,
		code: 1034,
		means: 'the account has no such role',
		remedy: 'Choose the role from the list, or use Role: Get Many.',
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: ON_ROLES,
		code: 300,
		means: 'Zoom does not give or take away the roles Owner and Member',
		remedy: 'Use another role; Role: Remove makes somebody a Member.',
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: 'removeRole',
		status: 404,
		means: 'the person does not have this role',
		remedy: 'Nothing is to be done.',
		who: 'you',
		reason: 'elsewhere',
		next: 'fail',
	},
	{
		operation: ON_ROLES,
		code: 200,
		means: 'the role of the person behind the credential may not manage roles',
		remedy: 'Give it the right (User Management > Roles in the Zoom portal).',
		who: 'admin',
		reason: 'permission',
		next: 'endRun',
	},
	{
		operation: ON_THE_ACCOUNT,
		code: 200,
		means: 'the account may not ask for this',
		remedy: 'Zoom gives it to some accounts only; the Zoom portal shows it under Plans and Billing.',
		who: 'admin',
		reason: 'permission',
		next: 'endRun',
	},
];
