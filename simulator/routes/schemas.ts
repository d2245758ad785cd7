import { FAULT_KINDS, FAULT_NAMES } from '../state/faultNames';
import { MAX_SEEDED } from '../state/seed';
import { REJECTION_FORMS, RETRY_AFTER_FORMS, type Settings } from '../state/settings';
import type { NewPerson } from '../state/person';
import { STATES } from '../state/triggers';

/**
 * JSON schemas for the admin API. Fastify validates requests with them, and the error handler lists the
 * problems.
 */

const text = { type: 'string', minLength: 1 };
const anyText = { type: 'string' };
const flag = { type: 'boolean' };
const number = { type: 'number' };
const ms = { type: 'number', minimum: 0 };
const integer = { type: 'integer' };
const limit = { type: ['integer', 'null'], minimum: 0 };
const digits = { type: 'string', pattern: '^\\d+$' };
const listOf = (items: object) => ({ type: 'array', items });
const record = (properties: Record<string, object>, more: object = {}) => ({
	type: 'object',
	additionalProperties: false,
	properties,
	...more,
});

const chances = record(
	Object.fromEntries(FAULT_NAMES.map((name) => [name, { type: 'number', minimum: 0, maximum: 1 }])),
);
const randomFaults = record(
	{ seed: number, ...Object.fromEntries(FAULT_KINDS.map((kind) => [kind, chances])) },
	{ required: ['seed'], type: ['object', 'null'] },
);

const settings: Record<Exclude<keyof Settings, 'breakRequest'>, object> = {
	clientId: text,
	clientSecret: text,
	accountId: text,
	tokenLifetimeMs: ms,
	newestTokenOnly: flag,
	refuseFormat: { enum: [null, 'multipart', 'json'] },
	refusalShape: { enum: REJECTION_FORMS },
	actionAnyCase: flag,
	existingCode: { enum: [1005, 1009] },
	language: { enum: ['en', 'ja'] },
	scopes: listOf(anyText),
	scopesInNewTokensOnly: flag,
	tokenNamesScopes: flag,
	roleMayEditUsers: flag,
	ssoEnabled: flag,
	managedDomain: flag,
	managedDomains: listOf(anyText),
	customAttributes: listOf({
		type: 'object',
		required: ['key', 'name'],
		properties: { key: text, name: text },
	}),
	pendingGroup: flag,
	pendingTakesPatch: flag,
	pendingCreatedAtIsNow: flag,
	pendingIdInLists: flag,
	maxPageSize: { type: 'integer', minimum: 1 },
	listLeavesOut: listOf(anyText),
	pendingTakesNoQuery: flag,
	meIsOwner: flag,
	expiredCanBeUnlinked: flag,
	groupAddDropped: flag,
	planUsage: flag,
	accountSettings: flag,
	latencyMs: { anyOf: [ms, { type: 'array', items: ms, minItems: 2, maxItems: 2 }] },
	tokenLatencyMs: ms,
	clockOffsetMs: number,
	seed: number,
	requireHttpsRedirect: flag,
	licenses: limit,
	perSecond: limit,
	perSecondOf: record({ Light: integer, Medium: integer, Heavy: integer }, { type: ['object', 'null'] }),
	concurrentWrites: limit,
	invitationsPerDay: limit,
	limitHeaders: flag,
	rateHeaders: flag,
	retryAfterForm: { enum: RETRY_AFTER_FORMS },
	quotaRetryAfter: { type: ['string', 'null'], pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d' },
	slowMs: ms,
	randomFaults,
};

const person: Record<keyof NewPerson, object> = {
	email: { type: 'string', pattern: '@' },
	status: { enum: Object.values(STATES) },
	id: anyText,
	first_name: anyText,
	last_name: anyText,
	display_name: anyText,
	type: integer,
	action: anyText,
	createdAt: integer,
	lastLoginAt: integer,
	role_id: anyText,
	group_ids: listOf(anyText),
	custom_attributes: listOf({ type: 'object' }),
	phone_numbers: listOf({ type: 'object' }),
	zoom_one_type: digits,
	plan_united_type: digits,
	division_ids: listOf(anyText),
	license_info_list: listOf({ type: 'object' }),
	login_types: listOf(integer),
	addons: listOf(anyText),
	employee_unique_id: anyText,
	dept: anyText,
	job_title: anyText,
	company: anyText,
	location: anyText,
	manager: anyText,
	cost_center: anyText,
	language: anyText,
	timezone: anyText,
	pronouns: anyText,
	pronouns_option: integer,
	pmi: integer,
	use_pmi: flag,
	cms_user_id: anyText,
	about_me: anyText,
	host_key: anyText,
	linkedin_url: anyText,
	vanity_name: anyText,
	zoom_phone: flag,
};

const count = { type: 'integer', minimum: 0, maximum: MAX_SEEDED };

export const SETTINGS = record(settings);
export const PERSON = record(person, { required: ['email'] });
export const SEEDING = record({ people: count, inactive: count, pending: count });
export const CLOCK = record({ advanceMs: number }, { required: ['advanceMs'] });
export const TOKEN = record({ kind: { enum: ['oauth2', 'serverToServer'] } }, { required: ['kind'] });
export const ACCEPTANCE = record({ email: anyText }, { required: ['email'] });
export const SUBSCRIPTION = {
	type: 'object',
	required: ['url', 'secretToken'],
	properties: { url: text, secretToken: text },
};
export const EVENT_REQUEST = { type: 'object', required: ['event'], properties: { event: text } };
