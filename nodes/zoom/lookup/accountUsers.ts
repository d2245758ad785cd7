import type { RunContext } from '../calls/runContext';
import { pick } from '../model/user';
import type { Found } from './findUser';
import { listedUsers } from './listedUsers';

/** The fields that are kept of each user: an account can have tens of thousands. */
const KEPT = ['id', 'email', 'first_name', 'last_name', 'type', 'status', 'group_ids', 'role_id'];

/**
 * The users of the account from its lists, read once a run. For some users `GET /users/{userId}` by address fails
 * although the account has them; the lists have them all.
 */
export class AccountUsers {
	private users?: Promise<Map<string, Found> | undefined>;

	constructor(private readonly run: RunContext) {}

	/** @returns `unknown` if the lists could not be read */
	async find(email: string): Promise<Found | { kind: 'absent' } | { kind: 'unknown' }> {
		this.users ??= this.read();
		const users = await this.users;
		if (!users) {
			this.users = undefined; // it may have been a temporary error
			return { kind: 'unknown' };
		}
		return users.get(email.toLowerCase()) ?? { kind: 'absent' };
	}

	private async read(): Promise<Map<string, Found> | undefined> {
		const users = new Map<string, Found>();
		for await (const page of listedUsers(this.run, { attributes: false })) {
			if (page.kind !== 'done') return undefined;
			for (const row of page.users) {
				const user = pick(row, KEPT);
				users.set(String(row.email).toLowerCase(), {
					kind: 'found',
					status: page.status,
					user,
					clockSkewMs: 0,
				});
			}
		}
		return users;
	}
}
