import type { RunContext } from '../calls/runContext';
import type { FailedCall } from '../errors/classify';
import { listedUsers } from '../lookup/listedUsers';
import { pick, type ZoomUser } from '../model/user';
import type { ListedUser } from './model';

/** Which users a plan can remove: those who match all that is given. */
export interface Scope {
	/** In lower case. */
	domains: readonly string[];
	groupIds: readonly string[];
	types: readonly number[];
}

/** The users of the account that a plan is about, read from Zoom's lists. */
export interface Snapshot {
	/** The users of the list, by address in lower case. */
	users: Map<string, ListedUser>;
	/** The users in scope with any other address. */
	others: ListedUser[];
	/** How many users are in scope, in the list or not. Deactivated users do not count. */
	inScope: number;
}

/** The fields that are kept of a user who is not in the list: an account can have tens of thousands. */
const KEPT = ['id', 'email', 'first_name', 'last_name', 'type', 'status', 'dept', 'role_id', 'group_ids'];

/**
 * Reads all lists of users. If a page cannot be read, there is no snapshot: a user who is missing in half a list must
 * not be taken for a new one.
 *
 * @param emails the addresses of the list, in lower case
 * @param fields Zoom's names of the fields to keep of these users
 */
export async function readSnapshot(
	run: RunContext,
	emails: ReadonlySet<string>,
	fields: ReadonlySet<string>,
	scope?: Scope,
): Promise<{ kind: 'read'; snapshot: Snapshot } | FailedCall> {
	const snapshot: Snapshot = { users: new Map(), others: [], inScope: 0 };
	const kept = new Set([...KEPT, ...fields]);
	const attributes = fields.has('custom_attributes');
	for await (const page of listedUsers(run, { attributes })) {
		if (page.kind !== 'done') return page;
		const { status } = page;
		for (const user of page.users) {
			const email = String(user.email).toLowerCase();
			const inScope = scope !== undefined && isInScope(user, scope);
			if (inScope && status !== 'inactive') snapshot.inScope++;
			if (emails.has(email)) snapshot.users.set(email, { status, user: pick(user, kept) });
			else if (inScope) snapshot.others.push({ status, user: pick(user, KEPT) });
		}
	}
	return { kind: 'read', snapshot };
}

function isInScope({ email, group_ids: groups, type }: ZoomUser, scope: Scope): boolean {
	const domain = String(email).toLowerCase().split('@').pop() ?? '';
	return (
		(scope.domains.length === 0 || scope.domains.includes(domain)) &&
		(scope.groupIds.length === 0 || scope.groupIds.some((id) => groups?.includes(id))) &&
		(scope.types.length === 0 || scope.types.includes(Number(type)))
	);
}
