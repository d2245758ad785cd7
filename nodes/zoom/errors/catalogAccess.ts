import { SCOPES, type ErrorEntry, type ErrorMeaning } from './catalogEntry';

const NOT_ACCEPTED = {
	message: 'Zoom does not accept the access token',
	remedy: 'Open the credential, check it, and save it.',
	owner: 'you',
	reason: 'auth',
	handling: 'endRun',
} as const;

const MISSING_SCOPE = {
	message: 'the credential lacks the permission (scope) {scopes}',
	remedy: SCOPES,
	owner: 'you',
	reason: 'scope',
	handling: 'endRun',
} as const;

/** Why there is no valid token. */
export const NO_ACCESS: Record<'credential' | 'busy' | 'unreachable', ErrorMeaning> = {
	credential: { ...NOT_ACCEPTED, message: 'the credential has no valid access to Zoom' },
	busy: {
		...NOT_ACCEPTED,
		message: 'the credential has no valid access to Zoom',
		remedy: 'Try again later.',
	},
	unreachable: {
		...NOT_ACCEPTED,
		message: 'the credential has no valid access to Zoom',
		remedy: 'Check the network of your n8n, and the addresses in the credential.',
	},
};

/**
 * Tokens, scopes and rights. A scope is missing only if Zoom names one: the same codes also mean that the token is
 * empty or not valid. Source: https://developers.zoom.us/docs/api/errors/
 */
export const ACCESS_ERRORS: readonly ErrorEntry[] = [
	{ code: 124, ...NOT_ACCEPTED },
	{ code: 4711, ...MISSING_SCOPE },
	{ status: '4xx', text: /does not contain scopes/i, ...MISSING_SCOPE },
	{ code: 4700, text: /scope|\[\w+:\w+/i, ...MISSING_SCOPE },
	{ code: 4700, ...NOT_ACCEPTED },
	{
		code: 200,
		text: /does not contain permissions/i,
		message: "the role of the credential's user does not allow this",
		remedy:
			'Give the role of the app owner the right to view and edit users (User Management > Roles in the Zoom portal).',
		owner: 'admin',
		reason: 'permission',
		handling: 'endRun',
	},
	{ code: 200, text: /invalid (api key|(access )?token)|token (is|has|cannot)\b/i, ...NOT_ACCEPTED },
];
