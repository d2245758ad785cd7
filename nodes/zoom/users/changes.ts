import type { IDataObject } from 'n8n-workflow';
import type { Failure, Outcome } from '../model/outcome';

export type StepName = 'profile' | 'groups' | 'role';

/** A change that Zoom ignores until the user accepts the invitation. */
export interface PendingChange {
	step: StepName;
	/** By the node's own names. */
	want: unknown;
	because: 'pending';
	/** Zoom's event after which it can be applied. */
	after: 'user.invitation_accepted';
}

export type StepOutcome =
	| { outcome: Outcome; group?: string }
	| { outcome: 'failed'; reason: string; error: string; group?: string };

const APPLIED: readonly string[] = ['updated', 'added', 'removed'];
const NOT_AS_WANTED: readonly string[] = ['failed', 'notApplied'];

/** What was changed for one user, step by step. */
export class Changes {
	readonly steps: { profile?: StepOutcome; groups?: StepOutcome[]; role?: StepOutcome } = {};

	readonly pendingChanges: PendingChange[] = [];

	readonly changed: Record<string, { from: unknown; to: unknown }> = {};

	notCompared: string[] = [];

	/** The first step that failed. */
	failure?: Failure;

	addPending(step: StepName, want: unknown): void {
		this.pendingChanges.push({ step, want, because: 'pending', after: 'user.invitation_accepted' });
	}

	fail(failure: Failure, group?: string): StepOutcome {
		this.failure ??= failure;
		return {
			outcome: 'failed',
			reason: failure.reason,
			error: failure.sentence,
			...(group ? { group } : {}),
		};
	}

	/** Whether Zoom has changed anything. */
	get hasChanges(): boolean {
		return (
			Object.keys(this.changed).length > 0 ||
			Object.values(this.steps)
				.flat()
				.some(({ outcome }) => APPLIED.includes(outcome))
		);
	}

	/** The steps that are not as requested, and not in `pendingChanges` either. */
	get incomplete(): string[] {
		return Object.entries(this.steps)
			.filter(([, step]) => [step].flat().some(({ outcome }) => NOT_AS_WANTED.includes(outcome)))
			.map(([name]) => name);
	}

	/** The fields of the item that have a value. */
	toItem(): IDataObject {
		const { steps, pendingChanges, changed, notCompared, incomplete } = this;
		return {
			...(Object.keys(changed).length > 0 ? { changed } : {}),
			...(Object.keys(steps).length > 0 ? { steps } : {}),
			...(incomplete.length > 0 ? { incomplete } : {}),
			...(pendingChanges.length > 0 ? { pendingChanges } : {}),
			...(notCompared.length > 0 ? { notCompared } : {}),
		} as IDataObject;
	}
}
