import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { findOperation, properties, resourceOptions, subtitle } from './actions';
import { fieldLabel } from './actions/fieldLabel';
import { getGroups, getRoles, searchGroups, searchRoles, searchUsers } from './methods/listSearch';
import { Report } from './output/report';

export class ZoomUsers implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoom Users',
		name: 'zoomUsers',
		icon: { light: 'file:../../icons/zoom-users.svg', dark: 'file:../../icons/zoom-users.dark.svg' },
		group: ['output'],
		version: [1],
		subtitle: subtitle(),
		description: 'Create and manage Zoom users, with one result for each row',
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
				options: resourceOptions,
			},
			...properties,
		],
	};

	methods = {
		listSearch: { searchUsers, searchGroups, searchRoles },
		loadOptions: { getGroups, getRoles },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0, 'user') as string;
		const name = this.getNodeParameter('operation', 0, 'create') as string;
		const operation = findOperation(resource, name);
		if (!operation)
			throw new NodeOperationError(this.getNode(), `The resource "${resource}" has no operation "${name}"`);
		const report = new Report(this, operation.labels, fieldLabel);
		try {
			await operation.execute(this, report);
		} catch (error) {
			report.failAll(error as Error);
		}
		return [report.items()];
	}
}
