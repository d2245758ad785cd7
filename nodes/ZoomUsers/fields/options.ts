import type { INodeProperties } from 'n8n-workflow';

/** Options that several operations share, by name; each operation takes those that mean something to it. */
const OPTIONS: Record<string, INodeProperties> = {
	allowAdmins: {
		displayName: 'Allow Admins',
		name: 'allowAdmins',
		type: 'boolean',
		default: false,
		description:
			'Whether this may be done to admins of the Zoom account, too. The owner, the user of this credential and the Protected Users stay protected.',
	},
	checkLicenses: {
		displayName: 'Check Licenses First',
		name: 'checkLicenses',
		type: 'options',
		default: 'off',
		description: 'What to do before the first person when more people would get a license than are free',
		options: [
			{ name: 'Off', value: 'off', description: 'Do not look' },
			{ name: 'Refuse', value: 'refuse', description: 'Nobody is created, and the numbers are told' },
			{ name: 'Warn', value: 'warn', description: 'Go on, and tell the numbers in a hint' },
		],
	},
	ifInactive: {
		displayName: 'If User Is Deactivated',
		name: 'ifInactive',
		type: 'options',
		default: 'fail',
		description:
			'What to do with a person who is in the account and deactivated: somebody who comes back, say',
		options: [
			{
				name: 'Activate',
				value: 'activate',
				description:
					'Let them in again, then give them their license, groups and profile: Zoom gives nothing back',
			},
			{ name: 'Fail', value: 'fail', description: 'The row fails with the reason "inactive"' },
		],
	},
	ifUserExists: {
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
	includeInput: {
		displayName: 'Include Input',
		name: 'includeInput',
		type: 'boolean',
		default: false,
		description: 'Whether every item also carries its row, under "input"',
	},
	loginType: {
		displayName: 'Login Type',
		name: 'loginType',
		type: 'options',
		default: 100,
		description: 'Which user is meant, where somebody signs in to Zoom in several ways with one address',
		options: [
			{ name: 'API User', value: 99 },
			{ name: 'Apple', value: 24 },
			{ name: 'Facebook', value: 0 },
			{ name: 'Google', value: 1 },
			{ name: 'Microsoft', value: 27 },
			{ name: 'Mobile Device', value: 97 },
			{ name: 'Phone Number (China)', value: 11 },
			{ name: 'RingCentral', value: 98 },
			{ name: 'Single Sign-On', value: 101 },
			{ name: 'WeChat (China)', value: 21 },
			{ name: 'Work Email', value: 100 },
			{ name: 'Alipay (China)', value: 23 },
		].sort((one, other) => one.name.localeCompare(other.name)),
	},
	maxPeople: {
		displayName: 'Max Users per Run',
		name: 'maxPeople',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'A run with more rows than this is refused as a whole, since an invitation cannot be unsent. 0 means no limit.',
	},
	maxConcurrency: {
		displayName: 'Max Concurrent Requests',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50 },
		default: 4,
		description: 'How many requests to Zoom may be under way at once',
	},
	onDailyLimit: {
		displayName: 'On Daily Invitation Limit',
		name: 'onDailyLimit',
		type: 'options',
		default: 'fail',
		description: 'What to do with people who cannot be invited any more today',
		options: [
			{ name: 'Fail', value: 'fail', description: 'The row fails with the reason "quota"' },
			{
				name: 'Defer',
				value: 'defer',
				description:
					'The row comes out with the outcome "deferred", and with the time to try again, for a Wait node',
			},
		],
	},
	protectedUsers: {
		displayName: 'Protected Users',
		name: 'protectedUsers',
		type: 'string',
		default: '',
		placeholder: 'e.g. it-admin@example.com, workflows@example.com',
		description:
			'Email addresses or IDs of users that are never deactivated or deleted. The owner and the user of an OAuth2 credential are always protected. With Server-to-Server, name the owner of the app here if Zoom does not say who it is.',
	},
	rateShare: {
		displayName: 'Rate Limit Share (%)',
		name: 'rateShare',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 50,
		description:
			'Zoom allows 30 requests a second on Pro and 80 on Business, for all apps of the account together',
	},
	readBack: {
		displayName: 'Return Full User',
		name: 'readBack',
		type: 'boolean',
		default: false,
		description:
			'Whether to return the whole user as Zoom has it afterwards. One more request for each person.',
	},
	removeTspCredentials: {
		displayName: 'Remove TSP Credentials',
		name: 'removeTspCredentials',
		type: 'boolean',
		default: false,
		description: 'Whether to take away the credentials of a telephony service provider (TSP)',
	},
	requestFormat: {
		displayName: 'Request Format',
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
	simplify: {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	timeout: {
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60000,
		description: 'How long to wait for one response of Zoom, in milliseconds',
	},
	verify: {
		displayName: 'Verify',
		name: 'verify',
		type: 'boolean',
		default: false,
		description:
			'Whether to read the person back at the end, and to tell for each field what was asked for and what Zoom has',
	},
};

/** What bounds every run. */
const FOR_ALL = ['includeInput', 'maxConcurrency', 'rateShare', 'timeout'];

/** The collection of options of an operation, in the order of their names on the screen. */
export function optionsField(
	shown: Pick<INodeProperties, 'displayOptions'>,
	names: readonly string[],
	changed: Record<string, Partial<INodeProperties>> = {},
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		...shown,
		options: [...names, ...FOR_ALL]
			.map((name): INodeProperties => ({ ...OPTIONS[name], ...changed[name] }))
			.sort((one, other) => one.displayName.localeCompare(other.displayName)),
	};
}
