import type { IDataObject } from 'n8n-workflow';

/** What happened to a row: the closed list that IF and Switch can rely on. */
export const OUTCOMES = [
	'created',
	'exists',
	'updated',
	'unchanged',
	'activated',
	'deactivated',
	'deleted',
	'unlinked',
	'invitationCancelled',
	'invitationSent',
	'emailChanged',
	'signedOut',
	'added',
	'removed',
	'notApplied',
	'deferred',
	'planned',
	'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that say that Zoom has changed nothing. */
export const NOTHING_DONE: readonly Outcome[] = ['exists', 'unchanged', 'notApplied', 'planned'];

/** Why a row failed: the closed list behind `reason`. */
export const REASONS = [
	'invalid',
	'exists',
	'inactive',
	'changed',
	'expired',
	'otherAccount',
	'pending',
	'licenses',
	'permission',
	'scope',
	'account',
	'quota',
	'rate',
	'auth',
	'network',
	'zoom',
	'unknown',
] as const;
export type Reason = (typeof REASONS)[number];

/** Why a row failed. */
export interface Failure {
	reason: Reason;
	/** The sentence that the user reads: who, what happened, Zoom's code, who can act, and the remedy. */
	sentence: string;
	/** Zoom's error code, if Zoom returned one. */
	code?: number;
}

/** The row is done; `item` is what the next node gets. */
export interface Done {
	kind: 'done';
	item: IDataObject & { outcome: Outcome };
}

export interface Failed {
	kind: 'failed';
	failure: Failure;
}

/** The run was cancelled while a request was in progress, so its effect is unknown. */
export interface Interrupted {
	kind: 'interrupted';
}

/** How one row ended. */
export type RowResult =
	| Done
	| Failed
	/** A list: one item for each entry. */
	| { kind: 'items'; items: IDataObject[] }
	/** Waits for another day. `retryAt` is an ISO time; `note` says what already changed. */
	| { kind: 'deferred'; deferred: { email: string; reason: Reason; retryAt: string; note?: string } }
	/** No request was sent, because the run was stopped before its turn. */
	| { kind: 'notStarted' }
	| Interrupted;
