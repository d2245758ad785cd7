import { isJsonObject } from '../wire/jsonText';
import { errorResponse, fieldErrors, type FieldError } from './errors';
import type { ZoomResponse } from '../wire/response';
import type { LicenseInfo } from '../state/person';
import type { Settings } from '../state/settings';

export const ACTIONS = ['create', 'autoCreate', 'custCreate', 'ssoCreate'];

/** As text: some of the education plans are above 2^53. */
export const ZOOM_ONE_TYPES = new Set(
	`16 32 64 128 33554432 134217728 268435456 536870912 1073741824 4398046511104 4294967296
	8589934592 17179869184 34359738368 68719476736 137438953472 274877906944 549755813888
	1099511627776 2199023255552 18014398509481984 72057594037927936 144115188075855872
	576460752303423488`.split(/\s+/),
);

/** The powers of two from 1 to 131072, as text. */
export const PLAN_UNITED_TYPES = new Set(Array.from({ length: 18 }, (_, power) => String(2 ** power)));

export const NAMES = [
	{ field: 'first_name', max: 64, maxChinese: 5 },
	{ field: 'last_name', max: 64, maxChinese: 5 },
	{ field: 'display_name', max: 128, maxChinese: 10 },
];

const EMAIL =
	/^[\w!#$%&'*/=?^`{|}~+-]+(\.[\w!#$%&'*/=?^`{|}~+-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** The valid fields of user_info in POST /v2/users. */
export interface UserInfo {
	email: string;
	type: number;
	first_name: string;
	last_name: string;
	display_name?: string;
	zoom_one_type?: string;
	plan_united_type?: string;
	division_ids?: string[];
	license_info_list?: LicenseInfo[];
}

/** Checks a body against Zoom's documentation of POST /users. */
export function checkBody(
	action: unknown,
	userInfo: Record<string, unknown>,
	settings: Settings,
): { userInfo: UserInfo } | { error: ZoomResponse } {
	const fields = wrongFields(action, userInfo);
	if (fields.length > 0) return { error: fieldErrors(settings, fields) };
	if (userInfo.type === 3) return { error: errorResponse(settings, 300, {}, 2) };
	if (action === 'autoCreate' && !isGoodPassword(userInfo.password)) {
		return { error: errorResponse(settings, 300) };
	}
	const united = userInfo.plan_united_type;
	if (united !== undefined && !(typeof united === 'string' && PLAN_UNITED_TYPES.has(united))) {
		return { error: errorResponse(settings, 300, {}, 4) };
	}
	const feature = isJsonObject(userInfo.feature) ? userInfo.feature : {};
	return {
		userInfo: {
			email: userInfo.email as string,
			type: userInfo.type as number,
			first_name: (userInfo.first_name as string | undefined) ?? '',
			last_name: (userInfo.last_name as string | undefined) ?? '',
			display_name: userInfo.display_name as string | undefined,
			zoom_one_type: feature.zoom_one_type === undefined ? undefined : String(feature.zoom_one_type),
			plan_united_type: united as string | undefined,
			division_ids: userInfo.division_ids as string[] | undefined,
			license_info_list: readLicenses(userInfo.license_info_list),
		},
	};
}

/** Missing fields first, in the order in which Zoom reports them. */
function wrongFields(action: unknown, userInfo: Record<string, unknown>): FieldError[] {
	const missing: FieldError[] = [];
	const invalid: FieldError[] = [];
	const require = (field: string, value: unknown, valid: boolean) => {
		if (value === undefined || value === null || value === '') {
			missing.push({ field, fault: 'missing' });
		} else if (!valid) invalid.push({ field, fault: 'invalid' });
	};
	const allow = (field: string, valid: boolean) => {
		if (!valid) invalid.push({ field: `user_info.${field}`, fault: 'invalid' });
	};

	const { type, email, feature } = userInfo;
	// 3 is valid here: its error has a different text.
	const types = action === 'ssoCreate' ? [1, 2, 3, 4, 99] : [1, 2, 3, 4];
	require('action', action, typeof action === 'string' && ACTIONS.includes(action));
	require('user_info.type', type, types.includes(type as number));
	require('user_info.email', email, isEmail(email));
	for (const { field, max, maxChinese } of NAMES) {
		const name = userInfo[field];
		allow(field, name === undefined || isName(name, max, maxChinese));
	}
	allow('division_ids', isDivisions(userInfo.division_ids));
	allow('license_info_list', isLicenses(userInfo.license_info_list));
	allow('feature', feature === undefined || isJsonObject(feature));
	if (isJsonObject(feature)) {
		const { zoom_phone: phone, zoom_one_type: zoomOne } = feature;
		allow('feature.zoom_phone', phone === undefined || typeof phone === 'boolean');
		allow(
			'feature.zoom_one_type',
			zoomOne === undefined ||
				(['number', 'bigint'].includes(typeof zoomOne) && ZOOM_ONE_TYPES.has(String(zoomOne))),
		);
	}
	return [...missing, ...invalid];
}

export function isEmail(value: unknown): boolean {
	return typeof value === 'string' && value.length <= 128 && EMAIL.test(value);
}

export function isName(value: unknown, max: number, maxChinese: number): boolean {
	if (typeof value !== 'string' || [...value].length > max) return false;
	return (value.match(/\p{Script=Han}/gu)?.length ?? 0) <= maxChinese;
}

export function isDivisions(value: unknown): boolean {
	if (value === undefined) return true;
	return Array.isArray(value) && value.length <= 1 && value.every((id) => typeof id === 'string');
}

export function isLicenses(value: unknown): boolean {
	if (value === undefined) return true;
	if (!Array.isArray(value) || value.length > 2) return false;
	return value.every(
		(license) =>
			isJsonObject(license) &&
			['MEETING', 'ZOOM_WORKPLACE_BUNDLE'].includes(license.license_type as string) &&
			['number', 'bigint'].includes(typeof license.license_option) &&
			typeof license.subscription_id === 'string',
	);
}

/** The licenses as stored. isLicenses must have accepted them. */
export function readLicenses(value: unknown): LicenseInfo[] | undefined {
	const licenses = value as { license_type: string; license_option: unknown; subscription_id: string }[];
	if (value === undefined) return undefined;
	return licenses.map(({ license_type, license_option, subscription_id }) => ({
		license_type,
		license_option: String(license_option),
		subscription_id,
	}));
}

/**
 * Zoom's basic password rules. The two examples of "consecutive" characters in the documentation have
 * eight, so this rejects eight in a row.
 */
function isGoodPassword(value: unknown): boolean {
	if (typeof value !== 'string' || value.length < 8 || value.length > 32) return false;
	if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || !/[0-9]/.test(value)) return false;
	let run = 1;
	for (let at = 1; at < value.length; at += 1) {
		run = value.charCodeAt(at) === value.charCodeAt(at - 1) + 1 ? run + 1 : 1;
		if (run >= 8) return false;
	}
	return true;
}
