import type { FailedCall } from '../errors/classify';
import { pagesOf, readAll } from '../calls/pages';
import { isNamed } from '../rules/profileKinds';
import { RunContext } from '../calls/runContext';
import type { CustomAttribute, ZoomUser } from '../model/user';
import { cleanText } from '../rules/text';

/** A group or a role. */
export interface GroupOrRole {
	id: string;
	name: string;
}

/** What was found under a name, or why nothing was. */
export type Resolution =
	| { kind: 'found'; found: GroupOrRole }
	| { kind: 'unknown'; suggestion: string }
	| { kind: 'failed'; result: FailedCall };

type Kind = 'group' | 'role';
type List = GroupOrRole[] | FailedCall;

/** Roles that Zoom has in every account. */
export const OWNER_ROLE = '0';
export const ADMIN_ROLE = '1';
export const MEMBER_ROLE = '2';

/** How many pages of users are read at most to find the key of a custom attribute. */
const PAGES_FOR_KEYS = 10;

/**
 * The groups, roles and custom attributes of an account by name. Each list is read once per run, when it is first
 * needed.
 */
export class Directory {
	private readonly lists: Partial<Record<Kind, Promise<List>>> = {};

	private keys?: Promise<CustomAttribute[] | FailedCall>;

	constructor(private readonly run: RunContext) {}

	/** @param nameOrId case-insensitive */
	async find(kind: Kind, nameOrId: string): Promise<Resolution> {
		const list = await (this.lists[kind] ??= this.read(kind));
		if (!Array.isArray(list)) {
			this.forget(kind); // it may have been a temporary error
			return { kind: 'failed', result: list };
		}
		const wanted = cleanText(nameOrId);
		const found =
			list.find(({ id }) => id === wanted) ??
			list.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
		return found ? { kind: 'found', found } : { kind: 'unknown', suggestion: this.suggestion(kind, list) };
	}

	/** Adds a group that was created after the list was read. */
	add(kind: Kind, { id, name }: GroupOrRole): void {
		const before = this.lists[kind];
		if (before)
			this.lists[kind] = before.then((list) => (Array.isArray(list) ? [...list, { id, name }] : list));
	}

	/** Deletes a list that may have changed. */
	forget(kind: Kind): void {
		delete this.lists[kind];
	}

	/** The key of a custom attribute: Zoom returns it only with a user who has the attribute. */
	async keyOf(name: string): Promise<string | undefined | { result: FailedCall }> {
		const known = await (this.keys ??= this.readKeys());
		if (!Array.isArray(known)) {
			this.keys = undefined;
			return { result: known };
		}
		return known.find((one) => isNamed(one, name))?.key;
	}

	private async read(kind: Kind): Promise<List> {
		const page =
			kind === 'group'
				? await readAll(this.run, 'listGroups', '/groups', 'groups')
				: await readAll(this.run, 'listRoles', '/roles', 'roles');
		if (page.kind !== 'done') return page;
		return page.rows.map(({ id, name }) => ({ id: String(id), name: String(name) }));
	}

	private async readKeys(): Promise<CustomAttribute[] | FailedCall> {
		const known = new Map<string | undefined, CustomAttribute>();
		let pages = 0;
		for await (const page of pagesOf<ZoomUser>(
			this.run,
			'listUsers',
			'/users?include_fields=custom_attributes',
			'users',
		)) {
			if (page.kind !== 'done') return page;
			for (const { custom_attributes: attributes } of page.rows) {
				for (const one of attributes ?? []) known.set(one.key, one);
			}
			if (++pages === PAGES_FOR_KEYS) break;
		}
		return [...known.values()];
	}

	private suggestion(kind: Kind, list: GroupOrRole[]): string {
		const names = list.slice(0, 10).map(({ name }) => name);
		const more = list.length > names.length ? ` and ${list.length - names.length} more` : '';
		return names.length === 0
			? `The account has no ${kind}`
			: `The account has ${names.map((name) => `"${name}"`).join(', ')}${more}`;
	}
}

/** A run whose rows name groups or roles. */
export class DirectoryContext extends RunContext {
	readonly directory = new Directory(this);
}
