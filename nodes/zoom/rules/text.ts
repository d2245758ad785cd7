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

/** The invisible characters that `cleanText` removes, by their codes: "U+200B". White space does not count. */
export function invisibleIn(text: string): string[] {
	const kept = new Set(cleanText(text));
	const removed = [...text]
		.filter((one) => !/\s/.test(one) || one === '\ufeff')
		.filter((one) => !kept.has(one));
	return [...new Set(removed.map(codeOf))];
}

/** A character by its code: "U+00AD". */
export function codeOf(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

export function isNothing(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}
