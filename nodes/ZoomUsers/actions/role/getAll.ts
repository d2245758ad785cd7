import { getMany } from '../../run/listOperation';

export const getAll = getMany(
	{ action: 'Get many roles', description: 'List roles' },
	{ operation: 'listRoles', key: 'roles' },
);
