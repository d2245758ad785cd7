import type { IExecuteFunctions } from 'n8n-workflow';
import type { Settled } from '../../zoom/outcome';
import { Run } from '../../zoom/run';
import type { Who } from '../../zoom/seePerson';
import { connect, type Connection } from '../connection';
import { readOptions, type Options } from '../options';
import type { Report } from '../report';
import { RowReader } from '../rowReader';
import { readInSlices } from '../rows';
import type { Words } from '../stopError';
import { Touched } from '../touched';
import { work } from '../work';

/** One row of an operation about somebody who is there. */
export interface PersonRow<Wanted> {
	index: number;
	who: Who;
	wanted: Wanted;
	options: Options;
}

export interface PersonOperation<Wanted, R extends Run> {
	words: Words;
	/** Names of the parameters beside `user` and `options`. */
	parameters: readonly string[];
	/** Reads what the row wants beside the person; what is the matter with it goes to the reader's problems. */
	read: (reader: RowReader) => Wanted;
	/** How many people one execution may touch where the user says nothing; undefined: as many as there are. */
	maxPeople?: number;
	/** What the rows of one run share. */
	begin: (connection: Connection, options: Options) => R;
	settle: (run: R, row: PersonRow<Wanted>) => Promise<Settled>;
	/** After the last row. */
	end?: (run: R, report: Report) => void;
}

export const onlyRun = ({ client }: Connection) => new Run(client);
export const nothingMore = () => ({});

/** Runs an operation about people who are there: every row is checked before the first request leaves. */
export async function forEachPerson<Wanted, R extends Run>(
	n8n: IExecuteFunctions,
	report: Report,
	operation: PersonOperation<Wanted, R>,
): Promise<void> {
	const rows: Array<PersonRow<Wanted>> = [];
	const reader = new RowReader(n8n, ['user', 'options', ...operation.parameters]);
	await readInSlices(
		n8n,
		report.count,
		(index) => {
			reader.begin(index);
			const who = reader.person();
			const wanted = operation.read(reader);
			const options = readOptions(reader.collection('options'), reader.problems, {
				maxPeople: operation.maxPeople ?? 0,
			});
			report.describe(index, who.value, options.includeInput);
			if (reader.problems.length > 0) report.refuseRow(index, reader.sentences());
			else rows.push({ index, who, wanted, options });
		},
		report.unreadable,
	);
	if (!report.mayGoOn() || rows.length === 0) return;

	const { options } = rows[0];
	const names = rows.map(({ who }) => who.value);
	if (operation.maxPeople !== undefined && new Touched(n8n).refuses(report, options.maxPeople, names)) return;
	const connection = await connect(n8n, options);
	const run = operation.begin(connection, options);
	await work(n8n, report, connection, {
		rows,
		options,
		verb: operation.words.verb,
		nameOf: ({ who }) => who.value,
		settle: async (row) => await operation.settle(run, row),
	});
	operation.end?.(run, report);
}
