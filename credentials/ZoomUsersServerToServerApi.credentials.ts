import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { allows, scopeName, scopesIn } from '../nodes/zoom/rules/scopes';
import { hostExpression } from '../nodes/zoom/transport/hosts';
import { newerToken, NO_TOKEN_YET } from '../nodes/zoom/transport/token';
import { accountPlan, customAddresses, environment } from './fields';

/**
 * No user has this address. Zoom responds to the test with "User does not exist" (1001), which shows that the token, the
 * host and the scope for reading users are right. `users/me` is not for Server-to-Server apps.
 */
const NOBODY = 'nobody@n8n-credential-test.invalid';

const TEST_PATH = `/users/${encodeURIComponent(NOBODY)}`;

/**
 * The connection state that is stored with a token. In a run it evaluates to "fetched", and n8n uses the token. In a test
 * of the credential there is no workflow: it evaluates to `NO_TOKEN_YET`, and n8n fetches a new token. So opening,
 * testing or saving a credential shows whether its secret and the scopes of the app are right now, and the next run has
 * them.
 */
const FETCHED = `={{ $workflow.name ? "fetched" : "${NO_TOKEN_YET}" }}`;

export class ZoomUsersServerToServerApi implements ICredentialType {
	name = 'zoomUsersServerToServerApi';

	displayName = 'Zoom Users Server-to-Server API';

	icon = { light: 'file:../icons/zoom-users.svg', dark: 'file:../icons/zoom-users.dark.svg' } as const;

	documentationUrl =
		'https://github.com/zoom-users-for-n8n/n8n-nodes-zoom-users/blob/main/docs/credentials.md#connect-with-server-to-server-oauth';

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
			default: NO_TOKEN_YET,
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
		// For Account: Check Readiness. Zoom names the scopes only together with a new token.
		{ displayName: 'Granted Scopes', name: 'grantedScopes', type: 'hidden', default: '' },
	];

	/**
	 * Called by n8n when there is no token yet, when the credential is tested, and when Zoom has rejected a token with 401.
	 * n8n stores what it returns, and sends the request with `credentials`. A token that another process has stored is not
	 * stored again, because that could replace a newer one.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<ICredentialDataDecryptedObject> {
		const failed = credentials.connectionState === NO_TOKEN_YET ? undefined : String(credentials.accessToken);
		const { accessToken, scopes, mustStore } = await newerToken(this, credentials, failed);
		const renewed = { accessToken, connectionState: FETCHED, grantedScopes: scopes };
		if (mustStore) return renewed;
		Object.assign(credentials, renewed);
		return {};
	}

	/**
	 * A function, because n8n would evaluate expressions again for every request.
	 *
	 * @throws Error in a test of the credential, if its scopes are not enough to create users. n8n shows the message of a
	 * failed test, and of a successful one only that it was successful.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		if (requestOptions.url.endsWith(TEST_PATH)) {
			const problem = missingForCreate(credentials.grantedScopes);
			if (problem !== undefined) throw new Error(problem);
		}
		const headers = { ...requestOptions.headers, Authorization: `Bearer ${String(credentials.accessToken)}` };
		return { ...requestOptions, headers };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: hostExpression('$credentials', 'apiUrl'),
			url: TEST_PATH,
			headers: { Accept: 'application/json' },
			disableFollowRedirect: true,
			// The rules read Zoom's response with any status. A 401 renews the token.
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
		},
		rules: [
			rule('message', 'Invalid api key or secret.', NOT_ACCEPTED),
			rule('message', 'Token cannot be empty.', NOT_ACCEPTED),
			rule('code', 124, NOT_ACCEPTED),
			rule('code', 4711, MISSING_SCOPE),
			// A rule compares whole values, and the text of a missing scope names the scope, so that no rule can match it.
			rule('code', 4700, `${NOT_ACCEPTED} If that does not help: ${MISSING_SCOPE}`),
			rule(
				'code',
				200,
				'The role of the app owner is not allowed to view users. Give it the right in the Zoom portal under User Management > Roles.',
			),
			rule('code', 2300, 'Zoom does not know this address. The API Address ends in /v2.'),
			rule(
				'code',
				undefined,
				'The response did not come from Zoom. Check the API Address, and whether there is a proxy or a sign-in page between n8n and Zoom.',
			),
		],
	};
}

/** What a credential lacks for creating users. Without the names of its scopes, nothing is known to be missing. */
function missingForCreate(grantedScopes: unknown): string | undefined {
	const scopes = scopesIn(grantedScopes);
	if (!scopes || allows(scopes, 'createUser')) return undefined;
	const missing = (['createUser', 'getUser'] as const).filter((call) => !allows(scopes, call)).map(scopeName);
	return `The Zoom app lacks the permission (scope) ${missing.join(' and ')}, which User: Create needs. Add it on marketplace.zoom.us under Scopes, activate the app, then select Retry. If your workflows create no users, ignore this: Zoom accepts the credential.`;
}

const NOT_ACCEPTED = 'Zoom does not accept the access token. Select Retry, which fetches a new one.';

const MISSING_SCOPE =
	'The Zoom app lacks the permission (scope) user:read:user:admin (classic: user:read:admin). Add it on marketplace.zoom.us under Scopes, activate the app, then select Retry.';

function rule(key: string, value: unknown, message: string) {
	return { type: 'responseSuccessBody' as const, properties: { key, value, message } };
}
