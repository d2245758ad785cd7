import type { IExecuteFunctions } from 'n8n-workflow';
import type { RunContext } from '../../zoom/calls/runContext';
import type { RowResult } from '../../zoom/model/outcome';
import { readInSlices } from '../input/readInSlices';
import { readOptions, type Options } from '../input/readOptions';
import { RowReader } from '../input/rowReader';
import type { Report } from '../output/report';
import { connect, type Connection } from './connection';
import { MaxUsers, type MaxUsersScope } from './maxUsers';
import type { Operation, OperationText } from './operation';
import { runRows } from './runRows';

/** A row that passed the checks. */
export interface Row<Wanted> {
	index: number;
	/** The user or the thing that the row is about. */
	name: string;
	wanted: Wanted;
	options: Options;
}

/** An operation that does the same for each row. */
export interface RowOperation<Wanted, Context extends RunContext, Name extends string> extends OperationText {
	/** The parameters of a row, besides `options`. */
	parameters: readonly Name[];
	/** What the rows are about, if the reader does not set it. */
	subject?: string;
	maxUsers?: { scope: MaxUsersScope; fallback: number };
	/** Reads the desired values of a row. Problems are added to the reader, and the result is then ignored. */
	read: (reader: RowReader<Name | 'options'>, options: Options) => Wanted | undefined;
	/** Creates the context that all rows of a run share. */
	begin: (connection: Connection, options: Options, n8n: IExecuteFunctions) => Context;
	/** How to continue after a run that stopped, if that depends on the rows. */
	resumeHint?: (rows: ReadonlyArray<Row<Wanted>>) => string;
	/** Runs before the first row. @returns false to refuse the run */
	before?: (run: Context, rows: ReadonlyArray<Row<Wanted>>, report: Report) => Promise<boolean>;
	/** Whether the next row must still be processed alone. */
	mustRunAlone?: (run: Context) => boolean;
	/** Whether the operation can create users. */
	creates?: true;
	/** @param unsureSince since when an earlier attempt of this execution may have sent the request, ms */
	process: (run: Context, row: Row<Wanted>, unsureSince?: number) => Promise<RowResult>;
	/** Runs after the last row. */
	after?: (run: Context, report: Report) => void;
}

/** Checks all rows before the first request. */
export function rowOperation<Wanted, Context extends RunContext, Name extends string>(
	operation: RowOperation<Wanted, Context, Name>,
): Operation {
	return { ...operation, execute: async (n8n, report) => await execute(n8n, report, operation) };
}

async function execute<Wanted, Context extends RunContext, Name extends string>(
	n8n: IExecuteFunctions,
	report: Report,
	operation: RowOperation<Wanted, Context, Name>,
): Promise<void> {
	const { labels, maxUsers, resumeHint } = operation;
	const rows = await readRows(n8n, report, operation);
	if (!report.mayBegin() || rows.length === 0) return;
	if (resumeHint) report.resumeHint = resumeHint(rows);

	// Options for the whole run are read once, from the first valid row.
	const { options } = rows[0];
	const names = rows.map(({ name }) => name);
	if (maxUsers && new MaxUsers(n8n, maxUsers.scope).refuses(report, options.maxPeople, names)) return;
	const connection = await connect(n8n, options);
	const run = operation.begin(connection, options, n8n);
	if (operation.before && !(await operation.before(run, rows, report))) {
		connection.close();
		return;
	}
	await runRows(n8n, report, connection, {
		groups: [rows],
		concurrency: options.maxConcurrency,
		verb: labels.verb,
		mustRunAlone: () => operation.mustRunAlone?.(run) ?? false,
		creates: operation.creates ?? false,
		process: async (row, unsureSince) => await operation.process(run, row, unsureSince),
	});
	operation.after?.(run, report);
}

async function readRows<Wanted, Context extends RunContext, Name extends string>(
	n8n: IExecuteFunctions,
	report: Report,
	{ parameters, subject, maxUsers, read }: RowOperation<Wanted, Context, Name>,
): Promise<Array<Row<Wanted>>> {
	const rows: Array<Row<Wanted>> = [];
	const reader = new RowReader<Name | 'options'>(n8n, ['options', ...parameters]);
	const defaults = { maxPeople: maxUsers?.fallback ?? 0 };
	await readInSlices(
		n8n,
		report.count,
		(index) => {
			reader.begin(index);
			const options = readOptions(reader.collection('options'), reader.problems, defaults);
			const wanted = read(reader, options);
			const name = subject ?? reader.subject;
			report.describe(index, name, options.includeInput);
			if (reader.problems.length > 0 || wanted === undefined) report.refuseRow(index, reader.problems);
			else rows.push({ index, name, wanted, options });
		},
		report.unreadable,
	);
	for (const hint of reader.hints) report.hint(hint);
	return rows;
}
