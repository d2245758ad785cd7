import type { IExecuteFunctions } from 'n8n-workflow';
import { DirectoryContext } from '../../zoom/lookup/directory';
import type { RowResult } from '../../zoom/model/outcome';
import { RunContext } from '../../zoom/calls/runContext';
import type { Connection } from './connection';
import { runRowOperation } from './rowOperation';
import type { Options } from '../input/readOptions';
import type { Report } from '../output/report';
import type { RowReader } from '../input/rowReader';
import type { OperationLabels } from '../output/batchError';
import type { UserRef } from '../../zoom/model/user';

/** One row of an operation about somebody who is there. */
interface PersonRow<Wanted> {
	who: UserRef;
	wanted: Wanted;
	options: Options;
}

export interface UserOperation<Wanted, R extends RunContext> {
	labels: OperationLabels;
	/** Names of the parameters beside `user` and `options`. */
	parameters: readonly string[];
	/** Reads what the row wants beside the person; what is the matter with it goes to the reader's problems. */
	read: (reader: RowReader) => Wanted;
	/** How many people one execution may touch where the user says nothing; undefined: as many as there are. */
	maxPeople?: number;
	/** What the rows of one run share. */
	begin: (connection: Connection, options: Options) => R;
	settle: (run: R, row: PersonRow<Wanted>) => Promise<RowResult>;
	/** After the last row. */
	end?: (run: R, report: Report) => void;
}

export const runContext = ({ client }: Connection) => new RunContext(client);
export const directoryContext = ({ client }: Connection) => new DirectoryContext(client);
export const nothingMore = () => ({});

/** Runs an operation about people who are there. */
export async function runUserOperation<Wanted, R extends RunContext>(
	n8n: IExecuteFunctions,
	report: Report,
	operation: UserOperation<Wanted, R>,
): Promise<void> {
	await runRowOperation<{ who: UserRef; wanted: Wanted }, R>(n8n, report, {
		...operation,
		verb: operation.labels.verb,
		parameters: ['user', ...operation.parameters],
		nameOf: ({ who }) => who.value,
		read: (reader) => ({ who: reader.person(), wanted: operation.read(reader) }),
		settle: async (run, { wanted, options }) => await operation.settle(run, { ...wanted, options }),
	});
}
