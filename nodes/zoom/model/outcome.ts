import type { IDataObject } from 'n8n-workflow';

/** What became of a person: the closed list that IF and Switch can rely on. */
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
	'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that say that Zoom has changed nothing. */
export const NOTHING_DONE: readonly Outcome[] = ['exists', 'unchanged', 'notApplied'];

/** Why somebody failed: the closed list behind `reason`. */
export const REASONS = [
	'invalid',
	'exists',
	'inactive',
	'expired',
	'elsewhere',
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

/** Somebody for whom it did not work. */
export interface Failure {
	reason: Reason;
	/** Who, what happened, Zoom's code, the remedy, whose move: the sentence that a person reads. */
	sentence: string;
	/** Zoom's error code, where Zoom gave one. */
	code?: number;
}

/** How one item ended. */
export type Settled =
	| { done: IDataObject & { outcome: Outcome } }
	| { failed: Failure }
	/** What was asked for: an item for each. */
	| { many: IDataObject[] }
	/** Put off to another day: when to go on, ISO. */
	| { deferred: { email: string; reason: Reason; retryAt: string } }
	/** No request was sent, since the run was stopped before its turn. */
	| { untried: true }
	/** The run was cancelled while the request was under way: nobody knows. */
	| { cutOff: true };
