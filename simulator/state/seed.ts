import type { Account } from './account';
import type { Groups } from './groups';
import type { Person } from './person';

export interface Seeding {
	/** All users. */
	people: number;
	/** How many of the users are deactivated. */
	inactive: number;
	/** How many of the users have not accepted their invitation. */
	pending: number;
}

const DEFAULTS: Seeding = { people: 6000, inactive: 500, pending: 300 };
export const MAX_SEEDED = 100_000;
const DAY_MS = 24 * 3_600_000;

const FIRST_NAMES = ['Ada', 'Björn', 'Chloé', 'Darius', 'Emeka', 'Fatima', 'Grace'];
const LAST_NAMES = ['Lovelace', 'Åkesson', 'Nguyễn', "O'Neill", 'Müller-Lüdenscheidt', 'Park'];
const DEPTS = ['Sales', 'Engineering', 'Marketing', 'Support', 'Finance'];
/** One in three is Licensed. One in twelve has no meetings. */
const TYPES = [1, 2, 1, 1, 2, 1, 1, 2, 1, 4, 2, 1];
/** One in seven users is in the group with a non-ASCII name. */
const IN_ZURICH = 7;

/**
 * Adds the defaults.
 * @throws if there are more inactive and pending users than users
 */
export function seedingOf(given: Partial<Seeding>): Seeding {
	const seeding = { ...DEFAULTS, ...given };
	if (seeding.inactive + seeding.pending <= seeding.people) return seeding;
	throw new Error('There are more inactive and pending users than users.');
}

/**
 * Adds users from f0001@filled.example on: the same every time, with all kinds of users throughout the
 * list.
 */
export function seedAccount(account: Account, groups: Groups, now: number, seeding: Seeding): void {
	const { people, inactive, pending } = seeding;
	const isInactive = spread(inactive, people);
	const isPending = spread(pending, people - inactive);
	for (let n = 1; n <= people; n += 1) {
		const status = isInactive() ? 'inactive' : isPending() ? 'pending' : 'active';
		account.add(seededUser(n, status, groups, now));
	}
}

/** Returns true for `some` of `all` calls, evenly distributed. */
function spread(some: number, all: number): () => boolean {
	let sum = 0;
	return () => {
		sum += some;
		if (sum < all || all === 0) return false;
		sum -= all;
		return true;
	};
}

function seededUser(n: number, status: 'active' | 'inactive' | 'pending', groups: Groups, now: number) {
	const dept = DEPTS[n % DEPTS.length];
	const memberOf = [dept, ...(n % IN_ZURICH === 0 ? ['Zürich'] : [])].flatMap(
		(name) => groups.named(name)?.id ?? [],
	);
	const sso = n % 2 === 0;
	const person: Partial<Person> & { email: string } = {
		id: Buffer.from(`filled.${String(n).padStart(9, '0')}`).toString('base64url'),
		email: `f${String(n).padStart(4, '0')}@filled.example`,
		first_name: FIRST_NAMES[n % FIRST_NAMES.length],
		last_name: LAST_NAMES[n % LAST_NAMES.length],
		action: status === 'pending' ? 'create' : sso ? 'ssoCreate' : 'autoCreate',
		status,
		type: status === 'inactive' ? 1 : TYPES[n % TYPES.length],
	};
	// Zoom stores no more than this of an invited user.
	if (status === 'pending') return person;
	return {
		...person,
		dept,
		employee_unique_id: sso ? `E-${n}` : undefined,
		group_ids: status === 'active' ? memberOf : [],
		lastLoginAt: n % 10 === 0 ? undefined : now - (n % 365) * DAY_MS,
	};
}
