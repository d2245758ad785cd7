import type { IExecuteFunctions } from 'n8n-workflow';
import type { RowResult } from '../../zoom/model/outcome';
import type { RunContext } from '../../zoom/calls/runContext';
import { connect, type Connection } from './connection';
import { readOptions, type Options } from '../input/readOptions';
import type { Report } from '../output/report';
import { RowReader } from '../input/rowReader';
import { readInSlices } from '../input/readInSlices';
import { MaxPeopleGuard } from './maxPeopleGuard';
import { work } from './runRows';

interface RowOperation<Wanted, R extends RunContext> {
	/** What is done, for a sentence: "updated". */
	verb: string;
	/** Names of the parameters beside `options`. */
	parameters: readonly string[];
	/** Whom or what a row is about, for a sentence. */
	nameOf: (wanted: Wanted) => string;
	/** Reads what the row wants; what is the matter with it goes to the reader's problems. */
	read: (reader: RowReader) => Wanted;
	/** How many people one execution may touch where the user says nothing; undefined: as many as there are. */
	maxPeople?: number;
	/** What the rows of one run share. */
	begin: (connection: Connection, options: Options) => R;
	settle: (run: R, row: { wanted: Wanted; options: Options }) => Promise<RowResult>;
	/** After the last row. */
	end?: (run: R, report: Report) => void;
}

/** Runs an operation for each row: every row is checked before the first request leaves. */
export async function runRowOperation<Wanted, R extends RunContext>(
	n8n: IExecuteFunctions,
	report: Report,
	operation: RowOperation<Wanted, R>,
): Promise<void> {
	const { nameOf, verb, maxPeople } = operation;
	const rows: Array<{ index: number; wanted: Wanted; options: Options }> = [];
	const reader = new RowReader(n8n, ['options', ...operation.parameters]);
	await readInSlices(
		n8n,
		report.count,
		(index) => {
			reader.begin(index);
			const wanted = operation.read(reader);
			const options = readOptions(reader.collection('options'), reader.problems, {
				maxPeople: maxPeople ?? 0,
			});
			report.describe(index, nameOf(wanted), options.includeInput);
			if (reader.problems.length > 0) report.refuseRow(index, reader.problems);
			else rows.push({ index, wanted, options });
		},
		report.unreadable,
	);
	if (!report.mayGoOn() || rows.length === 0) return;

	// What bounds the run as a whole is read once, from the first row that can be sent.
	const { options } = rows[0];
	const names = rows.map(({ wanted }) => nameOf(wanted));
	if (maxPeople !== undefined && new MaxPeopleGuard(n8n).refuses(report, options.maxPeople, names)) return;
	const connection = await connect(n8n, options);
	const run = operation.begin(connection, options);
	await work(n8n, report, connection, {
		rows,
		options,
		verb,
		nameOf: ({ wanted }) => nameOf(wanted),
		settle: async (row) => await operation.settle(run, row),
	});
	operation.end?.(run, report);
}
