/** One value that Zoom would refuse: the field by the node's or Zoom's name, the value where it is no secret. */
export interface Problem {
	field: string;
	value?: unknown;
	/** What is wrong with the field: "is 71 characters long, and Zoom takes 64 at most". */
	message: string;
	/** What to do about it, as a sentence. */
	remedy: string;
}

/** Reports what is wrong with the value that is being read. */
export type Complain = (message: string, remedy: string) => undefined;

/** White space of any kind, with the invisible characters that come along from spreadsheets and web pages. */
const EDGES = /^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g;

/** The text without spaces around it, no-break spaces included. */
export function trimmed(text: string): string {
	return text.replace(EDGES, '');
}

export function isNothing(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}
