import type { ZoomResponse } from '../wire/response';
import { fieldErrors } from '../answers/errors';
import { writeError } from '../answers/writeErrors';
import type { Zoom } from './zoom';

const DEFAULT_PAGE_SIZE = 30;
const PAGE_TOKEN_LIFETIME_MS = 15 * 60_000;

export type Query = Record<string, string | undefined>;

export interface Page<Item> {
	items: Item[];
	about: { page_count: number; page_size: number; total_records: number; next_page_token: string };
}

/**
 * Returns the requested page of a list.
 * @param of the list and its filters: a page token is valid for the same list only
 */
export function readPage<Item>(
	zoom: Zoom,
	query: Query,
	of: string,
	all: () => Item[],
): Page<Item> | { error: ZoomResponse } {
	const size = Number(query.page_size ?? DEFAULT_PAGE_SIZE);
	if (!Number.isInteger(size) || size < 1 || size > zoom.settings.maxPageSize) {
		return { error: fieldErrors(zoom.settings, [{ field: 'page_size', fault: 'invalid' }]) };
	}
	const token = query.next_page_token;
	const from = token ? readToken(zoom, token, of) : 0;
	if (from === undefined) return { error: writeError(zoom.settings, 'pageToken') };
	const list = all();
	const more = from + size < list.length;
	return {
		items: list.slice(from, from + size),
		about: {
			page_count: Math.ceil(list.length / size),
			page_size: size,
			total_records: list.length,
			next_page_token: more ? writeToken(zoom, of, from + size) : '',
		},
	};
}

function writeToken(zoom: Zoom, of: string, from: number): string {
	return Buffer.from(JSON.stringify([of, from, zoom.now()])).toString('base64url');
}

function readToken(zoom: Zoom, token: string, of: string): number | undefined {
	try {
		const [isOf, from, at] = JSON.parse(Buffer.from(token, 'base64url').toString());
		const isValid = zoom.now() - at <= PAGE_TOKEN_LIFETIME_MS;
		return isOf === of && isValid && Number.isInteger(from) ? from : undefined;
	} catch {
		return undefined;
	}
}
