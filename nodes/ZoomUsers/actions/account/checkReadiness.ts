import type { IDataObject } from 'n8n-workflow';
import { RunContext } from '../../../zoom/calls/runContext';
import { readReadinessFacts } from '../../../zoom/lookup/readinessFacts';
import { callsOf, CHECKED_OPERATIONS, type CheckedOperation } from '../../../zoom/rules/operationCalls';
import { judgeReadiness } from '../../../zoom/rules/readiness';
import type { ReadinessFacts } from '../../../zoom/rules/readinessFacts';
import { listOf, type RowReader } from '../../input/rowReader';
import type { Connection } from '../../run/connection';
import { LIST_LABELS } from '../../run/listOperation';
import { rowOperation } from '../../run/rowOperation';

/** The facts are read once for all rows of a run. */
class ReadinessContext extends RunContext {
	private facts?: Promise<ReadinessFacts>;

	constructor(private readonly connection: Connection) {
		super(connection.client);
	}

	async read(): Promise<ReadinessFacts> {
		return await (this.facts ??= readReadinessFacts(this, this.connection));
	}
}

export const checkReadiness = rowOperation<CheckedOperation[], ReadinessContext, 'operations'>({
	value: 'checkReadiness',
	name: 'Check Readiness',
	action: 'Check readiness of account',
	description: 'Whether the credential and the account allow what a workflow needs. It only reads.',
	fields: [
		{
			displayName: 'Operations to Check',
			name: 'operations',
			type: 'multiOptions',
			default: [],
			description: 'The operations that your workflow uses. Leave empty to check all of them.',
			options: CHECKED_OPERATIONS.map((value) => ({ name: callsOf(value).label, value })),
		},
	],
	options: [],
	labels: LIST_LABELS,
	subject: 'The readiness',
	parameters: ['operations'],
	read: readOperations,
	begin: (connection) => new ReadinessContext(connection),
	process: async (run, { wanted }) => {
		const facts = await run.read();
		if (run.client.signal?.aborted) return { kind: 'notStarted' };
		return { kind: 'items', items: judgeReadiness(facts, wanted).map((item): IDataObject => ({ ...item })) };
	},
});

/** No choice means all operations, in the order of the list. */
function readOperations(reader: RowReader<'operations' | 'options'>): CheckedOperation[] {
	const given = (listOf(reader.read('operations', [])) ?? []) as unknown[];
	const known = (name: string) => CHECKED_OPERATIONS.find((one) => one.toLowerCase() === name.toLowerCase());
	const unknown = given.map(String).filter((name) => known(name) === undefined);
	if (unknown.length > 0) {
		reader.complain({
			field: 'operations',
			value: unknown.join(', '),
			message: 'is not an operation of this node',
			remedy: 'Choose operations from the list, or use values such as user.create.',
		});
	}
	const chosen = given.map((name) => known(String(name)));
	return given.length === 0 ? CHECKED_OPERATIONS : CHECKED_OPERATIONS.filter((one) => chosen.includes(one));
}
