import type { INodeProperties } from 'n8n-workflow';
import { userTypes } from '../../fields/userTypes';

/** The fields of Plan Changes, besides those of Create or Update. */
export const planFields: INodeProperties[] = [
	{
		displayName: 'Users Not in the List',
		name: 'notInList',
		type: 'options',
		default: 'leave',
		description:
			'What to plan for users of the account who are in none of the rows. The owner, admins and the user of the credential are always left as they are.',
		options: [
			{ name: 'Deactivate', value: 'deactivate', description: 'Block the sign-in, keep the data' },
			{
				name: 'Delete Permanently',
				value: 'delete',
				description: 'Delete the users with their meetings and recordings. Nothing is transferred.',
			},
			{ name: 'Leave', value: 'leave', description: 'Leave them as they are' },
			{
				name: 'Take License Away',
				value: 'revokeLicense',
				description: 'Change licensed users to Basic',
			},
			{
				name: 'Unlink',
				value: 'unlink',
				description: 'Remove the users from the account. They keep a free Zoom account.',
			},
		],
	},
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions: { hide: { notInList: ['leave'] } },
		description:
			'Which users the list is about. At least one of domains, groups and types is required. Only users who match all of them are removed.',
		options: [
			{
				displayName: 'Domains',
				name: 'domains',
				type: 'string',
				placeholder: 'e.g. example.com, example.org',
				default: '',
				description: 'Domains of email addresses, separated by commas',
			},
			{
				displayName: 'Group Names or IDs',
				name: 'groups',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getGroups' },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Types',
				name: 'types',
				type: 'multiOptions',
				default: [],
				options: userTypes,
			},
			{
				displayName: 'Users to Keep',
				name: 'keep',
				type: 'string',
				placeholder: 'e.g. it-admin@example.com, rooms@example.com',
				default: '',
				description: 'Email addresses or IDs of users who are never removed',
			},
		],
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'users',
		options: [
			{ name: 'One Item per User', value: 'users' },
			{
				name: 'One Summary',
				value: 'summary',
				description: 'One item with counts, a table for a message, and the rows of the plan',
			},
		],
	},
];
