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

/** The state of the simulator, shared by its routes. */
export interface Zoom {
	settings: Settings;
	account: Account;
	groups: Groups;
	journal: Journal;
	tokens: Tokens;
	invitations: Invitations;
	randomFaults: RandomFaults;
	/** The number of POST /v2/users in progress. */
	writesUnderWay: number;
	/** IDs of the users that a write is in progress for. */
	locked: Set<string>;
	/** http://127.0.0.1:PORT, when the server is listening. */
	url: string;
	/** ms on the server's clock. */
	now(): number;
	/** A number from the seeded generator. */
	random(): number;
	/** The number of requests for an address that reached its tagged faults. */
	attempts(verb: Verb, email: string): number;
	/** Counts such a request. */
	countAttempt(verb: Verb, email: string): void;
	/** Called after every write that took effect. */
	listeners: Listener[];
	/** Calls the listeners. */
	emit(event: string, person: Person, more?: EventDetails): void;
	/** Aborted when the server closes, to end all delays. */
	closing: AbortSignal;
}
