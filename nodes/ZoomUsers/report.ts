import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { Failure, Reason, Settled } from '../zoom/outcome';

const NAMED_IN_ERROR = 50;
const SKIP_AND_RUN_AGAIN = "To go on: set 'If User Exists' to 'Skip' and run again.";
const RUN_AGAIN = 'To go on: run again; who is there already comes out as existing.';

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

	constructor(private readonly n8n: IExecuteFunctions) {
		this.rows = n8n.getInputData();
		this.count = this.rows.length;
		this.stopsAtFailure = !n8n.continueOnFail();
		this.settled = this.rows.map(() => ({ untried: true }));
		this.names = this.rows.map(() => '');
		this.withInput = this.rows.map(() => false);
	}

	/** Whom a row is about, and whether its item carries the row along. */
	describe(index: number, email: string, includeInput: boolean): void {
		this.names[index] = email;
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

	logCancelled(): void {
		const created = this.namesOf((row) => 'done' in row && row.done.outcome === 'created');
		const cutOff = this.namesOf((row) => 'cutOff' in row);
		this.n8n.logger.info(
			`Zoom Users: cancelled. Created: ${created.join(', ') || 'nobody'}. Answer cut off, so unknown: ${cutOff.join(', ') || 'nobody'}.`,
		);
	}

	/**
	 * One item for each row.
	 *
	 * @throws NodeOperationError with On Error = stop, when anybody failed
	 */
	items(): INodeExecutionData[] {
		const failed = this.settled.flatMap((row, index) => ('failed' in row ? [{ index, ...row.failed }] : []));
		if (this.stopsAtFailure && failed.length > 0) throw this.stopError(failed);
		for (const message of this.hints) {
			// An agent's tool on n8n 1.x has no such function.
			this.n8n.addExecutionHints?.({ message, location: 'outputPane' });
		}
		const toErrorOutput = this.n8n.getNode().onError === 'continueErrorOutput';
		return this.settled.map((row, index) => {
			const input = this.withInput[index] ? { input: this.rows[index].json } : {};
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

	private failedItem({ reason, code, sentence }: Failure, index: number): IDataObject {
		return {
			outcome: 'failed',
			email: this.names[index],
			reason,
			...(code === undefined ? {} : { code }),
			error: sentence,
		};
	}

	/** The error that n8n shows, passes to an error workflow and logs. */
	private stopError(failed: Array<Failure & { index: number }>): NodeOperationError {
		const created = this.namesOf((row) => 'done' in row && row.done.outcome === 'created');
		const existing = this.namesOf((row) => 'done' in row && row.done.outcome === 'exists');
		const untried = this.namesOf((row) => 'untried' in row);
		const lines = this.cannotBegin
			? [this.cannotBegin]
			: failed.slice(0, NAMED_IN_ERROR).map(({ sentence }) => sentence);
		if (failed.length > NAMED_IN_ERROR && !this.cannotBegin) {
			lines.push(`… and ${failed.length - NAMED_IN_ERROR} more; all of them are in the n8n log.`);
		}
		if (this.requestsBegan) {
			lines.push(`Created: ${someOf(created)}.`);
			if (existing.length > 0) lines.push(`There before: ${someOf(existing)}.`);
			if (untried.length > 0) lines.push(`Not tried: ${untried.length} of ${this.count}.`);
			lines.push(this.allSkipExisting ? RUN_AGAIN : SKIP_AND_RUN_AGAIN);
		} else if (!this.cannotBegin) {
			lines.push('Nobody was created. Correct these rows and run again.');
		}
		lines.push(...this.hints);
		if ((failed.length > NAMED_IN_ERROR && !this.cannotBegin) || created.length > NAMED_IN_ERROR)
			this.logAll(failed, created);

		const node = { ...this.n8n.getNode(), parameters: {} }; // a password typed into the node stays there
		const itemIndex = failed[0].index;
		const error = new NodeOperationError(node, 'Zoom Users', { itemIndex });
		// Set afterwards: n8n replaces a whole message that holds a code of Node's, and dedepermana@ holds one.
		error.message = this.title(failed, created.length, untried.length);
		error.description = lines.join('\n');
		return error;
	}

	private title(failed: Array<Failure & { index: number }>, created: number, untried: number): string {
		if (this.cannotBegin) return `Nobody was created: ${rowsOf(this.count)} cannot be sent to Zoom`;
		if (!this.requestsBegan) {
			return `${failed.length} of ${rowsOf(this.count)} cannot be sent to Zoom; nobody was created`;
		}
		const unknown = failed.filter(({ reason }) => reason === 'unknown').length;
		if (this.count === 1) {
			const who = this.names[0] || 'The person';
			return unknown ? `It is not known whether ${who} was created` : `${who} was not created`;
		}
		const ofThem = unknown ? `, ${unknown} of them with unknown outcome` : '';
		return `${failed.length} of ${this.count} people failed${ofThem}; ${created} created, ${untried} not tried`;
	}

	private logAll(failed: Failure[], created: string[]): void {
		this.n8n.logger.info(
			`Zoom Users: stopped. Failed: ${failed.map(({ sentence }) => sentence).join(' | ')} Created: ${created.join(', ') || 'nobody'}.`,
		);
	}

	private namesOf(which: (row: Settled) => boolean): string[] {
		return this.names.filter((_name, index) => which(this.settled[index]));
	}
}

function wordFor(row: Settled): string {
	if ('done' in row) return row.done.outcome;
	if ('failed' in row) return `failed (${row.failed.reason})`;
	return Object.keys(row)[0];
}

const NOT_TRIED: Failure = { reason: 'unknown', sentence: 'Not sent to Zoom: the run was cancelled.' };
const CUT_OFF: Failure = {
	reason: 'unknown',
	sentence: 'The run was cancelled before Zoom answered. Run it again: who is there already is told.',
};

function someOf(names: string[]): string {
	if (names.length === 0) return 'nobody';
	const more = names.length - NAMED_IN_ERROR;
	const named = names.slice(0, NAMED_IN_ERROR).join(', ');
	return `${names.length} (${named}${more > 0 ? ` and ${more} more; all of them are in the n8n log` : ''})`;
}

function rowsOf(count: number): string {
	return count === 1 ? '1 row' : `${count} rows`;
}
