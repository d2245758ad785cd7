import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** The token that Zoom signs its events with. The trigger tests its format. */
export class ZoomUsersWebhookApi implements ICredentialType {
	name = 'zoomUsersWebhookApi';

	displayName = 'Zoom Users Webhook API';

	icon = { light: 'file:../icons/zoom-users.svg', dark: 'file:../icons/zoom-users.dark.svg' } as const;

	documentationUrl =
		'https://github.com/zoom-users-for-n8n/n8n-nodes-zoom-users/blob/main/docs/trigger.md#connect-zooms-events';

	/** No request is sent with it, and no other node needs it. */
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
				"Copy it from your app on marketplace.zoom.us, under Features > Access. Don't use the Verification Token, which Zoom has retired.",
		},
	];
}
