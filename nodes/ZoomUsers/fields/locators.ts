import type { INodeProperties } from 'n8n-workflow';

/** The user that an operation is about. */
export function userField(description: string): INodeProperties {
	return {
		displayName: 'User',
		name: 'user',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a user…',
				typeOptions: { searchListMethod: 'searchUsers', searchable: true },
			},
			{
				displayName: 'By Email',
				name: 'email',
				type: 'string',
				placeholder: 'e.g. nathan@example.com',
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. KDcuGIm1QgePTO8WbOqwIQ',
			},
			{
				displayName: 'By Employee ID',
				name: 'employeeId',
				type: 'string',
				hint: 'The ID that your identity provider sends to Zoom',
				placeholder: 'e.g. HR-1001',
			},
		],
	};
}

export const groupField: INodeProperties = namedField('Group', 'searchGroups', {
	name: 'e.g. Sales',
	id: 'e.g. 3ZoUM1JRQ2ea9vSeX4gLuQ',
});

export const roleField: INodeProperties = {
	...namedField('Role', 'searchRoles', { name: 'e.g. Help Desk', id: 'e.g. 2' }),
	description: 'Replaces the current role of the user, because a user has one role',
};

function namedField(
	displayName: string,
	searchListMethod: string,
	examples: { name: string; id: string },
): INodeProperties {
	const name = displayName.toLowerCase();
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select a ${name}…`,
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: examples.name },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: examples.id },
		],
	};
}
