import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Settled } from '../zoom/outcome';

type Done = Extract<Settled, { done: unknown }>['done'];

/** What is known of a person from an earlier try: created, or sent at that time (ms) and never heard of. */
export type Entry = { created: Done } | { unsureSince: number };

/**
 * What this run of the node has done, kept over n8n's *Retry On Fail*: that runs the node again with all its
 * rows, and people created in the first try would come back as already used. In a loop each round is a run of
 * its own.
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

	find(email: string): Entry | undefined {
		return this.entries?.[email.toLowerCase()];
	}

	/** @param since when the person's first request left, ms */
	enter(email: string, settled: Settled, since: number): void {
		const entry = entryOf(settled, since);
		if (this.entries && entry) this.entries[email.toLowerCase()] = entry;
	}
}

function entryOf(settled: Settled, since: number): Entry | undefined {
	if ('done' in settled) return settled.done.outcome === 'created' ? { created: settled.done } : undefined;
	const unsure = 'failed' in settled && settled.failed.reason === 'unknown';
	return unsure ? { unsureSince: since } : undefined;
}
