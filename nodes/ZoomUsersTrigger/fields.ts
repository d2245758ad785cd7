import type { INodeProperties } from 'n8n-workflow';

/** What can start a workflow, by n8n's order: that of the names. */
const EVENTS: Array<[name: string, value: string, description: string]> = [
	['Added to Group', 'group.member_added', 'Somebody has come to a group: one item for each of them'],
	[
		'Invitation Accepted',
		'user.invitation_accepted',
		'Somebody has accepted the invitation, and is no longer pending: now licenses, groups and roles can be given',
	],
	['Removed From Group', 'group.member_deleted', 'Somebody has left a group: one item for each of them'],
	['User Activated', 'user.activated', 'Somebody who was deactivated can sign in again: the rehire'],
	[
		'User Created',
		'user.created',
		'Somebody has been invited or created. Invited people are pending until they accept.',
	],
	['User Deactivated', 'user.deactivated', 'Somebody cannot sign in any more, and has lost their licenses'],
	['User Deleted', 'user.deleted', 'Somebody has been deleted for good'],
	['User Signed In', 'user.signed_in', 'Somebody has signed in, in a browser or an app'],
	['User Signed Out', 'user.signed_out', 'Somebody has signed out'],
	[
		'User Unlinked',
		'user.disassociated',
		'Somebody has left the account, and keeps a Zoom account of their own',
	],
	['User Updated', 'user.updated', 'Something in a profile is different: license, address, name and more'],
];

/** The fields of which `user.updated` tells the change. */
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

/** A notice of n8n takes links and lists, and no numbered ones. */
const STEPS = `How to connect it with Zoom
<ul>
<li>1. On <a href="https://marketplace.zoom.us" target="_blank">marketplace.zoom.us</a> open your app, and there Features > Access. Copy the Secret Token into the credential below.</li>
<li>2. Choose the events below, and publish this workflow.</li>
<li>3. Copy the Production URL from above. In Zoom select Event Subscriptions > Add New Event Subscription, and paste it as the event notification endpoint URL. Zoom wants it to be https.</li>
<li>4. Choose "All users in the account", add the same events as below, select Validate, then save.</li>
</ul>
The Test URL works only after you have selected "Execute step" or "Listen for test event", and for one event. Validate and use it the same way while you build, and put the Production URL in its place before you leave: Zoom validates an address again every 72 hours.`;

/** What the editor shows. */
export const triggerFields: INodeProperties[] = [
	{ displayName: STEPS, name: 'steps', type: 'notice', default: '' },
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: [],
		options: eventOptions,
		description: 'What starts the workflow. Zoom sends only what is also chosen in the app.',
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
				description: 'For User Updated: start only if one of these is different. Other events pass.',
			},
			{
				displayName: 'Creation Types',
				name: 'creationType',
				type: 'multiOptions',
				default: [],
				options: choices(CREATION_TYPES),
				description:
					'For User Created: start only for people created in one of these ways. Other events pass.',
			},
			{
				displayName: 'Email Domains',
				name: 'emailDomains',
				type: 'string',
				default: '',
				placeholder: 'e.g. example.com, example.org',
				description:
					'Start only for people with an address at one of these. An event in which Zoom names no address does not pass; some of User Updated name none.',
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
					'How old a signature may be, and how long an event is remembered so that it starts nothing twice. Zoom tries again up to 85 minutes after the first time.',
			},
		],
	},
];
