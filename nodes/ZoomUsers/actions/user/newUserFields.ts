import type { INodeProperties } from 'n8n-workflow';
import type { Action } from '../../../zoom/rules/newUser';
import { licenseInfoField, unitedOptions, zoomOneOptions } from '../../fields/plans';

/** The action that most accounts can use comes first. */
const ACTIONS: Array<[name: string, value: Action, description: string]> = [
	[
		'Invite by Email (create)',
		'create',
		"Zoom sends an invitation. The user is pending until they accept. Uses one of the day's invitations (Pro: 1,500).",
	],
	[
		'With a Password You Set (autoCreate)',
		'autoCreate',
		'Active at once, signs in with the password you set, no email. Requires Enterprise and a managed domain.',
	],
	[
		'Without Sign-In (custCreate)',
		'custCreate',
		'Hosts meetings through links and the API, never signs in, no email. Requires an ISV agreement with Zoom.',
	],
	[
		'For Single Sign-On (ssoCreate)',
		'ssoCreate',
		'Active at once, signs in through your identity provider, no email. Requires "Pre-provisioning SSO User".',
	],
];
const actionOptions = ACTIONS.map(([name, value, description]) => ({ name, value, description }));

const TYPES = [
	{ name: 'Basic', value: 1, description: 'Free: meetings of up to 40 minutes. Uses no license.' },
	{ name: 'Licensed', value: 2, description: 'Uses one of the licenses of your account' },
	{
		name: 'Unassigned Without Meetings Basic',
		value: 4,
		description: 'Hosts no meetings; for users of other Zoom products only',
	},
];

export const actionField: INodeProperties = {
	displayName: 'Action',
	name: 'action',
	type: 'options',
	default: 'create',
	description: 'How the user is created, and how they sign in',
	options: actionOptions,
};

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	placeholder: 'e.g. nathan@example.com',
	default: '',
	required: true,
	description: 'Address with which the user signs in to Zoom, and to which an invitation is sent',
};

export const employeeIdField: INodeProperties = {
	displayName: 'Employee ID',
	name: 'employeeId',
	type: 'string',
	default: '',
	description:
		'If set, the user is looked up by employee ID first, then by email address. So a user with a new address is not created twice.',
};

export const nameFields: INodeProperties[] = [
	{
		displayName: 'First Name',
		name: 'firstName',
		type: 'string',
		placeholder: 'e.g. Nathan',
		default: '',
		description: 'Up to 64 characters, with up to 5 Chinese characters',
	},
	{
		displayName: 'Last Name',
		name: 'lastName',
		type: 'string',
		placeholder: 'e.g. Smith',
		default: '',
		description: 'Up to 64 characters, with up to 5 Chinese characters',
	},
];

export const typeField: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	default: 1,
	description: 'License of the user. In an expression, the words "Basic" and "Licensed" work too.',
	options: TYPES,
};

export const typeOrAsItIsField: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	default: '',
	description: 'License of the user. In an expression, the words "Basic" and "Licensed" work too.',
	options: [
		...TYPES,
		{ name: 'As It Is', value: '', description: 'Existing users keep their type; new users are Basic' },
	],
};

export const passwordField: INodeProperties = {
	displayName: 'Password',
	name: 'password',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	displayOptions: { show: { action: ['autoCreate'] } },
	description: '8 to 32 characters with a number, a lowercase letter and an uppercase letter',
};

export const additionalFieldsField: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Display Name',
			name: 'displayName',
			type: 'string',
			placeholder: 'e.g. Nathan Smith',
			default: '',
			description: 'Name that others see in meetings, up to 128 characters',
		},
		{
			displayName: 'Division ID',
			name: 'divisionId',
			type: 'string',
			default: '',
			description: 'Division of the user. Not available on Zoom for Government.',
		},
		licenseInfoField,
		{
			displayName: 'More Zoom Fields (JSON)',
			name: 'userInfoJson',
			type: 'json',
			default: '',
			placeholder: 'e.g. {"display_name": "Nathan Smith"}',
			description: "Merged into Zoom's user_info, for fields that this node does not have",
		},
		{
			displayName: 'Zoom Phone',
			name: 'zoomPhone',
			type: 'boolean',
			default: true,
			description: 'Whether the user gets Zoom Phone. Uses a Zoom Phone license.',
		},
		{
			displayName: 'Zoom United Plan',
			name: 'planUnitedType',
			type: 'options',
			default: '1',
			options: unitedOptions,
			description: 'Zoom United license. Your account must have bought it.',
		},
		{
			displayName: 'Zoom Workplace Plan',
			name: 'zoomOneType',
			type: 'options',
			default: '16',
			options: zoomOneOptions,
			description: 'Zoom Workplace (formerly Zoom One) license. Your account must have bought it.',
		},
	],
};
