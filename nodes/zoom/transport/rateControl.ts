import type { Clock } from './clock';

/** Requests per second. */
export interface Allowed {
	/** What Zoom allows for all apps of the account. */
	account: number;
	/** What the runs of this process may use at most. */
	run: number;
	/** The same, if Zoom's responses say what is left. */
	runIfKnown: number;
}

/** What Zoom's response says: the requests that the account may send in a second, and what is left of them. */
export interface Remaining {
	limit: number;
	remaining: number;
}

/** What other processes and apps use of the limit. */
interface Others {
	none: boolean;
	/** Requests per second, by the latest responses. */
	average?: number;
	/** When `average` was calculated. */
	at: number;
	/** When it last grew much. */
	joinedAt: number;
}

/** Zoom counts the requests of a sliding second. */
const SECOND_MS = 1_000;

/** A run begins with this part of what it may use, and at least with so many requests per second. */
const FIRST_PART = 0.35;
const FIRST_PER_SECOND = 3;

/** Until Zoom rejects a request, and while no other app or process sends requests, the rate doubles in this time. */
const DOUBLE_MS = 700;

/** The lowest part of the account's rate. */
const LOWEST_PART = 0.01;

/** After this time without requests, a process begins again, because others may have joined or left. */
const FORGET_MS = 10_000;

/** How much less after a rejected request: the first one, and later ones. */
const REJECTED_FIRST = 0.4;
const REJECTED = 0.1;

/** Without Zoom's headers: how fast the part grows per second, and how fast at most after a calm time. */
const GROWTH = 0.001;
const CALM_GROWTH = 0.3;
const CALM_MS = 8_000;

/** The calm time is longer for parts that are smaller than this. They have fewer requests that could be rejected. */
const CALM_PART = 0.12;

/**
 * With Zoom's headers: the part of the limit that stays free, how much more for the smallest parts, and how fast the
 * rest is taken.
 */
const KEEP_FREE = 0.015;
const KEEP_MORE_FREE = 0.06;
const SMALL_PART = 0.04;
const TAKE_FREE = 0.2;
const MUCH_FREE = 0.05;
const TAKE_MUCH_FREE = 1;

/** After this time without Zoom's headers, what they said is forgotten. */
const LEFT_FOR_MS = 3_000;

/** With Zoom's headers: how much less if nothing is left, at most this often. More after another process has joined. */
const FULL = 0.028;
const FULL_AFTER_JOIN = 0.36;
const FULL_EVERY_MS = 650;
const JOIN_MS = 3_000;

/** Another process has joined if the others use so much more of the limit than in the last seconds. */
const JOINED = 0.09;
const AVERAGE_MS = 1_600;
const BEGIN_MS = 5_000;

/** The part of each of three processes. */
const USUAL_PART = 1 / 3;

/**
 * Finds the part of the account's rate that this process can use, without knowing the other processes and apps: less
 * after a rejected request, then slowly more (additive increase, multiplicative decrease, as TCP does:
 * https://www.rfc-editor.org/rfc/rfc5681). Larger parts shrink more, so that the parts of the processes become equal.
 * After a calm time, others have left, and the part grows quickly. If Zoom's responses say what is left of the second,
 * the part follows that, before Zoom rejects a request.
 */
export class RateControl {
	private allowed: Allowed = { account: Infinity, run: Infinity, runIfKnown: Infinity };

	/** The part of the account's rate that this process uses now, 0 to 1. */
	private part = 0;

	private begunAt = -Infinity;

	/** Zoom has not rejected a request since the run began. */
	private isStarting = true;

	private grownAt = -Infinity;

	private usedAt = -Infinity;

	private cutAt = -Infinity;

	private rejectedAt = -Infinity;

	/** The responses of the last second, in chronological order. */
	private responses: Array<{ at: number; rejected: boolean }> = [];

	/** Rejected requests that are less than a second apart. */
	private episode = { startedAt: -Infinity, part: 1, cutTo: 1 };

	/** What is left of the second, smoothed. Undefined if Zoom's responses do not say it. */
	private left?: Remaining;

	private leftAt = -Infinity;

	private others: Others = { none: true, at: -Infinity, joinedAt: -Infinity };

	constructor(private readonly clock: Clock) {}

	/** The requests that can start in a second now. */
	get perSecond(): number {
		const { account } = this.allowed;
		if (account === Infinity) return Infinity;
		const now = this.clock.now();
		if (now - this.usedAt > FORGET_MS) this.begin(now);
		this.usedAt = now;
		this.grow(now);
		return this.part * account;
	}

	allow(allowed: Allowed): void {
		this.allowed = allowed;
	}

	/** @param own requests that this process has started within the last second */
	noteResponse(own: number, left?: Remaining): void {
		const now = this.clock.now();
		this.remember(now, false);
		if (!left) return;
		this.grow(now);
		this.smooth(left, now);
		this.noteOthers(left.limit - left.remaining - own, left.limit, now);
		const isFull = left.remaining <= this.keepFree * left.limit && !this.others.none;
		if (!isFull || now - this.cutAt < FULL_EVERY_MS) return;
		const afterJoin = FULL_AFTER_JOIN * Math.exp((this.others.joinedAt - now) / JOIN_MS);
		const less = Math.min(0.5, Math.max(FULL, afterJoin) * this.size(1, 2));
		this.part = Math.max(LOWEST_PART, this.part * (1 - less));
		this.isStarting = false;
		this.cutAt = now;
	}

