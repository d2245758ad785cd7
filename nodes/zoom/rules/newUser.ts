import { ExactInteger, exactInteger, writeExactJson } from '../model/exactJson';
import { emailProblem } from './email';
import { cleanText, cleanValues, type Problem } from './text';

/**
 * Zoom's rules for a new user, checked before a request leaves. Only what Zoom always rejects is rejected here: unknown
 * plan codes, types and keys pass, because Zoom can add new ones.
 *
 * Source: Zoom's OpenAPI of `POST /users` (operation `userCreate`, 2026-03).
 */

/** The four ways in which Zoom creates a user, as Zoom spells them. */
export const ACTIONS = ['create', 'autoCreate', 'custCreate', 'ssoCreate'] as const;
export type Action = (typeof ACTIONS)[number];

/** Zoom's `user_info`, by Zoom's own names. */
export type UserInfo = Record<string, unknown>;

/** A new user who passed the checks. */
export interface Person {
	action: Action;
	/** As it is sent: without spaces around it, spelled as in the row. */
	email: string;
	userInfo: UserInfo;
	/** A password was given with an action that does not use it; it is not in `userInfo`. */
	passwordLeftOut: boolean;
}

/** Words for the user types that can be assigned at any time. */
export const TYPE_WORDS: Record<string, number> = {
	basic: 1,
	licensed: 2,
	unassigned: 4,
	'unassigned without meetings basic': 4,
};

const USER_TYPES: Record<string, number> = { ...TYPE_WORDS, none: 99 };

const MAX_LENGTH: Record<string, number> = {
	email: 128,
	first_name: 64,
	last_name: 64,
	display_name: 128,
};

/** "No more than 5 Chinese characters", says Zoom of each name, and 10 of the display name. */
const MAX_CHINESE: Record<string, number> = { first_name: 5, last_name: 5, display_name: 10 };

const TEXT_FIELDS = ['email', 'first_name', 'last_name', 'display_name', 'password', 'plan_united_type'];
const TRIMMED_FIELDS = ['email', 'first_name', 'last_name', 'display_name'];

/**
 * Checks one new user and puts their `user_info` in the form that Zoom accepts.
 *
 * @param action case-insensitive
 * @param given `user_info` by Zoom's names, as the row had it: numbers for text, words for `type`, spaces around
 * @returns the new user, or every problem found
 */
export function checkPerson(action: unknown, given: UserInfo): { person: Person } | { problems: Problem[] } {
	const problems: Problem[] = [];
	const spelled = zoomAction(action);
	if (!spelled) {
		problems.push({
			field: 'action',
			value: action,
			message: 'is not one of the ways in which Zoom creates a user',
			remedy: `Use ${ACTIONS.join(', ')}.`,
		});
	}

	const passwordLeftOut = !isEmpty(given.password) && spelled !== undefined && spelled !== 'autoCreate';
	const userInfo = filledIn(passwordLeftOut ? { ...given, password: undefined } : given, problems);

	checkEmail(userInfo.email, problems);
	checkType(userInfo, problems);
	checkLengths(userInfo, problems);
	if ('password' in userInfo) checkPassword(userInfo.password as string, problems);
	checkShapes(userInfo, problems);

	if (problems.length > 0 || !spelled) return { problems };
	return { person: { action: spelled, email: userInfo.email as string, userInfo, passwordLeftOut } };
}

/** The text of the `user_info` part: JSON, whole numbers digit for digit. */
export function userInfoText(person: Person): string {
	return writeExactJson(person.userInfo);
}

function zoomAction(given: unknown): Action | undefined {
	const wanted = String(given ?? '')
		.trim()
		.toLowerCase();
	return ACTIONS.find((action) => action.toLowerCase() === wanted);
}

/** A copy without the empty fields, text fields as text. */
function filledIn(given: UserInfo, problems: Problem[]): UserInfo {
	const fields = Object.entries(given).map(([field, value]) => ({
		field,
		value: TEXT_FIELDS.includes(field) ? asText(field, value, problems) : value,
	}));
	const trimmed = fields.filter(({ field }) => TRIMMED_FIELDS.includes(field));
	cleanValues(trimmed);
	for (const one of trimmed) if (typeof one.value === 'string') one.value = one.value.trim();
	return Object.fromEntries(
		fields.filter(({ value }) => !isEmpty(value)).map(({ field, value }) => [field, value]),
	);
}

function asText(field: string, value: unknown, problems: Problem[]): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (value instanceof ExactInteger) return value.digits;
	if (typeof value === 'object') {
		problems.push({
			field,
			value: field === 'password' ? undefined : value,
			message: 'is not text',
			remedy: 'Map a single value to it, not a list or an object.',
		});
		return undefined;
	}
	return String(value);
}

function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	if (typeof value !== 'object' || value instanceof ExactInteger || 'toJSON' in value) return false;
	return Object.keys(value).length === 0;
}

