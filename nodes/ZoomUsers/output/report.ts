import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	NOTHING_DONE,
	type Failure,
	type Outcome,
	type Reason,
	type Settled,
} from '../../zoom/model/outcome';
import { capital, stopError, type RunAccount, type Words } from './batchError';

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

	private readonly settled: Settled[];

	private readonly names: string[];

	private readonly withInput: boolean[];

	private readonly hints: string[] = [];

	settledCount = 0;

	private requestsBegan = false;

	private cannotBegin?: string;

	/** People who are there already would not stop a second run. */
	allSkipExisting = false;

	constructor(
		private readonly n8n: IExecuteFunctions,
		private readonly words: Words,
	) {
		this.rows = n8n.getInputData();
		this.count = this.rows.length;
		this.stopsAtFailure = !n8n.continueOnFail();
		this.settled = this.rows.map(() => ({ untried: true }));
		this.names = this.rows.map(() => '');
		this.withInput = this.rows.map(() => false);
	}

	/** Whom a row is about, and whether its item carries the row along. */
	describe(index: number, name: string, includeInput: boolean): void {
		this.names[index] = name;
		this.withInput[index] = includeInput;
	}

	settle(index: number, settled: Settled): void {
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
	refuseRow(index: number, problems: string[]): void {
		const name = this.names[index];
		const who = name === '' ? `Row ${index + 1}` : `Row ${index + 1} (${name})`;
		const sentence = `${who} was not sent: ${problems.join('. ')}.`;
		this.settle(index, { failed: { reason: 'invalid', sentence } });
	}

	/** A row that cannot be read at all. */
	readonly unreadable = (index: number, { message }: Error): void => {
		this.refuseRow(index, [`It cannot be read: ${message}`]);
	};

	/** The batch as a whole is refused before anything is sent. */
	refuseRun(why: string): void {
		this.requestsBegan = false;
		this.refuseAll('invalid', why);
	}

	/** Whether requests may begin: with On Error = stop, a batch with a bad row creates nobody. */
	mayGoOn(): boolean {
		this.requestsBegan = !(this.stopsAtFailure && this.settled.some((row) => 'failed' in row));
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
			if (!('untried' in row)) return;
			const sentence = `${this.names[index] || `Row ${index + 1}`} was not sent: ${why}.`;
			this.settle(index, { failed: { reason, sentence } });
		});
	}

	/** Said once for a run. n8n loses hints when a node throws, so that they stand in the error too. */
	hint(message: string): void {
		this.hints.push(message);
	}

	/** Steps after a create that did not come about, or have to wait: easily overlooked in an item that is fine. */
	hintIncomplete(): void {
		const having = (key: string) =>
			this.settled.filter((row) => 'done' in row && row.done[key] !== undefined).length;
		const [incomplete, owed] = [having('incomplete'), having('owed')];
		if (incomplete > 0)
			this.hint(`For ${incomplete} people a step did not work: see "incomplete" and "steps" of their items.`);
		if (owed > 0) {
			this.hint(
				`${owed} people have yet to accept their invitation. What Zoom would drop until then is in "owed" of their items: give it back to Create or Update after the event user.invitation_accepted.`,
			);
		}
	}

	logCancelled(): void {
		const done = this.namesOf((row) => 'done' in row && !NOTHING_DONE.includes(row.done.outcome));
		const cutOff = this.namesOf((row) => 'cutOff' in row);
		this.n8n.logger.info(
			`Zoom Users: cancelled. ${capital(this.words.verb)}: ${done.join(', ') || 'nobody'}. Answer cut off, so unknown: ${cutOff.join(', ') || 'nobody'}.`,
		);
	}

	/**
	 * One item for each row.
	 *
	 * @throws NodeOperationError with On Error = stop, when anybody failed
	 */
	items(): INodeExecutionData[] {
		const failed = this.settled.flatMap((row, index) => ('failed' in row ? [{ index, ...row.failed }] : []));
		if (this.stopsAtFailure && failed.length > 0) {
			const { error, all } = stopError(this.n8n.getNode(), this.account(failed));
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
			if ('many' in row) {
				return row.many.map((json) => ({ json: { ...json, ...input }, pairedItem: { item: index } }));
			}
			if ('done' in row) return { json: { ...row.done, ...input }, pairedItem: { item: index } };
			if ('deferred' in row) {
				const json = { ...this.rows[index].json, outcome: 'deferred', deferred: row.deferred, ...input };
				return { json, pairedItem: { item: index } };
			}
			const failure = 'failed' in row ? row.failed : 'cutOff' in row ? CUT_OFF : NOT_TRIED;
			// n8n 1.x keeps an item with one key more than these two on the success branch.
			const json: IDataObject = toErrorOutput
				? { error: failure.sentence, message: failure.reason }
				: { ...this.failedItem(failure, index), ...input };
			return { json, pairedItem: { item: index } };
		});
	}

	private account(failed: RunAccount['failed']): RunAccount {
		const cameTo = (...outcomes: Outcome[]) =>
			this.namesOf((row) => 'done' in row && outcomes.includes(row.done.outcome));
		return {
			count: this.count,
			names: this.names,
			words: this.words,
			failed,
			done: this.namesOf(
				(row) => 'many' in row || ('done' in row && !NOTHING_DONE.includes(row.done.outcome)),
			),
			existing: cameTo('exists', 'unchanged'),
			notApplied: cameTo('notApplied'),
			deferred: this.namesOf((row) => 'deferred' in row),
			untried: this.namesOf((row) => 'untried' in row).length,
			refusedBefore: this.cannotBegin ? { why: this.cannotBegin } : this.requestsBegan ? undefined : 'rows',
			allSkipExisting: this.allSkipExisting,
			hints: this.hints,
		};
	}

	private failedItem({ reason, code, sentence }: Failure, index: number): IDataObject {
		const name = this.names[index];
		return {
			outcome: 'failed',
			[name.includes('@') ? 'email' : this.words.key]: name,
			reason,
			...(code === undefined ? {} : { code }),
			error: sentence,
		};
	}

	private namesOf(which: (row: Settled) => boolean): string[] {
		return this.names.filter((_name, index) => which(this.settled[index]));
	}
}

function wordFor(row: Settled): string {
	if ('many' in row) return 'read';
	if ('done' in row) return row.done.outcome;
	if ('failed' in row) return `failed (${row.failed.reason})`;
	return Object.keys(row)[0];
}

const NOT_TRIED: Failure = { reason: 'unknown', sentence: 'Not sent to Zoom: the run was cancelled.' };
const CUT_OFF: Failure = {
	reason: 'unknown',
	sentence: 'The run was cancelled before Zoom answered. Run it again: who is there already is told.',
};
