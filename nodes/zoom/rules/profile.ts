import { ExactInteger, exactInteger, writeExactJson } from '../model/exactJson';
import { User } from '../model/user';
import { trimmed, TYPE_WORDS, type Problem } from './newUser';

/**
 * What can be changed of a user who is there, by the node's own names of the fields.
 *
 * Source: Zoom's OpenAPI of `PATCH /users/{userId}` (operation `userUpdate`, 2026-03).
 */
interface ProfileField {
	/** Zoom's name of it in a PATCH, with a dot where it is inside another. */
	zoom: string;
	kind: 'text' | 'person' | 'number' | 'flag' | 'exact' | 'list' | 'phones' | 'attributes' | 'any';
	/** Where Zoom gives it back: in lists of users too, for one user only, or nowhere. */
	told: 'list' | 'user' | 'nowhere';
	/** Characters. */
	least?: number;
	most?: number;
	choices?: readonly (string | number)[];
	/** What to send to empty it; absent where it cannot be empty. */
	empty?: unknown;
}

const text = (zoom: string, told: ProfileField['told'], most?: number): ProfileField => ({
	zoom,
	kind: 'text',
	told,
	most,
	empty: '',
});

export const PHONE_LABELS = ['Mobile', 'Office', 'Home', 'Fax'] as const;

export const PROFILE = {
	aboutMe: text('about_me', 'nowhere', 150),
	cmsUserId: text('cms_user_id', 'user'),
	company: text('company', 'user', 255),
	costCenter: text('cost_center', 'user'),
	customAttributes: { zoom: 'custom_attributes', kind: 'attributes', told: 'list', most: 5, empty: [] },
	department: text('dept', 'list'),
	displayName: text('display_name', 'list', 128),
	divisionId: { zoom: 'division_ids', kind: 'list', told: 'list', empty: [] },
	firstName: text('first_name', 'list', 64),
	hostKey: { zoom: 'host_key', kind: 'text', told: 'nowhere', least: 6, most: 10 },
	jobTitle: text('job_title', 'user', 128),
	language: { zoom: 'language', kind: 'text', told: 'user' },
	lastName: text('last_name', 'list', 64),
	licenseInfo: { zoom: 'license_info_list', kind: 'list', told: 'user', most: 2 },
	linkedinUrl: text('linkedin_url', 'nowhere'),
	location: text('location', 'user', 256),
	manager: { zoom: 'manager', kind: 'person', told: 'user', empty: '' },
	phoneNumbers: { zoom: 'phone_numbers', kind: 'phones', told: 'user', most: 3, empty: [] },
	planUnitedType: { zoom: 'plan_united_type', kind: 'text', told: 'list', empty: 'none' },
	pmi: { zoom: 'pmi', kind: 'number', told: 'list', least: 10, most: 10 },
	pronouns: text('pronouns', 'user'),
	pronounsOption: { zoom: 'pronouns_option', kind: 'number', told: 'user', choices: [1, 2, 3] },
	timezone: { zoom: 'timezone', kind: 'text', told: 'list' },
	type: { zoom: 'type', kind: 'number', told: 'list' },
	usePmi: { zoom: 'use_pmi', kind: 'flag', told: 'user' },
	vanityName: text('vanity_name', 'nowhere'),
	zoomOneType: { zoom: 'zoom_one_type', kind: 'exact', told: 'user', empty: 0 },
	zoomPhone: { zoom: 'feature.zoom_phone', kind: 'flag', told: 'nowhere' },
} satisfies Record<string, ProfileField>;

export type ProfileName = keyof typeof PROFILE;

/** Zoom takes one of these in one request. */
export const LICENSE_FIELDS: readonly string[] = ['type', 'planUnitedType', 'zoomOneType'];

export const EMPTIABLE = Object.entries(PROFILE)
	.filter(([, field]) => 'empty' in field)
	.map(([name]) => name as ProfileName);

/** One thing that is to be so. */
export interface Wish {
	/** The node's name of the field; Zoom's, for one that this node does not know. */
	name: string;
	/** As it goes to Zoom. */
	value: unknown;
	/** It came back as owed when the person was created. */
	owed?: true;
}

/** One number of a user, as Zoom has it and wants it. */
type Part = Record<string, unknown>;

const fieldOf = (name: string): ProfileField =>
	(PROFILE as Record<string, ProfileField>)[name] ?? { zoom: name, kind: 'any', told: 'user' };

/** Whether a list of users says as much of a field as the user does. */
export function isInList(name: string): boolean {
	return fieldOf(name).told !== 'user';
}

/**
 * Checks what is to be changed and puts it in the form in which Zoom takes it. What is empty is left as it is:
 * only what stands in `emptied` is emptied.
 *
 * @param given by the node's names: text for numbers, spaces around, words for flags
 * @param emptied names of fields that are to hold nothing
 */
