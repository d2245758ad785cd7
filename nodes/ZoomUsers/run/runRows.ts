import type { IExecuteFunctions } from 'n8n-workflow';
import type { RowResult } from '../../zoom/model/outcome';
import { messageOf } from '../input/rowReader';
import type { Report } from '../output/report';
import { mapConcurrently } from './concurrency';
import type { Connection } from './connection';
import { InterruptedRun } from './interruptedRun';
import { Ledger } from './ledger';
import { Progress } from './progress';

interface Workload<Row> {
	/** Groups of rows. A group starts when the one before has ended. */
	groups: ReadonlyArray<readonly Row[]>;
	concurrency: number;
	/** The verb for sentences: "created". */
	verb: string;
	/** Whether the next row must still be processed alone. */
	mustRunAlone: () => boolean;
	/** The rows create users. If n8n runs the execution again, the users that it has created before are recognized. */
	creates: boolean;
	/** @param unsureSince since when an earlier attempt of this execution may have sent the request, ms */
	process: (row: Row, unsureSince?: number) => Promise<RowResult>;
}

/**
 * Processes each row once, several concurrently, but never two about the same user. Rows that an earlier attempt of the
 * same execution has completed are not processed again.
 */
export async function runRows<Row extends { index: number; name: string }>(
	n8n: IExecuteFunctions,
	report: Report,
	{ client, close }: Pick<Connection, 'client' | 'close'>,
	{ groups, concurrency, verb, mustRunAlone, creates, process }: Workload<Row>,
): Promise<void> {
	const ledger = new Ledger(n8n);
	const progress = new Progress(n8n, report, client);
	const names = creates ? groups.flat().map(({ name }) => name) : [];
	const interrupted = creates && !ledger.isRetry ? new InterruptedRun(n8n, names) : undefined;
	const interruptedSince = interrupted ? await interrupted.start(client.clock) : ledger.interruptedSince;
	ledger.noteInterrupted(interruptedSince);
	/** The last row about each user. */
	const queues = new Map<string, Promise<unknown>>();

	/** Processes one row. An unexpected error fails only this row. */
	const processOnce = async (row: Row): Promise<RowResult> => {
		const key = `${row.index} ${row.name}`;
		const earlier = ledger.find(key);
		if (earlier?.kind === 'done') return earlier;
		const unsureSince = earlier?.unsureSince ?? interruptedSince;
		const since = unsureSince ?? Date.now();
		try {
			const result = await process(row, unsureSince);
			ledger.enter(key, result, since);
			return result;
		} catch (error) {
			const sentence = `${row.name} may or may not have been ${verb}: an unexpected error occurred in this node (${messageOf(error)}). What to do: check the user in the Zoom portal, and report the error on GitHub.`;
			return { kind: 'failed', failure: { reason: 'unknown', sentence } };
		}
	};
	const processInTurn = async (row: Row): Promise<RowResult> => {
		const user = row.name.toLowerCase();
		const before = queues.get(user);
		const mine = (before ?? Promise.resolve()).then(() => processOnce(row));
		queues.set(user, mine);
		const result = await mine;
		if (queues.get(user) === mine) queues.delete(user);
		report.settle(row.index, result);
		progress.update();
		return result;
	};
	try {
		for (const rows of groups) {
			let isStopped = false;
			await mapConcurrently(rows, processInTurn, {
				concurrency,
				mustRunAlone,
				stopped: (result) =>
					(isStopped ||=
						client.signal?.aborted === true || (report.stopsAtFailure && result.kind === 'failed')),
			});
			if (isStopped) break;
		}
	} finally {
		await interrupted?.end();
		close();
	}
	progress.sumUp();
	if (client.signal?.aborted) report.logCancelled();
}
