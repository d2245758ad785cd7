import {
	NodeConnectionTypes,
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { triggerFields } from './fields';
import { deliver } from './deliver';
import { judgeToken, readSecret } from './secret';

export class ZoomUsersTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoom Users Trigger',
		name: 'zoomUsersTrigger',
		icon: { light: 'file:../../icons/zoom-users.svg', dark: 'file:../../icons/zoom-users.dark.svg' },
		group: ['trigger'],
		// For a node of version 1 n8n evaluates an expression at every request, before the node is reached.
		version: [2],
		subtitle: '={{ $parameter["events"].join(", ") }}',
		// n8n shows this for both nodes of the package.
		description: 'Create Zoom users and look after them, or start when something happens to one',
		defaults: { name: 'Zoom Users Trigger' },
		eventTriggerDescription: 'Waiting for Zoom to send an event to the Test URL',
		activationMessage: 'Zoom can send its events to the Production URL now.',
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
				return judgeToken(credential.data?.secretToken);
			},
		},
	};

	/** The address is entered in Zoom by hand: only an app with rights over apps could do it, which yours need not be. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				if ((await readSecret(this)) !== '') return true;
				throw new NodeOperationError(this.getNode(), 'The credential holds no Secret Token', {
					description: 'Copy it from your app on marketplace.zoom.us, Features > Access.',
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
		return await deliver(this);
	}
}
