import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { RateLimitCategory } from '../wire/response';
import { SlidingSecond } from './slidingSecond';

/** A request and the status of its response. Never contains a token or a password. */
export interface JournalEntry {
	/** From 1, in the order of arrival. */
	n: number;
	/** ms on the server's clock. */
	at: number;
	method: string;
	/** The path as received, percent-encoded, without the query. */
	path: string;
	/** null until the response is sent. */
	status: number | 'dropped' | 'hung' | null;
	/** Whether the write took effect, regardless of the response. */
	wrote?: boolean;
	/** The decoded query. Under /v2 only, and without the token. */
	query?: Record<string, string>;
	contentType?: string;
	/** The first six characters of the token's SHA-256: distinguishes tokens without revealing them. */
	authorization?: string;
	/** The user to write: from the body of POST /v2/users if it can be read, otherwise from the address. */
	email?: string;
	action?: string;
	/** The exact text of `user_info`, with *** for the password. */
	userInfoText?: string;
	/** The exact text of other JSON bodies, with *** for passwords. */
	bodyText?: string;
	/** POST /oauth/token only. */
	grantType?: string;
	headers: { accept?: string; 'user-agent'?: string; 'content-length'?: string };
	/** What is wrong with the request. */
	simulator?: string;
}

/** Requests per second for each of Zoom's rate-limit categories. */
export type ByCategory = Partial<Record<RateLimitCategory, number>>;

/** A limit per second that is reached. */
export interface ExceededLimit {
	/** The number of requests per second that it allows. */
	max: number;
}

export class Journal {
	readonly requests: JournalEntry[] = [];
	/** Email addresses as stored, in the order of creation. */
	readonly created: string[] = [];
	/** The maximum number of requests in progress at once, including those for tokens. */
	maxInFlight = 0;
	/** The number of requests rejected by the limit per second. */
	refusedPerSecond = 0;
	private readonly arrived = new SlidingSecond();
	private readonly accepted = new SlidingSecond();
	private readonly acceptedOf = {
		Light: new SlidingSecond(),
		Medium: new SlidingSecond(),
		Heavy: new SlidingSecond(),
	};
	private inFlight = 0;
	private readonly byEmail = new Map<string, JournalEntry[]>();

	open(entry: Omit<JournalEntry, 'n' | 'status'>): JournalEntry {
		const opened: JournalEntry = { n: this.requests.length + 1, status: null, ...entry };
		this.requests.push(opened);
		this.inFlight += 1;
		this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
		return opened;
	}

	/** The maximum number of accepted requests within any second. */
	get maxPerSecond(): number {
		return this.accepted.max;
	}

	/** The maximum number of received requests within any second, including rejected ones. */
	get maxArrivedPerSecond(): number {
		return this.arrived.max;
	}

	/** The same as maxPerSecond, for each category. */
	get maxPerSecondOf(): Record<RateLimitCategory, number> {
		const { Light, Medium, Heavy } = this.acceptedOf;
		return { Light: Light.max, Medium: Medium.max, Heavy: Heavy.max };
	}

	/**
	 * Counts a request when it arrives. Uses the real clock, not the server's clock.
	 * @returns the limit that rejects the request. A rejected request doesn't count toward the limit
	 */
	admit(
		perSecond: number | null,
		category?: RateLimitCategory,
		perSecondOf: ByCategory | null = null,
	): ExceededLimit | undefined {
		const now = performance.now();
		this.arrived.add(now);
		const ofCategory = category && this.acceptedOf[category];
		const limits = [
			{ max: perSecond, counted: this.accepted },
			{ max: category && perSecondOf?.[category], counted: ofCategory },
		];
		for (const { max, counted } of limits) {
			if (typeof max === 'number' && counted && counted.count(now) >= max) {
				this.refusedPerSecond += 1;
				return { max };
			}
		}
		this.accepted.add(now);
		ofCategory?.add(now);
		return undefined;
	}

	/** The number of requests accepted within the last second, by the real clock. */
	get acceptedInLastSecond(): number {
		return this.accepted.count(performance.now());
	}

	/** A connection has ended. */
	close(): void {
		this.inFlight = Math.max(0, this.inFlight - 1);
	}

	/**
	 * Records the user of a POST.
	 * @returns the number of the POST for this user, from 1
	 */
	notePerson(entry: JournalEntry, email: string): number {
		entry.email = email;
		const key = email.toLowerCase();
		const theirs = this.byEmail.get(key) ?? [];
		theirs.push(entry);
		this.byEmail.set(key, theirs);
		return theirs.length;
	}

	/** All POST /v2/users requests, or those of one user, in any case. */
	posts(email?: string): JournalEntry[] {
		if (email !== undefined) return [...(this.byEmail.get(email.toLowerCase()) ?? [])];
		return this.requests.filter(({ method, path }) => method === 'POST' && path === '/v2/users');
	}

	clear(): void {
		this.requests.length = 0;
		this.created.length = 0;
		this.byEmail.clear();
		this.arrived.clear();
		this.accepted.clear();
		for (const counted of Object.values(this.acceptedOf)) counted.clear();
		this.refusedPerSecond = 0;
		this.maxInFlight = this.inFlight;
	}
}

export function fingerprint(token: string): string {
	return createHash('sha256').update(token).digest('hex').slice(0, 6);
}
