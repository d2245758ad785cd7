import type { INodeProperties } from 'n8n-workflow';
import { choice, flag, number, words, type OptionType } from './optionTypes';

const LOGIN_TYPES = [
	{ name: 'Alipay (China)', value: 23 },
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
];

/** Zoom's number for how a user signs in. Source: `login_type` in Zoom's OpenAPI of `GET /users/{userId}`. */
const loginType: OptionType<number | undefined> = {
	property: {
		displayName: 'Login Type',
		type: 'options',
		default: 100,
		description: 'Which user to select if the same address signs in to Zoom in several ways',
		options: LOGIN_TYPES,
	},
	fallback: undefined,
	parse: (given, complain) => {
		if (/^\d{1,3}$/.test(String(given ?? '').trim())) return Number(given);
		return complain('is not a login type', "Choose one from the list, or use Zoom's number for it.");
	},
};

/** The options of all operations, by name. Each operation lists the options that apply to it. */
export const OPTIONS = {
	allowAdmins: flag({
		displayName: 'Allow Admins',
		description:
			'Whether to include admins of the Zoom account. The owner, the user of the credential and the Protected Users stay protected.',
	}),
	checkLicenses: choice(
		{
			displayName: 'Check Licenses First',
			description:
				'What to do if more users would get a license than there are free licenses. Checked before the first request.',
		},
		['off', 'warn', 'refuse'],
		[
			{ name: 'Off', value: 'off', description: 'Do not check' },
			{ name: 'Refuse', value: 'refuse', description: 'Create no user, and show the numbers' },
			{ name: 'Warn', value: 'warn', description: 'Continue, and show the numbers in a hint' },
		],
	),
	ifInactive: choice(
		{
			displayName: 'If User Is Deactivated',
			description:
				'What to do with a user who is in the account and deactivated, such as a returning employee',
		},
		['fail', 'activate'],
		[
			{
				name: 'Activate',
				value: 'activate',
				description: 'Reactivate the user, then restore their license, groups and profile',
			},
			{ name: 'Fail', value: 'fail', description: 'The row fails with the reason "inactive"' },
		],
	),
	ifUserExists: choice(
		{
			displayName: 'If User Exists',
			description: 'What to do with a user who is already in this Zoom account or invited to it',
		},
		['fail', 'skip'],
		[
			{ name: 'Fail', value: 'fail', description: 'The row fails with the reason "exists"' },
			{
				name: 'Skip',
				value: 'skip',
				description: 'The row returns the user as Zoom has them, with the outcome "exists"',
			},
		],
	),
	includeInput: flag({
		displayName: 'Include Input',
		description: 'Whether every item also has its row, as "input"',
	}),
	loginType,
	maxPeople: number(
		{
			displayName: 'Max Users per Run',
			description:
				'A run with more rows than this is refused as a whole, because an invitation cannot be unsent. 0 means no limit.',
		},
		{ fallback: 0, least: 0 },
	),
	maxRemovals: number(
		{
			displayName: 'Max Removals',
			description:
				'A plan in which more users than this lose their license, their sign-in or their account cannot be applied. 0 means no limit.',
		},
		{ fallback: 10, least: 0 },
	),
	maxRemovalsPercent: number(
		{
			displayName: 'Max Removals (%)',
			description: 'The same limit in percent of the users in scope. 0 means no limit.',
		},
		{ fallback: 5, least: 0, most: 100 },
	),
	maxConcurrency: number(
		{ displayName: 'Max Concurrent Requests', description: 'How many requests to send to Zoom at once' },
		{ fallback: 20, least: 1, most: 50 },
	),
	onDailyLimit: choice(
		{
			displayName: 'On Daily Invitation Limit',
			description: 'What to do with users who cannot be invited today',
		},
		['fail', 'defer'],
		[
			{ name: 'Fail', value: 'fail', description: 'The row fails with the reason "quota"' },
			{
				name: 'Defer',
				value: 'defer',
				description: 'The row has the outcome "deferred", and the time to try again, for a Wait node',
			},
		],
	),
	protectedUsers: words({
		displayName: 'Protected Users',
		placeholder: 'e.g. it-admin@example.com, workflows@example.com',
		description:
			'Email addresses or IDs of users that are never deactivated or deleted. The owner and the user of an OAuth2 credential are always protected. With Server-to-Server, name the owner of the app here if Zoom does not say who it is.',
	}),
	rateShare: number(
		{
			displayName: 'Rate Limit Share (%)',
			description:
				"Zoom allows 30 requests a second on Pro and 80 on Business, for all apps of the account together. With 0, a run uses all that others leave free if Zoom's responses say how much that is, and otherwise half. With 100, it always uses all that others leave free.",
		},
		{ fallback: 0, least: 0, most: 100 },
	),
	readBack: flag({
		displayName: 'Return Full User',
		description:
			'Whether to return all fields that Zoom has of the user. Sends one more request for each user.',
	}),
	removeTspCredentials: flag({
		displayName: 'Remove TSP Credentials',
		description: 'Whether to remove the credentials of a telephony service provider (TSP)',
	}),
	requestFormat: choice(
		{ displayName: 'Request Format', description: 'Format of the request to Zoom' },
		['auto', 'multipart', 'json'],
		[
			{ name: 'Automatic', value: 'auto', description: 'Form, or JSON if Zoom rejects the form' },
			{ name: 'Form', value: 'multipart', description: 'Always multipart/form-data' },
			{ name: 'JSON', value: 'json', description: 'Always JSON' },
		],
	),
	simplify: flag(
		{
			displayName: 'Simplify',
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		true,
	),
	timeout: number(
		{ displayName: 'Timeout', description: 'How long to wait for a response from Zoom, in milliseconds' },
		{ fallback: 60_000, least: 1 },
	),
	validFor: number(
		{
			displayName: 'Valid for (Hours)',
			description: 'How long the plan can be applied. An older plan is refused.',
		},
		{ fallback: 24, least: 1 },
	),
	verify: flag({
		displayName: 'Verify',
		description:
			'Whether to read the user at the end, and return the requested and the actual value of each field',
	}),
};

export type OptionName = keyof typeof OPTIONS;

/** Options that every operation has. */
const FOR_ALL: readonly OptionName[] = ['includeInput', 'maxConcurrency', 'rateShare', 'timeout'];

/** The collection "Options" of an operation. */
export function optionsField(
	names: readonly OptionName[],
	overrides: Partial<Record<OptionName, Partial<INodeProperties>>> = {},
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...names, ...FOR_ALL]
			.map((name): INodeProperties => ({ ...OPTIONS[name].property, name, ...overrides[name] }))
			.sort((one, other) => one.displayName.localeCompare(other.displayName)),
	};
}
