import { ExactInteger, exactInteger, writeExactJson } from '../model/exactJson';
import type { CustomAttribute } from '../model/user';
import { readPhoneNumbers, samePhoneNumbers, type PhoneNumber } from './phoneNumbers';
import { isNothing, cleanText, type Complain } from './text';

/** The values of a field of a profile, by its kind. */
export interface KindValues {
	text: string;
	/** A user, by ID or email address. */
	person: string;
	number: number;
	flag: boolean;
	/** An integer that may be beyond 2^53. */
	exact: number | ExactInteger;
	list: unknown[];
	phones: PhoneNumber[];
	attributes: CustomAttribute[];
	/** A field that this node does not know. */
	any: unknown;
}

export type Kind = keyof KindValues;

export interface Bounds {
	/** Characters, or digits of a number. */
	least?: number;
	most?: number;
	choices?: readonly number[];
	/** Other words for numbers. */
	words?: Record<string, number>;
}

interface KindRules<K extends Kind> {
	/** The value in the form that Zoom accepts. Nothing for a blank or an invalid value. */
	parse: (given: unknown, bounds: Bounds, complain: Complain) => KindValues[K] | undefined;
	/** Whether Zoom's value, which is not empty, equals the desired one. */
	equals: (has: unknown, wanted: KindValues[K]) => boolean;
}

const sameText = (has: unknown, wanted: unknown) => String(has) === String(wanted);
const sameJson = (has: unknown, wanted: unknown) => canonical(has) === canonical(wanted);

export const KINDS: { [K in Kind]: KindRules<K> } = {
	text: { parse: parseText, equals: sameText },
	person: {
		parse: parseText,
		equals: (has, wanted) => String(has).toLowerCase() === wanted.toLowerCase(),
	},
	number: { parse: parseNumber, equals: sameText },
	flag: { parse: parseFlag, equals: sameText },
	exact: {
		parse: (given, _bounds, complain) => {
			const digits = given instanceof ExactInteger ? given.digits : String(given).trim();
			if (!/^\d+$/.test(digits)) {
				return complain('is not the number of a plan', 'Choose a plan from the list.');
			}
			return exactInteger(digits);
		},
		// n8n reads Zoom's response into JavaScript numbers, which cannot hold three of the plans exactly.
		equals: (has, wanted) => Number(has) === Number(wanted instanceof ExactInteger ? wanted.digits : wanted),
	},
	list: {
		parse: (given) => (Array.isArray(given) ? given : [given]),
		equals: (has, wanted) => sameJson([has].flat(), wanted),
	},
	phones: {
		parse: (given, _bounds, complain) => readPhoneNumbers(given, complain),
		equals: samePhoneNumbers,
	},
	attributes: {
		parse: (given, _bounds, complain) => parseAttributes(given, complain),
		equals: (has, wanted) => sameAttributes(Array.isArray(has) ? has : [], wanted),
	},
	any: { parse: (given) => given, equals: sameJson },
};

function parseText(given: unknown, { least, most }: Bounds, complain: Complain): string | undefined {
	if (typeof given === 'object' && !(given instanceof ExactInteger)) {
		return complain('is not text', 'Map a single value to it, not a list or an object.');
	}
	const text = cleanText(given instanceof ExactInteger ? given.digits : String(given));
	if (text === '') return undefined;
	const { length } = [...text];
	if (length <= (most ?? Infinity) && length >= (least ?? 0)) return text;
	const limits = least ? `between ${least} and ${most}` : `at most ${most}`;
	return complain(`is ${length} characters long, and Zoom allows ${limits}`, 'Correct it.');
}

function parseNumber(
	given: unknown,
	{ most, choices, words }: Bounds,
	complain: Complain,
): number | undefined {
	const word = words?.[String(given).trim().toLowerCase()];
	const digits = String(word ?? given).replace(/[\s-]/g, '');
	if (!/^\d+$/.test(digits)) return complain('is not a number', 'Write it in digits.');
	if (most && digits.length !== most) return complain(`does not have ${most} digits`, 'Correct it.');
	if (choices && !choices.includes(Number(digits))) {
		return complain('is not one of the choices', `Use ${choices.join(', ')}.`);
	}
	return Number(digits);
}

function parseFlag(given: unknown, _bounds: Bounds, complain: Complain): boolean | undefined {
	const word = String(given).trim().toLowerCase();
	if (word === 'true' || word === 'false') return word === 'true';
	return complain('is neither true nor false', 'Use true or false.');
}

function parseAttributes(given: unknown, complain: Complain): CustomAttribute[] | undefined {
	// An empty column leaves the attribute as it is.
	const list = (Array.isArray(given) ? given : [given])
		.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
		.filter(({ value }) => cleanText(String(value ?? '')) !== '');
	if (list.length === 0) return undefined;
	if (list.length > 5) return complain('has more than five attributes', 'Zoom allows five for each user.');
	if (list.some((one) => isNothing(one.name ?? one.key))) {
		return complain('has an attribute without a name', 'Give each a name and a value.');
	}
	return list.map(({ name, key, value }) => {
		const called = cleanText(String(key ?? name));
		const isKey = key !== undefined || /^cbf_\w+$/.test(called);
		return { ...(isKey ? { key: called } : { name: called }), value: String(value) };
	});
}

function sameAttributes(has: CustomAttribute[], wanted: CustomAttribute[]): boolean {
	if (wanted.length === 0) return has.every(({ value }) => value === '');
	return wanted.every(({ name, key, value }) =>
		has.some((one) => (key ? one.key === key : isNamed(one, name)) && one.value === value),
	);
}

/** Compares names of attributes without case and surrounding spaces. */
export function isNamed(attribute: { name?: unknown }, name: unknown): boolean {
	return cleanText(String(attribute.name)).toLowerCase() === cleanText(String(name)).toLowerCase();
}

/** JSON with its keys in order, so that equal values are equal texts. */
export function canonical(value: unknown): string {
	return writeExactJson(sorted(value));
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null || value instanceof ExactInteger) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([key, inside]) => [key, sorted(inside)]),
	);
}
