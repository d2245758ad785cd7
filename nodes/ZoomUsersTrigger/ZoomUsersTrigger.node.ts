import {
	NodeConnectionTypes,
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { triggerFields } from './fields';
import { itemsOfNewEvent } from './newEvents';
import { readSecret, testSecretToken } from './secretCache';
import { handleWebhook } from './webhook';

export class ZoomUsersTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoom Users Trigger',
		name: 'zoomUsersTrigger',
		icon: { light: 'file:../../icons/zoom-users.svg', dark: 'file:../../icons/zoom-users.dark.svg' },
		group: ['trigger'],
		// For version 1, n8n evaluates an expression on every request before it calls the node.
		version: [2],
		subtitle: '={{ $parameter["events"].join(", ") }}',
		// n8n shows this for both nodes of the package.
		description: 'Create and manage Zoom users, or start a workflow when a user changes',
		defaults: { name: 'Zoom Users Trigger' },
		eventTriggerDescription: 'Waiting for Zoom to send an event to the Test URL',
		activationMessage: 'Zoom can now send events to the Production URL.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'zoomUsersWebhookApi', required: true, testedBy: 'zoomUsersWebhookToken' }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
		properties: triggerFields,
	};

	methods = {
		credentialTest: {
			async zoomUsersWebhookToken(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
			): Promise<INodeCredentialTestResult> {
				return testSecretToken(credential.data?.secretToken);
			},
		},
	};

	/** The user enters the address in Zoom. To do it by API, the app would need permission to manage apps. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				if ((await readSecret(this)) !== '') return true;
				throw new NodeOperationError(this.getNode(), 'The credential has no Secret Token', {
					description: 'Copy the Secret Token from your app on marketplace.zoom.us, under Features > Access.',
				});
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handleWebhook(this);
	}

	/** n8n calls this first in each execution that `webhook` has started. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await itemsOfNewEvent(this)];
	}
}
