import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Outcome } from '../zoom/outcome';

type Created = IDataObject & { outcome: Outcome };

/**
 * Whom this run of the node has created, kept over n8n's *Retry On Fail*: that runs the node again with all
 * its rows, and people created in the first try would come back as already used. In a loop each round is a
 * run of its own.
 */
export class Ledger {
	private readonly entries?: Record<string, Created>;

	constructor(n8n: IExecuteFunctions) {
		if (!n8n.getNode().retryOnFail) return;
		const context = n8n.getContext('node');
		const run = n8n.getWorkflowDataProxy(0).$runIndex as number;
		const kept = context.zoomUsersLedger as { run: number; entries: Record<string, Created> } | undefined;
		this.entries = kept?.run === run ? kept.entries : {};
		context.zoomUsersLedger = { run, entries: this.entries } as unknown as IDataObject;
	}

	find(email: string): Created | undefined {
		return this.entries?.[email.toLowerCase()];
	}

	enter(email: string, created: Created): void {
		if (this.entries) this.entries[email.toLowerCase()] = created;
	}
}
