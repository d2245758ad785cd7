import type { ZoomResponse } from '../wire/response';
import type { Settings } from '../state/settings';

/**
 * The errors that Zoom documents for POST /users, and a few older texts that users still report.
 * `+refuse-<code>-<n>` counts them in this order. `{name}` in a text is a placeholder.
 */
interface ErrorText {
	status: number;
	text: string;
	/** Sent before the account is known, so always in English. */
	always?: true;
	/** Zoom names the fields for an invalid body only. */
	field?: 'user_info.email';
	/** For 429: the limit that the headers describe. */
	limit?: 'second' | 'day' | 'none';
}

export const UNDOCUMENTED: ErrorText = {
	status: 400,
	text: 'The request could not be completed for a reason that is not documented.',
};

export const ERROR_TEXTS: Record<number, ErrorText[]> = {
	124: [
		{ status: 401, text: 'Invalid access token.', always: true },
		{ status: 401, text: 'Access token is expired.', always: true },
	],
	200: [
		{ status: 400, text: 'No privilege.' },
		{ status: 400, text: 'No permission.' },
		{
			status: 400,
			text: 'Invalid access token. Does not contain permissions [User:Edit].',
		},
		{
			status: 400,
			text: 'No permission, please contact Zoom customer support.',
		},
		{
			status: 400,
			text: 'You can add max {max} paid users.',
		},
		{ status: 400, text: "You can't add paid users." },
	],
	300: [
		{ status: 400, text: 'Invalid parameter: password' },
		{
			status: 400,
			text: "Your account can't set user type as On-prem.",
		},
		{
			status: 400,
			text: 'Your request could not be completed because the name contains an invalid word: `{name}`.',
		},
		{
			status: 400,
			text: 'The value provided for `plan_united_type` parameter is invalid. Try again with a valid value.',
		},
		{
			status: 400,
			text: 'The subscription "{subscription}" you entered does not exist. Please choose a different subscription and try again.',
		},
		{ status: 400, text: 'Validation Failed.', field: 'user_info.email' },
		{
			status: 400,
			text: 'Request Body should be a valid JSON object.',
		},
	],
	403: [
		{
			status: 403,
			text: 'Access to the Zoom REST API has been denied for this account.',
		},
	],
	429: [
		{
			status: 429,
			text: 'You have reached the maximum per-second rate limit for this API. Try again later.',
			limit: 'second',
		},
		{
			status: 429,
			text: 'You have exceeded the daily rate limit ({max}) of user invite requests permitted for this account. You may resume these requests at GMT 00:00:00.',
			limit: 'day',
		},
		{
			status: 429,
			text: 'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.',
			limit: 'day',
		},
		{
			status: 429,
			text: 'Too many concurrent requests. A request to add this user has already been made.',
			limit: 'none',
		},
	],
	1000: [
		{
			status: 400,
			text: 'The user cannot be changed because they are a Call-queue manager or Auto-receptionist operator.',
		},
	],
	1001: [{ status: 404, text: 'User does not exist: {id}.' }],
	1005: [
		{
			status: 409,
			text: 'Email "{email}" has already been used.',
		},
	],
	1009: [
		{
			status: 400,
			text: 'The user {email} already holds an active account.',
		},
	],
	1102: [
		{
			status: 404,
			text: 'You cannot enable the **Zoom Phone** feature because you do not have any available licenses.',
		},
	],
	1107: [
		{
			status: 400,
			text: 'Email domain is blocked.',
		},
	],
	1108: [
		{
			status: 400,
			text: 'Permission requirements to change the user type of this user were not met.',
		},
	],
	1116: [
		{
			status: 400,
			text: "Email address {email} doesn't match limited domains: {domains}",
		},
	],
	1120: [
		{
			status: 400,
			text: 'A valid invitation to join the Zoom account was not found for this user.',
		},
	],
	1135: [
		{
			status: 400,
			text: 'New User already exists in another cluster.',
		},
	],
	2002: [
		{
			status: 400,
			text: 'SSO has not been enabled for this account. Contact the Zoom support team to enable this option.',
		},
	],
	2016: [
		{
			status: 400,
			text: 'No permission. Please contact Zoom Customer Support.',
		},
	],
	2032: [
		{
			status: 400,
			text: 'The ssoCreate option is only available for SSO Partners that have enabled the pre-provision option. Contact the Zoom Support team to learn more.',
		},
	],
	2033: [
		{
			status: 400,
			text: "Your request to add a basic user wasn't approved because you've already reached the maximum basic user limit allowed in your account. For additional help regarding this issue, contact the Zoom Customer Support team.",
		},
	],
	2034: [
		{
			status: 400,
			text: 'Your request to add a new {userType} user could not be approved at this time because your account has reached the permitted maximum number of {userType} users. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.',
		},
	],
	2035: [
		{
			status: 400,
			text: 'GPA accounts cannot add users.',
		},
	],
	2036: [
		{
			status: 400,
			text: 'Other accounts cannot invite GPA account owners.',
		},
	],
	2037: [
		{
			status: 400,
			text: 'Force forbidden user can not be invited.',
		},
	],
	2038: [
		{
			status: 400,
			text: 'Your request to add a new Zoom One user could not be approved at this time because your account has reached the permitted maximum number. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.',
		},
		{
			status: 400,
			text: 'Your request to add a new Zoom One user could not be approved at this time because the subscription "{subscription}" doesn’t have enough licenses available to assign. Please choose a different subscription and try again.',
		},
	],
	2300: [
		{
			status: 404,
			text: 'This API endpoint is not recognized.',
		},
	],
	3412: [
		{
			status: 400,
			text: "Your request to add a basic user couldn't be approved at this time because your account has reached the permitted maximum number of {max} basic users. Please remove existing basic user(s) from your Users list or the Pending Users list before attempting to add another user.",
		},
		{
			status: 400,
			text: 'Your request to add a new "{userType}" user couldn\'t be approved at this time because your account has reached the permitted maximum number of "{max}" paying users. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.',
		},
		{
			status: 400,
			text: 'Your request to add a new "{userType}" user could not be approved at this time because the subscription {subscription} has reached the permitted maximum number of "{max}" paying users. Please choose a different subscription and try again.',
		},
	],
	4130: [
		{
			status: 404,
			text: 'Group does not exist: {groupId}.',
		},
	],
	// Zoom's guides still show 4700. Accounts with granular scopes get 4711.
	4700: [
		{
			status: 400,
			text: 'Invalid access token, does not contain scopes.',
		},
	],
	4711: [
		{
			status: 400,
			text: 'Invalid access token, does not contain scopes:[{scope}].',
		},
	],
	11321: [
		{
			status: 400,
			text: 'Email domain is blocked by Zoom Trust & Safety.',
		},
	],
};

