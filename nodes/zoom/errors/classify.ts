import { ERROR_CATALOG, UNEXPLAINED } from './catalog';
import { NO_ACCESS } from './catalogAccess';
import { CONFLICTS, EXISTING, UNKNOWN_EFFECT, type ConflictKind } from './catalogConflicts';
import type { ErrorEntry, ErrorMeaning } from './catalogEntry';
import { NO_SUCH_USER } from './catalogUsers';
import { NETWORK_ERRORS, type NetworkErrorKind } from './catalogNetwork';
import { CALLS, type BodyOf, type ZoomOperation } from '../model/calls';
import type { Failure } from '../model/outcome';
import type { UserStatus } from '../model/user';
import type { ZoomResponse } from '../transport/client';
import { pageText } from '../transport/pageText';
import { retryAfterMs } from '../transport/retryAfter';

/** How a call ended. */
export type CallResult<Body = Record<string, unknown>> =
	/** Done. `body` is Zoom's response. */
	{ kind: 'done'; body: Body } | FailedCall;

/** Any result except `done`. */
export type FailedCall =
	/** Nothing was done, and this is why. */
	| { kind: 'rejected'; error: ZoomError }
	/** Whether it was done is unknown. */
	| { kind: 'lost'; error: ZoomError }
	/** The execution was cancelled, before or after the request left. */
	| { kind: 'cancelled'; sent: boolean };

/** An error of Zoom, or of something between n8n and Zoom. */
export interface ZoomError {
	meaning: ErrorMeaning;
	code?: number;
	status?: number;
	/** Zoom's own text, or the text that was returned instead. */
	text: string;
	/** The fields that Zoom complains about, by Zoom's names. */
	fields: string[];
	/** A page was returned instead of Zoom's JSON. */
	page: boolean;
	headers: Record<string, string>;
}

const ACTIONS: Record<ErrorMeaning['owner'], string> = {
	you: 'What to do',
	admin: 'For your Zoom admin',
	person: 'For the user',
	zoom: 'For Zoom',
};

/** Looks a response up in the error catalog. */
export function classifyResponse<O extends ZoomOperation>(
	operation: O,
	response: ZoomResponse,
): CallResult<BodyOf<O>> {
	if (response.kind === 'cancelled') return response;
	if (response.kind === 'auth') {
		return failedCall(NO_ACCESS[response.tokenService ?? 'credential'], { text: response.text });
	}
	if (response.kind === 'lost') {
		const kind = response.reached ? 'lost' : networkErrorKind(response.code);
		return failedCall(NETWORK_ERRORS[kind], { text: response.code });
	}
	const { status, headers, body } = response;
	const succeeded = status >= 200 && status < 300;
	if (succeeded && isResponseTo(operation, body)) return { kind: 'done', body };
	const record = isRecord(body) ? body : undefined;
	const code = /^\d+$/.test(String(record?.code)) ? Number(record?.code) : undefined;
	const fields = fieldsOf(record?.errors);
	const said = record ? String(record.message ?? record.reason ?? '') : pageText(body);
	const text = [said, ...fields.map((one) => one.text)].join(' ').trim();
	const meaning = findMeaning(operation, {
		status: succeeded && code === undefined ? 'withoutId' : status,
		code,
		text,
		page: record === undefined,
		limit: status === 429 ? limitOf(headers) : undefined,
	});
	return failedCall(meaning, {
		code,
		status,
		text,
		fields: fields.map(({ field }) => field),
		page: record === undefined && said !== '',
		headers,
	});
}

/** Whether Zoom did not find the user that the call is about. */
export function isNoSuchUser(result: CallResult<unknown>): boolean {
	return result.kind === 'rejected' && NO_SUCH_USER.includes(result.error.code ?? 0);
}

function isResponseTo<O extends ZoomOperation>(operation: O, body: unknown): body is BodyOf<O> {
	return CALLS[operation].isResponse(body);
}

/**
 * The sentence and the reason for a row that failed.
 *
 * @param who the user, as the row names them
 * @param happened what happened to them: "was not created"
 */
export function failureOf(error: ZoomError, who: string, happened: string): Failure {
	const { meaning, code } = error;
	return {
		reason: meaning.reason,
		sentence: `${causeOf(error, who, happened)}. ${ACTIONS[meaning.owner]}: ${fill(meaning.remedy, error)}`,
		...(code === undefined ? {} : { code }),
	};
}

