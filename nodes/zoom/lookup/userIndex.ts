import { lookUp, type Sighting } from './findUser';
import { PAGE_SIZE, pagesOf } from '../calls/pages';
import type { Run } from '../calls/run';
import { User } from '../model/user';

/** Who somebody is, or that the account has nobody of this address. */
export type Found = Exclude<Sighting, { seen: 'absent' }> | { seen: 'absent' };

const STATUSES = ['active', 'pending', 'inactive'] as const;

/** Below this each person is read: lists cost a page of each status at least. */
const WORTH_LISTING = 4;

/**
 * Finds many people with as few requests as may be: from the lists of the account, where these say enough and
 * are shorter than the people are many, and each by themselves otherwise.
 */
export class People {
	private listed?: Map<string, Found>;

	private complete = false;

	constructor(private readonly run: Run) {}

	/** Reads the lists, where that pays. */
	async prepare(emails: readonly string[], fields: { attributes: boolean }): Promise<void> {
		const wanted = new Set(emails.map((email) => email.toLowerCase()));
		if (wanted.size < WORTH_LISTING) return;
		const listed = new Map<string, Found>();
		const include = fields.attributes ? '&include_fields=custom_attributes' : '';
		for (const status of STATUSES) {
			let pages = 0;
			const path = `/users?status=${status}${include}`;
			for await (const page of pagesOf(this.run, 'listUsers', path, 'users')) {
				if (page.is !== 'done') return; // without the right to list, each is read
				keep(listed, wanted, status, page.rows);
				pages++;
				const missing = wanted.size - listed.size;
				if (missing === 0) break;
				// Lists that are longer than the people are many: those who are missing are read one by one.
				if (Math.ceil(page.total / PAGE_SIZE) - pages > missing) {
					this.listed = listed;
					return;
				}
			}
			if (listed.size === wanted.size) break;
		}
		this.listed = listed;
		this.complete = true;
	}

	async find(email: string): Promise<Found> {
		const known = this.listed?.get(email.toLowerCase());
		if (known) return known;
		return this.complete ? { seen: 'absent' } : await lookUp(this.run, email);
	}
}

function keep(
	listed: Map<string, Found>,
	wanted: Set<string>,
	seen: (typeof STATUSES)[number],
	rows: User[],
): void {
	for (const user of rows) {
		const email = String(user.email).toLowerCase();
		if (wanted.has(email)) listed.set(email, { seen, user: { ...user, status: seen }, clockAhead: 0 });
	}
}