/** The default values of placeholders. */
const DEFAULT_VALUES: Record<string, string> = {
	domains: 'simulator.example',
	groupId: 'simulator-group',
	groupName: 'Simulator',
	max: '10',
	name: 'admin',
	scope: 'user:write:user:admin',
	subscription: 'SUBREF-simulator-000001',
	userType: 'Licensed',
};

/** The limits of a Pro account, for headers of an error from a tag when no limit is set. */
const PER_SECOND = 30;
const INVITATIONS_PER_DAY = 1500;

/** The response for an error code. `variant` counts from 1. */
export function errorResponse(
	settings: Settings,
	code: number,
	values: Record<string, string> = {},
	variant = 1,
): ZoomResponse {
	const entry = ERROR_TEXTS[code]?.[variant - 1] ?? ERROR_TEXTS[code]?.[0] ?? UNDOCUMENTED;
	const message = messageIn(settings, entry, values);
	if (entry.field) return fieldErrors(settings, [{ field: entry.field, fault: 'invalid' }]);
	return {
		status: entry.status,
		json: { code, message },
		...(settings.limitHeaders
			? { headers: limitHeaders(entry.limit, settings) }
			: { withoutCategory: entry.limit !== undefined }),
	};
}

/**
 * Zoom returns errors to some accounts in their language. The translations aren't known, and clients must
 * not depend on them: one text represents all of them.
 */
const OTHER_LANGUAGE = 'リクエストを処理できませんでした。';

/** An error message in the language of the account. */
export function messageIn(
	settings: Settings,
	{ text, always = false }: { text: string; always?: boolean },
	values: Record<string, string> = {},
): string {
	return settings.language === 'ja' && !always ? OTHER_LANGUAGE : fillPlaceholders(text, values);
}

/** Replaces each `{name}` in a text. */
function fillPlaceholders(text: string, values: Record<string, string>): string {
	const allValues: Record<string, string> = { ...DEFAULT_VALUES, ...values };
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => allValues[name] ?? whole);
}

