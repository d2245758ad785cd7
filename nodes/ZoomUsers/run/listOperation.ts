import type { IDataObject } from 'n8n-workflow';
import { toRowResult } from '../../zoom/calls/call';
import { pagesOf, type ListOperation, type Page } from '../../zoom/calls/pages';
import { RunContext } from '../../zoom/calls/runContext';
import type { RowResult } from '../../zoom/model/outcome';
import { limitFields } from '../fields/limit';
import type { RowReader } from '../input/rowReader';
import type { OperationLabels } from '../output/batchError';
import type { Operation } from './operation';
import { rowOperation } from './rowOperation';

export const LIST_LABELS: OperationLabels = {
	verb: 'read',
	key: 'name',
	resumeHint: 'To continue: run it again.',
};

/** @returns Infinity for all */
export function readLimit(reader: RowReader<'returnAll' | 'limit' | 'options'>): number {
	const all = String(reader.given('returnAll', false)).toLowerCase();
	if (all === 'true') return Infinity;
	if (all !== 'false') {
		const message = 'is neither true nor false';
		reader.complain({ field: 'returnAll', value: all, message, remedy: 'Use true or false.' });
	}
	const limit = String(reader.given('limit', 50)).trim();
	if (/^\d+$/.test(limit) && Number(limit) >= 1) return Number(limit);
	const message = 'is not a whole number from 1';
	reader.complain({ field: 'limit', value: limit, message, remedy: 'Correct it.' });
	return 0;
}

/** Reads pages of a list until there are enough rows. */
export async function collect<Row = Record<string, unknown>>(
	pages: AsyncIterable<Page<Row>>,
	limit: number,
	keep: (row: Row) => IDataObject | undefined,
	who: string,
	found: IDataObject[] = [],
): Promise<{ kind: 'collected'; found: IDataObject[] } | RowResult> {
	for await (const page of pages) {
		if (page.kind !== 'done') return toRowResult(page, who, 'read');
		for (const row of page.rows) {
			const kept = keep(row);
			if (kept && found.length < limit) found.push(kept);
		}
		if (found.length >= limit) break;
	}
	return { kind: 'collected', found };
}

/** Get Many of a list without filters: groups, roles. */
export function getMany(
	text: Pick<Operation, 'action' | 'description'>,
	list: { operation: ListOperation; key: 'groups' | 'roles' },
): Operation {
	const subject = `The list of ${list.key}`;
	return rowOperation<number, RunContext, 'returnAll' | 'limit'>({
		...text,
		value: 'getAll',
		name: 'Get Many',
		fields: limitFields,
		options: [],
		labels: LIST_LABELS,
		subject,
		parameters: ['returnAll', 'limit'],
		read: readLimit,
		begin: ({ client }) => new RunContext(client),
		process: async (run, { wanted }) => {
			const pages = pagesOf(run, list.operation, `/${list.key}`, list.key);
			const result = await collect(pages, wanted, (row) => row as IDataObject, subject);
			return result.kind === 'collected' ? { kind: 'items', items: result.found } : result;
		},
	});
}

/** An operation that reads one thing for each row. */
export function readOperation(
	text: Pick<Operation, 'value' | 'name' | 'action' | 'description'>,
	subject: string,
	read: (run: RunContext) => Promise<RowResult>,
): Operation {
	return rowOperation<object, RunContext, never>({
		...text,
		fields: [],
		options: [],
		labels: LIST_LABELS,
		subject,
		parameters: [],
		read: () => ({}),
		begin: ({ client }) => new RunContext(client),
		process: async (run) => await read(run),
	});
}
