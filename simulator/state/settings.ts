import type { ByCategory } from './journal';
import type { BrokenRequest, FaultName, RandomFaultSettings } from './faultNames';
import { SCOPES } from './scopes';

/** How a refused content type is answered. Nobody is created in any of them. */
export const REFUSAL_SHAPES = [
	'415',
	'300-content-type',
	'300-json-object',
	'300-missing-field',
	'300-missing-action',
	'500',
] as const;

export const RETRY_AFTER_FORMS = ['seconds', 'http-date', 'iso'] as const;

const ALL_SCOPES = [...new Set(Object.values(SCOPES).map(([granular]) => granular))];

export interface Settings {
	/** The app's credentials, as its Marketplace page would show them. */
	clientId: string;
	clientSecret: string;
	/** Server-to-Server only. */
	accountId: string;
	tokenLifetimeMs: number;
	/** Server-to-Server: a new token ends the one before it, as Zoom's staff and users report. */
	newestTokenOnly: boolean;
	/** The content type of POST /users that this account does not take. */
	refuseFormat: null | 'multipart' | 'json';
	refusalShape: (typeof REFUSAL_SHAPES)[number];
	/** Language of the refusals' texts. Their codes stay. */
	language: 'en' | 'ja';
	/** The scopes of the app, granular or classic names. */
	scopes: string[];
	/** A token carries the scopes the app had when it was issued. */
	scopesInNewTokensOnly: boolean;
	/** Whether the role of whoever installed the app has "User: Edit". */
	roleMayEditUsers: boolean;
	/** Without it `ssoCreate` is refused: 400/2002. */
	ssoEnabled: boolean;
	/** Without it `autoCreate` is refused: 400/200 "No permission." */
	managedDomain: boolean;
	/** Domains whose people cannot be unlinked: 400/1107. */
	managedDomains: string[];
	/** The custom attributes that the account knows. Others are dropped without a word. */
	customAttributes: { key: string; name: string }[];
	/** Whether PATCH with `group_id` puts an invited person into the group. All else is dropped in any case. */
	pendingGroup: boolean;
	/** DELETE of a pending user with a query answers "no such user"; without one it works. */
	pendingTakesNoQuery: boolean;
	/** `GET /v2/users/me` with a Server-to-Server token answers the owner of the app, instead of an error. */
	meIsOwner: boolean;
	/** Whether an expired invitation can be taken back: by e-mail, with `disassociate`. */
	expiredCanBeUnlinked: boolean;
	/** Adding to a group is answered 201, and nobody is added. */
	groupAddDropped: boolean;
	/** Whether the account may see its plan usage; else 400/200 "No permission." */
	planUsage: boolean;
	/** Every answer is this late; of a pair, a time between the two, drawn from `seed`. */
	latencyMs: number | [number, number];
	/** How far the server's clock is ahead of this machine's. */
	clockOffsetMs: number;
	seed: number;
	/** Confidential apps of Zoom need an https redirect address. */
	requireHttpsRedirect: boolean;
	/** Seats for Licensed people (type 2); null: as many as you like. */
	licenses: null | number;
	/**
	 * Requests within any second, reads and tokens included, by a clock that nobody moves; null: as
	 * many as you like. One more is answered 429, whatever else it asks for, and takes no place.
	 */
	perSecond: null | number;
	/** The same for each category by itself, beside `perSecond`: `{ "Heavy": 10 }`. */
	perSecondOf: null | ByCategory;
	/** POST /users under way at one time; one more is answered 429 "Too many concurrent requests". */
	concurrentWrites: null | number;
	/**
	 * Invitations (action `create`) that are accepted in a UTC day of the server's clock. Each is
	 * answered with what is left of them; one more is answered 429.
	 */
	invitationsPerDay: null | number;
	/** Whether answers tell of limits in headers. Zoom's newest guide names none any more. */
	limitHeaders: boolean;
	/** How Retry-After is written where the limit is by the second. */
	retryAfterForm: (typeof RETRY_AFTER_FORMS)[number];
	/**
	 * Retry-After where the limit is by the day, an ISO time; null: the next midnight (UTC) of the
	 * server's clock, in seconds from now where that clock was moved.
	 */
	quotaRetryAfter: null | string;
	/** How late the fault `slow` answers. */
	slowMs: number;
	/**
	 * Faults by chance. Those that an address or `breakRequest` asks for go first, and each request
	 * that `perSecond` lets in takes one draw. A new object, be it like the old one, starts from its seed.
	 */
	randomFaults: null | RandomFaultSettings;
	/**
	 * In-process only: breaks any request, tokens included. Asked once for each that `perSecond`
	 * lets in.
	 */
	breakRequest?: (request: BrokenRequest) => FaultName | undefined;
}

export const DEFAULTS: Settings = {
	clientId: 'simulator-client',
	clientSecret: 'simulator-secret',
	accountId: 'simulator-account',
	tokenLifetimeMs: 3_600_000,
	newestTokenOnly: true,
	refuseFormat: null,
	refusalShape: '415',
	language: 'en',
	scopes: ALL_SCOPES,
	scopesInNewTokensOnly: true,
	roleMayEditUsers: true,
	ssoEnabled: true,
	managedDomain: true,
	managedDomains: [],
	customAttributes: [
		{ key: 'cbf_badge', name: 'Badge' },
		{ key: 'cbf_shift', name: 'Shift' },
	],
	pendingGroup: true,
	pendingTakesNoQuery: false,
	meIsOwner: false,
	expiredCanBeUnlinked: true,
	groupAddDropped: false,
	planUsage: true,
	latencyMs: 0,
	clockOffsetMs: 0,
	seed: 1,
	requireHttpsRedirect: false,
	licenses: null,
	perSecond: null,
	perSecondOf: null,
	concurrentWrites: null,
	invitationsPerDay: null,
	limitHeaders: true,
	retryAfterForm: 'seconds',
	quotaRetryAfter: null,
	slowMs: 3_000,
	randomFaults: null,
};