/** The response above a limit per second. `max` is the limit. */
export function rateError(settings: Settings, max: number): ZoomResponse {
	const response = errorResponse(settings, 429);
	if (response.headers) response.headers['X-RateLimit-Limit'] = String(max);
	return response;
}

/** The response when the daily invitation limit is reached. */
export function invitationError(settings: Settings): ZoomResponse {
	return errorResponse(settings, 429, { max: String(invitationLimit(settings)) }, 2);
}

function invitationLimit(settings: Settings): number {
	return settings.invitationsPerDay ?? INVITATIONS_PER_DAY;
}

export interface FieldError {
	field: string;
	fault: 'missing' | 'invalid';
}

const FIELD_TEXTS = { missing: 'Missing field.', invalid: 'Invalid field.' };

/** Zoom names the fields, but not what is wrong with them. */
export function fieldErrors(settings: Settings, fields: FieldError[]): ZoomResponse {
	return {
		status: 400,
		json: {
			code: 300,
			message: messageIn(settings, { text: 'Validation Failed.' }),
			errors: fields.map(({ field, fault }) => ({
				field,
				message: messageIn(settings, { text: FIELD_TEXTS[fault] }),
			})),
		},
	};
}

/**
 * How Zoom's gateway rejects a content type, or a body that it cannot read. It doesn't know the account
 * yet, so the texts are always in English.
 */
export function formatError(shape: Settings['refusalShape']): ZoomResponse {
	switch (shape) {
		case '415':
			return { status: 415, json: { code: 300, message: 'Unsupported Content Type' } };
		case '300-content-type':
			return { status: 400, json: { code: 300, message: 'Unsupported Content Type' } };
		case '300-json-object':
			return bodyError();
		case '300-missing-field':
			return {
				status: 400,
				json: {
					code: 300,
					message: 'Validation Failed.',
					errors: [
						{ field: 'user_info.type', message: 'Missing field.' },
						{ field: 'user_info.email', message: 'Missing field.' },
					],
				},
			};
		case '300-missing-action':
			return {
				status: 400,
				json: {
					code: 300,
					message: 'Validation Failed.',
					errors: [{ field: 'action', message: 'Missing field.' }],
				},
			};
		case '500':
			return { status: 500, json: { code: 500, message: 'Internal server error.' } };
	}
}

/** @param simulator what is wrong. Zoom doesn't report it */
export function bodyError(simulator?: string): ZoomResponse {
	return {
		status: 400,
		json: { code: 300, message: 'Request Body should be a valid JSON object.' },
		simulator,
	};
}

function limitHeaders(limit: ErrorText['limit'], settings: Settings): Record<string, string> | undefined {
	if (limit === 'second') {
		return {
			'X-RateLimit-Type': 'QPS',
			'X-RateLimit-Limit': String(settings.perSecond ?? PER_SECOND),
			'X-RateLimit-Remaining': '0',
			'Retry-After': afterASecond(settings.retryAfterForm),
		};
	}
	if (limit === 'day') {
		return {
			'X-RateLimit-Type': 'Daily-limit',
			'X-RateLimit-Limit': String(invitationLimit(settings)),
			'X-RateLimit-Remaining': '0',
			'Retry-After': settings.quotaRetryAfter ?? afterMidnight(settings.clockOffsetMs),
		};
	}
	return undefined;
}

/** The next full second with capacity. Uses the real clock, as the limit does. */
function afterASecond(form: Settings['retryAfterForm']): string {
	if (form === 'seconds') return '1';
	const then = new Date(Math.ceil(Date.now() / 1000 + 1) * 1000);
	return form === 'http-date' ? then.toUTCString() : isoSeconds(then);
}

/**
 * Zoom's Retry-After for a daily limit is an ISO time. If the server's clock was moved, the client has
 * another clock, so only seconds are meaningful.
 */
function afterMidnight(clockOffsetMs: number): string {
	const now = Date.now() + clockOffsetMs;
	const midnight = new Date(now);
	midnight.setUTCHours(24, 0, 0, 0);
	if (clockOffsetMs === 0) return isoSeconds(midnight);
	return String(Math.ceil((midnight.getTime() - now) / 1000));
}

function isoSeconds(time: Date): string {
	return time.toISOString().replace('.000Z', 'Z');
}
