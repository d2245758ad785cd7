import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { RowResult } from '../../zoom/model/outcome';
import { pagesOf, type ListOperation, type Page } from '../../zoom/calls/pages';
import { toRowResult } from '../../zoom/calls/call';
import { RunContext } from '../../zoom/calls/runContext';
import { runRowOperation } from './rowOperation';
import type { Report } from '../output/report';
import type { RowReader } from '../input/rowReader';

export const listWords = { verb: 'read', key: 'name' as const, resumeHint: 'To go on: run again.' };

/** Infinity for all. */
export function readLimit(reader: RowReader): number {
	if (String(reader.read('returnAll', false)) === 'true') return Infinity;
	const limit = Number(reader.read('limit', 50));
	if (limit >= 1) return Math.floor(limit);
	reader.problems.push({
		field: 'limit',
		value: limit,
		message: 'is not a number from 1',
		remedy: 'Correct it.',
	});
	return 0;
}

/** As many rows of lists as are wanted, and no page more than they need. */
export async function collect<Row = Record<string, unknown>>(
	pages: AsyncIterable<Page<Row>>,
	limit: number,
	keep: (row: Row) => IDataObject | undefined,
	who: string,
	found: IDataObject[] = [],
): Promise<{ found: IDataObject[] } | { settled: RowResult }> {
	for await (const page of pages) {
		if (page.kind !== 'done') return { settled: toRowResult(page, who, 'read') };
		for (const row of page.rows) {
			const kept = keep(row);
			if (kept && found.length < limit) found.push(kept);
		}
		if (found.length >= limit) break;
	}
	return { found };
}

/** Get Many of a list that has nothing to be filtered by: of groups, of roles. */
export async function getMany(
	n8n: IExecuteFunctions,
	report: Report,
	operation: ListOperation,
	list: 'groups' | 'roles',
): Promise<void> {
	const who = `The list of ${list}`;
	await runRowOperation<number, RunContext>(n8n, report, {
		verb: listWords.verb,
		parameters: ['returnAll', 'limit'],
		nameOf: () => who,
		read: readLimit,
		begin: ({ client }) => new RunContext(client),
		settle: async (run, { wanted }) => {
			const pages = pagesOf(run, operation, `/${list}`, list);
			const read = await collect(pages, wanted, (row) => row as IDataObject, who);
			return 'settled' in read ? read.settled : { kind: 'items', items: read.found };
		},
	});
}
