import type { RunContext } from '../calls/runContext';
import { findUser, type LookupResult } from './findUser';
import { listedUsers, type UserPage } from './listedUsers';

/** A look-up result, or that the account has no user with this address. */
export type Indexed = Exclude<LookupResult, { kind: 'absent' }> | { kind: 'absent' };

/** Below this number, each user is read separately: lists need at least one page for each status. */
const WORTH_LISTING = 4;

/**
 * Finds many users with as few requests as possible: from the account's lists, if these have enough fields and fewer
 * pages than there are users to find, otherwise with one look-up for each user.
 */
export class UserLists {
	private listed?: Map<string, Indexed>;

	private complete = false;

	constructor(private readonly run: RunContext) {}

	/** Reads the lists, if that saves requests. */
	async load(emails: readonly string[], fields: { attributes: boolean }): Promise<void> {
		const wanted = new Set(emails.map((email) => email.toLowerCase()));
		if (wanted.size < WORTH_LISTING) return;
		const listed = new Map<string, Indexed>();
		for await (const page of listedUsers(this.run, fields)) {
			if (page.kind !== 'done') return; // without the right to list, each user is read
			keep(listed, wanted, page);
			const missing = wanted.size - listed.size;
			if (missing === 0) break;
			// More pages than missing users: the missing ones are read one by one.
			if (page.pagesLeft > missing) {
				this.listed = listed;
				return;
			}
		}
		this.listed = listed;
		this.complete = true;
	}

	async find(email: string): Promise<Indexed> {
		const known = this.listed?.get(email.toLowerCase());
		if (known) return known;
		return this.complete ? { kind: 'absent' } : await findUser(this.run, email);
	}
}

function keep(listed: Map<string, Indexed>, wanted: Set<string>, { status, users }: UserPage): void {
	for (const user of users) {
		const email = String(user.email).toLowerCase();
		if (!wanted.has(email)) continue;
		listed.set(email, { kind: 'found', status, user, clockSkewMs: 0 });
	}
}
