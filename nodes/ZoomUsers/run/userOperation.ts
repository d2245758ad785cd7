import type { IExecuteFunctions } from 'n8n-workflow';
import { DirectoryRun } from '../../zoom/lookup/directory';
import type { Settled } from '../../zoom/model/outcome';
import { Run } from '../../zoom/calls/run';
import type { Connection } from './connection';
import { forEachRow } from './rowOperation';
import type { Options } from '../input/readOptions';
import type { Report } from '../output/report';
import type { RowReader } from '../input/rowReader';
import type { Words } from '../output/batchError';
import { Who } from '../../zoom/model/user';

/** One row of an operation about somebody who is there. */
interface PersonRow<Wanted> {
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
export const directoryRun = ({ client }: Connection) => new DirectoryRun(client);
export const nothingMore = () => ({});

/** Runs an operation about people who are there. */
export async function forEachPerson<Wanted, R extends Run>(
	n8n: IExecuteFunctions,
	report: Report,
	operation: PersonOperation<Wanted, R>,
): Promise<void> {
	await forEachRow<{ who: Who; wanted: Wanted }, R>(n8n, report, {
		...operation,
		verb: operation.words.verb,
		parameters: ['user', ...operation.parameters],
		nameOf: ({ who }) => who.value,
		read: (reader) => ({ who: reader.person(), wanted: operation.read(reader) }),
		settle: async (run, { wanted, options }) => await operation.settle(run, { ...wanted, options }),
	});
}
