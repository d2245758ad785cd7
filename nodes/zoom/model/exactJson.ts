import { randomUUID } from 'node:crypto';

/**
 * A whole number with more digits than a JavaScript number holds. Three education values of Zoom's
 * `zoom_one_type` are beyond 2^53: as a number, 72057594037927936 would be written 72057594037927940.
 */
export class ExactInteger {
	constructor(readonly digits: string) {}
}

/** Reads digits as a number if it can hold them exactly, otherwise as an ExactInteger. */
export function exactInteger(digits: string): number | ExactInteger {
	const number = Number(digits);
	return Number.isSafeInteger(number) ? number : new ExactInteger(digits);
}

const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE])/g;

/**
 * `JSON.parse` that keeps the digits of long whole numbers.
 *
 * @throws SyntaxError as `JSON.parse` does.
 */
export function parseExactJson(text: string): unknown {
	JSON.parse(text); // an error must be about the original text
	const mark = randomUUID(); // no text can contain it
	const marked = text.replace(STRING_OR_LONG_INTEGER, (token) =>
		token.startsWith('"') ? token : `{"${mark}":"${token}"}`,
	);
	return JSON.parse(marked, (_key, value: unknown) => {
		const digits = (value as Record<string, unknown> | null)?.[mark];
		return typeof digits === 'string' ? exactInteger(digits) : value;
	});
}

/** From here on JSON writes a number with an exponent. */
const EXPONENT_FROM = 1e21;

/**
 * `JSON.stringify` that writes whole numbers digit for digit: an ExactInteger as its text, and a number beyond 2^53 as
 * the integer that it represents.
 */
export function writeExactJson(value: unknown): string {
	if (value instanceof ExactInteger) return value.digits;
	if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < EXPONENT_FROM) {
		return BigInt(value).toString();
	}
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	if ('toJSON' in value && typeof value.toJSON === 'function') return writeExactJson(value.toJSON());
	if (Array.isArray(value)) return `[${value.map(writeExactJson).join(',')}]`;
	const members = Object.entries(value)
		.filter(([, member]) => member !== undefined && typeof member !== 'function')
		.map(([key, member]) => `${JSON.stringify(key)}:${writeExactJson(member)}`);
	return `{${members.join(',')}}`;
}
