import type { FailedCall } from '../errors/classify';
import { call } from './call';
import type { RunContext } from './runContext';

/** One page of a list, or why there is none. */
export type Page<Row> = { kind: 'done'; rows: Row[]; total: number } | FailedCall;

export type ListOperation = 'listUsers' | 'listGroups' | 'listRoles';

/** Some lists allow more; all of them accept 300. */
export const PAGE_SIZE = 300;

/**
 * Reads a list page by page, as long as the caller asks for more. No page is read in advance, because each one counts
 * against the rate limit.
 *
 * @param key the field of the response that has the rows
 */
export async function* pagesOf<Row = Record<string, unknown>>(
	run: RunContext,
	operation: ListOperation,
	path: string,
	key: string,
): AsyncGenerator<Page<Row>> {
	const separator = path.includes('?') ? '&' : '?';
	for (let token = ''; ; ) {
		const next = token === '' ? '' : `&next_page_token=${encodeURIComponent(token)}`;
		const { result } = await call(run, operation, {
			method: 'GET',
			path: `${path}${separator}page_size=${PAGE_SIZE}${next}`,
		});
		if (result.kind !== 'done') {
			yield result;
			return;
		}
		const { [key]: rows, total_records: total, next_page_token: nextToken } = result.body;
		const list = Array.isArray(rows) ? (rows as Row[]) : [];
		yield { kind: 'done', rows: list, total: Number(total ?? list.length) };
		if (typeof nextToken !== 'string' || nextToken === '') return;
		token = nextToken;
	}
}

/** All rows of a list, or why they could not be read. */
export async function readAll<Row = Record<string, unknown>>(
	run: RunContext,
	operation: ListOperation,
	path: string,
	key: string,
): Promise<Page<Row>> {
	const all: Row[] = [];
	for await (const page of pagesOf<Row>(run, operation, path, key)) {
		if (page.kind !== 'done') return page;
		all.push(...page.rows);
	}
	return { kind: 'done', rows: all, total: all.length };
}
