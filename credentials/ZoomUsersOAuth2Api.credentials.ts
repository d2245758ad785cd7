import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { hostExpression } from '../nodes/zoom/transport/hosts';
import { accountPlan, customAddresses, environment } from './fields';

const hidden = (name: string, value: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'hidden',
	default: value,
});

export class ZoomUsersOAuth2Api implements ICredentialType {
	name = 'zoomUsersOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Zoom Users OAuth2 API';

	icon = { light: 'file:../icons/zoom-users.svg', dark: 'file:../icons/zoom-users.dark.svg' } as const;

	documentationUrl =
		'https://github.com/zoom-users-for-n8n/n8n-nodes-zoom-users/blob/main/docs/credentials.md#connect-with-oauth2';

	properties: INodeProperties[] = [
		environment,
		...customAddresses,
		accountPlan,
		hidden('grantType', 'authorizationCode'),
		hidden('authUrl', hostExpression('$self', 'oauthUrl', '/authorize')),
		hidden('accessTokenUrl', hostExpression('$self', 'oauthUrl', '/token')),
		// Zoom takes the scopes from the app; a request cannot name any.
		hidden('scope', ''),
		hidden('authQueryParameters', ''),
		hidden('authentication', 'header'),
	];
}
