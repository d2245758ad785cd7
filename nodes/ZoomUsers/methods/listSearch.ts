import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { failureOf, type FailedCall } from '../../zoom/errors/classify';
import { findUser } from '../../zoom/lookup/findUser';
import { pagesOf, readAll } from '../../zoom/calls/pages';
import { RunContext } from '../../zoom/calls/runContext';
import { connect } from '../run/connection';
import type { ZoomUser } from '../../zoom/model/user';

/** A search reads at most this many pages, and ends when it has found this many users. */
const MOST_PAGES = 10;
const ENOUGH = 20;

const PATIENCE = { timeout: 15_000, rateShare: 0 };

/** Runs a search with the credential that is selected in the editor. */
async function withZoom<T>(n8n: ILoadOptionsFunctions, search: (run: RunContext) => Promise<T>): Promise<T> {
	const { client, close } = await connect(n8n, PATIENCE);
	try {
		return await search(new RunContext(client));
	} finally {
		close();
	}
}

function failed(n8n: ILoadOptionsFunctions, result: FailedCall): never {
	const sentence =
		result.kind === 'cancelled'
			? 'cancelled'
			: failureOf(result.error, 'The list', 'could not be read').sentence;
	throw new NodeOperationError(n8n.getNode(), sentence);
}

/**
 * Users whose name or address contains the search text. A whole address is looked up directly. For other text, the
 * lists are read, because Zoom has no search. The value is the address, because pending users have no ID in lists.
 */
export async function searchUsers(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const wanted = filter.trim().toLowerCase();
	return await withZoom(this, async (run) => {
		if (/^\S+@\S+\.\S+$/.test(wanted)) {
			const found = await findUser(run, wanted);
			if (found.kind === 'found') return { results: [entryOf(found.user)] };
		}
		const results: INodeListSearchItems[] = [];
		let pages = 0;
		for (const status of ['active', 'pending', 'inactive']) {
			for await (const page of pagesOf(run, 'listUsers', `/users?status=${status}`, 'users')) {
				if (page.kind !== 'done') return failed(this, page);
				for (const user of page.rows) {
					const entry = entryOf({ ...user, status });
					if (entry.name.toLowerCase().includes(wanted)) results.push(entry);
				}
				if (++pages === MOST_PAGES || results.length >= ENOUGH) return { results };
			}
		}
		return { results };
	});
}

/** With the words of the filter Status of Get Many. */
const STATES: Record<string, string> = { pending: ', invited', inactive: ', deactivated' };

function entryOf({
	first_name: first,
	last_name: last,
	display_name: display,
	email,
	status,
}: ZoomUser): INodeListSearchItems {
	const name = [first, last].filter(Boolean).join(' ') || String(display ?? '');
	const state = STATES[String(status)] ?? '';
	return { name: `${name} (${String(email)}${state})`.trim(), value: String(email) };
}

async function named(
	n8n: ILoadOptionsFunctions,
	list: 'groups' | 'roles',
	filter = '',
): Promise<INodePropertyOptions[]> {
	return await withZoom(n8n, async (run) => {
		const page = await readAll(run, list === 'groups' ? 'listGroups' : 'listRoles', `/${list}`, list);
		if (page.kind !== 'done') return failed(n8n, page);
		return page.rows
			.map(({ id, name }) => ({ name: String(name), value: String(id) }))
			.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()))
			.sort((one, other) => one.name.localeCompare(other.name));
	});
}

export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return { results: await named(this, 'groups', filter) };
}

export async function searchRoles(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return { results: await named(this, 'roles', filter) };
}

export async function getGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await named(this, 'groups');
}

export async function getRoles(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await named(this, 'roles');
}
