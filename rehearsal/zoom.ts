import type { Account } from './account';
import type { Book } from './book';
import type { Settings } from './settings';
import type { Tokens } from './tokens';

/** Everything this make-believe Zoom knows, shared by its routes. */
export interface Zoom {
	settings: Settings;
	account: Account;
	book: Book;
	tokens: Tokens;
	/** http://127.0.0.1:PORT, once it listens. */
	url: string;
	/** ms on the server's clock */
	now(): number;
	/** From the seeded generator. */
	random(): number;
	/** Counts how often an address has got as far as its faults; answers which time this is, from 1. */
	countAttempt(method: 'GET' | 'POST', email: string): number;
	/** Aborted as the server closes: nobody waits any longer. */
	closing: AbortSignal;
}
