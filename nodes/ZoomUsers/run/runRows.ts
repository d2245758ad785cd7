import type { IExecuteFunctions } from 'n8n-workflow';
import { mapConcurrently } from './concurrency';
import type { RowResult } from '../../zoom/model/outcome';
import type { Connection } from './connection';
import { Ledger } from './ledger';
import type { Options } from '../input/readOptions';
import { Progress } from './progress';
import type { Report } from '../output/report';

interface Workload<Row extends { index: number }> {
	rows: readonly Row[];
	options: Pick<Options, 'maxConcurrency'>;
	/** Whom or what a row is about. */
	nameOf: (row: Row) => string;
	/** What was to be done, for a sentence: "created". */
	verb: string;
	/** Whether the next one must still go alone. */
	alone?: () => boolean;
	/** @param unsureSince when an earlier try of this execution sent it and never learned what became of it, ms */
	settle: (row: Row, unsureSince?: number) => Promise<RowResult>;
}

/**
 * Works through rows: each once, several at the same time, but never two about the same person, and tells how
 * far it is. What an earlier try of the same execution has done is not done again.
 */
export async function work<Row extends { index: number }>(
	n8n: IExecuteFunctions,
	report: Report,
	{ client, close }: Pick<Connection, 'client' | 'close'>,
	{ rows, options, nameOf, verb, alone = () => false, settle }: Workload<Row>,
): Promise<void> {
	const ledger = new Ledger(n8n);
	const progress = new Progress(n8n, report, client);
	const turns = new Map<string, Promise<unknown>>();

	/** One row, whatever comes: a fault of ours must not take the others with it. */
	const once = async (row: Row): Promise<RowResult> => {
		const name = nameOf(row);
		const key = `${row.index} ${name}`;
		const earlier = ledger.find(key);
		if (earlier?.kind === 'done') return earlier;
		const unsureSince = earlier?.unsureSince;
		const since = unsureSince ?? Date.now();
		try {
			const settled = await settle(row, unsureSince);
			ledger.enter(key, settled, since);
			return settled;
		} catch (error) {
			const sentence = `${name} may or may not have been ${verb}: this node failed (${(error as Error).message}). What to do: look in the Zoom portal, and report it at the address in the documentation.`;
			return { kind: 'failed', failure: { reason: 'unknown', sentence } };
		}
	};
	const inTurn = async (row: Row): Promise<RowResult> => {
		const person = nameOf(row).toLowerCase();
		const before = turns.get(person);
		const mine = (before ?? Promise.resolve()).then(() => once(row));
		if (before || rows.length > 1) turns.set(person, mine);
		const settled = await mine;
		if (turns.get(person) === mine) turns.delete(person);
		report.settle(row.index, settled);
		progress.tell();
		return settled;
	};
	try {
		await mapConcurrently(rows, inTurn, {
			concurrency: options.maxConcurrency,
			alone,
			stopped: (outcome) => client.cancelled || (report.stopsAtFailure && outcome.kind === 'failed'),
		});
	} finally {
		close();
	}
	progress.sumUp();
	if (client.cancelled) report.logCancelled();
}

/** The batch is larger than the user allows. */
export function refuseTooMany(report: Report, most: number, count: number): boolean {
	if (most === 0 || count <= most) return false;
	report.refuseRun(`'Max Users per Run' is ${most}, and there are ${count} rows. Raise it, or take rows out`);
	return true;
}
