import { NodeOperationError, type INode } from 'n8n-workflow';
import type { Failure, Reason } from '../../zoom/model/outcome';

/** The words that sentences use for an operation. */
export interface OperationLabels {
	/** "created", to be read after "was" and "was not". */
	verb: string;
	/** The field of a failed item that says what it is about, if that is not an email address. */
	key: 'email' | 'user' | 'name';
	/** How to continue after a run that stopped. */
	resumeHint: string;
}

/** The phase of a run. */
export type Phase =
	| { kind: 'reading' }
	/** Rows are invalid, and On Error is Stop. */
	| { kind: 'rowsRefused' }
	/** Nothing was sent, for a reason that affects all rows. */
	| { kind: 'runRefused'; why: string }
	| { kind: 'running' };

/** The results of a run that stops. */
export interface RunSummary {
	/** How many rows there are. */
	count: number;
	/** What each row is about. */
	names: string[];
	labels: OperationLabels;
	failed: Array<Failure & { index: number }>;
	done: string[];
	/** Users who exist, or were already as requested. */
	existing: string[];
	/** Zoom reported success without doing it. */
	notApplied: string[];
	deferred: string[];
	notStarted: number;
	phase: Phase;
	resumeHint: string;
	hints: string[];
}

const NAMED = 50;

/** The entry of a reason in the documentation. */
export function reasonUrl(reason: Reason): string {
	return `https://github.com/zoom-users-for-n8n/n8n-nodes-zoom-users/blob/main/docs/results-and-errors.md#reason-${reason.toLowerCase()}`;
}

/**
 * The error of a run that stops. Its title has the counts. Its description says who failed, who succeeded, and how to
 * continue.
 *
 * @returns the error, and a log line with all names if the error has only the first ones
 */
export function batchError(node: INode, run: RunSummary): { error: NodeOperationError; all?: string } {
	const itemIndex = run.failed[0].index;
	// Without the parameters: n8n passes the error to error workflows, and a parameter can contain a password.
	const error = new NodeOperationError({ ...node, parameters: {} }, 'Zoom Users', { itemIndex });
	// Set afterwards: n8n replaces a message that contains an error code of Node.js, and dedepermana@ contains EPERM.
	error.message = title(run);
	// n8n shows the description as HTML.
	error.description = [...[...description(run), ...run.hints].map(escapeHtml), links(run)].join('\n');
	const isLong = run.failed.length > NAMED || run.done.length > NAMED;
	return { error, ...(isLong ? { all: allNames(run) } : {}) };
}

function title({ count, names, failed, done, notStarted, phase, labels }: RunSummary): string {
	const { verb } = labels;
	const rows = counted(count, 'row');
	if (phase.kind === 'rowsRefused') {
		return `${failed.length} of ${rows} cannot be sent to Zoom. ${nothing(labels)} was ${verb}`;
	}
	if (phase.kind === 'runRefused') return `${nothing(labels)} was ${verb}: ${rows} cannot be sent to Zoom`;
	const unknown = failed.filter(({ reason }) => reason === 'unknown').length;
	if (count === 1) {
		const who = names[0] || 'The user';
		return unknown ? `It is not known whether ${who} was ${verb}` : `${who} was not ${verb}`;
	}
	const ofThem = unknown ? `, ${unknown} of them with an unknown outcome` : '';
	const what = labels.key === 'name' ? 'rows' : 'users';
	return `${failed.length} of ${count} ${what} failed${ofThem}; ${done.length} ${verb}, ${notStarted} not tried`;
}

function description({ count, failed, done, existing, deferred, labels, ...run }: RunSummary): string[] {
	if (run.phase.kind === 'runRefused') return [run.phase.why];
	const lines = failed.slice(0, NAMED).map(({ sentence }) => sentence);
	const more = failed.length - NAMED;
	if (more > 0) lines.push(`… and ${more} more. The n8n log has all of them.`);
	if (run.phase.kind === 'rowsRefused') {
		return [...lines, `${nothing(labels)} was ${labels.verb}. Correct these rows and run it again.`];
	}
	if (count === 1) return lines;
	lines.push(`${capital(labels.verb)}: ${list(done)}.`);
	if (existing.length > 0) {
		lines.push(`${labels.key === 'email' ? 'Existing' : 'Already as requested'}: ${list(existing)}.`);
	}
	if (run.notApplied.length > 0) {
		lines.push(`Reported as successful by Zoom, but not applied: ${list(run.notApplied)}.`);
	}
	if (deferred.length > 0) lines.push(`Deferred: ${list(deferred)}.`);
	if (run.notStarted > 0) lines.push(`Not tried: ${run.notStarted} of ${count}.`);
	return [...lines, run.resumeHint];
}

function links({ failed }: RunSummary): string {
	const reasons = [...new Set(failed.map(({ reason }) => reason))];
	const linked = reasons.map((reason) => `<a href="${reasonUrl(reason)}" target="_blank">${reason}</a>`);
	return `More about: ${linked.join(', ')}`;
}

/** Keeps text such as "Ada <ada@example.com>" visible in HTML. */
function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function list(names: string[]): string {
	if (names.length === 0) return 'none';
	const more = names.length - NAMED;
	const named = names.slice(0, NAMED).join(', ');
	return `${names.length} (${named}${more > 0 ? ` and ${more} more. The n8n log has all of them` : ''})`;
}

function allNames({ failed, done, labels }: RunSummary): string {
	const sentences = failed.map(({ sentence }) => sentence).join(' | ');
	return `Zoom Users: stopped. Failed: ${sentences} ${capital(labels.verb)}: ${done.join(', ') || 'none'}.`;
}

function nothing({ key }: OperationLabels): string {
	return key === 'name' ? 'Nothing' : 'No user';
}

/** "1 user", "5 users" */
export function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
