import type { ZoomOperation } from '../model/calls';
import type { NotDone } from '../errors/classify';
import { ask, type Run } from './run';

/** One page of a list, or why there is none. */
export type Page = { is: 'done'; rows: Array<Record<string, unknown>>; total: number } | NotDone;

/** Zoom's own limit is higher in places; 300 is what it takes everywhere. */
export const PAGE_SIZE = 300;

/**
 * Reads a list page by page, for as long as pages are asked for. Nothing is read ahead: Zoom counts each page.
 *
 * @param key under which the rows are
 */
export async function* pagesOf(
	run: Run,
	operation: ZoomOperation,
	path: string,
	key: string,
): AsyncGenerator<Page> {
	const separator = path.includes('?') ? '&' : '?';
	for (let token = ''; ; ) {
		const next = token === '' ? '' : `&next_page_token=${encodeURIComponent(token)}`;
		const { verdict } = await ask(run, operation, {
			method: 'GET',
			path: `${path}${separator}page_size=${PAGE_SIZE}${next}`,
		});
		if (verdict.is !== 'done') {
			yield verdict;
			return;
		}
		const { [key]: rows, total_records: total, next_page_token: nextToken } = verdict.body;
		const list = Array.isArray(rows) ? (rows as Array<Record<string, unknown>>) : [];
		yield { is: 'done', rows: list, total: Number(total ?? list.length) };
		if (typeof nextToken !== 'string' || nextToken === '') return;
		token = nextToken;
	}
}

/** All rows of a list, or why they could not be read. */
export async function readAll(run: Run, operation: ZoomOperation, path: string, key: string): Promise<Page> {
	const all: Array<Record<string, unknown>> = [];
	for await (const page of pagesOf(run, operation, path, key)) {
		if (page.is !== 'done') return page;
		all.push(...page.rows);
	}
	return { is: 'done', rows: all, total: all.length };
}
