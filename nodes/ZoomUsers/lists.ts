import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Settled } from '../zoom/outcome';
import type { Page } from '../zoom/pages';
import { unsuccessful, type Run } from '../zoom/run';
import { connect, type Connection } from './connection';
import { readOptions, type Options } from './options';
import type { Report } from './report';
import { RowReader } from './rowReader';
import { readInSlices } from './rows';
import { work } from './work';

export const listWords = { verb: 'read', key: 'name' as const, goOn: 'To go on: run again.' };

/** One row of an operation that reads a list, or one thing, of the account. */
export interface ListRow<Wanted> {
	index: number;
	wanted: Wanted;
	options: Options;
}

/**
 * Runs an operation that answers each row with as many items as there are.
 *
 * @param name what a row is about, for a sentence: "The users"
 */
export async function forEachRow<Wanted, R extends Run>(
	n8n: IExecuteFunctions,
	report: Report,
	operation: {
		parameters: readonly string[];
		nameOf: (wanted: Wanted) => string;
		verb?: string;
		read: (reader: RowReader) => Wanted;
		begin: (connection: Connection) => R;
		settle: (run: R, row: ListRow<Wanted>) => Promise<Settled>;
	},
): Promise<void> {
	const rows: Array<ListRow<Wanted>> = [];
	const reader = new RowReader(n8n, ['options', ...operation.parameters]);
	await readInSlices(
		n8n,
		report.count,
		(index) => {
			reader.begin(index);
			const wanted = operation.read(reader);
			const options = readOptions(reader.collection('options'), reader.problems);
			report.describe(index, operation.nameOf(wanted), options.includeInput);
			if (reader.problems.length > 0) report.refuseRow(index, reader.sentences());
			else rows.push({ index, wanted, options });
		},
		report.unreadable,
	);
	if (!report.mayGoOn() || rows.length === 0) return;
	const { options } = rows[0];
	const connection = await connect(n8n, options);
	const run = operation.begin(connection);
	await work(n8n, report, connection, {
		rows,
		options,
		verb: operation.verb ?? listWords.verb,
		nameOf: ({ wanted }) => operation.nameOf(wanted),
		settle: async (row) => await operation.settle(run, row),
	});
}

/** Infinity for all. */
export function readLimit(reader: RowReader): number {
	if (String(reader.read('returnAll', false)) === 'true') return Infinity;
	const limit = Number(reader.read('limit', 50));
	if (limit >= 1) return Math.floor(limit);
	reader.problems.push({
		field: 'limit',
		value: limit,
		what: 'is not a number from 1',
		remedy: 'Correct it.',
	});
	return 0;
}

/** As many rows of lists as are wanted, and no page more than they need. */
export async function collect(
	pages: AsyncIterable<Page>,
	limit: number,
	keep: (row: Record<string, unknown>) => IDataObject | undefined,
	who: string,
	found: IDataObject[] = [],
): Promise<{ found: IDataObject[] } | { settled: Settled }> {
	for await (const page of pages) {
		if (page.is !== 'done') return { settled: unsuccessful(page, who, 'read') };
		for (const row of page.rows) {
			const kept = keep(row);
			if (kept && found.length < limit) found.push(kept);
		}
		if (found.length >= limit) break;
	}
	return { found };
}
