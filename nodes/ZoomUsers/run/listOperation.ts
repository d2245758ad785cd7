import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ZoomOperation } from '../../zoom/model/calls';
import type { Settled } from '../../zoom/model/outcome';
import { pagesOf, type Page } from '../../zoom/calls/pages';
import { Run, unsuccessful } from '../../zoom/calls/run';
import { forEachRow } from './rowOperation';
import type { Report } from '../output/report';
import type { RowReader } from '../input/rowReader';

export const listWords = { verb: 'read', key: 'name' as const, goOn: 'To go on: run again.' };

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

/** Get Many of a list that has nothing to be filtered by: of groups, of roles. */
export async function getMany(
	n8n: IExecuteFunctions,
	report: Report,
	operation: ZoomOperation,
	list: 'groups' | 'roles',
): Promise<void> {
	const who = `The list of ${list}`;
	await forEachRow<number, Run>(n8n, report, {
		verb: listWords.verb,
		parameters: ['returnAll', 'limit'],
		nameOf: () => who,
		read: readLimit,
		begin: ({ client }) => new Run(client),
		settle: async (run, { wanted }) => {
			const pages = pagesOf(run, operation, `/${list}`, list);
			const read = await collect(pages, wanted, (row) => row as IDataObject, who);
			return 'settled' in read ? read.settled : { many: read.found };
		},
	});
}
