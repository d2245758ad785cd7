import type { Account } from '../state/account';
import type { Seeding } from '../state/seed';
import type { Groups } from '../state/groups';
import type { Journal } from '../state/journal';
import type { Listener } from '../state/events';
import type { Person } from '../state/person';
import type { Settings } from '../state/settings';
import type { OAuthTokenResponse } from '../state/tokens';

/** A running simulator. */
export interface Simulator {
	/** http://127.0.0.1:PORT */
	url: string;
	/** With the version: `apiUrl` in the credentials. */
	apiUrl: string;
	/** The base of `authorize` and `token`: `oauthUrl` in the credentials. */
	oauthUrl: string;
	/** Can be changed at any time. Applies from the next request. */
	settings: Settings;
	journal: Journal;
	account: Account;
	groups: Groups;
	/** Called after every write that took effect. `reset` keeps them. */
	listeners: Listener[];
	/** ms on the server's clock. */
	now(): number;
	/**
	 * An invited user accepts.
	 * @returns undefined if no invited user has this address
	 */
	accept(email: string): Person | undefined;
	/** Adds thousands of users. All counts have defaults. */
	seed(seeding?: Partial<Seeding>): void;
	/** Removes all users, journal entries and tokens, and restores the initial settings. */
	reset(): void;
	/** Issues tokens without the OAuth2 authorization. */
	issueOAuthTokens(): OAuthTokenResponse;
	/** Issues a token, as for another client. With `newestTokenOnly`, this invalidates the previous token. */
	takeServerToServerToken(): string;
	/** Expires all access tokens. Refresh tokens stay valid. */
	expireTokens(): void;
	close(): Promise<void>;
}
