/**
 * A strict reader of JSON. JSON.parse will not do: it rounds integers beyond 2^53 (three of Zoom's
 * `zoom_one_type` values are), takes the last of two like-named members in silence, and forgets
 * how the text was written. Here such integers come out as bigint.
 */
export interface JsonText {
	value: unknown;
	/** Of an object: the exact text of each of its own members. */
	members: Map<string, string>;
}

export class JsonError extends Error {
	/** @param position counted in characters from 0 */
	constructor(wrong: string, position: number) {
		super(`${wrong} at position ${position}`);
	}
}

const ESCAPES: Record<string, string> = {
	'"': '"',
	'\\': '\\',
	'/': '/',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
};
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const BLANK = /[ \t\n\r]*/y;

/** @throws JsonError which says what is wrong, and where */
export function readJson(text: string): JsonText {
	let at = 0;
	const members = new Map<string, string>();

	const fail = (wrong: string, position = at): never => {
		throw new JsonError(wrong, position);
	};
	const seen = () => (at < text.length ? `"${text[at]}"` : 'the end');
	const skipBlank = () => {
		BLANK.lastIndex = at;
		BLANK.test(text);
		at = BLANK.lastIndex;
	};
	const expect = (character: string, instead: string) => {
		if (text[at] !== character) fail(`expected ${instead} and found ${seen()}`);
		at += 1;
	};

	const readString = (): string => {
		const start = at;
		at += 1;
		let result = '';
		for (;;) {
			PLAIN.lastIndex = at;
			PLAIN.test(text);
			result += text.slice(at, PLAIN.lastIndex);
			at = PLAIN.lastIndex;
			if (at >= text.length) fail('a string that never ends starts', start);
			if (text[at] === '"') {
				at += 1;
				return result;
			}
			if (text[at] !== '\\') fail('a control character inside a string');
			const escaped = text[at + 1];
			if (escaped === 'u') {
				const digits = text.slice(at + 2, at + 6);
				if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail('a broken \\u escape');
				result += String.fromCharCode(parseInt(digits, 16));
				at += 6;
			} else {
				if (escaped === undefined || !Object.hasOwn(ESCAPES, escaped)) fail('an unknown escape');
				result += ESCAPES[escaped];
				at += 2;
			}
		}
	};

	const readNumber = (): number | bigint => {
		NUMBER.lastIndex = at;
		const match = NUMBER.exec(text);
		if (!match) return fail(`expected a value and found ${seen()}`);
		at = NUMBER.lastIndex;
		const value = Number(match[0]);
		const whole = match[1] === undefined && match[2] === undefined;
		return whole && !Number.isSafeInteger(value) ? BigInt(match[0]) : value;
	};

	const readObject = (depth: number): Record<string, unknown> => {
		const result: Record<string, unknown> = Object.create(null);
		at += 1;
		skipBlank();
		if (text[at] === '}') {
			at += 1;
			return result;
		}
		for (;;) {
			skipBlank();
			if (text[at] !== '"') fail(`expected a member's name and found ${seen()}`);
			const nameAt = at;
			const name = readString();
			if (name in result) fail(`the member "${name}" stands twice, the second time`, nameAt);
			skipBlank();
			expect(':', '":"');
			skipBlank();
			const start = at;
			result[name] = readValue(depth + 1);
			if (depth === 0) members.set(name, text.slice(start, at));
			skipBlank();
			if (text[at] === '}') {
				at += 1;
				return result;
			}
			expect(',', '"," or "}"');
		}
	};

	const readArray = (depth: number): unknown[] => {
		const result: unknown[] = [];
		at += 1;
		skipBlank();
		if (text[at] === ']') {
			at += 1;
			return result;
		}
		for (;;) {
			result.push(readValue(depth + 1));
			skipBlank();
			if (text[at] === ']') {
				at += 1;
				return result;
			}
			expect(',', '"," or "]"');
		}
	};

	const readValue = (depth: number): unknown => {
		if (depth > 100) fail('more than 100 levels');
		skipBlank();
		if (text[at] === '{') return readObject(depth);
		if (text[at] === '[') return readArray(depth);
		if (text[at] === '"') return readString();
		for (const [word, value] of [
			['true', true],
			['false', false],
			['null', null],
		] as const) {
			if (text.startsWith(word, at)) {
				at += word.length;
				return value;
			}
		}
		return readNumber();
	};

	const value = readValue(0);
	skipBlank();
	if (at < text.length) fail(`expected the end and found ${seen()}`);
	return { value, members };
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same text with the value of every `password` member hidden; works on broken JSON too. */
export function maskPasswords(text: string): string {
	return text.replace(
		/("password"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^,}\s]+)/g,
		(_whole, name: string) => `${name}"***"`,
	);
}
