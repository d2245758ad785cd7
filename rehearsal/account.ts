import { randomBytes } from 'node:crypto';
import { readTriggers, type State } from './triggers';

/** Zoom: "If the user does not accept the invitation within 30 days, it expires." */
const INVITATION_LIVES_MS = 30 * 24 * 3_600_000;
const LONG_AGO_MS = 400 * 24 * 3_600_000;

export interface Person {
	id: string;
	/** As Zoom stores it: in lower case, whatever was sent. */
	email: string;
	first_name: string;
	last_name: string;
	display_name: string;
	type: number;
	/** `pending` turns into `expired` by itself; see Account.stateOf. */
	status: State;
	/** How they were created: `create`, `autoCreate`, `custCreate`, `ssoCreate`. */
	action: string;
	/** ms on the server's clock */
	createdAt: number;
	/** Digit for digit as it was sent. */
	zoom_one_type?: string;
	plan_united_type?: string;
	division_ids?: string[];
}

export type NewPerson = Partial<Person> & { email: string };

/** The people of the account, and those who hold an account elsewhere. */
export class Account {
	/** Who the app acts for: `me`. Not among `people`. */
	readonly owner: Person = {
		id: 'rehearsalOwner00000000',
		email: 'owner@rehearsal.example',
		first_name: 'Olive',
		last_name: 'Owner',
		display_name: 'Olive Owner',
		type: 2,
		status: 'active',
		action: 'create',
		createdAt: 0,
	};
	private readonly byEmail = new Map<string, Person>();
	private readonly byId = new Map<string, Person>();

	constructor(private readonly now: () => number) {
		this.owner.createdAt = now() - LONG_AGO_MS;
	}

	/** In the order they came. */
	get people(): Person[] {
		return [...this.byEmail.values()];
	}

	get size(): number {
		return this.byEmail.size;
	}

	/**
	 * By id, or by e-mail in any casing. An address whose tag says that its person was here all
	 * along brings that person with it.
	 */
	find(idOrEmail: string): Person | undefined {
		const email = idOrEmail.toLowerCase();
		const known = this.byId.get(idOrEmail) ?? this.byEmail.get(email);
		if (known) return known;
		if (idOrEmail === this.owner.id || email === this.owner.email) return this.owner;
		const state = email.includes('@') ? readTriggers(email).state : undefined;
		return state && this.add({ email, status: state });
	}

	/** Adds a person, or puts them in the place of the one with the same address. */
	add(person: NewPerson): Person {
		const email = person.email.toLowerCase();
		const status = person.status ?? 'active';
		const name = /^[^+@.]*/.exec(email)?.[0] || 'someone';
		const first = person.first_name ?? name[0].toUpperCase() + name.slice(1);
		const last = person.last_name ?? 'Example';
		const added: Person = {
			id: randomBytes(16).toString('base64url'),
			action: 'create',
			type: 1,
			createdAt: this.now() - (status === 'pending' ? INVITATION_LIVES_MS / 6 : LONG_AGO_MS),
			...person,
			email,
			status,
			first_name: first,
			last_name: last,
			display_name: person.display_name ?? `${first} ${last}`.trim(),
		};
		this.remove(email);
		this.byEmail.set(email, added);
		this.byId.set(added.id, added);
		return added;
	}

	remove(email: string): void {
		const person = this.byEmail.get(email.toLowerCase());
		if (!person) return;
		this.byEmail.delete(person.email);
		this.byId.delete(person.id);
	}

	/** Where a person stands now: an invitation dies by the server's clock. */
	stateOf(person: Person): State {
		const died = person.status === 'pending' && this.now() - person.createdAt > INVITATION_LIVES_MS;
		return died ? 'expired' : person.status;
	}

	/** How many Licensed seats are taken: by people active, and by people invited. */
	licensedSeats(): number {
		let seats = 0;
		for (const person of this.byEmail.values()) {
			const state = this.stateOf(person);
			if (person.type === 2 && (state === 'active' || state === 'pending')) seats += 1;
		}
		return seats;
	}

	clear(): void {
		this.byEmail.clear();
		this.byId.clear();
	}
}
