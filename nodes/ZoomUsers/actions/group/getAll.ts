import { getMany } from '../../run/listOperation';

export const getAll = getMany(
	{ action: 'Get many groups', description: 'List groups' },
	{ operation: 'listGroups', key: 'groups' },
);
