import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	NOTHING_DONE,
	type Failure,
	type Outcome,
	type Reason,
	type RowResult,
} from '../../zoom/model/outcome';
import type { Problem } from '../../zoom/rules/text';
import {
	batchError,
	capital,
	counted,
	type OperationLabels,
	type Phase,
	type RunSummary,
} from './batchError';

/** A row that gets one result. */
interface ReportRow {
	/** What the item of a deferred row, and the option Include Input, contain of it. */
	json: IDataObject;
	/** The indexes of the input items that it is about. */
	sources: number[];
}

/**
 * The output of a run: one item for each row, in the order of the rows, or one error about all rows. Only this file
 * knows how n8n handles them.
 */
export class Report {
	get count(): number {
		return this.rows.length;
	}

	/**
	 * On Error is Stop Workflow: the first failure ends the run. In the other modes nothing is thrown, because n8n would
	 * pass the input on as if every row had succeeded.
	 */
	readonly stopsAtFailure: boolean;

	private rows: ReportRow[];

	private results: RowResult[];

	private names: string[];

	private withInput: boolean[];

	private readonly hints: string[] = [];

	settledCount = 0;

	private phase: Phase = { kind: 'reading' };

	/** How to continue after a run that stopped. */
	resumeHint: string;

	constructor(
		private readonly n8n: IExecuteFunctions,
		private readonly labels: OperationLabels,
		/** The label of a field in the editor. */
		readonly fieldLabel: (field: string) => string,
	) {
		this.resumeHint = labels.resumeHint;
		this.rows = n8n.getInputData().map(({ json }, index) => ({ json, sources: [index] }));
		this.stopsAtFailure = !n8n.continueOnFail();
		this.results = this.rows.map(() => ({ kind: 'notStarted' }));
		this.names = this.rows.map(() => '');
		this.withInput = this.rows.map(() => false);
	}

	/** Replaces the rows by others, before the first of them is described: a plan has rows that are not in the input. */
	replaceRows(rows: ReportRow[]): void {
		this.rows = rows;
		this.results = rows.map(() => ({ kind: 'notStarted' }));
		this.names = rows.map(() => '');
		this.withInput = rows.map(() => false);
		this.settledCount = 0;
	}

	/** What a row is about, and whether its item has the row as `input`. */
	describe(index: number, name: string, includeInput: boolean): void {
		this.names[index] = name;
		this.withInput[index] = includeInput;
	}

	settle(index: number, result: RowResult): void {
		this.results[index] = result;
		this.settledCount++;
	}

