import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { accountPlan, customAddresses, environment } from './fields';

/**
 * The folder of `authorize` and `token`. n8n evaluates it before it opens the sign-in page and before it
 * posts the client secret: an address that is not https, loopback aside, becomes none.
 */
function oauthAddress(page: 'authorize' | 'token'): string {
	const custom = '($self["oauthUrl"] || "").trim().replace(/\\/+$/, "")';
	const safe = String.raw`/^(https:\/\/|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$))/i`;
	return `={{ $self["environment"] === "custom" ? (${safe}.test(${custom}) ? ${custom} + "/${page}" : "") : ($self["environment"] === "government" ? "https://zoomgov.com/oauth/${page}" : "https://zoom.us/oauth/${page}") }}`;
}

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

	documentationUrl = 'https://github.com/zoom-users-for-n8n/n8n-nodes-zoom-users#connect-with-oauth2';

	properties: INodeProperties[] = [
		environment,
		...customAddresses,
		accountPlan,
		hidden('grantType', 'authorizationCode'),
		hidden('authUrl', oauthAddress('authorize')),
		hidden('accessTokenUrl', oauthAddress('token')),
		// Zoom takes the scopes from the app; a request cannot name any.
		hidden('scope', ''),
		hidden('authQueryParameters', ''),
		hidden('authentication', 'header'),
	];
}
