import type { Account } from './account';
import type { Groups } from './groups';
import type { Person } from './person';

export interface Seeding {
	/** All users. */
	people: number;
	/** Of these, deactivated. */
	inactive: number;
	/** Of these, not accepted yet. */
	pending: number;
}

const USUAL: Seeding = { people: 6000, inactive: 500, pending: 300 };
export const MAX_SEEDED = 100_000;
const DAY_MS = 24 * 3_600_000;

const FIRST_NAMES = ['Ada', 'Björn', 'Chloé', 'Darius', 'Emeka', 'Fatima', 'Grace'];
const LAST_NAMES = ['Lovelace', 'Åkesson', 'Nguyễn', "O'Neill", 'Müller-Lüdenscheidt', 'Park'];
const DEPTS = ['Sales', 'Engineering', 'Marketing', 'Support', 'Finance'];
/** Every third is Licensed; one in twelve has no meetings at all. */
const TYPES = [1, 2, 1, 1, 2, 1, 1, 2, 1, 4, 2, 1];
/** Of so many, one is in the group whose name is not ASCII. */
const IN_ZURICH = 7;

/** How many users to add, as usual where it does not say. @throws where there are more inactive and pending ones than all */
export function seedingOf(given: Partial<Seeding>): Seeding {
	const seeding = { ...USUAL, ...given };
	if (seeding.inactive + seeding.pending <= seeding.people) return seeding;
	throw new Error('There are more inactive and pending users than users.');
}

/** f0001@filled.example and on: the same people every time, of every kind, all over the list. */
export function seedAccount(account: Account, groups: Groups, now: number, seeding: Seeding): void {
	const { people, inactive, pending } = seeding;
	const isInactive = spread(inactive, people);
	const isPending = spread(pending, people - inactive);
	for (let n = 1; n <= people; n += 1) {
		const status = isInactive() ? 'inactive' : isPending() ? 'pending' : 'active';
		account.add(filledPerson(n, status, groups, now));
	}
}

/** Answers true `some` times of `all` that it is asked, as evenly as can be. */
function spread(some: number, all: number): () => boolean {
	let owed = 0;
	return () => {
		owed += some;
		if (owed < all || all === 0) return false;
		owed -= all;
		return true;
	};
}

function filledPerson(n: number, status: 'active' | 'inactive' | 'pending', groups: Groups, now: number) {
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
	// Of an invited person, Zoom keeps no more.
	if (status === 'pending') return person;
	return {
		...person,
		dept,
		employee_unique_id: sso ? `E-${n}` : undefined,
		group_ids: status === 'active' ? memberOf : [],
		lastLoginAt: n % 10 === 0 ? undefined : now - (n % 365) * DAY_MS,
	};
}
