import type { Reason } from './outcome';

/** The calls that the atlas knows. */
export type ZoomOperation = 'createUser' | 'getUser';

/**
 * One thing that can come back instead of the answer hoped for. A row is met when all signs that it names
 * are there; the first such row counts. A text refines a row and is never the only sign: for some accounts
 * Zoom answers in another language, and then the plain row of that code is met.
 */
export interface AtlasRow {
	operation?: ZoomOperation;
	status?: number | '3xx' | '4xx' | '5xx' | 'withoutId';
	code?: number;
	text?: RegExp;
	/** No JSON of Zoom's: a proxy's page, or nothing at all. */
	page?: boolean;
	/** Which limit the headers of a 429 speak of. */
	limit?: 'day' | 'second';
	/** No answer came. */
	network?: 'lost' | 'unreachable' | 'certificate';
	/** What a look-up found behind an address that is said to be used already. */
	seen?: 'active' | 'pending' | 'inactive' | 'expired' | 'absent' | 'noRight' | 'unreadable';
	/** A look-up was to tell whether a lost request was carried out, and did not. */
	unsure?: 'noRight' | 'unreadable';

	/** What it means, to be read after "Ada was not created: ". */
	means: string;
	remedy: string;
	/** Whose move it is. */
	who: 'you' | 'admin' | 'person' | 'zoom';
	reason: Reason;
	/**
	 * What the run does. `fail`: this person only. `lookUp`: ask Zoom which of several it is. `lookUpLost`:
	 * nobody knows whether it was done, ask. `wait`: again, later. `endAction`, `endRun`: the same for all that
	 * follow with this action, or for all; they are not sent.
	 */
	next: 'fail' | 'lookUp' | 'lookUpLost' | 'wait' | 'endAction' | 'endRun';
	/** What follows when waiting did not help; `fail` where nothing is said. */
	afterWaiting?: 'endRun' | 'endInvitations';
	/** Too many at once, and not too many a second: fewer are to be under way. */
	crowded?: true;
	/** Zoom does not say why: its support wants the tracking ID. */
	unexplained?: true;
}

const BUY = 'Free a license or buy one in the Zoom portal (Plans and Billing), or use another user type.';

/** What several signs of the same thing share. */
const QUOTA_USED_UP = {
	means: "today's quota is used up",
	remedy:
		"Run the rest after 00:00 UTC; with the option 'When Today's Invitations Are Used Up' set to Put Off this node says when. Zoom allows 1,500 invitations a day on Pro and 10,000 on Business and above.",
	who: 'you',
	reason: 'quota',
	next: 'endAction',
} as const;
const TOO_OFTEN = {
	means: 'Zoom is asked too often',
	remedy:
		"Try again later, with a lower 'Use at Most (% of Zoom's Rate Limit)' or fewer requests at the same time: other apps of the account share its rate.",
	who: 'you',
	reason: 'rate',
	next: 'wait',
} as const;

const SCOPES =
	'Three causes: the scope is not in the Zoom app (add it on marketplace.zoom.us under Scopes); it is, but the token is older (connect the OAuth2 credential again, or open the Server-to-Server one, which fetches a new token); or the app is user-managed (make it admin-managed).';
const ADDRESS =
	'Check the API address and the environment in the credential, and whether a proxy or a sign-in page stands between n8n and Zoom.';

