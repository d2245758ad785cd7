import { RunContext } from '../../zoom/calls/runContext';
import { DirectoryContext } from '../../zoom/lookup/directory';
import type { RowResult } from '../../zoom/model/outcome';
import type { UserRef } from '../../zoom/model/user';
import type { Options } from '../input/readOptions';
import type { RowReader } from '../input/rowReader';
import type { Connection } from './connection';
import type { Operation } from './operation';
import { rowOperation, type RowOperation } from './rowOperation';

/** One row of an operation about an existing user. */
export interface UserRow<Wanted> {
	ref: UserRef;
	wanted: Wanted;
	options: Options;
}

export interface UserOperation<Wanted, Context extends RunContext, Name extends string>
	extends Omit<RowOperation<UserRow<Wanted>, Context, Name>, 'read' | 'process'> {
	/** Reads the desired values of the row, besides the user. */
	read: (reader: RowReader<Name | 'user' | 'options'>) => Wanted;
	process: (run: Context, row: UserRow<Wanted>) => Promise<RowResult>;
}

/** For an operation whose rows name a user and nothing else. */
export const NOTHING_MORE = { parameters: [], read: () => ({}) };

export const newContext = ({ client }: Connection) => new RunContext(client);
export const newDirectoryContext = ({ client }: Connection) => new DirectoryContext(client);

/** An operation about existing users. */
export function userOperation<Wanted, Context extends RunContext, Name extends string = never>({
	parameters,
	read,
	process,
	...operation
}: UserOperation<Wanted, Context, Name>): Operation {
	return rowOperation<UserRow<Wanted>, Context, Name | 'user'>({
		...operation,
		parameters: ['user', ...parameters],
		read: (reader, options) => ({ ref: reader.user('user'), wanted: read(reader), options }),
		process: async (run, { wanted }) => await process(run, wanted),
	});
}