	/** Counts the rows by outcome, and the failed ones by reason. */
	tally(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const row of this.results) {
			const word = wordFor(row);
			counts.set(word, (counts.get(word) ?? 0) + 1);
		}
		return counts;
	}

	/** Fails an invalid row before anything is sent. */
	refuseRow(index: number, problems: ReadonlyArray<Problem | string>): void {
		this.refuse(
			index,
			problems.map((problem) => (typeof problem === 'string' ? problem : this.sentenceOf(problem))),
		);
	}

	private sentenceOf({ field, value, message, remedy }: Problem): string {
		const shown = value === undefined ? '' : ` ("${shorten(value)}")`;
		return `'${this.fieldLabel(field)}'${shown} ${message}. ${remedy.replace(/\.$/, '')}`;
	}

	/** What is wrong with a row, as a sentence. */
	problemsOf(index: number, problems: readonly Problem[]): string {
		return this.rowSentence(
			index,
			problems.map((problem) => this.sentenceOf(problem)),
		);
	}

	private rowSentence(index: number, sentences: string[]): string {
		const name = this.names[index];
		const who = name === '' ? `Row ${index + 1}` : `Row ${index + 1} (${name})`;
		return `${who} was not sent: ${sentences.join('. ')}.`;
	}

	private refuse(index: number, sentences: string[]): void {
		const sentence = this.rowSentence(index, sentences);
		this.settle(index, { kind: 'failed', failure: { reason: 'invalid', sentence } });
	}

	/** Fails a row that cannot be read. */
	readonly unreadable = (index: number, { message }: Error): void => {
		this.refuse(index, [`it cannot be read: ${message}`]);
	};

	/** Refuses the whole run, because of what holds for all rows and was read from the first. */
	refuseSettings(problems: readonly Problem[]): void {
		this.failRun({ reason: 'invalid', sentence: this.problemsOf(0, problems) });
	}

	/** Refuses the whole run before anything is sent. */
	refuseRun(why: string): void {
		this.refuseAll('invalid', why);
	}

	/** Fails all rows, because what they have in common could not be read. */
	failRun({ reason, sentence }: Failure): void {
		this.refuseAll(reason, sentence.replace(/\.$/, ''));
	}

	/** Whether requests can be sent. If On Error is Stop Workflow, a batch with an invalid row sends nothing. */
	mayBegin(): boolean {
		const isRefused = this.stopsAtFailure && this.results.some((row) => row.kind === 'failed');
		this.phase = { kind: isRefused ? 'rowsRefused' : 'running' };
		return !isRefused;
	}

	/** Fails all remaining rows, because the run cannot use the credential. */
	failAll({ message }: Error): void {
		this.refuseAll('auth', `${message.replace(/\.$/, '')}. What to do: check the credential of the node`);
	}

	private refuseAll(reason: Reason, why: string): void {
		this.phase = { kind: 'runRefused', why: `${why}.` };
		this.results.forEach((row, index) => {
			if (row.kind !== 'notStarted') return;
			const sentence = `${this.names[index] || `Row ${index + 1}`} was not sent: ${why}.`;
			this.settle(index, { kind: 'failed', failure: { reason, sentence } });
		});
	}

	/** Shown once for a run. n8n drops hints when a node throws, so the error has them too. */
	hint(message: string): void {
		this.hints.push(message);
	}

	/** Adds hints about steps that failed or have to wait, because they are easy to miss in an item that succeeded. */
	hintIncomplete(): void {
		const having = (key: string) =>
			this.results.filter((row) => row.kind === 'done' && row.item[key] !== undefined).length;
		const [incomplete, pending] = [having('incomplete'), having('pendingChanges')];
		if (incomplete > 0)
			this.hint(
				`A step failed for ${counted(incomplete, 'user')}. For details, refer to "incomplete" and "steps" in their items.`,
			);
		if (pending > 0) {
			this.hint(
				`Users who have not accepted the invitation yet: ${pending}. Zoom ignores most changes until then. The ignored changes are in "pendingChanges" of the items. Apply them with Create or Update after the event user.invitation_accepted.`,
			);
		}
	}

	logCancelled(): void {
		const done = this.namesOf((row) => row.kind === 'done' && !NOTHING_DONE.includes(row.item.outcome));
		const interrupted = this.namesOf((row) => row.kind === 'interrupted');
		this.n8n.logger.info(
			`Zoom Users: cancelled. ${capital(this.labels.verb)}: ${done.join(', ') || 'none'}. Interrupted, so unknown: ${interrupted.join(', ') || 'none'}.`,
		);
	}

	/**
	 * One item for each row.
	 *
	 * @throws NodeOperationError if a row failed and On Error is Stop Workflow
	 */
	items(): INodeExecutionData[] {
		const failed = this.results.flatMap((row, index) =>
			row.kind === 'failed' ? [{ index: this.rows[index].sources[0], ...row.failure }] : [],
		);
		if (this.stopsAtFailure && failed.length > 0) {
			const { error, all } = batchError(this.n8n.getNode(), this.summary(failed));
			if (all) this.n8n.logger.info(all);
			throw error;
		}
		for (const message of this.hints) {
			// A tool of an AI agent on n8n 1.x does not have this function.
			this.n8n.addExecutionHints?.({ message, location: 'outputPane' });
		}
		const toErrorOutput = this.n8n.getNode().onError === 'continueErrorOutput';
		return this.results.flatMap((row, index) => {
			const { json: inputRow, sources } = this.rows[index];
			const input = this.withInput[index] ? { input: inputRow } : {};
			const items = sources.map((item) => ({ item }));
			const pairedItem = items.length === 1 ? items[0] : items;
			if (row.kind === 'items') {
				return row.items.map((json) => ({ json: { ...json, ...input }, pairedItem }));
			}
			if (row.kind === 'done') return { json: { ...row.item, ...input }, pairedItem };
			if (row.kind === 'deferred') {
				const json = { ...inputRow, outcome: 'deferred', deferred: row.deferred, ...input };
				return { json, pairedItem };
			}
			const failure =
				row.kind === 'failed' ? row.failure : row.kind === 'interrupted' ? INTERRUPTED : NOT_STARTED;
			// n8n 1.x keeps an item with any other key on the success branch.
			const json: IDataObject = toErrorOutput
				? { error: failure.sentence, message: failure.reason }
				: { ...this.failedItem(failure, index), ...input };
			return { json, pairedItem };
		});
	}

	private summary(failed: RunSummary['failed']): RunSummary {
		const withOutcome = (...outcomes: Outcome[]) =>
			this.namesOf((row) => row.kind === 'done' && outcomes.includes(row.item.outcome));
		return {
			count: this.count,
			names: this.names,
			labels: this.labels,
			failed,
			done: this.namesOf(
				(row) => row.kind === 'items' || (row.kind === 'done' && !NOTHING_DONE.includes(row.item.outcome)),
			),
			existing: withOutcome('exists', 'unchanged'),
			notApplied: withOutcome('notApplied'),
			deferred: this.namesOf((row) => row.kind === 'deferred'),
			notStarted: this.namesOf((row) => row.kind === 'notStarted').length,
			phase: this.phase,
			resumeHint: this.resumeHint,
			hints: this.hints,
		};
	}

	private failedItem({ reason, code, sentence }: Failure, index: number): IDataObject {
		const name = this.names[index];
		return {
			outcome: 'failed',
			[name.includes('@') ? 'email' : this.labels.key]: name,
			reason,
			...(code === undefined ? {} : { code }),
			error: sentence,
		};
	}

	private namesOf(which: (row: RowResult) => boolean): string[] {
		return this.names.filter((_name, index) => which(this.results[index]));
	}
}

function wordFor(row: RowResult): string {
	if (row.kind === 'items') return 'read';
	if (row.kind === 'done') return row.item.outcome;
	if (row.kind === 'failed') return `failed (${row.failure.reason})`;
	return Object.keys(row)[0];
}

const NOT_STARTED: Failure = { reason: 'unknown', sentence: 'Not sent to Zoom: the run was cancelled.' };
const INTERRUPTED: Failure = {
	reason: 'unknown',
	sentence: 'The run was cancelled before Zoom responded. Check the user before you run the row again.',
};

function shorten(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