/** Source of codes and texts: Zoom's OpenAPI of `POST /users` and `GET /users/{userId}` (2026-03). */
export const ATLAS: readonly AtlasRow[] = [
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

	// Create user
	{
		operation: 'createUser',
		code: 200,
		text: /paid|free|can add max/i,
		means: 'the account has no license left for this user type',
		remedy: BUY,
		who: 'admin',
		reason: 'licenses',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 200,
		text: /no privilege/i,
		means: 'this account or this role may not create users',
		remedy: 'Creating users needs a Pro plan or higher, and a role with the right to edit users.',
		who: 'admin',
		reason: 'permission',
		next: 'endRun',
	},
	{
		operation: 'createUser',
		code: 200,
		means: 'the account does not allow this',
		remedy:
			'Check that the plan is Pro or higher, that the role behind the credential may edit users, and for "With a Password You Set" that the account has a managed domain.',
		who: 'admin',
		reason: 'permission',
		next: 'endAction',
	},
	{
		operation: 'createUser',
		code: 300,
		text: /password/i,
		means: 'Zoom does not take this password',
		remedy:
			"Zoom wants 8 to 32 characters with a number, a lower-case and an upper-case letter; your account's own rules may ask for more.",
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 300,
		text: /on-?prem/i,
		means: 'the account cannot have users of the type On-prem',
		remedy: 'Use the type 1, 2 or 4.',
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 300,
		text: /invalid word/i,
		means: 'the name contains a word that Zoom does not take',
		remedy: 'Change the name.',
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 300,
		text: /plan_united_type/i,
		means: 'Zoom does not take this plan',
		remedy: "Check 'Zoom United Plan': your account must have bought it.",
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 300,
		text: /subscription/i,
		means: 'the account has no such subscription',
		remedy: "Check subscription_id in 'License Info (JSON)'.",
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 300,
		text: /content.?type|json object/i,
		means: 'Zoom does not take requests of this format',
		remedy: "Set the option 'How to Send' to Automatic.",
		who: 'you',
		reason: 'zoom',
		next: 'endRun',
		unexplained: true,
	},
	{
		operation: 'createUser',
		code: 300,
		means: 'Zoom does not accept {fields}',
		remedy: 'Correct it and run the row again.',
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 1000,
		text: /call-?queue|auto-?receptionist/i,
		means: 'the person manages a call queue or answers for an auto-receptionist, and cannot be changed',
		remedy: 'Take the person out of the call queue or auto-receptionist (Zoom Phone) first.',
		who: 'admin',
		reason: 'account',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 1000,
		means: 'Zoom does not allow this person to be changed',
		remedy: 'Look at the person in the Zoom portal.',
		who: 'admin',
		reason: 'account',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 1005,
		means: 'the e-mail address is already used in Zoom',
		remedy: 'Use another address, or find out who has it.',
		who: 'you',
		reason: 'exists',
		next: 'lookUp',
	},
	{
		operation: 'createUser',
		code: 1009,
		means: 'the e-mail address already has an active Zoom account',
		remedy: 'Use another address, or find out who has it.',
		who: 'you',
		reason: 'exists',
		next: 'lookUp',
	},
	{
		operation: 'createUser',
		code: 1107,
		means: 'the e-mail domain is blocked',
		remedy: 'Allow the domain in the Zoom portal, or use an address of another one.',
		who: 'admin',
		reason: 'account',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 1108,
		means: 'the credential may not give this user type',
		remedy: 'Check the rights of the role behind the credential, or use another user type.',
		who: 'admin',
		reason: 'permission',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 1116,
		means: 'the account takes only e-mail addresses of certain domains',
		remedy: 'Use an address of such a domain, or add the domain in the Zoom portal.',
		who: 'admin',
		reason: 'account',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 1135,
		means: 'the person exists in another cluster of Zoom',
		remedy: 'The person must close the other account, or move it here.',
		who: 'person',
		reason: 'elsewhere',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 2002,
		means: 'single sign-on is not enabled for the account',
		remedy: 'Enable single sign-on, or use another action.',
		who: 'admin',
		reason: 'account',
		next: 'endAction',
	},
	{
		operation: 'createUser',
		code: 2032,
		means: 'creating people for single sign-on needs the option "Pre-provisioning SSO User"',
		remedy: 'Have the option enabled, or use another action.',
		who: 'admin',
		reason: 'account',
		next: 'endAction',
	},
	{
		operation: 'createUser',
		code: 2016,
		means: 'Zoom does not allow this for the account',
		remedy: 'Ask Zoom support to allow creating users.',
		who: 'admin',
		reason: 'account',
		next: 'endRun',
		unexplained: true,
	},
	{
		operation: 'createUser',
		code: 2033,
		means: 'the account has as many Basic users as it may have',
		remedy: BUY,
		who: 'admin',
		reason: 'licenses',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 2034,
		means: 'the account has as many users of this type as it may have',
		remedy: BUY,
		who: 'admin',
		reason: 'licenses',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 2035,
		means: 'a GPA account cannot add users',
		remedy: 'Use the credential of another account.',
		who: 'admin',
		reason: 'account',
		next: 'endRun',
	},
	{
		operation: 'createUser',
		code: 2036,
		means: 'the person owns a GPA account, and no other account can invite them',
		remedy: 'Use another address for them.',
		who: 'you',
		reason: 'elsewhere',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 2037,
		means: 'Zoom forbids inviting this person',
		remedy: 'Ask Zoom support why.',
		who: 'zoom',
		reason: 'account',
		next: 'fail',
		unexplained: true,
	},
	{
		operation: 'createUser',
		code: 2038,
		means: 'no license of this plan is left',
		remedy: BUY,
		who: 'admin',
		reason: 'licenses',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 3412,
		text: /subscription/i,
		means: 'the subscription has no license left',
		remedy: "Choose another subscription in 'License Info (JSON)', or buy more licenses.",
		who: 'admin',
		reason: 'licenses',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 3412,
		text: /basic/i,
		means: 'the account has as many Basic users as it may have',
		remedy: BUY,
		who: 'admin',
		reason: 'licenses',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 3412,
		text: /pay/i,
		means: 'the account has as many paying users as it may have',
		remedy: BUY,
		who: 'admin',
		reason: 'licenses',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 3412,
		means: 'no license is left',
		remedy: BUY,
		who: 'admin',
		reason: 'licenses',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 11321,
		means: "the e-mail domain is blocked by Zoom's Trust & Safety team",
		remedy: 'Use an address of another domain, or ask Zoom support.',
		who: 'zoom',
		reason: 'account',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 1102,
		means: 'no Zoom Phone license is left',
		remedy: "Free one or buy one, or switch 'Zoom Phone' off.",
		who: 'admin',
		reason: 'licenses',
		next: 'fail',
	},
	{
		operation: 'createUser',
		code: 4130,
		means: 'a group that was named does not exist',
		remedy: 'Check the group.',
		who: 'you',
		reason: 'invalid',
		next: 'fail',
	},
	{
		operation: 'createUser',
		status: 415,
		means: 'Zoom does not take requests of this format',
		remedy: "Set the option 'How to Send' to Automatic.",
		who: 'you',
		reason: 'zoom',
		next: 'endRun',
		unexplained: true,
	},
	{
		operation: 'createUser',
		status: 'withoutId',
		page: true,
		means: 'something answered that is not Zoom',
		remedy: ADDRESS,
		who: 'you',
		reason: 'network',
		next: 'lookUpLost',
	},
	{
		operation: 'createUser',
		status: 'withoutId',
		means: 'Zoom answered without saying whom it created',
		remedy: 'Look the person up in the Zoom portal.',
		who: 'zoom',
		reason: 'zoom',
		next: 'lookUpLost',
		unexplained: true,
	},

	// Behind 1005 and 1009, by the look-up
	{
		operation: 'createUser',
		seen: 'active',
		means: 'the person is already in this Zoom account',
		remedy: "Set the option 'If User Exists' to Skip to go on with the person as Zoom has them.",
		who: 'you',
		reason: 'exists',
		next: 'fail',
	},
	{
		operation: 'createUser',
		seen: 'pending',
		means: 'the person is already invited to this Zoom account and has not accepted yet',
		remedy: "Set the option 'If User Exists' to Skip to go on with the person as Zoom has them.",
		who: 'you',
		reason: 'exists',
		next: 'fail',
	},
	{
		operation: 'createUser',
		seen: 'inactive',
		means: 'the person is in this Zoom account and deactivated',
		remedy:
			'Activate them in the Zoom portal (User Management > Users), then give them their license again: Zoom took it away.',
		who: 'admin',
		reason: 'inactive',
		next: 'fail',
	},
	{
		operation: 'createUser',
		seen: 'expired',
		means: 'the person was invited to this Zoom account, and the invitation has expired',
		remedy:
			'Delete the pending user in the Zoom portal (User Management > Users > Pending), then run the row again.',
		who: 'admin',
		reason: 'expired',
		next: 'fail',
	},
	{
		operation: 'createUser',
		seen: 'absent',
		means: 'the address is used in Zoom, but not in this account',
		remedy:
			'Ask them to delete that other Zoom account or to change its address; or use another address for them.',
		who: 'person',
		reason: 'elsewhere',
		next: 'fail',
	},
	{
		operation: 'createUser',
		seen: 'noRight',
		means: 'the address is already used in Zoom, and the credential may not look up by whom',
		remedy:
			'Add the scope user:read:user:admin (classic: user:read:admin) to the Zoom app, and renew the token: connect the OAuth2 credential again, or open the Server-to-Server one, which fetches a new token.',
		who: 'you',
		reason: 'exists',
		next: 'fail',
	},
	{
		operation: 'createUser',
		seen: 'unreadable',
		means: 'the address is already used in Zoom, and looking up by whom did not work',
		remedy: 'Run the row again.',
		who: 'you',
		reason: 'exists',
		next: 'fail',
	},
	{
		operation: 'createUser',
		unsure: 'noRight',
		means: "Zoom's answer was lost, and the credential may not look up what became of the request",
		remedy:
			'Look in the Zoom portal before you run the row again. With the scope user:read:user:admin (classic: user:read:admin) this node does that for you.',
		who: 'you',
		reason: 'unknown',
		next: 'fail',
	},
	{
		operation: 'createUser',
		unsure: 'unreadable',
		means: "Zoom's answer was lost, and looking up what became of the request did not work either",
		remedy: "Run the row again with 'If User Exists' set to Skip: whoever is there is then told as existing.",
		who: 'you',
		reason: 'unknown',
		next: 'fail',
	},

	// Get user
	{
		operation: 'getUser',
		code: 1001,
		means: 'the account has no such user',
		remedy: 'Check the address.',
		who: 'you',
		reason: 'elsewhere',
		next: 'fail',
	},
	{
		operation: 'getUser',
		code: 1120,
		means: 'the invitation has expired',
		remedy: 'Invite the person anew.',
		who: 'you',
		reason: 'expired',
		next: 'fail',
	},
	{
		operation: 'getUser',
		code: 200,
		means: 'the role of the person behind the credential may not see users',
		remedy: 'Give it the right to view users (User Management > Roles in the Zoom portal).',
		who: 'admin',
		reason: 'permission',
		next: 'fail',
	},
	{
		operation: 'getUser',
		status: 'withoutId',
		means: 'something answered that is not Zoom',
		remedy: ADDRESS,
		who: 'you',
		reason: 'network',
		next: 'wait',
	},

	// The rest, by status
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
