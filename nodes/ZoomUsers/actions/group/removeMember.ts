import { removeMember as removeFromGroup } from '../../../zoom/users/groups';
import { membership } from './membership';

export const removeMember = membership(
	{
		value: 'removeMember',
		name: 'Remove Member',
		action: 'Remove member from group',
		description: 'Remove a user from a group',
	},
	{ user: 'The user to remove from the group', verb: 'removed from the group' },
	removeFromGroup,
);
