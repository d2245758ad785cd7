import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CLEARABLE } from '../../../zoom/rules/profile';
import { PHONE_LABELS } from '../../../zoom/rules/phoneNumbers';
import { licenseInfoField, unitedOrNone, zoomOneOrNone } from '../../fields/plans';
import { userTypes } from '../../fields/userTypes';

const text = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

/** Fields that can be set on an existing user, but not in a create. */
const PROFILE_FIELDS: INodeProperties[] = [
	text('About Me', 'aboutMe', {
		description: 'Up to 150 characters, without links. Zoom does not return it.',
	}),
	text('CMS User ID', 'cmsUserId', { description: 'ID of the user in Kaltura' }),
	text('Company', 'company', { placeholder: 'e.g. Example Ltd' }),
	text('Cost Center', 'costCenter'),
	{
		displayName: 'Custom Attributes',
		name: 'customAttributes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Attribute',
		default: {},
		description: 'Up to five. Zoom returns the keys of attributes only with a user who has them.',
		options: [
			{
				displayName: 'Attribute',
				name: 'attribute',
				values: [
					text('Name', 'name', { placeholder: 'e.g. Badge', description: 'Its name, or its key (cbf_…)' }),
					text('Value', 'value'),
				],
			},
		],
	},
	text('Department', 'department', { placeholder: 'e.g. Sales' }),
	text('Host Key', 'hostKey', { description: '6 to 10 digits. Zoom does not return it.' }),
	text('Job Title', 'jobTitle', { placeholder: 'e.g. Account Manager' }),
	text('Language', 'language', {
		placeholder: 'e.g. en-US',
		description: "Language of the Zoom portal, by Zoom's codes",
	}),
	text('LinkedIn URL', 'linkedinUrl', { description: 'Zoom does not return it' }),
	text('Location', 'location', { placeholder: 'e.g. Zürich' }),
	text('Manager', 'manager', {
		placeholder: 'e.g. mira@example.com',
		description: 'Email address or display name of a user of the account',
	}),
	text('Personal Link Name', 'vanityName', {
		description: 'Name in the link of the personal meeting room. Zoom does not return it.',
	}),
	text('Personal Meeting ID', 'pmi', { description: '10 digits' }),
	{
		displayName: 'Phone Numbers',
		name: 'phoneNumbers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Number',
		default: {},
		description: 'Up to three. They replace the numbers of the user.',
		options: [
			{
				displayName: 'Number',
				name: 'phone',
				values: [
					text('Country Code', 'code', {
						placeholder: 'e.g. +41',
						description: 'Can also be part of the number',
					}),
					text('Country', 'country', {
						placeholder: 'e.g. CH',
						description: 'Two letters, if the code is not enough',
					}),
					{
						displayName: 'Label',
						name: 'label',
						type: 'options',
						default: 'Office',
						options: PHONE_LABELS.map((label): INodePropertyOptions => ({ name: label, value: label })),
					},
					text('Number', 'number', { placeholder: 'e.g. 44 123 45 67' }),
				],
			},
		],
	},
	text('Pronouns', 'pronouns'),
	{
		displayName: 'Show Pronouns',
		name: 'pronounsOption',
		type: 'options',
		default: 1,
		options: [
			{ name: 'Always', value: 2 },
			{ name: 'Ask Each Time', value: 1 },
			{ name: 'Never', value: 3 },
		],
	},
	text('Time Zone', 'timezone', { placeholder: 'e.g. Europe/Zurich' }),
	{
		displayName: 'Use Personal Meeting ID',
		name: 'usePmi',
		type: 'boolean',
		default: true,
		description: 'Whether instant meetings use the personal meeting ID',
	},
];

const sorted = (fields: INodeProperties[]): INodeProperties[] =>
	fields.sort((one, other) => one.displayName.localeCompare(other.displayName));

/** What to do after the creation, in Create and Create or Update. */
const afterCreation = (more: INodeProperties[]): INodeProperties => ({
	displayName: 'Profile, Groups and Role',
	name: 'afterCreation',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description:
		'What to set after the creation. A user who has not accepted an invitation yet gets one group; the rest is returned as "pendingChanges".',
	options: sorted([
		...PROFILE_FIELDS,
		...more,
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
			displayName: 'Role Name or ID',
			name: 'role',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getRoles' },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
	]),
});

export const afterCreationField = afterCreation([]);
export const afterCreationOrAcceptanceField = afterCreation([
	{
		displayName: 'Pending Changes',
		name: 'pendingChanges',
		type: 'json',
		default: '',
		placeholder: 'e.g. {{ $json.pendingChanges }}',
		description:
			'The "pendingChanges" from the creation of the user, to apply them after the user has accepted',
	},
]);

/** In User: Update. */
export const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'Empty fields stay as they are',
	options: sorted([
		...PROFILE_FIELDS,
		text('Display Name', 'displayName', { placeholder: 'e.g. Nathan Smith' }),
		text('Division ID', 'divisionId'),
		{
			displayName: 'Fields to Clear',
			name: 'emptyFields',
			type: 'multiOptions',
			default: [],
			description: 'Fields to leave empty',
			options: CLEARABLE.map((name) => ({
				name: name.replace(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase()),
				value: name,
			})),
		},
		text('First Name', 'firstName', { placeholder: 'e.g. Nathan' }),
		text('Last Name', 'lastName', { placeholder: 'e.g. Smith' }),
		licenseInfoField,
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			default: 1,
			description: 'One of Type, Zoom United Plan and Zoom Workplace Plan can be changed at a time',
			options: userTypes,
		},
		{
			displayName: 'Zoom Phone',
			name: 'zoomPhone',
			type: 'boolean',
			default: true,
			description: 'Whether the user has Zoom Phone. Turning it off removes all their numbers and phones.',
		},
		{
			displayName: 'Zoom United Plan',
			name: 'planUnitedType',
			type: 'options',
			default: '1',
			options: unitedOrNone,
		},
		{
			displayName: 'Zoom Workplace Plan',
			name: 'zoomOneType',
			type: 'options',
			default: '16',
			options: zoomOneOrNone,
		},
	]),
};