function checkEmail(email: unknown, problems: Problem[]): void {
	if (email === undefined) {
		if (problems.some(({ field }) => field === 'email')) return;
		problems.push({
			field: 'email',
			message: 'is empty, and Zoom requires it',
			remedy: 'Fill it in, or leave the row out.',
		});
		return;
	}
	const message = emailProblem(String(email));
	if (message) {
		const remedy = 'Enter one email address, such as nathan@example.com, with no name or spaces in it.';
		problems.push({ field: 'email', value: email, message, remedy });
	}
}

function checkType(userInfo: UserInfo, problems: Problem[]): void {
	const given = userInfo.type ?? 1;
	const word = String(given).trim().toLowerCase();
	const type = /^\d{1,9}$/.test(word)
		? Number(word)
		: Object.hasOwn(USER_TYPES, word)
			? USER_TYPES[word]
			: undefined;
	if (type === undefined || typeof given === 'object') {
		problems.push({
			field: 'type',
			value: given,
			message: 'is not a user type',
			remedy: 'Use 1 or Basic, 2 or Licensed, 4 or Unassigned without Meetings Basic.',
		});
	} else {
		userInfo.type = type;
	}
}

function checkLengths(userInfo: UserInfo, problems: Problem[]): void {
	for (const [field, limit] of Object.entries(MAX_LENGTH)) {
		const characters = [...((userInfo[field] as string | undefined) ?? '')];
		const chinese = characters.filter((character) => /\p{Script=Han}/u.test(character)).length;
		const value = userInfo[field];
		if (characters.length > limit) {
			const what = `is ${characters.length} characters long, and Zoom allows at most ${limit}`;
			problems.push({ field, value, message: what, remedy: 'Shorten it.' });
		} else if (chinese > (MAX_CHINESE[field] ?? Infinity)) {
			const what = `has ${chinese} Chinese characters, and Zoom allows at most ${MAX_CHINESE[field]}`;
			problems.push({ field, value, message: what, remedy: 'Shorten it.' });
		}
	}
}

/**
 * Zoom's default rules. Two more of them, no single character repeated and none in a row such as 12345678,
 * cannot be broken by a text that has a lowercase letter, an uppercase letter and a number.
 */
function checkPassword(password: string, problems: Problem[]): void {
	const length = [...password].length;
	const wants = [
		{ field: '8 to 32 characters', met: length >= 8 && length <= 32 },
		{ field: 'a number', met: /\d/.test(password) },
		{ field: 'a lowercase letter', met: /\p{Ll}/u.test(password) },
		{ field: 'an uppercase letter', met: /\p{Lu}/u.test(password) },
	];
	const missing = wants.filter(({ met }) => !met).map(({ field }) => field);
	if (missing.length === 0) return;
	problems.push({
		field: 'password',
		message: `does not have ${missing.join(' or ')}`,
		remedy: 'Zoom requires 8 to 32 characters with a number, a lowercase letter and an uppercase letter.',
	});
}

function checkShapes(userInfo: UserInfo, problems: Problem[]): void {
	checkFeature(userInfo, problems);
	const { license_info_list: licenses } = userInfo;
	if (licenses === undefined) return;
	if (!Array.isArray(licenses) || licenses.length > 2) {
		problems.push({
			field: 'license_info_list',
			value: licenses,
			message: 'is not a list of one or two licenses',
			remedy: LICENSE_REMEDY,
		});
		return;
	}
	for (const key of ['license_type', 'license_option', 'subscription_id']) {
		if (licenses.every((license: unknown) => isRecord(license) && !isEmpty(license[key]))) continue;
		problems.push({
			field: 'license_info_list',
			value: licenses,
			message: `has a license without ${key}`,
			remedy: LICENSE_REMEDY,
		});
	}
}

function checkFeature(userInfo: UserInfo, problems: Problem[]): void {
	const { feature } = userInfo;
	if (feature === undefined) return;
	if (!isRecord(feature) || Array.isArray(feature)) {
		const remedy = 'Write it as {"zoom_phone": true}.';
		problems.push({ field: 'feature', value: feature, message: 'is not a JSON object', remedy });
		return;
	}
	const { zoom_one_type: zoomOneType, zoom_phone: zoomPhone } = feature;
	const changed: Record<string, unknown> = {};
	if (typeof zoomOneType === 'string') {
		const digits = cleanText(zoomOneType);
		if (/^\d+$/.test(digits)) changed.zoom_one_type = exactInteger(digits);
		else {
			const what = 'is not the number of a Zoom Workplace plan';
			problems.push({
				field: 'feature.zoom_one_type',
				value: zoomOneType,
				message: what,
				remedy: 'Choose a plan from the list.',
			});
		}
	}
	if (typeof zoomPhone === 'string') {
		const word = cleanText(zoomPhone).toLowerCase();
		if (word === 'true' || word === 'false') changed.zoom_phone = word === 'true';
		else {
			const what = 'is neither true nor false';
			problems.push({
				field: 'feature.zoom_phone',
				value: zoomPhone,
				message: what,
				remedy: 'Use true or false.',
			});
		}
	}
	userInfo.feature = { ...feature, ...changed };
}

const LICENSE_REMEDY =
	'Write it as [{"license_type": "MEETING", "license_option": 2, "subscription_id": "SUBREF-…"}].';

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