export function checkProfile(
	given: Record<string, unknown>,
	emptied: readonly string[],
	problems: Problem[],
): Wish[] {
	const wishes: Wish[] = [];
	for (const [name, value] of Object.entries(given)) {
		if (isNothing(value)) continue;
		const asSent = checkField(name, value, problems);
		if (asSent !== undefined) wishes.push({ name, value: asSent });
	}
	for (const name of emptied) {
		const field = fieldOf(name);
		if (!(EMPTIABLE as string[]).includes(name)) {
			const remedy = `Fields that can be empty: ${EMPTIABLE.join(', ')}.`;
			problems.push({ field: 'emptyFields', value: name, what: 'cannot be emptied', remedy });
		} else if (!wishes.some((wish) => wish.name === name)) {
			wishes.push({ name, value: field.empty });
		}
	}
	return wishes;
}

function checkField(name: string, given: unknown, problems: Problem[]): unknown {
	const field = fieldOf(name);
	const bad = (what: string, remedy: string) =>
		void problems.push({ field: name, value: given, what, remedy });
	switch (field.kind) {
		case 'number': {
			const words = name === 'type' ? TYPE_WORDS[String(given).trim().toLowerCase()] : undefined;
			const digits = String(words ?? given).replace(/[\s-]/g, '');
			if (!/^\d+$/.test(digits)) return bad('is not a number', 'Write it in digits.');
			if (field.most && digits.length !== field.most)
				return bad(`does not have ${field.most} digits`, 'Correct it.');
			if (field.choices && !field.choices.includes(Number(digits)))
				return bad('is not one of the choices', `Use ${field.choices.join(', ')}.`);
			return Number(digits);
		}
		case 'flag': {
			const word = String(given).trim().toLowerCase();
			if (word !== 'true' && word !== 'false') return bad('is neither true nor false', 'Use true or false.');
			return word === 'true';
		}
		case 'exact':
			if (!/^\d+$/.test(String(given).trim()))
				return bad('is not the number of a plan', 'Choose a plan from the list.');
			return exactInteger(String(given).trim());
		case 'list':
			return Array.isArray(given) ? given : [given];
		case 'any':
			return given;
		case 'phones':
			return phonesOf(given, bad);
		case 'attributes':
			return attributesOf(given, bad);
		default: {
			if (typeof given === 'object' && !(given instanceof ExactInteger))
				return bad('is not a text', 'Map a single value to it, not a list or an object.');
			const said = trimmed(given instanceof ExactInteger ? given.digits : String(given));
			if (said === '') return undefined;
			const { length } = [...said];
			if (length > (field.most ?? Infinity) || length < (field.least ?? 0)) {
				const limits = field.least ? `${field.least} to ${field.most}` : `${field.most} at most`;
				return bad(`is ${length} characters long, and Zoom takes ${limits}`, 'Correct it.');
			}
			return said;
		}
	}
}

type Complain = (what: string, remedy: string) => void;

/** Phone numbers: a list from the editor, one number, or a text such as "+41 44 123 45 67". */
function phonesOf(given: unknown, bad: Complain): Part[] | undefined {
	const list = (Array.isArray(given) ? given : [given])
		.map((one: unknown): Part => (typeof one === 'object' ? ((one ?? {}) as Part) : { number: one }))
		.filter(({ number }) => trimmed(String(number ?? '')) !== '');
	if (list.length === 0) return undefined;
	if (list.length > 3) return void bad('has more than three numbers', 'Zoom keeps three numbers a person.');
	const phones: Part[] = [];
	for (const { country, code, label, number } of list) {
		const read = readPhone(trimmed(String(number)), digitsOf(code).replace(/^00/, ''));
		const where = trimmed(String(country ?? '')).toUpperCase();
		const word = trimmed(String(label ?? ''));
		const known = PHONE_LABELS.find((one) => one.toLowerCase() === word.toLowerCase());
		if ('wrong' in read) return void bad(read.wrong, 'Write it as +41 44 123 45 67.');
		if (read.code === '' && where === '') {
			return void bad('has no country code', 'Begin it with + and the country code, or fill in the country.');
		}
		if (word && !known) return void bad(`has the label "${word}"`, `Use ${PHONE_LABELS.join(', ')}.`);
		phones.push({
			...(where ? { country: where } : {}),
			...(read.code ? { code: `+${read.code}` } : {}),
			label: known ?? 'Office',
			number: read.number,
		});
	}
	return phones;
}

const digitsOf = (value: unknown) => String(value ?? '').replace(/\D/g, '');

/** Country codes of one and of two digits, by ITU-T E.164; all others have three. */
const SHORT_CODES = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** One number, with its country code apart where it is plain. */
function readPhone(text: string, code: string): { code: string; number: string } | { wrong: string } {
	const written = text.replace(/^00/, '+').replace(/\(0\)/, '');
	if (!/^\+?[\d\s()./–-]+$/.test(written)) return { wrong: 'is not a phone number' };
	const digits = digitsOf(written);
	const international = written.startsWith('+');
	const own = international ? (SHORT_CODES.exec(digits)?.[0] ?? digits.slice(0, 3)) : code;
	if (international && code !== '' && !digits.startsWith(code)) {
		return { wrong: `begins with another country code than +${code}` };
	}
	const used = international && code !== '' ? code : own;
	const number = international ? digits.slice(used.length) : digits;
	return number.length < 3 ? { wrong: 'is not a phone number' } : { code: used, number };
}

