import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { RateLimitCategory } from '../wire/answer';
import { SlidingSecond } from './slidingSecond';

/** What arrived, and how it was answered. Never a token, never a password. */
export interface JournalEntry {
	/** From 1, in the order of arrival. */
	n: number;
	/** ms on the server's clock */
	at: number;
	method: string;
	/** As it arrived, still percent-encoded, without the query. */
	path: string;
	/** null until it is answered. */
	status: number | 'dropped' | 'hung' | null;
	/** What was asked for took effect, whatever was answered. */
	wrote?: boolean;
	/** What stood behind the `?`, decoded; under /v2 only, and never a token. */
	query?: Record<string, string>;
	contentType?: string;
	/** The first six characters of the token's SHA-256: tells tokens apart, and gives none away. */
	authorization?: string;
	/** Whom it would write: of POST /v2/users as far as the body could be read, else of a person in the address. */
	email?: string;
	action?: string;
	/** The exact text of `user_info`, the password's value replaced by ***. */
	userInfoText?: string;
	/** The exact text of the other JSON bodies, passwords replaced likewise. */
	bodyText?: string;
	/** Of POST /oauth/token. */
	grantType?: string;
	headers: { accept?: string; 'user-agent'?: string; 'content-length'?: string };
	/** What was wrong with it, in words. */
	simulator?: string;
}

/** Requests within any second, by the category that Zoom counts them in. */
export type ByCategory = Partial<Record<RateLimitCategory, number>>;

/** A limit by the second that had no room. */
export interface FullSecond {
	/** How many it lets in. */
	most: number;
}

export class Journal {
	readonly requests: JournalEntry[] = [];
	/** E-mails, as stored, in the order of creation. */
	readonly created: string[] = [];
	/** The most requests that were under way at one time, tokens included. */
	maxInFlight = 0;
	/** How many the limit by the second turned away. */
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

	/** The most requests that were accepted within any second. */
	get maxPerSecond(): number {
		return this.accepted.most;
	}

	/** The same of all that arrived, those turned away included. */
	get maxArrivedPerSecond(): number {
		return this.arrived.most;
	}

	/** The same as maxPerSecond, each category by itself. */
	get maxPerSecondOf(): Record<RateLimitCategory, number> {
		const { Light, Medium, Heavy } = this.acceptedOf;
		return { Light: Light.most, Medium: Medium.most, Heavy: Heavy.most };
	}

	/**
	 * Counts a request as it arrives, by a clock that nobody moves.
	 * @returns the limit whose second had no room for it; one that is turned away takes none
	 */
	letIn(
		perSecond: number | null,
		category?: RateLimitCategory,
		perSecondOf: ByCategory | null = null,
	): FullSecond | undefined {
		const now = performance.now();
		this.arrived.add(now);
		const ofCategory = category && this.acceptedOf[category];
		const limits = [
			{ most: perSecond, counted: this.accepted },
			{ most: category && perSecondOf?.[category], counted: ofCategory },
		];
		for (const { most, counted } of limits) {
			if (typeof most === 'number' && counted && counted.count(now) >= most) {
				this.refusedPerSecond += 1;
				return { most };
			}
		}
		this.accepted.add(now);
		ofCategory?.add(now);
		return undefined;
	}

	/** A connection is done with, however it ended. */
	close(): void {
		this.inFlight = Math.max(0, this.inFlight - 1);
	}

	/** Notes whose POST it is; answers which of theirs, from 1. */
	notePerson(entry: JournalEntry, email: string): number {
		entry.email = email;
		const key = email.toLowerCase();
		const theirs = this.byEmail.get(key) ?? [];
		theirs.push(entry);
		this.byEmail.set(key, theirs);
		return theirs.length;
	}

	/** Every POST /v2/users, or one person's, whatever the casing. */
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
