import type { Account } from './account';
import type { Book } from './book';
import type { Groups } from './groups';
import type { Invitations } from './invitations';
import type { Person } from './person';
import type { RandomFaults } from './randomFaults';
import type { Settings } from './settings';
import type { Listener, ToldMore } from './told';
import type { Tokens } from './tokens';
import type { Verb } from './triggers';

/** Everything this make-believe Zoom knows, shared by its routes. */
export interface Zoom {
	settings: Settings;
	account: Account;
	groups: Groups;
	book: Book;
	tokens: Tokens;
	invitations: Invitations;
	randomFaults: RandomFaults;
	/** POST /v2/users that were let in and are not done with. */
	writesUnderWay: number;
	/** Ids of the people whom a write is under way for. */
	locked: Set<string>;
	/** http://127.0.0.1:PORT, once it listens. */
	url: string;
	/** ms on the server's clock */
	now(): number;
	/** From the seeded generator. */
	random(): number;
	/** How often an address has got as far as its faults. */
	attempts(verb: Verb, email: string): number;
	/** Counts that it has got there once more. */
	countAttempt(verb: Verb, email: string): void;
	/** Who hears of every write that took effect. */
	listeners: Listener[];
	/** Tells them of one. */
	tell(event: string, person: Person, more?: ToldMore): void;
	/** Aborted as the server closes: nobody waits any longer. */
	closing: AbortSignal;
}
