/** What can go wrong between a client and Zoom, by the name it has in an address. */
export const FAULT_NAMES = [
	'drop-before',
	'drop-after',
	'500-before',
	'500-after',
	'html-503-before',
	'html-503-after',
	'hang-before',
	'hang-after',
	'html-200',
	'html-200-after',
	'empty-201-before',
	'empty-201-after',
	'noid-201-after',
	'empty-400',
	'html-400',
	'error-in-200',
	'slow',
	'redirect',
	'429',
	'429-bare',
	'429-daily',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

/** What `settings.breakRequest` gets of a request. */
export interface BrokenRequest {
	/** The request's number in the journal, from 1. */
	n: number;
	method: string;
	path: string;
	contentType?: string;
	/** Whom it would write: of POST /v2/users where the body could be read, else of a person in the address. */
	email?: string;
	action?: string;
	/** Of POST /v2/users: which of this person's it is, from 1. */
	post?: number;
	/** Of POST /oauth/token. */
	grantType?: string;
}

/** POST /v2/users · GET of anything under /v2 · every other write under /v2 · POST /oauth/token */
export const FAULT_KINDS = ['post', 'get', 'write', 'token'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How likely each fault is, from 0 to 1; what they leave of 1 is for requests that take their respond. */
export type FaultChances = Partial<Record<FaultName, number>>;

export type RandomFaultSettings = { seed: number } & Partial<Record<FaultKind, FaultChances>>;
