import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CLEARABLE } from '../../../zoom/rules/profile';
import { PHONE_LABELS } from '../../../zoom/rules/phoneNumbers';
import { shownFor } from '../../fields/shownFor';
import { licenseInfoField, unitedOrNone, zoomOneOrNone } from '../../fields/plans';

const text = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

/** What a change to a user who is there can say, and a create cannot. */
const PROFILE_FIELDS: INodeProperties[] = [
	text('About Me', 'aboutMe', {
		description: 'Up to 150 characters, without links. Zoom never gives it back.',
	}),
	text('CMS User ID', 'cmsUserId', { description: 'ID of the person in Kaltura' }),
	text('Company', 'company', { placeholder: 'e.g. Example Ltd' }),
	text('Cost Center', 'costCenter'),
	{
		displayName: 'Custom Attributes',
		name: 'customAttributes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Attribute',
		default: {},
		description: 'Up to five. Zoom tells the keys of attributes only where somebody has them.',
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
	text('Host Key', 'hostKey', { description: '6 to 10 digits. Zoom never gives it back.' }),
	text('Job Title', 'jobTitle', { placeholder: 'e.g. Account Manager' }),
	text('Language', 'language', {
		placeholder: 'e.g. en-US',
		description: "Of the Zoom portal, by Zoom's codes",
	}),
	text('LinkedIn URL', 'linkedinUrl', { description: 'Zoom never gives it back' }),
	text('Location', 'location', { placeholder: 'e.g. Zürich' }),
	text('Manager', 'manager', {
		placeholder: 'e.g. mira@example.com',
		description: 'E-mail address or display name of somebody in the account',
	}),
	text('Personal Link Name', 'vanityName', {
		description: 'Of the personal meeting room. Zoom never gives it back.',
	}),
	text('Personal Meeting ID', 'pmi', { description: '10 digits' }),
	{
		displayName: 'Phone Numbers',
		name: 'phoneNumbers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Number',
		default: {},
		description: 'Up to three, in the place of those that the person has',
		options: [
			{
				displayName: 'Number',
				name: 'phone',
				values: [
					text('Country Code', 'code', {
						placeholder: 'e.g. +41',
						description: 'May also stand in the number',
					}),
					text('Country', 'country', {
						placeholder: 'e.g. CH',
						description: "Zoom's two letters, where the code is not enough",
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
		description: 'Whether instant meetings take the personal meeting ID',
	},
];

const BY_NAME = (one: INodeProperties, other: INodeProperties) =>
	one.displayName.localeCompare(other.displayName);

/** After creation, in Create and Create or Update. */
export const afterCreationFields: INodeProperties[] = [
	{
		displayName: 'Profile, Groups and Role',
		name: 'afterCreation',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		...shownFor('user', 'create', 'upsert'),
		description:
			'What is done once the person is there. Whoever has yet to accept an invitation gets one group; the rest comes back as "pendingChanges".',
		options: [
			...PROFILE_FIELDS,
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
				displayName: 'Pending Changes',
				name: 'pendingChanges',
				type: 'json',
				default: '',
				displayOptions: { show: { '/operation': ['upsert'] } },
				placeholder: 'e.g. {{ $json.pendingChanges }}',
				description:
					'What came back as "pendingChanges" when the person was created, to be done now that they have accepted',
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
		].sort(BY_NAME as never) as INodeProperties[],
	},
];

/** In User: Update. */
export const updateFields: INodeProperties[] = [
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		...shownFor('user', 'update'),
		description: 'What is left empty here stays as it is',
		options: [
			...PROFILE_FIELDS,
			text('Display Name', 'displayName', { placeholder: 'e.g. Nathan Smith' }),
			text('Division ID', 'divisionId'),
			{
				displayName: 'Fields to Clear',
				name: 'emptyFields',
				type: 'multiOptions',
				default: [],
				description: 'These are to hold nothing afterwards',
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
				options: [
					{ name: 'Basic', value: 1 },
					{ name: 'Licensed', value: 2 },
					{ name: 'Unassigned Without Meetings Basic', value: 4 },
				],
			},
			{
				displayName: 'Zoom Phone',
				name: 'zoomPhone',
				type: 'boolean',
				default: true,
				description:
					'Whether the person has Zoom Phone. Switched off, all their numbers and phones are taken away.',
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
		].sort(BY_NAME as never) as INodeProperties[],
	},
];
