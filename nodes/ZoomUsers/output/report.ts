import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	NOTHING_DONE,
	type Failure,
	type Outcome,
	type Reason,
	type RowResult,
} from '../../zoom/model/outcome';
import type { Problem } from '../../zoom/rules/text';
import { capital, batchError, type RunSummary, type OperationLabels } from './batchError';

/**
 * What a run hands back: one item for each row, in the order of the rows, or one error that leaves nobody
 * unnamed. It is also the one place that knows what n8n does with either.
 */
export class Report {
	readonly count: number;

	/** On Error = stop: the first failure ends the run. In the other modes nothing is ever thrown, since n8n
	 * would then pass the input on as if all had gone well. */
	readonly stopsAtFailure: boolean;

	private readonly rows: INodeExecutionData[];

	private readonly settled: RowResult[];

	private readonly names: string[];

	private readonly withInput: boolean[];

	private readonly hints: string[] = [];

	settledCount = 0;

	private requestsBegan = false;

	private cannotBegin?: string;

	/** UserIndex who are there already would not stop a second run. */
	allSkipExisting = false;

	constructor(
		private readonly n8n: IExecuteFunctions,
		private readonly labels: OperationLabels,
		/** The label of a field on the screen. */
		private readonly fieldLabel: (field: string) => string,
	) {
		this.rows = n8n.getInputData();
		this.count = this.rows.length;
		this.stopsAtFailure = !n8n.continueOnFail();
		this.settled = this.rows.map(() => ({ kind: 'notStarted' }));
		this.names = this.rows.map(() => '');
		this.withInput = this.rows.map(() => false);
	}

	/** Whom a row is about, and whether its item carries the row along. */
	describe(index: number, name: string, includeInput: boolean): void {
		this.names[index] = name;
		this.withInput[index] = includeInput;
	}

	settle(index: number, settled: RowResult): void {
		this.settled[index] = settled;
		this.settledCount++;
	}

