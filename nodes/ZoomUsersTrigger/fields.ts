import type { INodeProperties } from 'n8n-workflow';

/** In the order of their names, as n8n's linter requires. */
const EVENTS: Array<[name: string, value: string, description: string]> = [
	['Added to Group', 'group.member_added', 'A user was added to a group. Returns one item for each user.'],
	[
		'Invitation Accepted',
		'user.invitation_accepted',
		'A user accepted the invitation and is no longer pending. You can now assign licenses, groups, and roles.',
	],
	[
		'Removed From Group',
		'group.member_deleted',
		'A user was removed from a group. Returns one item for each user.',
	],
	['User Activated', 'user.activated', 'A deactivated user can sign in again, for example after a rehire'],
	[
		'User Created',
		'user.created',
		'A user was invited or created. Invited users are pending until they accept.',
	],
	['User Deactivated', 'user.deactivated', 'A user can no longer sign in, and lost all licenses'],
	['User Deleted', 'user.deleted', 'A user was permanently deleted'],
	['User Signed In', 'user.signed_in', 'A user signed in to a browser or an app'],
	['User Signed Out', 'user.signed_out', 'A user signed out'],
	[
		'User Unlinked',
		'user.disassociated',
		'A user was removed from the account and keeps a separate Zoom account',
	],
	[
		'User Updated',
		'user.updated',
		'A field of the profile changed, such as the license, the email address, or the name',
	],
];

/** The fields that `user.updated` can contain. */
const CHANGED_FIELDS: Array<[name: string, value: string]> = [
	['Company', 'company'],
	['Custom Attributes', 'custom_attributes'],
	['Department', 'dept'],
	['Display Name', 'display_name'],
	['Email', 'email'],
	['First Name', 'first_name'],
	['Host Key', 'host_key'],
	['Language', 'language'],
	['Last Name', 'last_name'],
	['License (Type)', 'type'],
	['Personal Link', 'vanity_name'],
	['Personal Meeting ID', 'pmi'],
	['Personal Meeting ID Is Used', 'use_pmi'],
	['Phone Number', 'phone_number'],
	['Picture', 'pic_url'],
	['Primary Group', 'primary_group_id'],
	['Role', 'role'],
	['Settings (Webinar, Large Meeting, Capacity)', 'settings'],
	['Time Zone', 'timezone'],
];

const CREATION_TYPES: Array<[name: string, value: string]> = [
	['For Single Sign-On (ssoCreate)', 'ssoCreate'],
	['Invited by Email (create)', 'create'],
	['With a Password (autoCreate)', 'autoCreate'],
	['Without Sign-In (custCreate)', 'custCreate'],
];

const eventOptions = EVENTS.map(([name, value, description]) => ({
	name: `${name} (${value})`,
	value,
	action: `On ${name
		.replace(/^User /, 'user ')
		.replace(/^(Added|Invitation|Removed)/, (word) => word.toLowerCase())
		.toLowerCase()}`,
	description,
}));
const choices = (list: Array<[name: string, value: string]>) =>
	list.map(([name, value]) => ({ name, value }));

/** A notice in n8n can contain links and lists, but not numbered lists. */
const STEPS = `How to connect Zoom
<ul>
<li>1. On <a href="https://marketplace.zoom.us" target="_blank">marketplace.zoom.us</a> open your app and go to Features > Access. Copy the Secret Token into the credential below.</li>
<li>2. Choose the events below and publish this workflow.</li>
<li>3. Copy the Production URL from above. In Zoom, select Event Subscriptions > Add New Event Subscription and paste it as the event notification endpoint URL. Zoom requires an address that starts with https.</li>
<li>4. Choose "All users in the account", add the same events as below, select Validate, and save.</li>
</ul>
The Test URL is for building a workflow. It works for one event after you select "Execute step" or "Listen for test event". Zoom validates an address again every 72 hours, so replace it with the Production URL when you're done.`;

export const triggerFields: INodeProperties[] = [
	{ displayName: STEPS, name: 'steps', type: 'notice', default: '' },
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: [],
		options: eventOptions,
		description: 'The events that start the workflow. Add the same events to your app in Zoom.',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Changed Fields',
				name: 'changedFields',
				type: 'multiOptions',
				default: [],
				options: choices(CHANGED_FIELDS),
				description:
					'For User Updated: start only if one of these fields changed. Other events are not affected.',
			},
			{
				displayName: 'Creation Types',
				name: 'creationType',
				type: 'multiOptions',
				default: [],
				options: choices(CREATION_TYPES),
				description:
					'For User Created: start only for users created in one of these ways. Other events are not affected.',
			},
			{
				displayName: 'Email Domains',
				name: 'emailDomains',
				type: 'string',
				default: '',
				placeholder: 'e.g. example.com, example.org',
				description:
					'Start only for users with an email address in one of these domains. Events without an email address, such as some of User Updated, start nothing.',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Refuse Events Older Than (Minutes)',
				name: 'maxAgeMinutes',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 1440 },
				default: 90,
				description:
					'How old the signature of an event can be, and how long the node remembers an event to ignore repeated deliveries. Zoom retries for up to 85 minutes.',
			},
		],
	},
];
