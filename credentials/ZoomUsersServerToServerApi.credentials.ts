import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { newerToken } from '../nodes/zoom/transport/token';
import { accountPlan, customAddresses, environment } from './fields';

/**
 * Nobody has this address: Zoom answers the test with "User does not exist" (1001), and so shows that the
 * token, the host and the scope for looking people up are right. `users/me` is not for Server-to-Server apps.
 */
const NOBODY = 'nobody@n8n-credential-test.invalid';

/**
 * What is kept beside a token. In a run it reads as "fetched", and the token is used. In a test of the
 * credential there is no workflow: it reads as empty, and n8n fetches a fresh token. So whoever opens, tests or
 * saves a credential sees whether its secret and the scopes of the app are right now, and a run that follows
 * has them.
 */
const KEPT_FOR_RUNS = '={{ $workflow.name ? "fetched" : "" }}';

export class ZoomUsersServerToServerApi implements ICredentialType {
	name = 'zoomUsersServerToServerApi';

	displayName = 'Zoom Users Server-to-Server API';

	icon = { light: 'file:../icons/zoom-users.svg', dark: 'file:../icons/zoom-users.dark.svg' } as const;

	documentationUrl =
		'https://github.com/zoom-users-for-n8n/n8n-nodes-zoom-users#connect-with-server-to-server-oauth';

	properties: INodeProperties[] = [
		{ displayName: 'Account ID', name: 'accountId', type: 'string', default: '', required: true },
		{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '', required: true },
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		environment,
		...customAddresses,
		accountPlan,
		{
			displayName: 'Connection State',
			name: 'connectionState',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
	];

	/** Called by n8n when there is no token yet, when the credential is tested, and when a token was answered 401. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<ICredentialDataDecryptedObject> {
		const failed = credentials.connectionState === '' ? undefined : String(credentials.accessToken);
		return { accessToken: await newerToken(this, credentials, failed), connectionState: KEPT_FOR_RUNS };
	}

	/** A function, since n8n evaluates the expressions of the declarative form anew for every request. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const headers = { ...requestOptions.headers, Authorization: `Bearer ${String(credentials.accessToken)}` };
		return { ...requestOptions, headers };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ ({ global: "https://api.zoom.us/v2", government: "https://api.zoomgov.com/v2" })[$credentials.environment] || ($credentials.apiUrl || "").trim().replace(/\\/+$/, "") }}',
			url: `/users/${encodeURIComponent(NOBODY)}`,
			headers: { Accept: 'application/json' },
			disableFollowRedirect: true,
			// Zoom's own answer is to be read, whatever its status; a 401 renews the token.
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
		},
		rules: [
			rule('code', 4711, MISSING_SCOPE),
			rule('code', 4700, MISSING_SCOPE),
			rule(
				'code',
				200,
				'The role of the app owner may not view users. Give it the right in the Zoom portal under User Management > Roles.',
			),
			rule('code', 124, 'Zoom does not accept the access token. Select Retry, which fetches a new one.'),
			rule('code', 2300, 'Zoom does not know this address. The API Address ends in /v2.'),
			rule(
				'code',
				undefined,
				'What answered is not Zoom. Check the API Address, and whether a proxy or a sign-in page stands in between.',
			),
		],
	};
}

const MISSING_SCOPE =
	'The Zoom app lacks the permission (scope) user:read:user:admin (classic: user:read:admin). Add it on marketplace.zoom.us under Scopes, activate the app, then select Retry.';

function rule(key: string, value: unknown, message: string) {
	return { type: 'responseSuccessBody' as const, properties: { key, value, message } };
}