/** The first part of the sentence, without what to do. */
export function causeOf(error: ZoomError, who: string, happened: string): string {
	const { meaning, code, status, headers, text } = error;
	const facts = [
		text && `"${text.slice(0, 300)}"`,
		code !== undefined && `Zoom code ${code}`,
		status !== undefined && `HTTP ${status}`,
		meaning.showTrackingId && headers['x-zm-trackingid'] && `tracking ID ${headers['x-zm-trackingid']}`,
	].filter(Boolean);
	const because = facts.length > 0 ? ` (${facts.join(', ')})` : '';
	return `${who} ${happened}: ${fill(meaning.message, error)}${because}`;
}

/** Fills the placeholders of a text of the catalog. */
function fill(sentence: string, { fields, text }: ZoomError): string {
	const scopes = /scopes:?\s*\[([^\]]+)\]/i.exec(text)?.[1];
	return sentence
		.replace('{fields}', fields.map((field) => field.replace(/^user_info\./, '')).join(', ') || 'a field')
		.replace('{scopes}', scopes ?? 'that this operation needs (see the documentation of the credentials)');
}

/** An error without its meaning, for a response that never arrived. */
export const NO_RESPONSE = { text: '', fields: [], page: false, headers: {} };

/** The error of User: Create for a user who is already in the account. */
export function asExisting(error: Omit<ZoomError, 'meaning'>, status: UserStatus): ZoomError {
	return { ...error, meaning: EXISTING[status] };
}

/** The conflict behind code 1005 or 1009, if the look-up found no user. */
export function asConflict(error: Omit<ZoomError, 'meaning'>, found: ConflictKind): ZoomError {
	return { ...error, meaning: CONFLICTS[found] };
}

/** The error of a lost response whose effect could not be looked up. */
export function asUnknownEffect(
	error: Omit<ZoomError, 'meaning'>,
	because: keyof typeof UNKNOWN_EFFECT,
): ZoomError {
	return { ...error, meaning: UNKNOWN_EFFECT[because] };
}

/** The error of an invitation if the daily quota is used up. */
export function asDailyQuota(error: Omit<ZoomError, 'meaning'>): ZoomError {
	return { ...error, meaning: findMeaning('createUser', { status: 429, limit: 'day' }) };
}

interface Signs {
	status?: number | 'withoutId';
	code?: number;
	text?: string;
	/** Something other than Zoom's JSON was returned. */
	page?: boolean;
	limit?: ErrorEntry['limit'];
}

/** The first entry of the catalog whose signs all match. */
function findMeaning(operation: ZoomOperation, signs: Signs): ErrorMeaning {
	const entry = ERROR_CATALOG.find(
		(one) =>
			(one.operation === undefined || [one.operation].flat().includes(operation)) &&
			(one.code === undefined || one.code === signs.code) &&
			(one.codes === undefined || one.codes.includes(signs.code ?? 0)) &&
			(one.status === undefined || statusMatches(one.status, signs.status)) &&
			(one.page === undefined || one.page === signs.page) &&
			(one.limit === undefined || one.limit === signs.limit) &&
			(one.text === undefined || one.text.test(signs.text ?? '')),
	);
	return entry ?? UNEXPLAINED;
}

function statusMatches(wanted: NonNullable<ErrorEntry['status']>, status: Signs['status']): boolean {
	if (typeof status !== 'number' || typeof wanted === 'number' || wanted === 'withoutId')
		return wanted === status;
	return Math.floor(status / 100) === Number(wanted[0]);
}

function failedCall(
	meaning: ErrorMeaning,
	known: Partial<ZoomError>,
): Exclude<FailedCall, { kind: 'cancelled' }> {
	const error = { ...NO_RESPONSE, ...known, meaning };
	return { kind: meaning.handling === 'lookUpLost' ? 'lost' : 'rejected', error };
}

/**
 * The limit in the headers of a 429, which are optional. A long `Retry-After` is one of the daily limit, because the
 * limit per second never takes that long. Source: https://developers.zoom.us/docs/api/rate-limits/
 */
function limitOf(headers: Record<string, string>): ErrorEntry['limit'] {
	const type = headers['x-ratelimit-type'] ?? '';
	if (/daily/i.test(type)) return 'day';
	const wait = retryAfterMs(headers);
	if (wait !== undefined) return wait > LONGEST_SECOND_MS ? 'day' : 'second';
	return /qps/i.test(type) ? 'second' : undefined;
}

const LONGEST_SECOND_MS = 60_000;

function networkErrorKind(code: string): NetworkErrorKind {
	return /CERT|SELF_SIGNED|ERR_TLS|EPROTO/.test(code) ? 'certificate' : 'unreachable';
}

function fieldsOf(errors: unknown): Array<{ field: string; text: string }> {
	if (!Array.isArray(errors)) return [];
	return errors.filter(isRecord).map(({ field, message }) => ({
		field: String(field ?? ''),
		text: `${String(field ?? '')}: ${String(message ?? '')}`,
	}));
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
