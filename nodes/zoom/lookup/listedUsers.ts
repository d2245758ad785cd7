import { PAGE_SIZE, pagesOf } from '../calls/pages';
import type { RunContext } from '../calls/runContext';
import type { FailedCall } from '../errors/classify';
import type { UserStatus, ZoomUser } from '../model/user';

const STATUSES: readonly UserStatus[] = ['active', 'pending', 'inactive'];

/** One page of the account's users. */
export interface UserPage {
	kind: 'done';
	status: UserStatus;
	users: ZoomUser[];
	/** How many pages of this status are left. */
	pagesLeft: number;
}

/** Reads the lists of all users of the account, one for each status. It ends after a page that cannot be read. */
export async function* listedUsers(
	run: RunContext,
	{ attributes }: { attributes: boolean },
): AsyncGenerator<UserPage | FailedCall> {
	const include = attributes ? '&include_fields=custom_attributes' : '';
	for (const status of STATUSES) {
		let pages = 0;
		const path = `/users?status=${status}${include}`;
		for await (const page of pagesOf<ZoomUser>(run, 'listUsers', path, 'users')) {
			if (page.kind !== 'done') {
				yield page;
				return;
			}
			pages++;
			for (const user of page.rows) user.status = status;
			yield { kind: 'done', status, users: page.rows, pagesLeft: Math.ceil(page.total / PAGE_SIZE) - pages };
		}
	}
}
