/** The faults between a client and Zoom. The names are also the tags in an address. */
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

/** The request that `settings.breakRequest` gets. */
export interface BrokenRequest {
	/** The request's number in the journal, from 1. */
	n: number;
	method: string;
	path: string;
	contentType?: string;
	/** The user to write: from the body of POST /v2/users if it can be read, otherwise from the address. */
	email?: string;
	action?: string;
	/** POST /v2/users only: the number of the request for this user, from 1. */
	post?: number;
	/** POST /oauth/token only. */
	grantType?: string;
}

/** POST /v2/users, GET under /v2, every other write under /v2, and POST /oauth/token. */
export const FAULT_KINDS = ['post', 'get', 'write', 'token'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** The probability of each fault, from 0 to 1. All other requests are answered normally. */
export type FaultChances = Partial<Record<FaultName, number>>;

export type RandomFaultSettings = { seed: number } & Partial<Record<FaultKind, FaultChances>>;
