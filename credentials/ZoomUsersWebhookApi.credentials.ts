import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** What Zoom signs its events with. Tested by the trigger, as far as it can be. */
export class ZoomUsersWebhookApi implements ICredentialType {
	name = 'zoomUsersWebhookApi';

	displayName = 'Zoom Users Webhook API';

	icon = { light: 'file:../icons/zoom-users.svg', dark: 'file:../icons/zoom-users.dark.svg' } as const;

	documentationUrl =
		'https://github.com/zoom-users-for-n8n/n8n-nodes-zoom-users/blob/main/docs/trigger.md#connect-zooms-events';

	/** No request ever goes out with it, and no other node has use for it. */
	restrictToSupportedNodes = true as const;

	hideDomainRestrictionFields = true;

	properties: INodeProperties[] = [
		{
			displayName: 'Secret Token',
			name: 'secretToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Of your app on marketplace.zoom.us, Features > Access. Not the Verification Token, which Zoom has given up.',
		},
	];
}