	/** How many people came to which end: the outcome, and for those who failed the reason. */
	tally(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const row of this.settled) {
			const word = wordFor(row);
			counts.set(word, (counts.get(word) ?? 0) + 1);
		}
		return counts;
	}

	/** A row that is known to be bad before anything is sent. */
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

	private refuse(index: number, sentences: string[]): void {
		const name = this.names[index];
		const who = name === '' ? `Row ${index + 1}` : `Row ${index + 1} (${name})`;
		const sentence = `${who} was not sent: ${sentences.join('. ')}.`;
		this.settle(index, { kind: 'failed', failure: { reason: 'invalid', sentence } });
	}

	/** A row that cannot be read at all. */
	readonly unreadable = (index: number, { message }: Error): void => {
		this.refuse(index, [`It cannot be read: ${message}`]);
	};

	/** The batch as a whole is refused before anything is sent. */
	refuseRun(why: string): void {
		this.requestsBegan = false;
		this.refuseAll('invalid', why);
	}

	/** Whether requests may begin: with On Error = stop, a batch with a bad row creates nobody. */
	mayGoOn(): boolean {
		this.requestsBegan = !(this.stopsAtFailure && this.settled.some((row) => row.kind === 'failed'));
		return this.requestsBegan;
	}

	/** The run cannot begin, for want of a credential or a right address: every row left fails with it. */
	failAll({ message }: Error): void {
		this.requestsBegan = false;
		this.refuseAll('auth', `${message.replace(/\.$/, '')}. What to do: check the credential of the node`);
	}

	private refuseAll(reason: Reason, why: string): void {
		this.cannotBegin = `${why}.`;
		this.settled.forEach((row, index) => {
			if (!(row.kind === 'notStarted')) return;
			const sentence = `${this.names[index] || `Row ${index + 1}`} was not sent: ${why}.`;
			this.settle(index, { kind: 'failed', failure: { reason, sentence } });
		});
	}

	/** Said once for a run. n8n loses hints when a node throws, so that they stand in the error too. */
	hint(message: string): void {
		this.hints.push(message);
	}

	/** Steps after a create that did not come about, or have to wait: easily overlooked in an item that is fine. */
	hintIncomplete(): void {
		const having = (key: string) =>
			this.settled.filter((row) => row.kind === 'done' && row.item[key] !== undefined).length;
		const [incomplete, pending] = [having('incomplete'), having('pendingChanges')];
		if (incomplete > 0)
			this.hint(`For ${incomplete} people a step did not work: see "incomplete" and "steps" of their items.`);
		if (pending > 0) {
			this.hint(
				`${pending} people have yet to accept their invitation. What Zoom would drop until then is in "pendingChanges" of their items: give it back to Create or Update after the event user.invitation_accepted.`,
			);
		}
	}

	logCancelled(): void {
		const done = this.namesOf((row) => row.kind === 'done' && !NOTHING_DONE.includes(row.item.outcome));
		const cutOff = this.namesOf((row) => row.kind === 'interrupted');
		this.n8n.logger.info(
			`Zoom Users: cancelled. ${capital(this.labels.verb)}: ${done.join(', ') || 'nobody'}. ZoomResponse cut off, so unknown: ${cutOff.join(', ') || 'nobody'}.`,
		);
	}

	/**
	 * One item for each row.
	 *
	 * @throws NodeOperationError with On Error = stop, when anybody failed
	 */
	items(): INodeExecutionData[] {
		const failed = this.settled.flatMap((row, index) =>
			row.kind === 'failed' ? [{ index, ...row.failure }] : [],
		);
		if (this.stopsAtFailure && failed.length > 0) {
			const { error, all } = batchError(this.n8n.getNode(), this.account(failed));
			if (all) this.n8n.logger.info(all);
			throw error;
		}
		for (const message of this.hints) {
			// An agent's tool on n8n 1.x has no such function.
			this.n8n.addExecutionHints?.({ message, location: 'outputPane' });
		}
		const toErrorOutput = this.n8n.getNode().onError === 'continueErrorOutput';
		return this.settled.flatMap((row, index) => {
			const input = this.withInput[index] ? { input: this.rows[index].json } : {};
			if (row.kind === 'items') {
				return row.items.map((json) => ({ json: { ...json, ...input }, pairedItem: { item: index } }));
			}
			if (row.kind === 'done') return { json: { ...row.item, ...input }, pairedItem: { item: index } };
			if (row.kind === 'deferred') {
				const json = { ...this.rows[index].json, outcome: 'deferred', deferred: row.deferred, ...input };
				return { json, pairedItem: { item: index } };
			}
			const failure = row.kind === 'failed' ? row.failure : row.kind === 'interrupted' ? CUT_OFF : NOT_TRIED;
			// n8n 1.x keeps an item with one key more than these two on the success branch.
			const json: IDataObject = toErrorOutput
				? { error: failure.sentence, message: failure.reason }
				: { ...this.failedItem(failure, index), ...input };
			return { json, pairedItem: { item: index } };
		});
	}

	private account(failed: RunSummary['failed']): RunSummary {
		const cameTo = (...outcomes: Outcome[]) =>
			this.namesOf((row) => row.kind === 'done' && outcomes.includes(row.item.outcome));
		return {
			count: this.count,
			names: this.names,
			labels: this.labels,
			failed,
			done: this.namesOf(
				(row) => row.kind === 'items' || (row.kind === 'done' && !NOTHING_DONE.includes(row.item.outcome)),
			),
			existing: cameTo('exists', 'unchanged'),
			notApplied: cameTo('notApplied'),
			deferred: this.namesOf((row) => row.kind === 'deferred'),
			untried: this.namesOf((row) => row.kind === 'notStarted').length,
			refusedBefore: this.cannotBegin ? { why: this.cannotBegin } : this.requestsBegan ? undefined : 'rows',
			allSkipExisting: this.allSkipExisting,
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
		return this.names.filter((_name, index) => which(this.settled[index]));
	}
}

function wordFor(row: RowResult): string {
	if (row.kind === 'items') return 'read';
	if (row.kind === 'done') return row.item.outcome;
	if (row.kind === 'failed') return `failed (${row.failure.reason})`;
	return Object.keys(row)[0];
}

const NOT_TRIED: Failure = { reason: 'unknown', sentence: 'Not sent to Zoom: the run was cancelled.' };
const CUT_OFF: Failure = {
	reason: 'unknown',
	sentence: 'The run was cancelled before Zoom answered. RunContext it again: who is there already is told.',
};

function shorten(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
