import type { INodeProperties } from 'n8n-workflow';
import type { Action } from '../../../zoom/rules/newUser';
import { optionsField } from '../../fields/options';
import { shownFor } from '../../fields/shownFor';
import { afterCreationFields } from './profileFields';
import { licenseInfoField, unitedOptions, zoomOneOptions } from '../../fields/plans';

/** From what most accounts can do to what few can. */
const ACTIONS: Array<[name: string, value: Action, description: string]> = [
	[
		'Invite by Email (create)',
		'create',
		"Zoom mails an invitation; pending until accepted. Uses one of the day's invitations (Pro: 1,500).",
	],
	[
		'With a Password You Set (autoCreate)',
		'autoCreate',
		'Active at once, signs in with the password you set; no mail. Needs Enterprise and a managed domain.',
	],
	[
		'Without Sign-In (custCreate)',
		'custCreate',
		'Can host meetings through links and the API, but never sign in; no mail. Needs an ISV agreement with Zoom.',
	],
	[
		'For Single Sign-On (ssoCreate)',
		'ssoCreate',
		'Active at once, signs in through your identity provider; no mail. Needs "Pre-provisioning SSO User".',
	],
];
const actionOptions = ACTIONS.map(([name, value, description]) => ({ name, value, description }));

const show = { resource: ['user'], operation: ['create', 'upsert'] };

const TYPES = [
	{ name: 'Basic', value: 1, description: 'Free: meetings of up to 40 minutes. Uses no license.' },
	{ name: 'Licensed', value: 2, description: 'Uses one of the licenses that your account has bought' },
	{
		name: 'Unassigned Without Meetings Basic',
		value: 4,
		description: 'No meetings of their own, for people who only use other Zoom products',
	},
];

/** What the editor shows for User: Create and User: Create or Update, from broad to narrow. */
export const createFields: INodeProperties[] = [
	{
		displayName: 'Action',
		name: 'action',
		type: 'options',
		default: 'create',
		displayOptions: { show },
		description: 'How the person comes into Zoom, and how they will sign in',
		options: actionOptions,
	},
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		placeholder: 'e.g. nathan@example.com',
		default: '',
		required: true,
		displayOptions: { show },
		description: 'Address under which the person signs in to Zoom, and to which an invitation goes',
	},
	{
		displayName: 'Employee ID',
		name: 'employeeId',
		type: 'string',
		default: '',
		...shownFor('user', 'upsert'),
		description:
			'Where it is given, the person is looked for by it first, and by e-mail address after that: so nobody is created twice whose address has changed',
	},
	{
		displayName: 'First Name',
		name: 'firstName',
		type: 'string',
		placeholder: 'e.g. Nathan',
		default: '',
		displayOptions: { show },
		description: 'Up to 64 characters, of which up to 5 Chinese ones',
	},
	{
		displayName: 'Last Name',
		name: 'lastName',
		type: 'string',
		placeholder: 'e.g. Smith',
		default: '',
		displayOptions: { show },
		description: 'Up to 64 characters, of which up to 5 Chinese ones',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		default: 1,
		...shownFor('user', 'create'),
		description: 'License of the person. By expression, also the labels: "Basic", "Licensed".',
		options: TYPES,
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		default: '',
		...shownFor('user', 'upsert'),
		description: 'License of the person. By expression, also the labels: "Basic", "Licensed".',
		options: [
			...TYPES,
			{ name: 'As It Is', value: '', description: 'Leave it to people who are there; new people are Basic' },
		],
	},
	{
		displayName: 'Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		displayOptions: { show: { ...show, action: ['autoCreate'] } },
		description: '8 to 32 characters with a number, a lower-case and an upper-case letter',
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions: { show },
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
				description: 'Division that the person belongs to. Not on Zoom for Government.',
			},
			licenseInfoField,
			{
				displayName: 'More Zoom Fields (JSON)',
				name: 'userInfoJson',
				type: 'json',
				default: '',
				placeholder: 'e.g. {"display_name": "Nathan Smith"}',
				description: "Laid over everything else in Zoom's user_info, for fields that this node does not show",
			},
			{
				displayName: 'Zoom Phone',
				name: 'zoomPhone',
				type: 'boolean',
				default: true,
				description: 'Whether the person gets Zoom Phone. Uses a Zoom Phone license.',
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
	},
	...afterCreationFields,
	optionsField(shownFor('user', 'create'), [
		'checkLicenses',
		'ifUserExists',
		'maxPeople',
		'onDailyLimit',
		'readBack',
		'requestFormat',
		'verify',
	]),
	optionsField(shownFor('user', 'upsert'), [
		'checkLicenses',
		'ifInactive',
		'maxPeople',
		'onDailyLimit',
		'readBack',
		'requestFormat',
		'verify',
	]),
];