	/** Called if Zoom has rejected a request because the account has exceeded its rate. */
	noteRejected(): void {
		const now = this.clock.now();
		this.grow(now);
		this.remember(now, true);
		const { part } = this;
		if (this.isStarting || now - this.rejectedAt > SECOND_MS) {
			const isFirst = this.isStarting && now - this.begunAt < BEGIN_MS;
			const less = isFirst ? REJECTED_FIRST : REJECTED * this.size(0.7, 2);
			this.episode = { startedAt: now, part, cutTo: part * (1 - less) };
		} else if (now - this.episode.startedAt > SECOND_MS) {
			this.episode = { startedAt: now, part, cutTo: part };
			this.responses = this.responses.slice(-1);
		}
		// If several are rejected, their proportion shows how far the rate is beyond what is possible.
		const rejected = this.responses.filter((response) => response.rejected).length;
		const proportion = (rejected - 1) / this.responses.length;
		const possible = this.episode.part * (1 - 0.8 * proportion);
		this.part = Math.max(LOWEST_PART, Math.min(part, this.episode.cutTo, possible));
		this.isStarting = false;
		this.rejectedAt = this.cutAt = now;
	}

	private begin(now: number): void {
		this.left = undefined;
		this.others = { none: true, at: now, joinedAt: -Infinity };
		const { account } = this.allowed;
		this.part = Math.min(this.most, Math.max(FIRST_PART * this.most, FIRST_PER_SECOND / account));
		this.isStarting = true;
		this.begunAt = this.grownAt = now;
	}

	/** The highest part that the runs of this process may use. */
	private get most(): number {
		const { account, run, runIfKnown } = this.allowed;
		return (this.left ? runIfKnown : run) / account;
	}

	/** How large the part is, compared with the usual one, within these limits. */
	private size(least: number, most: number): number {
		return Math.min(most, Math.max(least, this.part / USUAL_PART));
	}

	/** Many processes with small parts differ more from second to second than a few with large ones. */
	private get keepFree(): number {
		return KEEP_FREE + KEEP_MORE_FREE * Math.max(0, 1 - this.part / SMALL_PART);
	}

	private smooth({ limit, remaining }: Remaining, now: number): void {
		// In its first second, Zoom's window does not have all requests of this process yet.
		const seen = Math.min(1, Math.max(0.1, (now - this.begunAt) / SECOND_MS));
		const free = Math.max(0, limit - (limit - remaining) / seen);
		const before = this.left?.remaining ?? free;
		this.left = { limit, remaining: Math.min(free, before + (free - before) * 0.3) };
		this.leftAt = now;
	}

	private noteOthers(others: number, limit: number, now: number): void {
		const { average = others, at } = this.others;
		const next = average + (others - average) * (1 - Math.exp((at - now) / AVERAGE_MS));
		const hasJoined = now - this.begunAt > BEGIN_MS && others - next > JOINED * limit;
		this.others = {
			none: others <= Math.max(1.5, 0.03 * limit),
			average: hasJoined ? others : next,
			at: now,
			joinedAt: hasJoined ? now : this.others.joinedAt,
		};
	}

	private grow(now: number): void {
		const seconds = Math.min(1, (now - this.grownAt) / SECOND_MS);
		this.grownAt = now;
		if (now - this.leftAt > LEFT_FOR_MS) this.left = undefined;
		const grown = this.left ? this.grownInto(this.left, seconds, now) : this.grownBlindly(seconds, now);
		this.part = Math.min(this.most, grown);
	}

	private grownBlindly(seconds: number, now: number): number {
		if (this.isStarting) return this.doubled(seconds);
		const calm = now - this.rejectedAt;
		if (calm < SECOND_MS) return this.part;
		const calmMs = CALM_MS * Math.sqrt(Math.max(1, CALM_PART / this.part));
		const afterCalm = CALM_GROWTH * ((calm / calmMs) ** 3 / 10);
		return this.part * Math.exp(Math.min(CALM_GROWTH, GROWTH + afterCalm) * seconds);
	}

	private grownInto({ limit, remaining }: Remaining, seconds: number, now: number): number {
		const free = (remaining - 0.5) / limit - this.keepFree;
		if (free <= 0) return this.part;
		if (this.others.none) return this.doubled(seconds);
		if (now - this.cutAt < FULL_EVERY_MS / 3) return this.part;
		const some = TAKE_FREE * Math.min(free, 0.3) * Math.sqrt(this.part / USUAL_PART);
		const much = TAKE_MUCH_FREE * Math.max(0, free - MUCH_FREE) * this.part;
		return this.part + (some + much) * seconds;
	}

	private doubled(seconds: number): number {
		return this.part * 2 ** ((seconds * 1_000) / DOUBLE_MS);
	}

	private remember(at: number, rejected: boolean): void {
		this.responses.push({ at, rejected });
		const first = this.responses.findIndex((response) => response.at > at - SECOND_MS);
		this.responses.splice(0, first);
	}
}
