import type { ZoomOperation } from '../model/calls';
import type { Reason } from '../model/outcome';

/**
 * One thing that can come back instead of the answer hoped for. A row is met when all signs that it names
 * are there; the first such row counts. A text refines a row and is never the only sign: for some accounts
 * Zoom answers in another language, and then the plain row of that code is met.
 */
export interface AtlasRow {
	/** The call or the calls that it can answer; any, where none is named. */
	operation?: ZoomOperation | readonly ZoomOperation[];
	status?: number | '3xx' | '4xx' | '5xx' | 'withoutId';
	code?: number;
	/** In the place of `code`, where several say the same. */
	codes?: readonly number[];
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

export const BUY =
	'Free a license or buy one in the Zoom portal (Plans and Billing), or use another user type.';

export const QUOTA_USED_UP = {
	means: "today's quota is used up",
	remedy:
		"Run the rest after 00:00 UTC; with the option 'When Today's Invitations Are Used Up' set to Put Off this node says when. Zoom allows 1,500 invitations a day on Pro and 10,000 on Business and above.",
	who: 'you',
	reason: 'quota',
	next: 'endAction',
} as const;
export const TOO_OFTEN_A_DAY = {
	means: "Zoom's quota of such requests for one day is used up",
	remedy: 'Run the rest after 00:00 UTC.',
	who: 'you',
	reason: 'quota',
	next: 'endRun',
} as const;
export const TOO_OFTEN = {
	means: 'Zoom is asked too often',
	remedy:
		"Try again later, with a lower 'Use at Most (% of Zoom's Rate Limit)' or fewer requests at the same time: other apps of the account share its rate.",
	who: 'you',
	reason: 'rate',
	next: 'wait',
} as const;

export const SCOPES =
	'Add it to the Zoom app on marketplace.zoom.us under Scopes, then open the Server-to-Server credential once, or connect the OAuth2 one again: an older token does not have it. If both are done, the app is user-managed: make it admin-managed.';
export const ADDRESS =
	'Check the API address and the environment in the credential, and whether a proxy or a sign-in page stands between n8n and Zoom.';
