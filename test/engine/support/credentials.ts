import type { Simulator } from '../../../simulator/server';
import type { StoredCredential } from './engine';

/** A connected OAuth2 credential for the Zoom simulator. */
export const oAuth2 = (zoom: Simulator): StoredCredential => ({
	type: 'zoomUsersOAuth2Api',
	data: { ...custom(zoom), oauthTokenData: { ...zoom.issueOAuthTokens() } },
});

/** A Server-to-Server credential for the Zoom simulator, with no token yet. */
export const serverToServer = (zoom: Simulator): StoredCredential => ({
	type: 'zoomUsersServerToServerApi',
	data: { ...custom(zoom), accountId: zoom.settings.accountId },
});

const custom = ({ apiUrl, oauthUrl, settings }: Simulator) => ({
	environment: 'custom',
	apiUrl,
	oauthUrl,
	accountPlan: 'business',
	clientId: settings.clientId,
	clientSecret: settings.clientSecret,
});
