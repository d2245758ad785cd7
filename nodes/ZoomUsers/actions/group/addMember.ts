import { addMember as addToGroup } from '../../../zoom/users/groups';
import { membership } from './membership';

export const addMember = membership(
	{
		value: 'addMember',
		name: 'Add Member',
		action: 'Add member to group',
		description: 'Add a user to a group',
	},
	{ user: 'The user to add to the group', verb: 'added to the group' },
	addToGroup,
);
