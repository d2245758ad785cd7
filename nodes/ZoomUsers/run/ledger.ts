import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NOTHING_DONE, type Done, type RowResult } from '../../zoom/model/outcome';

/** What an earlier attempt did for a row: done, or sent at this time (ms) without a response. */
export type Entry = Done | { kind: 'unsure'; unsureSince: number };

/**
 * What this run of the node has done so far (idempotency). n8n's *Retry On Fail* runs the node again with all rows.
 * Without the ledger, users created in the first attempt would fail because they exist, and deleted users because they
 * don't. In a loop, each round is a separate run.
 */
export class Ledger {
	private readonly entries?: Record<string, Entry>;

	constructor(n8n: IExecuteFunctions) {
		if (!n8n.getNode().retryOnFail) return;
		const context = n8n.getContext('node');
		const run = n8n.getWorkflowDataProxy(0).$runIndex as number;
		const kept = context.zoomUsersLedger as { run: number; entries: Record<string, Entry> } | undefined;
		this.entries = kept?.run === run ? kept.entries : {};
		context.zoomUsersLedger = { run, entries: this.entries } as unknown as IDataObject;
	}

	/** @param who the user that a row is about, case-insensitive */
	find(who: string): Entry | undefined {
		return this.entries?.[who.toLowerCase()];
	}

	/** @param since when the first request of the row was sent, ms */
	enter(who: string, settled: RowResult, since: number): void {
		const entry = entryOf(settled, since);
		if (this.entries && entry) this.entries[who.toLowerCase()] = entry;
	}
}

function entryOf(settled: RowResult, since: number): Entry | undefined {
	if (settled.kind === 'done') return NOTHING_DONE.includes(settled.item.outcome) ? undefined : settled;
	const unsure = settled.kind === 'failed' && settled.failure.reason === 'unknown';
	return unsure ? { kind: 'unsure', unsureSince: since } : undefined;
}
