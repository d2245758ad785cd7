import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NOTHING_DONE, type Done, type RowResult } from '../../zoom/model/outcome';

/** What an earlier attempt did for a row: done, or sent at this time (ms) without a response. */
export type Entry = Done | { kind: 'unsure'; unsureSince: number };

interface Kept {
	/** The run index of the node. */
	run: number;
	entries: Record<string, Entry>;
	interruptedSince?: number;
}

/**
 * What this run of the node has done so far (idempotency). n8n's *Retry On Fail* runs the node again with all rows.
 * Without the ledger, users created in the first attempt would fail because they exist, and deleted users because they
 * don't. In a loop, each round is a separate run.
 */
export class Ledger {
	private readonly kept?: Kept;

	/** Whether this is not the first attempt of this run of the node. */
	readonly isRetry: boolean;

	constructor(n8n: IExecuteFunctions) {
		this.isRetry = false;
		if (!n8n.getNode().retryOnFail) return;
		const context = n8n.getContext('node');
		const run = n8n.getWorkflowDataProxy(0).$runIndex as number;
		const before = context.zoomUsersLedger as Kept | undefined;
		this.isRetry = before?.run === run;
		this.kept = before?.run === run ? before : { run, entries: {} };
		context.zoomUsersLedger = this.kept as unknown as IDataObject;
	}

	/** When an earlier run of this execution started that was interrupted, ms. */
	get interruptedSince(): number | undefined {
		return this.kept?.interruptedSince;
	}

	noteInterrupted(since: number | undefined): void {
		if (this.kept && since !== undefined) this.kept.interruptedSince = since;
	}

	/** @param who the user that a row is about, case-insensitive */
	find(who: string): Entry | undefined {
		return this.kept?.entries[who.toLowerCase()];
	}

	/** @param since when the first request of the row was sent, ms */
	enter(who: string, settled: RowResult, since: number): void {
		const entry = entryOf(settled, since);
		if (this.kept && entry) this.kept.entries[who.toLowerCase()] = entry;
	}
}

function entryOf(settled: RowResult, since: number): Entry | undefined {
	if (settled.kind === 'done') return NOTHING_DONE.includes(settled.item.outcome) ? undefined : settled;
	const unsure = settled.kind === 'failed' && settled.failure.reason === 'unknown';
	return unsure ? { kind: 'unsure', unsureSince: since } : undefined;
}
