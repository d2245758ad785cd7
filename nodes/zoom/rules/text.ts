/** One value that cannot be sent: the field by the node's or Zoom's name, and the value if it is not secret. */
export interface Problem {
	field: string;
	value?: unknown;
	/** What is wrong with the field: "is 71 characters long, and Zoom allows at most 64". */
	message: string;
	/** What to do about it, as a sentence. */
	remedy: string;
}

/** Reports what is wrong with the value that is being read. */
export type Complain = (message: string, remedy: string) => undefined;

/**
 * Invisible characters that do not belong into a line of text: control characters, the soft hyphen, zero-width spaces,
 * byte order marks, and marks of the writing direction. They come from spreadsheets, mail clients and web pages.
 * Source: the general categories Cc and Cf of https://www.unicode.org/reports/tr44/
 */
const INVISIBLE =
	/(?![\t\n\r])[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Joiners have a meaning inside names of some scripts, and never in an address or at the edge of a text. */
const JOINERS = /\u200c|\u200d/g;
const EDGES = /^(?:\s|\u200c|\u200d)+|(?:\s|\u200c|\u200d)+$/g;

/** The text without spaces around it and without invisible characters; in an address, without joiners either. */
export function cleanText(text: string): string {
	const visible = text.replace(INVISIBLE, '').replace(EDGES, '');
	return visible.includes('@') && !/\s/.test(visible) ? visible.replace(JOINERS, '') : visible;
}

/** What `cleanText` removes besides white space, though it keeps some of the joiners. */
const HIDDEN = new RegExp(`${INVISIBLE.source}|${JOINERS.source}`, 'u');

/**
 * Cleans the texts in each value that has an invisible character, in lists and objects too.
 *
 * @param holders their `value` is replaced
 * @returns the codes of the characters that were removed: "U+200B"
 */
export function cleanValues(holders: Iterable<{ value: unknown }>): Set<string> {
	const removed = new Set<string>();
	for (const holder of holders) holder.value = cleaned(holder.value, removed);
	return removed;
}

function cleaned(value: unknown, removed: Set<string>): unknown {
	if (typeof value === 'string') {
		if (!HIDDEN.test(value)) return value;
		const text = cleanText(value);
		for (const one of new Set(value)) {
			if (HIDDEN.test(one) && value.split(one).length > text.split(one).length) removed.add(codeOf(one));
		}
		return text;
	}
	if (Array.isArray(value)) return value.map((one) => cleaned(one, removed));
	if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, cleaned(inside, removed)]));
}

/** A character by its code: "U+00AD". */
export function codeOf(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

export function isNothing(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}
