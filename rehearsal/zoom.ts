import type { Account } from './account';
import type { Book } from './book';
import type { Invitations } from './invitations';
import type { RandomFaults } from './randomFaults';
import type { Settings } from './settings';
import type { Tokens } from './tokens';

/** Everything this make-believe Zoom knows, shared by its routes. */
export interface Zoom {
	settings: Settings;
	account: Account;
	book: Book;
	tokens: Tokens;
	invitations: Invitations;
	randomFaults: RandomFaults;
	/** POST /v2/users that were let in and are not done with. */
	writesUnderWay: number;
	/** http://127.0.0.1:PORT, once it listens. */
	url: string;
	/** ms on the server's clock */
	now(): number;
	/** From the seeded generator. */
	random(): number;
	/** How often an address has got as far as its faults. */
	attempts(method: 'GET' | 'POST', email: string): number;
	/** Counts that it has got there once more. */
	countAttempt(method: 'GET' | 'POST', email: string): void;
	/** Aborted as the server closes: nobody waits any longer. */
	closing: AbortSignal;
}
