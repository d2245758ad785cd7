import type { ZoomError } from '../errors/classify';
import type { ZoomOperation } from '../model/calls';
import type { Reason } from '../model/outcome';
import type { ZoomClient } from '../transport/client';

/** Reasons that cannot apply to a call that has already succeeded. */
const PREREQUISITES: readonly Reason[] = ['scope', 'permission', 'account'];

/**
 * The pending changes that were applied earlier and that Zoom does not return, so that a second run with the same pending
 * changes does not write them again.
 */
export interface AppliedChanges {
	has(key: string): boolean;
	add(key: string): void;
}

/** What all requests of one run share. */
export class RunContext {
	/** Errors that affect every further call of their kind, by call, by action, or `all`. */
	private readonly stopped = new Map<string, ZoomError>();

	/** The calls, and the actions of a create, that have succeeded in this run. */
	private readonly succeeded = new Set<string>();

	/** The users that this run has removed, by ID and address in lower case. */
	readonly removed = new Map<string, Record<string, string | number>>();

	/** Kept between executions, if n8n supports it. */
	applied?: AppliedChanges;

	constructor(readonly client: ZoomClient) {}

	/** @param scope the call or the action that has just succeeded */
	noteSuccess(scope: string): void {
		this.succeeded.add(scope);
	}

	/** Ends every further call of this kind with `error`, without sending it. */
	stop(scope: string, error: ZoomError): void {
		if (!this.stopped.has(scope)) this.stopped.set(scope, error);
	}

	/**
	 * Stops the calls that would fail with the same error: all calls if the error is not about this one, otherwise the
	 * calls of its kind.
	 */
	stopAfter(error: ZoomError, operation: ZoomOperation): void {
		const { handling, afterRetries, reason } = error.meaning;
		if (handling !== 'endRun' && afterRetries !== 'endRun') return;
		const meetsAll =
			reason === 'auth' || reason === 'rate' || (reason === 'network' && error.status === undefined);
		if (meetsAll) this.stop('all', error);
		else if (!this.isDisproved(error, operation)) this.stop(operation, error);
	}

	/** The same for the rows of one action of a create. */
	stopActionAfter(error: ZoomError, action: string): void {
		if (error.meaning.handling === 'endAction' && !this.isDisproved(error, action)) this.stop(action, error);
	}

	/**
	 * If the same call has already succeeded in this run, no scope, right or account setting is missing, and the error is
	 * about this user only.
	 */
	private isDisproved({ meaning }: ZoomError, scope: string): boolean {
		return PREREQUISITES.includes(meaning.reason) && this.succeeded.has(scope);
	}

	/** Why calls of this kind are no longer sent. */
	stopReason(scope: string): ZoomError | undefined {
		return this.stopped.get('all') ?? this.stopped.get(scope);
	}
}
