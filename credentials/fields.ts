import type { INodeProperties } from 'n8n-workflow';

/** Fields that both credentials share. */

export const environment: INodeProperties = {
	displayName: 'Environment',
	name: 'environment',
	type: 'options',
	default: 'global',
	description: 'Which Zoom the account is in',
	options: [
		{ name: 'Zoom (zoom.us)', value: 'global' },
		{ name: 'Zoom for Government (zoomgov.com)', value: 'government' },
		{ name: 'Custom', value: 'custom', description: 'Another address, such as the Zoom simulator' },
	],
};

const customOnly = { show: { environment: ['custom'] } };

export const customAddresses: INodeProperties[] = [
	{
		displayName: 'API Address',
		name: 'apiUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://api.zoom.us/v2',
		required: true,
		displayOptions: customOnly,
		description: 'With the version at its end. Must be https, unless it is on this machine.',
	},
	{
		displayName: 'OAuth Address',
		name: 'oauthUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://zoom.us/oauth',
		required: true,
		displayOptions: customOnly,
		description: 'The folder of authorize and token. Must be https, unless it is on this machine.',
	},
];

export const accountPlan: INodeProperties = {
	displayName: 'Account Plan',
	name: 'accountPlan',
	type: 'options',
	default: 'pro',
	description: 'Decides how many requests Zoom allows',
	options: [
		{ name: 'Pro', value: 'pro' },
		{ name: 'Business, Education, Enterprise or Partner', value: 'business' },
	],
};
