import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { AppliedChanges } from '../../zoom/calls/runContext';

const MAX_ENTRIES = 5_000;

/** An invitation expires after 30 days, so its pending changes are applied long before this. */
const MAX_AGE_MS = 180 * 24 * 3_600_000;

/**
 * Remembers applied changes in the static data of the node, which n8n saves with the workflow after a production
 * execution. Source: https://docs.n8n.io/code/cookbook/builtin/get-workflow-static-data/
 */
export class StaticAppliedChanges implements AppliedChanges {
	/** When each change was applied, ms, by its key. */
	private readonly applied: Record<string, number>;

	constructor(
		n8n: IExecuteFunctions,
		private readonly now: () => number = Date.now,
	) {
		const data: IDataObject = n8n.getWorkflowStaticData('node');
		data.appliedChanges ??= {};
		this.applied = data.appliedChanges as Record<string, number>;
		this.forget();
	}

	has(key: string): boolean {
		return key in this.applied;
	}

	add(key: string): void {
		this.applied[key] = this.now();
	}

	private forget(): void {
		const oldest = this.now() - MAX_AGE_MS;
		const entries = Object.entries(this.applied).sort(([, one], [, other]) => other - one);
		entries.forEach(([key, at], place) => {
			if (at < oldest || place >= MAX_ENTRIES) delete this.applied[key];
		});
	}
}
