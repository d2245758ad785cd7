import type { INodeProperties } from 'n8n-workflow';

/** Whom an operation is about. */
export function userField(
	shown: Pick<INodeProperties, 'displayOptions'>,
	description: string,
): INodeProperties {
	return {
		displayName: 'User',
		name: 'user',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		...shown,
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
				hint: 'The ID that your identity provider gives to Zoom',
				placeholder: 'e.g. HR-1001',
			},
		],
	};
}

export function groupField(shown: Pick<INodeProperties, 'displayOptions'>): INodeProperties {
	const examples = { name: 'e.g. Sales', id: 'e.g. 3ZoUM1JRQ2ea9vSeX4gLuQ' };
	return { ...namedField('Group', 'searchGroups', examples), ...shown };
}

export function roleField(shown: Pick<INodeProperties, 'displayOptions'>): INodeProperties {
	return {
		...namedField('Role', 'searchRoles', { name: 'e.g. Help Desk', id: 'e.g. 2' }),
		...shown,
		description: 'A person has one role: this one takes the place of the one they have',
	};
}

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
