import type { NotDone } from '../errors/classify';
import { pagesOf, readAll } from '../calls/pages';
import { isNamed } from '../rules/profile';
import { Run } from '../calls/run';
import { trimmed } from '../rules/newUser';

/** A group or a role. */
export interface Named {
	id: string;
	name: string;
}

/** What was found under a name, or why nothing was. */
export type Finding = { found: Named } | { unknown: string } | { verdict: NotDone };

type Kind = 'group' | 'role';
type List = Named[] | NotDone;

/** Roles that Zoom has in every account. */
export const OWNER_ROLE = '0';
export const ADMIN_ROLE = '1';
export const MEMBER_ROLE = '2';

/** How many pages of users are read at most to find the key of a custom attribute. */
const PAGES_FOR_KEYS = 10;

/** What the groups, roles and custom attributes of an account are called: read when first asked for, once a run. */
export class Directory {
	private readonly lists: Partial<Record<Kind, Promise<List>>> = {};

	private keys?: Promise<Array<Record<string, unknown>> | NotDone>;

	constructor(private readonly run: Run) {}

	/** @param nameOrId in any casing */
	async find(kind: Kind, nameOrId: string): Promise<Finding> {
		const list = await (this.lists[kind] ??= this.read(kind));
		if (!Array.isArray(list)) {
			this.forget(kind); // it may have been a passing fault
			return { verdict: list };
		}
		const wanted = trimmed(nameOrId);
		const found =
			list.find(({ id }) => id === wanted) ??
			list.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
		return found ? { found } : { unknown: this.suggestion(kind, list) };
	}

	/** A group that did not exist when the list was read. */
	add(kind: Kind, { id, name }: Named): void {
		const before = this.lists[kind];
		if (before)
			this.lists[kind] = before.then((list) => (Array.isArray(list) ? [...list, { id, name }] : list));
	}

	/** What was read may have changed since. */
	forget(kind: Kind): void {
		delete this.lists[kind];
	}

	/** The key of a custom attribute: Zoom tells it only where somebody has the attribute. */
	async keyOf(name: string): Promise<string | undefined | { verdict: NotDone }> {
		const known = await (this.keys ??= this.readKeys());
		if (!Array.isArray(known)) {
			this.keys = undefined;
			return { verdict: known };
		}
		return known.find((one) => isNamed(one, name))?.key as string | undefined;
	}

	private async read(kind: Kind): Promise<List> {
		const page =
			kind === 'group'
				? await readAll(this.run, 'listGroups', '/groups', 'groups')
				: await readAll(this.run, 'listRoles', '/roles', 'roles');
		if (page.is !== 'done') return page;
		return page.rows.map(({ id, name }) => ({ id: String(id), name: String(name) }));
	}

	private async readKeys(): Promise<Array<Record<string, unknown>> | NotDone> {
		const known = new Map<unknown, Record<string, unknown>>();
		let pages = 0;
		for await (const page of pagesOf(
			this.run,
			'listUsers',
			'/users?include_fields=custom_attributes',
			'users',
		)) {
			if (page.is !== 'done') return page;
			for (const { custom_attributes: attributes } of page.rows) {
				for (const one of Array.isArray(attributes) ? attributes : []) known.set(one.key, one);
			}
			if (++pages === PAGES_FOR_KEYS) break;
		}
		return [...known.values()];
	}

	private suggestion(kind: Kind, list: Named[]): string {
		const names = list.slice(0, 10).map(({ name }) => name);
		const more = list.length > names.length ? ` and ${list.length - names.length} more` : '';
		return names.length === 0
			? `The account has no ${kind}`
			: `The account has ${names.map((name) => `"${name}"`).join(', ')}${more}`;
	}
}

/** A run whose rows name groups or roles. */
export class DirectoryRun extends Run {
	readonly directory = new Directory(this);
}
