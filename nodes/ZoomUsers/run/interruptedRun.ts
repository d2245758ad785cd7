import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Clock } from '../../zoom/transport/clock';

/** For each node, n8n keeps so many marks in its database: those of a hundred runs. */
const MARKS = { mode: 'entries', maxEntries: 300 } as const;

/** While it is asked for many marks, n8n must not delete older ones. */
const ASKED = { ...MARKS, maxEntries: 10_000 } as const;

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** Recorded while a run of the node is in progress. It stays if the run is interrupted. */
const UNFINISHED = 'unfinished';

/** How far back a start is searched for. */
const MINUTES = 24 * 60;

/** Executions that write at the same time can overwrite each other's marks, so a mark is checked so many times. */
const CHECKS = 5;
const CHECK_AFTER_MS = 1_000;

/**
 * Recognizes that n8n runs an execution again from its start, because the worker that ran it was killed. The execution
 * then has the same ID. n8n's database has a store that all its processes share, the one of *Remove Duplicates*. It only
 * answers whether a text was recorded before, so the start of the run is recorded as two texts: its minute, and the
 * second of that minute.
 */
export class InterruptedRun {
	private readonly key: string;

	private isOver = false;

	/** @param rows what the run is about; an AI agent can use a node several times in one execution */
	constructor(
		private readonly n8n: IExecuteFunctions,
		rows: readonly string[],
	) {
		const run = n8n.getWorkflowDataProxy(0).$runIndex as number;
		const digest = createHash('sha256').update(JSON.stringify(rows)).digest('base64');
		this.key = [n8n.getExecutionId(), run, digest].join(' ');
	}

	/**
	 * Records the start of this run. If another run of the node has not ended, the log says how to find out what it did.
	 *
	 * @returns when an interrupted run of the same execution started, ms; undefined if there was none, or if n8n cannot
	 * say it
	 */
	async start(clock: Clock): Promise<number | undefined> {
		const now = Date.now();
		const marks = this.marksOf(now);
		try {
			const processed = await this.record([...marks, UNFINISHED]);
			if (!processed.has(this.key)) {
				if (processed.has(UNFINISHED)) this.logUnfinished();
				void this.keep(marks, clock);
				return undefined;
			}
			return await this.earlierStart(
				now,
				marks.filter((mark) => !processed.has(mark)),
			);
		} catch {
			// n8n has no such store in this context, or its database is not available.
			return undefined;
		}
	}

	/** Called when the run has ended. */
	async end(): Promise<void> {
		this.isOver = true;
		try {
			await this.n8n.helpers.removeProcessed([UNFINISHED], 'node', MARKS);
		} catch {
			// The next run then says that this one has not ended.
		}
	}

	private logUnfinished(): void {
		this.n8n.logger.info(
			'Zoom Users: an earlier execution of this node has not ended. If it was interrupted, for example because n8n was killed, execute it again with the same rows. Nobody is created twice. With Create, set "If User Exists" to "Skip": users that it created are then returned as existing.',
		);
	}

	private marksOf(time: number): string[] {
		return [this.key, this.minute(time), this.second(Math.floor(time / SECOND_MS) % 60)];
	}

	private readonly minute = (time: number) => `${this.key} minute ${Math.floor(time / MINUTE_MS)}`;

	private readonly second = (second: number) => `${this.key} second ${second}`;

	/** @returns the marks that were recorded before */
	private async record(
		marks: string[],
		options: { mode: 'entries'; maxEntries: number } = MARKS,
	): Promise<Set<unknown>> {
		const { processed } = await this.n8n.helpers.checkProcessedAndRecord(marks, 'node', options);
		return new Set<unknown>(processed);
	}

	/** @param added marks of now, which are not those of the start */
	private async earlierStart(now: number, added: string[]): Promise<number | undefined> {
		const times = Array.from({ length: MINUTES }, (_, i) => now - i * MINUTE_MS);
		const seconds = Array.from({ length: 60 }, (_, i) => i);
		const asked = [...times.map(this.minute), ...seconds.map(this.second)];
		const recorded = await this.record(asked, ASKED);
		// To ask is to record, so what was not recorded before is removed.
		const toRemove = [...asked.filter((mark) => !recorded.has(mark)), ...added];
		await this.n8n.helpers.removeProcessed(toRemove, 'node', MARKS);
		const isStart = (mark: string) => recorded.has(mark) && !added.includes(mark);
		const minute = times.reverse().find((time) => isStart(this.minute(time)));
		const second = seconds.find((one) => isStart(this.second(one))) ?? 0;
		return minute === undefined ? undefined : Math.floor(minute / MINUTE_MS) * MINUTE_MS + second * SECOND_MS;
	}

	private async keep(marks: string[], clock: Clock): Promise<void> {
		try {
			for (let i = 0; i < CHECKS; i++) {
				await clock.sleep(CHECK_AFTER_MS * (0.5 + Math.random()));
				if (this.isOver || (await this.record(marks)).has(this.key)) return;
			}
		} catch {
			// Without the mark, users who were created before an interruption are returned as existing ones.
		}
	}
}
