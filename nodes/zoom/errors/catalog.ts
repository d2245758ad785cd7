import { CREATE_ROWS } from './catalogCreate';
import { GROUP_ROWS } from './catalogGroups';
import { PEOPLE_ROWS } from './catalogUsers';
import { ADDRESS, QUOTA_USED_UP, SCOPES, TOO_OFTEN, TOO_OFTEN_A_DAY, type AtlasRow } from './catalogEntry';

/** What meets every call, and comes before what a call's own codes mean. */
const COMMON_ROWS: readonly AtlasRow[] = [
	// No answer
	{
		network: 'lost',
		means: 'the connection ended before Zoom answered',
		remedy: 'Try again.',
		who: 'you',
		reason: 'network',
		next: 'lookUpLost',
	},
	{
		network: 'certificate',
		means: 'the certificate of the server that answered is not trusted, so nothing was sent',
		remedy:
			'Check the API address in the credential. If a proxy opens the traffic of your network, n8n must trust its certificate (NODE_EXTRA_CA_CERTS).',
		who: 'you',
		reason: 'network',
		next: 'endRun',
	},
	{
		network: 'unreachable',
		means: 'Zoom could not be reached, so nothing was sent',
		remedy: 'Check the network of your n8n, and the API address in the credential.',
		who: 'you',
		reason: 'network',
		next: 'wait',
		afterWaiting: 'endRun',
	},

	// Token, scope, right
	{
		status: 401,
		means: 'there is no valid access to Zoom',
		remedy: 'Open the credential, check it and save it.',
		who: 'you',
		reason: 'auth',
		next: 'endRun',
	},
	{
		code: 124,
		means: 'Zoom does not accept the access token',
		remedy: 'Open the credential, check it and save it.',
		who: 'you',
		reason: 'auth',
		next: 'endRun',
	},
	{
		code: 4711,
		means: 'the credential lacks the permission (scope) {scopes}',
		remedy: SCOPES,
		who: 'you',
		reason: 'scope',
		next: 'endRun',
	},
	{
		code: 4700,
		means: 'the credential lacks the permission (scope) {scopes}',
		remedy: SCOPES,
		who: 'you',
		reason: 'scope',
		next: 'endRun',
	},
	{
		code: 200,
		text: /does not contain scopes/i,
		means: 'the credential lacks the permission (scope) {scopes}',
		remedy: SCOPES,
		who: 'you',
		reason: 'scope',
		next: 'endRun',
	},
	{
		code: 200,
		text: /does not contain permissions/i,
		means: 'the role of the person behind the credential may not do this',
		remedy:
			'Give the role of the app owner the right to view and edit users (User Management > Roles in the Zoom portal).',
		who: 'admin',
		reason: 'permission',
		next: 'endRun',
	},
	{
		code: 2300,
		means: 'Zoom does not know this address',
		remedy: 'Check the API address in the credential: it ends in /v2.',
		who: 'you',
		reason: 'network',
		next: 'endRun',
	},

	// Rates
	{ operation: 'createUser', status: 429, limit: 'day', ...QUOTA_USED_UP },
	{ operation: 'createUser', status: 429, text: /daily|GMT 00:00/i, ...QUOTA_USED_UP },
	{ operation: 'changeEmail', status: 429, limit: 'day', ...TOO_OFTEN_A_DAY, next: 'fail' },
	{ status: 429, limit: 'day', ...TOO_OFTEN_A_DAY },
	{ status: 429, text: /daily|GMT 00:00/i, ...TOO_OFTEN_A_DAY },
	{
		status: 429,
		text: /too many concurrent/i,
		...TOO_OFTEN,
		means: 'Zoom has too many requests of this account under way',
		afterWaiting: 'endRun',
		crowded: true,
	},
	{ status: 429, limit: 'second', ...TOO_OFTEN, afterWaiting: 'endRun' },
	{ status: 429, text: /per-second/i, ...TOO_OFTEN, afterWaiting: 'endRun' },
	{ operation: 'createUser', status: 429, ...TOO_OFTEN, afterWaiting: 'endInvitations' },
	{ status: 429, ...TOO_OFTEN },
	{ code: 429, ...TOO_OFTEN },
];

/** What nothing else explains, by status. */
const OTHER_ROWS: readonly AtlasRow[] = [
	{
		status: 'withoutId',
		means: 'something answered that is not Zoom',
		remedy: ADDRESS,
		who: 'you',
		reason: 'network',
		next: 'wait',
	},
	{
		status: 403,
		text: /denied for this account/i,
		means: 'Zoom has closed its API to this account',
		remedy: 'Ask Zoom support to open it.',
		who: 'admin',
		reason: 'account',
		next: 'endRun',
	},
	{
		status: '3xx',
		means: 'the address leads elsewhere, to a sign-in page perhaps',
		remedy: ADDRESS,
		who: 'you',
		reason: 'network',
		next: 'endRun',
	},
	{
		operation: 'createUser',
		status: '5xx',
		means: 'Zoom failed to process the request',
		remedy: 'Try again later; if it stays, give Zoom support the tracking ID.',
		who: 'zoom',
		reason: 'zoom',
		next: 'lookUpLost',
		unexplained: true,
	},
	{
		status: '5xx',
		means: 'Zoom failed to process the request',
		remedy: 'Try again later; if it stays, give Zoom support the tracking ID.',
		who: 'zoom',
		reason: 'zoom',
		next: 'wait',
		unexplained: true,
	},
	{
		operation: 'createUser',
		status: 408,
		means: 'Zoom waited too long for the request',
		remedy: 'Try again.',
		who: 'you',
		reason: 'network',
		next: 'lookUpLost',
	},
	{
		status: 404,
		page: true,
		means: 'there is nothing of Zoom at this address',
		remedy: ADDRESS,
		who: 'you',
		reason: 'network',
		next: 'endRun',
	},
	{
		status: '4xx',
		page: true,
		means: 'the request was refused without a reason that Zoom would give',
		remedy: `${ADDRESS} If it was Zoom, give its support the tracking ID.`,
		who: 'you',
		reason: 'zoom',
		next: 'fail',
		unexplained: true,
	},
	{
		means: 'Zoom refused for a reason that this node does not know',
		remedy: "Zoom's own words say what it is; if they do not, give Zoom support the tracking ID.",
		who: 'you',
		reason: 'zoom',
		next: 'fail',
		unexplained: true,
	},
];

/** All rows, in the order in which they count. */
export const ATLAS: readonly AtlasRow[] = [
	...COMMON_ROWS,
	...CREATE_ROWS,
	...PEOPLE_ROWS,
	...GROUP_ROWS,
	...OTHER_ROWS,
];
