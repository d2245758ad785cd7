import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { getGroups, getRoles, searchGroups, searchRoles, searchUsers } from './methods/listSearch';
import { fieldLabel } from './actions/fieldLabel';
import { fields } from './actions/fields';
import { operations } from './actions/operations';
import { Report } from './output/report';

type Operations = Array<[value: string, name: string, action: string, description: string]>;

/** The operations of each resource, in the order of their names, and the one that stands there at first. */
const OPERATIONS: Record<string, { first: string; all: Operations }> = {
	user: {
		first: 'create',
		all: [
			['activate', 'Activate', 'Activate user', 'Let a deactivated person sign in again'],
			[
				'changeEmail',
				'Change Email',
				'Change email of user',
				'Give a person another address, within your domains',
			],
			['create', 'Create', 'Create user', 'Put a new person into the Zoom account'],
			[
				'upsert',
				'Create or Update',
				'Create or update user',
				'Put a new person in, or update the one who is there: only what differs is written',
			],
			[
				'deactivate',
				'Deactivate',
				'Deactivate user',
				'Shut a person out and keep their data; their licenses go',
			],
			['delete', 'Delete', 'Delete or unlink user', 'Take a person out of the account'],
			['get', 'Get', 'Get user', 'Read one person'],
			['getAll', 'Get Many', 'Get many users', 'List people'],
			[
				'resendInvitation',
				'Resend Invitation',
				'Resend invitation to user',
				"Invite a person anew; counts against today's invitations",
			],
			['revokeToken', 'Sign Out', 'Sign out user', 'End the sessions of a person who uses single sign-on'],
			['update', 'Update', 'Update user', 'Change a person who is there'],
		],
	},
	group: {
		first: 'addMember',
		all: [
			['addMember', 'Add Member', 'Add member to group', 'Put a person into a group'],
			['create', 'Create', 'Create group', 'Make a new group'],
			['getAll', 'Get Many', 'Get many groups', 'List groups'],
			['removeMember', 'Remove Member', 'Remove member from group', 'Take a person out of a group'],
		],
	},
	role: {
		first: 'assign',
		all: [
			['assign', 'Assign', 'Assign role to user', 'Give a person a role in the place of the one they have'],
			['getAll', 'Get Many', 'Get many roles', 'List roles'],
			['remove', 'Remove', 'Remove role from user', 'Make a person a Member again'],
		],
	},
	account: {
		first: 'getLicenses',
		all: [
			[
				'getLicenses',
				'Get Licenses',
				'Get licenses of account',
				'How many licenses there are, used and free',
			],
			['getSummary', 'Get Summary', 'Get summary of account', 'How many users there are of each kind'],
		],
	},
};

function choice([resource, { first, all }]: [string, { first: string; all: Operations }]): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: first,
		displayOptions: { show: { resource: [resource] } },
		options: all.map(([value, name, action, description]) => ({ value, name, action, description })),
	};
}

/** What stands below the node's name on the canvas; where one more field decides, with its value. */
const SUBTITLES = {
	...Object.fromEntries(
		Object.entries(OPERATIONS).flatMap(([resource, { all }]) =>
			all.map(([value, , action]) => [`${resource} ${value}`, action.toLowerCase()]),
		),
	),
	'user create create': 'invite user by email',
	'user create autoCreate': 'create user with a password',
	'user create custCreate': 'create user without sign-in',
	'user create ssoCreate': 'create user for single sign-on',
	'user delete delete': 'delete user for good',
	'user delete unlink': 'unlink user',
};

export class ZoomUsers implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoom Users',
		name: 'zoomUsers',
		icon: { light: 'file:../../icons/zoom-users.svg', dark: 'file:../../icons/zoom-users.dark.svg' },
		group: ['output'],
		version: [1],
		subtitle: `={{ (${JSON.stringify(SUBTITLES)})[[$parameter["resource"], $parameter["operation"], { create: $parameter["action"], delete: $parameter["how"] }[$parameter["operation"]]].filter(Boolean).join(" ")] || $parameter["operation"] + ": " + $parameter["resource"] }}`,
		description: 'Create Zoom users and look after them, each once and with one clear outcome',
		defaults: { name: 'Zoom Users' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'zoomUsersOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'zoomUsersServerToServerApi',
				required: true,
				displayOptions: { show: { authentication: ['serverToServer'] } },
			},
		],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				default: 'oAuth2',
				options: [
					{ name: 'OAuth2', value: 'oAuth2' },
					{ name: 'Server-to-Server', value: 'serverToServer' },
				],
			},
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				default: 'user',
				options: [
					{ name: 'User', value: 'user' },
					{ name: 'Group', value: 'group' },
					{ name: 'Role', value: 'role' },
					{ name: 'Account', value: 'account' },
				],
			},
			...Object.entries(OPERATIONS).map(choice),
			...fields,
		],
	};

	methods = {
		listSearch: { searchUsers, searchGroups, searchRoles },
		loadOptions: { getGroups, getRoles },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0, 'user') as string;
		const name = this.getNodeParameter('operation', 0, 'create') as string;
		const operation = operations[resource]?.[name];
		if (!operation)
			throw new NodeOperationError(this.getNode(), `There is no operation "${name}" on "${resource}"`);
		const report = new Report(this, operation.labels, fieldLabel);
		try {
			await operation.execute(this, report);
		} catch (error) {
			report.failAll(error as Error);
		}
		return [report.items()];
	}
}
