import type { INodeProperties } from 'n8n-workflow';
import type { Action } from '../../zoom/userInfo';
import { unitedOptions, zoomOneOptions } from './planOptions';

/** From what most accounts can do to what few can. */
const ACTIONS: Array<[name: string, value: Action, description: string]> = [
	[
		'Invite by Email (create)',
		'create',
		'Zoom mails an invitation. The person is pending until they accept it, and can sign in after that. Counts against the daily quota of invitations (1,500 on Pro).',
	],
	[
		'With a Password You Set (autoCreate)',
		'autoCreate',
		'Active at once, signs in with the password you set; no mail. Needs an Enterprise account with a managed domain.',
	],
	[
		'Without Sign-In (custCreate)',
		'custCreate',
		'Can host meetings through links and the API, but never sign in; no mail. Needs an ISV agreement with Zoom.',
	],
	[
		'For Single Sign-On (ssoCreate)',
		'ssoCreate',
		'Active at once, signs in through your identity provider; no mail. Needs single sign-on with "Pre-provisioning SSO User".',
	],
];
const actionOptions = ACTIONS.map(([name, value, description]) => ({ name, value, description }));

const show = { resource: ['user'], operation: ['create'] };

/** What the editor shows for User: Create, from broad to narrow. */
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
		displayOptions: { show },
		description: 'License of the person. By expression, also the words: "Basic", "Licensed".',
		options: [
			{ name: 'Basic', value: 1, description: 'Free: meetings of up to 40 minutes. Uses no license.' },
			{ name: 'Licensed', value: 2, description: 'Uses one of the licenses that your account has bought' },
			{
				name: 'Unassigned Without Meetings Basic',
				value: 4,
				description: 'No meetings of their own, for people who only use other Zoom products',
			},
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
			{
				displayName: 'License Info (JSON)',
				name: 'licenseInfo',
				type: 'json',
				default: '',
				placeholder: 'e.g. [{"license_type": "MEETING", "license_option": 2, "subscription_id": "SUBREF-…"}]',
				description: 'One or two licenses, for accounts with several subscriptions',
			},
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
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'How to Send',
				name: 'requestFormat',
				type: 'options',
				default: 'auto',
				description: 'Form of the request to Zoom',
				options: [
					{
						name: 'Automatic',
						value: 'auto',
						description: 'As a form, and as JSON where Zoom refuses the form',
					},
					{ name: 'Form', value: 'multipart', description: 'Always as multipart/form-data' },
					{ name: 'JSON', value: 'json', description: 'Always as JSON' },
				],
			},
			{
				displayName: 'If User Exists',
				name: 'ifUserExists',
				type: 'options',
				default: 'fail',
				description: 'What to do with a person who is in this Zoom account already, or invited to it',
				options: [
					{
						name: 'Fail',
						value: 'fail',
						description: 'The row fails with the reason "exists"',
					},
					{
						name: 'Skip',
						value: 'skip',
						description: 'The row goes on with the user as Zoom has them, and the outcome "exists"',
					},
				],
			},
			{
				displayName: 'Include Input',
				name: 'includeInput',
				type: 'boolean',
				default: false,
				description: 'Whether every item also carries its row, under "input"',
			},
			{
				displayName: 'Most People in One Run',
				name: 'maxPeople',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'A run with more rows than this is refused as a whole, since an invitation cannot be unsent. 0 means no limit.',
			},
			{
				displayName: 'Read Back',
				name: 'readBack',
				type: 'boolean',
				default: false,
				description:
					'Whether to return the whole user as Zoom has it after the create. One more request for each person.',
			},
			{
				displayName: 'Requests at the Same Time',
				name: 'maxConcurrency',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 50 },
				default: 4,
				description: 'How many requests to Zoom may be under way at once',
			},
			{
				displayName: 'Timeout',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 60000,
				description: 'How long to wait for one answer of Zoom, in milliseconds',
			},
			{
				displayName: "Use at Most (% of Zoom's Rate Limit)",
				name: 'rateShare',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 50,
				description:
					'Zoom allows 30 requests a second on Pro and 80 on Business, for all apps of the account together',
			},
			{
				displayName: "When Today's Invitations Are Used Up",
				name: 'onDailyLimit',
				type: 'options',
				default: 'fail',
				description: 'What to do with people who cannot be invited any more today',
				options: [
					{ name: 'Fail', value: 'fail', description: 'The row fails with the reason "quota"' },
					{
						name: 'Put Off',
						value: 'defer',
						description:
							'The row comes out with the outcome "deferred", and with the time to try again, for a Wait node',
					},
				],
			},
		],
	},
];