function attributesOf(given: unknown, bad: Complain): Part[] | undefined {
	// An empty column leaves the attribute as it is.
	const list = (Array.isArray(given) ? given : [given])
		.filter((one): one is Part => typeof one === 'object' && one !== null)
		.filter(({ value }) => trimmed(String(value ?? '')) !== '');
	if (list.length === 0) return undefined;
	if (list.length > 5) return void bad('has more than five attributes', 'Zoom keeps five a person.');
	if (list.some((one) => isNothing(one.name ?? one.key))) {
		return void bad('has an attribute without a name', 'Give each a name and a value.');
	}
	return list.map(({ name, key, value }) => {
		const called = trimmed(String(key ?? name));
		const isKey = key !== undefined || /^cbf_\w+$/.test(called);
		return { ...(isKey ? { key: called } : { name: called }), value: String(value) };
	});
}

/** What differs from the user as Zoom has them, and what cannot be compared since Zoom never gives it back. */
export function compare(wishes: readonly Wish[], user: User): { differing: Wish[]; notCompared: Wish[] } {
	const untold = ({ name }: Wish) => {
		const { told, kind, zoom } = fieldOf(name);
		return told === 'nowhere' || (kind === 'any' && !(zoom in user));
	};
	return {
		differing: wishes.filter((wish) => !untold(wish) && !sameAs(wish, user)),
		notCompared: wishes.filter(untold),
	};
}

/** What Zoom has where a wish is. */
export function valueOf(name: string, user: User): unknown {
	return user[fieldOf(name).zoom] ?? null;
}

function sameAs({ name, value }: Wish, user: User): boolean {
	const { kind, empty } = fieldOf(name);
	const has = valueOf(name, user);
	const wanted = value instanceof ExactInteger ? value.digits : value;
	if (isNothing(has) || (Array.isArray(has) && has.length === 0)) {
		return wanted === empty || (Array.isArray(wanted) && wanted.length === 0) || wanted === false;
	}
	switch (kind) {
		case 'person':
			return String(has).toLowerCase() === String(wanted).toLowerCase();
		case 'phones':
			return samePhones(has as Part[], wanted as Part[]);
		case 'attributes':
			return (wanted as Part[]).length > 0
				? (wanted as Part[]).every(({ name: called, key, value: set }) =>
						(has as Part[]).some(
							(one) => (key ? one.key === key : isNamed(one, called)) && one.value === set,
						),
					)
				: (has as Part[]).every((one) => one.value === '');
		case 'list':
			return canonical([has].flat()) === canonical(wanted);
		case 'any':
			return canonical(has) === canonical(wanted);
		case 'exact':
			// n8n reads Zoom's answer into JavaScript's numbers, and three plans are beyond them.
			return Number(has) === Number(wanted);
		default:
			return String(has) === String(wanted);
	}
}

/** Where a row says only the country, Zoom's code is not compared. */
function samePhones(has: Part[], wanted: Part[]): boolean {
	return (
		has.length === wanted.length &&
		wanted.every((phone) =>
			has.some(
				(own) =>
					own.label === phone.label &&
					digitsOf(own.number) === digitsOf(phone.number) &&
					(phone.code === undefined
						? own.country === phone.country
						: digitsOf(own.code) === digitsOf(phone.code)),
			),
		)
	);
}

/** JSON with its keys in order, so that the same is the same text. */
function canonical(value: unknown): string {
	return writeExactJson(sorted(value));
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null || value instanceof ExactInteger) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([one], [other]) => one.localeCompare(other))
			.map(([key, inside]) => [key, sorted(inside)]),
	);
}

/** Plans beyond 2^53: Zoom's answer loses their last digits when n8n reads it. */
const LONG_PLANS = ['72057594037927936', '144115188075855872', '576460752303423488'];

/** The digits of a plan as Zoom gave it back. */
export function planDigits(plan: unknown): string {
	return LONG_PLANS.find((digits) => Number(digits) === Number(plan)) ?? String(plan);
}

/** Names of attributes are compared as people write them. */
export function isNamed(attribute: { name?: unknown }, name: unknown): boolean {
	return trimmed(String(attribute.name)).toLowerCase() === trimmed(String(name)).toLowerCase();
}

/** The PATCHes that make wishes true: one, and one more for each further license. */
export function patchesFor(wishes: readonly Wish[]): Array<{ wishes: Wish[]; body: string }> {
	const [first, ...more] = wishes.filter(({ name }) => LICENSE_FIELDS.includes(name));
	const others = wishes.filter(({ name }) => !LICENSE_FIELDS.includes(name));
	const together = first ? [...others, first] : others;
	return [together, ...more.map((one) => [one])]
		.filter(({ length }) => length > 0)
		.map((part) => ({ wishes: part, body: bodyOf(part) }));
}

function bodyOf(wishes: Wish[]): string {
	const body: Record<string, unknown> = {};
	for (const { name, value } of wishes) {
		const [outer, inner] = fieldOf(name).zoom.split('.');
		body[outer] = inner ? { ...(body[outer] as object), [inner]: value } : value;
	}
	return writeExactJson(body);
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
