import type { IExecuteFunctions } from 'n8n-workflow';
import type { Clock } from '../zoom/transport/clock';

/** For each node, n8n keeps so many marks in its database, two for an event: about 100 kB. */
const MARKS = { mode: 'entries', maxEntries: 4_000 } as const;

/** The pause between two queries of this process for the same node. Longer if no new event waits. */
const PAUSE_MS = 25;
const LONG_PAUSE_MS = 150;

/** How often the marks of an event are recorded at most. */
const MAX_QUERIES = 50;

interface Entry {
	event: string;
	/** The event and the execution. */
	own: string;
	n8n: IExecuteFunctions;
	queries: number;
	/** Called once, after the first query. */
	answer: (isRepeated: boolean) => void;
}

/**
 * The events that have started an execution in any of n8n's processes. n8n gives a node one store that all of them share,
 * the one of *Remove Duplicates*, and only in an execution. n8n reads and writes all marks of a node at once and without
 * a lock, so processes that write at the same time overwrite each other's marks. Therefore, this process has only one
 * query at a time for a node, and queries again until it has seen that the marks are still there.
 *
 * An event counts as repeated only if an earlier query of another execution has recorded it. So none is lost, but two
 * executions that record the same event within a few milliseconds are both the first.
 */
export class RecordedEvents {
	/** By node: the events that this process is recording. */
	private readonly entries = new Map<string, Entry[]>();

	constructor(private readonly clock: Clock) {}

	/**
	 * Records the event.
	 *
	 * @returns whether another execution of the node has recorded it before. An execution that n8n runs again, because
	 * its worker was killed, is the same one. False if n8n has no store or cannot read it.
	 */
	async isRepeated(n8n: IExecuteFunctions, event: string): Promise<boolean> {
		const node = `${n8n.getWorkflow().id} ${n8n.getNode().id}`;
		const own = `${event} ${n8n.getExecutionId()}`;
		const entries = this.entries.get(node) ?? [];
		if (entries.some((entry) => entry.event === event && entry.own !== own)) return true;
		const answer = new Promise<boolean>((resolve) =>
			entries.push({ event, own, n8n, queries: 0, answer: resolve }),
		);
		if (!this.entries.has(node)) {
			this.entries.set(node, entries);
			void this.record(node, entries);
		}
		return await answer;
	}

	private async record(node: string, entries: Entry[]): Promise<void> {
		while (entries.length > 0) {
			const asked = [...entries];
			const recorded = await recordedBefore(asked);
			for (const entry of asked) {
				const isOwn = recorded?.has(entry.own) ?? false;
				const isRepeated = entry.queries === 0 && !isOwn && (recorded?.has(entry.event) ?? false);
				if (++entry.queries === 1) entry.answer(isRepeated);
				if (isOwn || isRepeated || entry.queries === MAX_QUERIES) entries.splice(entries.indexOf(entry), 1);
			}
			if (entries.length > 0) await this.pause(entries);
		}
		this.entries.delete(node);
	}

	private async pause(entries: Entry[]): Promise<void> {
		// Random, so that processes do not stay in step.
		const about = (ms: number) => ms * (0.7 + Math.random() * 0.6);
		const end = this.clock.now() + about(LONG_PAUSE_MS);
		do await this.clock.sleep(about(PAUSE_MS));
		while (this.clock.now() < end && entries.every(({ queries }) => queries > 0));
	}
}

/** @returns which marks were recorded before; undefined if n8n cannot say it */
async function recordedBefore(entries: Entry[]): Promise<Set<unknown> | undefined> {
	const { n8n } = entries[entries.length - 1];
	const marks = entries.flatMap(({ event, own }) => [event, own]);
	try {
		const { processed } = await n8n.helpers.checkProcessedAndRecord(marks, 'node', MARKS);
		return new Set<unknown>(processed);
	} catch (error) {
		n8n.logger.debug(`Zoom Users Trigger: n8n can't record events: ${(error as Error).message}`);
		return undefined;
	}
}
