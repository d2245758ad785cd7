import { randomBytes } from 'node:crypto';
import type { NewPerson, Person } from './person';
import { MEMBER, OWNER } from './roles';
import { readTriggers, type State } from './triggers';

const DAY_MS = 24 * 3_600_000;
/** Zoom: "If the user does not accept the invitation within 30 days, it expires." */
const INVITATION_LIFETIME_MS = 30 * DAY_MS;
const LONG_AGO_MS = 400 * DAY_MS;

/** The users of the account, and users who have an account elsewhere. */
export class Account {
	/** The user that the app acts for: `me`. Not in `people`, but listed and found like any other user. */
	owner: Person;
	private readonly byEmail = new Map<string, Person>();
	private readonly byId = new Map<string, Person>();
	/** Addresses of removed users. A tag doesn't bring them back. */
	private readonly gone = new Set<string>();
	/** User ID -> times of the email changes, in ms on the server's clock. */
	private readonly emailChanges = new Map<string, number[]>();

	constructor(private readonly now: () => number) {
		this.owner = this.newOwner();
	}

	/** In the order in which they were added. */
	get people(): Person[] {
		return [...this.byEmail.values()];
	}

	/** All users, with the owner first. */
	get everyone(): Person[] {
		return [this.owner, ...this.byEmail.values()];
	}

	get size(): number {
		return this.byEmail.size;
	}

	/**
	 * Finds a user by ID, or by email in any case. If a tag in the address says that the user exists already,
	 * adds the user.
	 */
	find(idOrEmail: string): Person | undefined {
		const email = idOrEmail.toLowerCase();
		const known = this.byId.get(idOrEmail) ?? this.byEmail.get(email);
		if (known) return known;
		if (idOrEmail === this.owner.id || email === this.owner.email) return this.owner;
		if (!email.includes('@') || this.gone.has(email)) return undefined;
		const { state } = readTriggers(email);
		return state && this.add({ email, status: state });
	}

	findByUniqueId(id: string): Person | undefined {
		return this.everyone.find((person) => person.employee_unique_id === id);
	}

	/** Adds a user, or replaces the user with the same address. */
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
			role_id: MEMBER,
			createdAt: this.now() - (status === 'pending' ? INVITATION_LIFETIME_MS / 6 : LONG_AGO_MS),
			...person,
			email,
			status,
			first_name: first,
			last_name: last,
			display_name: person.display_name ?? `${first} ${last}`.trim(),
			group_ids: person.group_ids ?? [],
			custom_attributes: person.custom_attributes ?? [],
			phone_numbers: person.phone_numbers ?? [],
		};
		this.remove(email);
		this.gone.delete(email);
		this.byEmail.set(email, added);
		this.byId.set(added.id, added);
		return added;
	}

	remove(email: string): void {
		const person = this.byEmail.get(email.toLowerCase());
		if (!person) return;
		this.byEmail.delete(person.email);
		this.byId.delete(person.id);
		this.gone.add(person.email);
	}

	/**
	 * An invited user accepts.
	 * @returns undefined if no invited user has this address
	 */
	accept(email: string): Person | undefined {
		const person = this.find(email);
		if (!person || this.stateOf(person) !== 'pending') return undefined;
		return Object.assign(person, {
			status: 'active',
			createdAt: this.now(),
			lastLoginAt: this.now(),
		} satisfies Partial<Person>);
	}

	/** Keeps the ID of the user, and their place in the list. */
	changeEmail(person: Person, email: string): void {
		const people = this.people;
		this.gone.add(person.email);
		this.gone.delete(email.toLowerCase());
		person.email = email.toLowerCase();
		this.byEmail.clear();
		for (const each of people) this.byEmail.set(each.email, each);
		this.emailChanges.set(person.id, [...(this.emailChanges.get(person.id) ?? []), this.now()]);
	}

	/** The number of changes in the last 24 hours. */
	emailChangesOf(person: Person): number {
		const since = this.now() - DAY_MS;
		return (this.emailChanges.get(person.id) ?? []).filter((at) => at > since).length;
	}

	/** The current state of a user: invitations expire by the server's clock. */
	stateOf(person: Person): State {
		const hasExpired = person.status === 'pending' && this.now() - person.createdAt > INVITATION_LIFETIME_MS;
		return hasExpired ? 'expired' : person.status;
	}

	/** The number of licenses that users in these states have. Doesn't count the owner. */
	licensesInUse(states: State[] = ['active', 'pending']): number {
		let count = 0;
		for (const person of this.byEmail.values()) {
			if (person.type === 2 && states.includes(this.stateOf(person))) count += 1;
		}
		return count;
	}

	clear(): void {
		this.byEmail.clear();
		this.byId.clear();
		this.gone.clear();
		this.emailChanges.clear();
		this.owner = this.newOwner();
	}

	private newOwner(): Person {
		return {
			id: 'simulatorOwner00000000',
			email: 'owner@simulator.example',
			first_name: 'Olive',
			last_name: 'Owner',
			display_name: 'Olive Owner',
			type: 2,
			status: 'active',
			action: 'create',
			createdAt: this.now() - LONG_AGO_MS,
			role_id: OWNER,
			group_ids: [],
			custom_attributes: [],
			phone_numbers: [],
		};
	}
}
