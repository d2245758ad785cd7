import type { Rehearsal } from '../../rehearsal/server';
import type { StoredCredential } from './engine';

/** A connected OAuth2 credential for the rehearsal Zoom. */
export const oAuth2 = (zoom: Rehearsal): StoredCredential => ({
	type: 'zoomUsersOAuth2Api',
	data: { ...custom(zoom), oauthTokenData: { ...zoom.issueOAuthTokens() } },
});

/** A Server-to-Server credential for the rehearsal Zoom, with no token yet. */
export const serverToServer = (zoom: Rehearsal): StoredCredential => ({
	type: 'zoomUsersServerToServerApi',
	data: { ...custom(zoom), accountId: zoom.settings.accountId },
});

const custom = ({ apiUrl, oauthUrl, settings }: Rehearsal) => ({
	environment: 'custom',
	apiUrl,
	oauthUrl,
	accountPlan: 'business',
	clientId: settings.clientId,
	clientSecret: settings.clientSecret,
});
