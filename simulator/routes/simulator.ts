import type { Account } from '../state/account';
import type { Seeding } from '../state/seed';
import type { Groups } from '../state/groups';
import type { Journal } from '../state/journal';
import type { Listener } from '../state/events';
import type { Person } from '../state/person';
import type { Settings } from '../state/settings';
import type { OAuthTokenAnswer } from '../state/tokens';

/** A running simulator. */
export interface Simulator {
	/** http://127.0.0.1:PORT */
	url: string;
	/** With the version: what the credentials call `apiUrl`. */
	apiUrl: string;
	/** The folder of `authorize` and `token`: what the credentials call `oauthUrl`. */
	oauthUrl: string;
	/** May be changed at any time; counts from the next request. */
	settings: Settings;
	journal: Journal;
	account: Account;
	groups: Groups;
	/** Who hears of every write that took effect; `reset` leaves them. */
	listeners: Listener[];
	/** ms on the server's clock */
	now(): number;
	/** Whoever is invited joins; undefined where nobody of this address can. */
	accept(email: string): Person | undefined;
	/** Thousands of people at once; what it is not told is as usual. */
	seed(seeding?: Partial<Seeding>): void;
	/** Nobody here, nothing in the journal, no token alive, the settings of the start. */
	reset(): void;
	/** As after a finished OAuth dance. */
	issueOAuthTokens(): OAuthTokenAnswer;
	/** What a second client does: with `newestTokenOnly` the token before it dies. */
	takeServerToServerToken(): string;
	/** Every access token so far is expired. Refresh tokens live. */
	expireTokens(): void;
	close(): Promise<void>;
}
