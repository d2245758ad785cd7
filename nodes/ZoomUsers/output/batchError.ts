import { NodeOperationError, type INode } from 'n8n-workflow';
import type { Failure } from '../../zoom/model/outcome';

/** How an operation speaks of what it does. */
export interface OperationLabels {
	/** "created", to be read after "was" and "was not". */
	verb: string;
	/** Under which name an item that failed says what it is about, where that is no address. */
	key: 'email' | 'user' | 'name';
	/** How to go on after a run that stopped in the middle. */
	resumeHint: string;
}

/** How to go on with what a second run finds done. */
export const RUN_AGAIN_HINT = 'To go on: run again; what is done already comes out as unchanged.';

/** Whom a run that stops is about. */
export interface RunSummary {
	/** How many rows there are. */
	count: number;
	/** Whom or what each row is about. */
	names: string[];
	labels: OperationLabels;
	failed: Array<Failure & { index: number }>;
	done: string[];
	/** There before, or so already. */
	existing: string[];
	/** Zoom said that it was done, and it was not. */
	notApplied: string[];
	deferred: string[];
	untried: number;
	/** Why nothing was sent, where nothing was: the rows themselves say it, or it is said here. */
	refusedBefore?: 'rows' | { why: string };
	/** A second run would not stop at those who are there already. */
	allSkipExisting: boolean;
	hints: string[];
}

const NAMED = 50;
const RUN_AGAIN = 'To go on: run again; who is there already comes out as existing.';

/**
 * The error with which a run stops: the counts in its title, and in its description who failed, for whom it
 * worked before, and how to go on.
 *
 * @returns the error, and a line for n8n's log with everybody where the error names only the first of many
 */
export function batchError(node: INode, run: RunSummary): { error: NodeOperationError; all?: string } {
	const itemIndex = run.failed[0].index;
	// Without its parameters, since the error travels to error workflows, and a password may stand in them.
	const error = new NodeOperationError({ ...node, parameters: {} }, 'Zoom Users', { itemIndex });
	// Set afterwards: n8n replaces a whole message that holds a code of Node's, and dedepermana@ holds one.
	error.message = title(run);
	error.description = [...description(run), ...run.hints].join('\n');
	const many = run.failed.length > NAMED || run.done.length > NAMED;
	return { error, ...(many ? { all: everybody(run) } : {}) };
}

function title({ count, names, failed, done, untried, refusedBefore, labels }: RunSummary): string {
	const { verb } = labels;
	const rows = count === 1 ? '1 row' : `${count} rows`;
	const nobody = nobodyOf(labels);
	if (refusedBefore === 'rows') {
		return `${failed.length} of ${rows} cannot be sent to Zoom; ${nobody.toLowerCase()} was ${verb}`;
	}
	if (refusedBefore) return `${nobody} was ${verb}: ${rows} cannot be sent to Zoom`;
	const unknown = failed.filter(({ reason }) => reason === 'unknown').length;
	if (count === 1) {
		const who = names[0] || 'The person';
		return unknown ? `It is not known whether ${who} was ${verb}` : `${who} was not ${verb}`;
	}
	const ofThem = unknown ? `, ${unknown} of them with unknown outcome` : '';
	return `${failed.length} of ${count} ${labels.key === 'name' ? 'rows' : 'people'} failed${ofThem}; ${done.length} ${verb}, ${untried} not tried`;
}

function description({
	count,
	failed,
	done,
	existing,
	deferred,
	untried,
	labels,
	...run
}: RunSummary): string[] {
	if (run.refusedBefore && run.refusedBefore !== 'rows') return [run.refusedBefore.why];
	const lines = failed.slice(0, NAMED).map(({ sentence }) => sentence);
	const more = failed.length - NAMED;
	if (more > 0) lines.push(`… and ${more} more; all of them are in the n8n log.`);
	if (run.refusedBefore)
		return [...lines, `${nobodyOf(labels)} was ${labels.verb}. Correct these rows and run again.`];
	if (count === 1) return lines;
	lines.push(`${capital(labels.verb)}: ${someOf(done)}.`);
	if (existing.length > 0) lines.push(`${existingWord(labels)}: ${someOf(existing)}.`);
	if (run.notApplied.length > 0) lines.push(`Told as done by Zoom, and not done: ${someOf(run.notApplied)}.`);
	if (deferred.length > 0) lines.push(`Put off: ${someOf(deferred)}.`);
	if (untried > 0) lines.push(`Not tried: ${untried} of ${count}.`);
	return [...lines, run.allSkipExisting ? RUN_AGAIN : labels.resumeHint];
}

function someOf(names: string[]): string {
	if (names.length === 0) return 'nobody';
	const more = names.length - NAMED;
	const named = names.slice(0, NAMED).join(', ');
	return `${names.length} (${named}${more > 0 ? ` and ${more} more; all of them are in the n8n log` : ''})`;
}

function everybody({ failed, done, labels }: RunSummary): string {
	const sentences = failed.map(({ sentence }) => sentence).join(' | ');
	return `Zoom Users: stopped. Failed: ${sentences} ${capital(labels.verb)}: ${done.join(', ') || 'nobody'}.`;
}

function nobodyOf({ key }: OperationLabels): string {
	return key === 'name' ? 'Nothing' : 'Nobody';
}

function existingWord({ key }: OperationLabels): string {
	return key === 'email' ? 'There before' : 'So already';
}

export function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
