import type { ByCategory } from './journal';
import type { BrokenRequest, FaultName, RandomFaultSettings } from './faultNames';
import { SCOPES } from './scopes';

/** The response to a rejected content type. In no case is a user created. */
export const REJECTION_FORMS = [
	'415',
	'300-content-type',
	'300-json-object',
	'300-missing-field',
	'300-missing-action',
	'500',
] as const;

export const RETRY_AFTER_FORMS = ['seconds', 'http-date', 'iso'] as const;

/** All scopes that an app of an account can have. Those of master accounts are not among them. */
const ALL_SCOPES = [...new Set(Object.values(SCOPES).map(([granular]) => granular))].filter(
	(scope) => !scope.endsWith(':master'),
);

export interface Settings {
	/** The app's credentials, as shown in the Zoom App Marketplace. */
	clientId: string;
	clientSecret: string;
	/** Server-to-Server only. */
	accountId: string;
	tokenLifetimeMs: number;
	/** Server-to-Server: a new token invalidates the previous one, as Zoom's staff and users report. */
	newestTokenOnly: boolean;
	/** The content type of POST /users that this account rejects. */
	refuseFormat: null | 'multipart' | 'json';
	refusalShape: (typeof REJECTION_FORMS)[number];
	/** Whether `action` is accepted in any casing. */
	actionAnyCase: boolean;
	/** The error for an address that is already used: 409/1005, or 400/1009. */
	existingCode: 1005 | 1009;
	/** The language of error messages. The codes are the same. */
	language: 'en' | 'ja';
	/** The scopes of the app: granular or classic names. */
	scopes: string[];
	/** A token has the scopes that the app had when the token was issued. */
	scopesInNewTokensOnly: boolean;
	/** Whether the token response has the scopes, as documented. */
	tokenNamesScopes: boolean;
	/** Whether the role of the user who installed the app has "User: Edit". */
	roleMayEditUsers: boolean;
	/** If false, `ssoCreate` fails with 400/2002. */
	ssoEnabled: boolean;
	/** If false, `autoCreate` fails with 400/200 "No permission." */
	managedDomain: boolean;
	/** Domains whose users cannot be unlinked: 400/1107. */
	managedDomains: string[];
	/** The custom attributes of the account. Others are ignored without an error. */
	customAttributes: { key: string; name: string }[];
	/** Whether PATCH with `group_id` adds an invited user to the group. Everything else is always ignored. */
	pendingGroup: boolean;
	/** Whether PATCH of an invited user changes their profile. */
	pendingTakesPatch: boolean;
	/** Whether `created_at` of an invited user is the time of the call. */
	pendingCreatedAtIsNow: boolean;
	/** Whether lists have the ID of invited users. */
	pendingIdInLists: boolean;
	/** The most rows of one page. */
	maxPageSize: number;
	/** Fields that lists of users leave out, besides those that GET of one user adds. */
	listLeavesOut: string[];
	/** DELETE of a pending user with a query returns "no such user". Without a query it works. */
	pendingTakesNoQuery: boolean;
	/** `GET /v2/users/me` with a Server-to-Server token returns the owner of the app instead of an error. */
	meIsOwner: boolean;
	/** Whether an expired invitation can be cancelled by email with `disassociate`. */
	expiredCanBeUnlinked: boolean;
	/** Adding a member to a group returns 201, but has no effect. */
	groupAddDropped: boolean;
	/** Whether the account can read its plan usage. If not: 400/200 "No permission." */
	planUsage: boolean;
	/** Whether the account can read its settings. If not: 400/200 "No permission." */
	accountSettings: boolean;
	/** The delay of every response. For a pair: a random delay between the two, from `seed`. */
	latencyMs: number | [number, number];
	/** The additional delay of the responses of the token endpoint. */
	tokenLatencyMs: number;
	/** How far the server's clock is ahead of the real clock. */
	clockOffsetMs: number;
	seed: number;
	/** Zoom requires an https redirect address for confidential apps. */
	requireHttpsRedirect: boolean;
	/** The number of licenses (type 2). null: no limit. */
	licenses: null | number;
	/**
	 * The limit of requests within any second, including reads and tokens. null: no limit. Uses the real
	 * clock. A request above the limit gets 429, regardless of faults, and doesn't count.
	 */
	perSecond: null | number;
	/** The same for each category, in addition to `perSecond`: `{ "Heavy": 10 }`. */
	perSecondOf: null | ByCategory;
	/** The limit of POST /users in progress. One more gets 429 "Too many concurrent requests". */
	concurrentWrites: null | number;
	/**
	 * The limit of invitations (action `create`) per UTC day of the server's clock. Each response has the
	 * number of invitations left. One more gets 429.
	 */
	invitationsPerDay: null | number;
	/** Whether responses have rate-limit headers. Zoom's newest guide doesn't mention them any more. */
	limitHeaders: boolean;
	/** Whether every API response says how many of `perSecond` requests are left of the last second. */
	rateHeaders: boolean;
	/** The format of Retry-After for a limit per second. */
	retryAfterForm: (typeof RETRY_AFTER_FORMS)[number];
	/**
	 * Retry-After for a daily limit, as an ISO time. null: the next midnight (UTC) of the server's clock, or
	 * the seconds until then if the clock was moved.
	 */
	quotaRetryAfter: null | string;
	/** The delay of the fault `slow`. */
	slowMs: number;
	/**
	 * Random faults. A fault from an address or from `breakRequest` has priority, but each request that
	 * `perSecond` accepts still draws one random number. A new object restarts from its seed, even if it is
	 * equal to the old one.
	 */
	randomFaults: null | RandomFaultSettings;
	/**
	 * In-process only: breaks any request, including those for tokens. Called once for each request that
	 * `perSecond` accepts.
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
	actionAnyCase: false,
	existingCode: 1005,
	language: 'en',
	scopes: ALL_SCOPES,
	scopesInNewTokensOnly: true,
	tokenNamesScopes: true,
	roleMayEditUsers: true,
	ssoEnabled: true,
	managedDomain: true,
	managedDomains: [],
	customAttributes: [
		{ key: 'cbf_badge', name: 'Badge' },
		{ key: 'cbf_shift', name: 'Shift' },
	],
	pendingGroup: true,
	pendingTakesPatch: false,
	pendingCreatedAtIsNow: true,
	pendingIdInLists: false,
	maxPageSize: 300,
	listLeavesOut: [],
	pendingTakesNoQuery: false,
	meIsOwner: false,
	expiredCanBeUnlinked: true,
	groupAddDropped: false,
	planUsage: true,
	accountSettings: true,
	latencyMs: 0,
	tokenLatencyMs: 0,
	clockOffsetMs: 0,
	seed: 1,
	requireHttpsRedirect: false,
	licenses: null,
	perSecond: null,
	perSecondOf: null,
	concurrentWrites: null,
	invitationsPerDay: null,
	limitHeaders: true,
	rateHeaders: false,
	retryAfterForm: 'seconds',
	quotaRetryAfter: null,
	slowMs: 3_000,
	randomFaults: null,
};
