import type { Account } from '../state/account';
import type { Journal } from '../state/journal';
import type { Groups } from '../state/groups';
import type { Invitations } from '../state/invitations';
import type { Person } from '../state/person';
import type { RandomFaults } from '../faults/randomFaults';
import type { Settings } from '../state/settings';
import type { Listener, EventDetails } from '../state/events';
import type { Tokens } from '../state/tokens';
import type { Verb } from '../state/triggers';

/** Everything this make-believe Zoom knows, shared by its routes. */
export interface Zoom {
	settings: Settings;
	account: Account;
	groups: Groups;
	journal: Journal;
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
	emit(event: string, person: Person, more?: EventDetails): void;
	/** Aborted as the server closes: nobody waits any longer. */
	closing: AbortSignal;
}
