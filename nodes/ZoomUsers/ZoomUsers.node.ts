import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { Report } from './report';
import { create } from './user/create';
import { createFields } from './user/createFields';

export class ZoomUsers implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoom Users',
		name: 'zoomUsers',
		icon: { light: 'file:../../icons/zoom-users.svg', dark: 'file:../../icons/zoom-users.dark.svg' },
		group: ['output'],
		version: [1],
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Create users in a Zoom account, each once and with one clear outcome',
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
				options: [{ name: 'User', value: 'user' }],
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'create',
				displayOptions: { show: { resource: ['user'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create user',
						description: 'Put a new person into the Zoom account',
					},
				],
			},
			...createFields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const report = new Report(this);
		try {
			await create(this, report);
		} catch (error) {
			report.failAll(error as Error);
		}
		return [report.items()];
	}
}
