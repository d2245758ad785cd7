import type { INodeProperties } from 'n8n-workflow';
import { limitFields } from '../../fields/limit';
import { groupField, userField } from '../../fields/locators';
import { optionsField } from '../../fields/options';
import { shownFor } from '../../fields/shownFor';

export const groupFields: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		placeholder: 'e.g. Sales',
		default: '',
		required: true,
		...shownFor('group', 'create'),
		description: 'Zoom allows 100 new groups a day, and 5,000 in all',
	},
	groupField(shownFor('group', 'addMember', 'removeMember')),
	userField(shownFor('group', 'addMember', 'removeMember'), 'Who is to be in the group, or to leave it'),
	...limitFields(shownFor('group', 'getAll')),
	optionsField(shownFor('group', 'addMember', 'create', 'getAll', 'removeMember'), []),
];
