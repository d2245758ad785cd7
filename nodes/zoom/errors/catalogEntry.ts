import type { ZoomOperation } from '../model/calls';
import type { Reason } from '../model/outcome';

/** What an error means, and what follows from it. */
export interface ErrorMeaning {
	/** To be read after "Ada was not created: ". */
	message: string;
	remedy: string;
	/** Who can act on it. */
	owner: 'you' | 'admin' | 'person' | 'zoom';
	reason: Reason;
	/**
	 * What the run does; nothing here means that only this row fails. `lookUp`: look up which of several causes
	 * it is. `lookUpLost`: the effect is unknown, look up whether it took place. `wait`: retry later.
	 * `endAction`, `endRun`: the following rows with this action, or all following calls of this kind, would fail
	 * in the same way and are not sent.
	 */
	handling?: 'lookUp' | 'lookUpLost' | 'wait' | 'endAction' | 'endRun';
	/** What the run does if retries did not help. Without a value, only this row fails. */
	afterRetries?: 'endRun' | 'endInvitations';
	/** Too many requests at once, rather than too many a second: send fewer concurrently. */
	tooManyConcurrent?: true;
	/** Zoom does not say why: Zoom support asks for the tracking ID. */
	showTrackingId?: true;
}

/**
 * An error that Zoom can return, with the signs by which it is recognised. All signs of an entry must match, and the
 * first matching entry counts. A text only refines an entry and is never the only sign: Zoom responds to some accounts in
 * another language, and then the plain entry of that code matches.
 */
export interface ErrorEntry extends ErrorMeaning {
	/** The calls that can return it. Without a value, all calls. */
	operation?: ZoomOperation | readonly ZoomOperation[];
	status?: number | '3xx' | '4xx' | '5xx' | 'withoutId';
	code?: number;
	/** Instead of `code`, if several codes mean the same. */
	codes?: readonly number[];
	text?: RegExp;
	/** The response is not Zoom's JSON: a page of a proxy, or nothing at all. */
	page?: boolean;
	/** The limit that the headers of a 429 name. */
	limit?: 'day' | 'second';
}

export const BUY =
	'Free a license or buy one in the Zoom portal (Plans and Billing), or use another user type.';

export const QUOTA_USED_UP = {
	message: "today's invitations are used up",
	remedy:
		"Run the remaining rows after 00:00 UTC. With 'On Daily Invitation Limit' set to Defer, the node returns the time. Zoom allows 1,500 invitations a day on Pro and 10,000 on Business and above.",
	owner: 'you',
	reason: 'quota',
	handling: 'endAction',
} as const;
export const TOO_OFTEN_A_DAY = {
	message: "Zoom's daily limit for this request is used up",
	remedy: 'Run the remaining rows after 00:00 UTC.',
	owner: 'you',
	reason: 'quota',
	handling: 'endRun',
} as const;
export const TOO_OFTEN = {
	message: "the requests exceed Zoom's rate limit",
	remedy:
		"Try again later with a lower 'Rate Limit Share (%)' or 'Max Concurrent Requests'. Other apps of the account share the limit.",
	owner: 'you',
	reason: 'rate',
	handling: 'wait',
} as const;

export const SCOPES =
	'Add it to the Zoom app on marketplace.zoom.us under Scopes. Then open the Server-to-Server credential once, or connect the OAuth2 credential again, because an older token does not have it. If the error remains, the app is user-managed: make it admin-managed.';
export const ADDRESS =
	'Check the API address and the environment in the credential, and whether there is a proxy or a sign-in page between n8n and Zoom.';
