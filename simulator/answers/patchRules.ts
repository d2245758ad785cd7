import type { ZoomResponse } from '../wire/response';
import { isJsonObject } from '../wire/jsonText';
import { errorResponse, fieldErrors, type FieldError } from './errors';
import type { Settings } from '../state/settings';
import { isDivisions, isLicenses, isName, NAMES, PLAN_UNITED_TYPES, ZOOM_ONE_TYPES } from './userInfoRules';
import { writeError } from './writeErrors';

const PLANS = ['type', 'plan_united_type', 'zoom_one_type'];

/** The text fields of PATCH, with their maximum lengths. */
export const TEXTS: Record<string, number> = {
	dept: Infinity,
	job_title: 128,
	company: 255,
	location: 256,
	manager: Infinity,
	cost_center: Infinity,
	language: Infinity,
	timezone: Infinity,
	pronouns: Infinity,
	cms_user_id: Infinity,
	vanity_name: Infinity,
	about_me: 150,
	linkedin_url: Infinity,
};

const LABELS = ['Mobile', 'Office', 'Home', 'Fax'];

/** Checks a body against Zoom's documentation of PATCH /users/:id. Ignores unknown fields, and `email`. */
export function checkPatch(body: Record<string, unknown>, settings: Settings): ZoomResponse | undefined {
	if (PLANS.filter((field) => body[field] !== undefined).length > 1) {
		return writeError(settings, 'plansTogether');
	}
	const fields = wrongFields(body);
	if (fields.length > 0) return fieldErrors(settings, fields);
	const { type, plan_united_type: united, about_me: about, linkedin_url: linkedIn } = body;
	if (type === 3) return errorResponse(settings, 300, {}, 2);
	if (united !== undefined && united !== 'none' && !PLAN_UNITED_TYPES.has(united as string)) {
		return errorResponse(settings, 300, {}, 4);
	}
	if (typeof about === 'string' && /https?:\/\/|<[a-z/]/i.test(about)) return writeError(settings, 'aboutMe');
	if (typeof linkedIn === 'string' && linkedIn !== '' && !linkedIn.includes('linkedin.com')) {
		return writeError(settings, 'linkedIn');
	}
	return undefined;
}

function wrongFields(body: Record<string, unknown>): FieldError[] {
	const wrong: FieldError[] = [];
	const allow = (field: string, valid: (value: unknown) => boolean) => {
		if (body[field] !== undefined && !valid(body[field])) wrong.push({ field, fault: 'invalid' });
	};
	const oneOf = (values: unknown[]) => (value: unknown) => values.includes(value);
	const isFlag = (value: unknown) => typeof value === 'boolean';

	for (const { field, max, maxChinese } of NAMES) {
		allow(field, (value) => isName(value, max, maxChinese));
	}
	for (const [field, max] of Object.entries(TEXTS)) {
		allow(field, (value) => typeof value === 'string' && [...value].length <= max);
	}
	// 3 is valid here: its error has a different text.
	allow('type', oneOf([1, 2, 3, 4, 99]));
	allow('plan_united_type', (value) => typeof value === 'string');
	allow(
		'zoom_one_type',
		(value) =>
			value === 0 || (['number', 'bigint'].includes(typeof value) && ZOOM_ONE_TYPES.has(String(value))),
	);
	allow('division_ids', isDivisions);
	allow('license_info_list', isLicenses);
	allow('host_key', (value) => typeof value === 'string' && /^\d{6,10}$/.test(value));
	allow('pmi', (value) => Number.isInteger(value) && /^[1-9]\d{9}$/.test(String(value)));
	allow('use_pmi', isFlag);
	allow('pronouns_option', oneOf([1, 2, 3]));
	allow('group_id', (value) => typeof value === 'string');
	allow('phone_numbers', isPhoneNumbers);
	allow('custom_attributes', isAttributes);
	allow('feature', isJsonObject);
	if (isJsonObject(body.feature) && !['undefined', 'boolean'].includes(typeof body.feature.zoom_phone)) {
		wrong.push({ field: 'feature.zoom_phone', fault: 'invalid' });
	}
	return wrong;
}

function isPhoneNumbers(value: unknown): boolean {
	const isText = (text: unknown) => text === undefined || typeof text === 'string';
	if (!Array.isArray(value) || value.length > 3) return false;
	return value.every(
		(phone) =>
			isJsonObject(phone) &&
			typeof phone.number === 'string' &&
			isText(phone.country) &&
			isText(phone.code) &&
			(phone.label === undefined || LABELS.includes(phone.label as string)),
	);
}

function isAttributes(value: unknown): boolean {
	if (!Array.isArray(value) || value.length > 5) return false;
	return value.every((attribute) => isJsonObject(attribute) && typeof attribute.value === 'string');
}
