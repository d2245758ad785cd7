import type { INodeProperties } from 'n8n-workflow';
import { userField } from '../../fields/locators';
import { limitFields } from '../../fields/limit';
import { optionsField } from '../../fields/options';
import { shownFor } from '../../fields/shownFor';
import { updateFields } from './profileFields';

const maxPeople = {
	maxPeople: {
		default: 10,
		description:
			'More people than this in one execution, loops included, are refused as a whole, so that a wrong expression empties no account. 0 means no limit.',
	},
};

const transferOptions = [
	{ name: 'Clips', value: 'clipfiles' },
	{ name: 'Docs', value: 'docs' },
	{ name: 'Meetings', value: 'meeting' },
	{ name: 'Notes', value: 'notes' },
	{ name: 'Recordings', value: 'recording' },
	{ name: 'Visitors', value: 'visitors' },
	{ name: 'Webinars', value: 'webinar' },
	{ name: 'Whiteboards', value: 'whiteboard' },
];

/** What the editor shows for the operations about somebody who is there. */
export const lifecycleFields: INodeProperties[] = [
	userField(
		shownFor(
			'user',
			'get',
			'update',
			'changeEmail',
			'activate',
			'deactivate',
			'delete',
			'resendInvitation',
			'revokeToken',
		),
		'Who this is about. People who have not accepted their invitation are found by e-mail address.',
	),
	{
		displayName: 'New Email',
		name: 'newEmail',
		type: 'string',
		placeholder: 'e.g. nathan.smith@example.com',
		default: '',
		required: true,
		...shownFor('user', 'changeEmail'),
		description: 'In a managed domain of the account. Zoom allows three changes a day for each person.',
	},
	{
		displayName: 'Delete Mode',
		name: 'how',
		type: 'options',
		default: '',
		required: true,
		...shownFor('user', 'delete'),
		description: 'What becomes of the person. Whoever has not accepted yet only loses the invitation.',
		options: [
			{
				name: 'Delete Permanently, With Their Data',
				value: 'delete',
				description: 'The user, their meetings and their recordings are gone, but for what is transferred',
			},
			{
				name: 'Unlink: They Keep a Free Zoom Account',
				value: 'unlink',
				description: 'The person leaves the account and goes on with a Basic account of their own',
			},
			{ name: 'Choose One', value: '', description: 'There is no default: one of the two cannot be undone' },
		],
	},
	{
		displayName: 'Transfer',
		name: 'transfer',
		type: 'multiOptions',
		default: [],
		...shownFor('user', 'delete'),
		options: transferOptions,
		description: 'What goes to somebody else. The rest is deleted, or leaves with the person.',
	},
	{
		displayName: 'Transfer To',
		name: 'transferTo',
		type: 'string',
		placeholder: 'e.g. mira@example.com',
		default: '',
		...shownFor('user', 'delete'),
		description: 'E-mail address of an active user with the licenses that the data needs',
	},
	...updateFields,
	...limitFields(shownFor('user', 'getAll')),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		...shownFor('user', 'getAll'),
		options: [
			{
				displayName: 'Add-On',
				name: 'license',
				type: 'options',
				default: 'zoom_workforce_management',
				description: 'Only people with this license',
				options: [
					{ name: 'Zoom Compliance Management', value: 'zoom_compliance_management' },
					{ name: 'Zoom Workforce Management', value: 'zoom_workforce_management' },
				],
			},
			{
				displayName: 'Inactive Since',
				name: 'inactiveSince',
				type: 'dateTime',
				default: '',
				description:
					'Only people who came before that and have not signed in since. Zoom tells it with up to three days of delay.',
			},
			{
				displayName: 'Role Name or ID',
				name: 'role',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getRoles' },
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				default: 'active',
				options: [
					{ name: 'Active', value: 'active' },
					{ name: 'All', value: 'all' },
					{ name: 'Deactivated', value: 'inactive' },
					{
						name: 'Invited',
						value: 'pending',
						description: 'Those who have not accepted yet. Zoom does not tell since when.',
					},
				],
			},
			{
				displayName: 'Type',
				name: 'type',
				type: 'options',
				default: 2,
				description: 'Only people of this type, picked out after reading',
				options: [
					{ name: 'Basic', value: 1 },
					{ name: 'Licensed', value: 2 },
					{ name: 'Unassigned Without Meetings Basic', value: 4 },
				],
			},
		],
	},
	{
		displayName: 'More Fields',
		name: 'includeFields',
		type: 'options',
		default: '',
		...shownFor('user', 'getAll'),
		description: 'What Zoom adds to its list only when asked. Shown where Simplify is off.',
		options: [
			{ name: 'Custom Attributes', value: 'custom_attributes' },
			{ name: 'Host Key', value: 'host_key' },
			{ name: 'None', value: '' },
		],
	},
	optionsField(shownFor('user', 'get'), ['loginType']),
	optionsField(shownFor('user', 'getAll'), ['simplify']),
	optionsField(shownFor('user', 'update'), ['loginType', 'removeTspCredentials']),
	optionsField(shownFor('user', 'changeEmail', 'activate', 'revokeToken'), []),
	optionsField(
		shownFor('user', 'deactivate', 'delete'),
		['allowAdmins', 'maxPeople', 'protectedUsers'],
		maxPeople,
	),
	optionsField(shownFor('user', 'resendInvitation'), ['onDailyLimit', 'requestFormat']),
];
