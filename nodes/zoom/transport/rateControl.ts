import type { Clock } from './clock';

/** Requests per second. */
export interface Allowed {
	/** What Zoom allows for all apps of the account. */
	account: number;
	/** What the runs of this process may use at most. */
	run: number;
	/** The same, if Zoom's responses say what is left. */
	runIfKnown: number;
	/** What they may use soon after they begin. They reach the rest more slowly. */
	runAtFirst: number;
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
	/** When it grew much, until this process has left room for the process that has joined. */
	joinedAt: number;
}

/** Zoom counts the requests of a sliding second. */
const SECOND_MS = 1_000;

/** A run begins with this part of the account's rate, or with so many requests per second if they are more. */
const FIRST_PART = 0.25;
const FIRST_PER_SECOND = 3;

/** Until Zoom rejects a request, and while no other app or process sends requests, the rate doubles in this time. */
const DOUBLE_MS = 600;

/** The lowest part of the account's rate. */
const LOWEST_PART = 0.01;

/**
 * After this time without requests, a process that has never reached the limit has only the first part again, because
 * others may have joined. After a longer time, each process begins again.
 */
const IDLE_MS = 1_000;
const FORGET_MS = 10_000;

/** How much less after a rejected request: the first one, and later ones. */
const REJECTED_FIRST = 0.37;
const REJECTED = 0.14;

/** Without Zoom's headers: how much the part grows per second, and how fast at most after a calm time. */
const GROWTH = 0.0007;
const CALM_GROWTH = 0.3;
const CALM_MS = 8_000;

/** The calm time is longer for parts that are smaller than this. They have fewer requests that could be rejected. */
const CALM_PART = 0.12;

/**
 * With Zoom's headers: how many requests of a second stay free, and which part of the limit in addition for parts that are
 * smaller than a small one.
 */
const KEEP_FREE = 1.9;
const KEEP_MORE_FREE = 0.06;
const SMALL_PART = 0.15;

/**
 * With Zoom's headers, per second: by how much the part always grows, how much of what is free it takes, and from which
 * free part of the limit on it takes more.
 */
const TAKE_LEAST = 0.005;
const TAKE_FREE = 0.2;
const MUCH_FREE = 0.075;

/** After this time without Zoom's headers, what they said is forgotten. */
const LEFT_FOR_MS = 3_000;

/** With Zoom's headers: how much less if no more requests than this are left, first and later, and how often at most. */
const FULL_REQUESTS = 0.25;
const FULL_FIRST = 0.06;
const FULL = 0.011;
const FULL_EVERY_MS = 700;

/** How long a process does not grow after it has used less. Then others can. */
const PAUSE_MS = 200;
const PAUSE_AFTER_JOIN_MS = 1_000;

/** Another process has joined if the others use so much more of the limit than in the last seconds. */
const JOINED = 0.1;
const JOIN_MS = 3_000;
const AVERAGE_MS = 4_000;
const BEGIN_MS = 5_000;

/** The part of each of three processes. */
const USUAL_PART = 1 / 3;

/**
 * Finds the part of the account's rate that this process can use, without knowing the other processes and apps: less
 * after a rejected request, then slowly more (additive increase, multiplicative decrease, as TCP does:
 * https://www.rfc-editor.org/rfc/rfc5681). Larger parts shrink more, so that the parts of the processes become equal.
 * After a calm time, others have left, and the part grows quickly. If Zoom's responses say what is left of the second,
 * the part follows that, before Zoom rejects a request, and leaves an equal part for a process that joins.
 */
export class RateControl {
	private allowed: Allowed = { account: Infinity, run: Infinity, runIfKnown: Infinity, runAtFirst: Infinity };

	/** The part of the account's rate that this process uses now, 0 to 1. */
	private part = 0;

	private begunAt = -Infinity;

	/** The limit has not been reached since the run began. */
	private isStarting = true;

	private grownAt = -Infinity;

	private usedAt = -Infinity;

	private cutAt = -Infinity;

	/** With Zoom's headers: when the part can grow again. */
	private growsAt = -Infinity;

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
		const idle = now - this.usedAt;
		this.usedAt = now;
		if (idle > FORGET_MS) this.begin(now);
		else if (idle > IDLE_MS && this.isStarting) {
			this.part = Math.min(this.part, this.first);
			this.grownAt = now;
		}
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
		const average = this.smooth(left, now);
		this.noteOthers(left.limit - left.remaining - own, left.limit, now);
		const isFull = left.remaining === 0 || average <= FULL_REQUESTS + this.keepMoreFree * left.limit;
		if (!isFull || this.others.none) return;
		if (now - this.others.joinedAt < JOIN_MS) {
			this.others.joinedAt = -Infinity;
			// Of n processes with an equal part, each has 1/n, and leaves so much that all n + 1 have 1/(n + 1).
			this.shrink(this.part / (1 + this.part), now, PAUSE_AFTER_JOIN_MS);
		} else if (now - this.cutAt >= FULL_EVERY_MS) {
			const less = this.isStarting ? FULL_FIRST : FULL * Math.sqrt(this.size(0.6, 2));
			this.shrink(this.part * (1 - less), now, PAUSE_MS);
		}
	}

	/** Called if Zoom has rejected a request because the account has exceeded its rate. */
	noteRejected(): void {
		const now = this.clock.now();
		this.grow(now);
		this.remember(now, true);
		const { part } = this;
		if (this.isStarting || now - this.rejectedAt > SECOND_MS) {
			const isFirst = this.isStarting && now - this.begunAt < BEGIN_MS;
			const less = isFirst ? REJECTED_FIRST : REJECTED * this.size(0.7, 1.5);
			this.episode = { startedAt: now, part, cutTo: part * (1 - less) };
		} else if (now - this.episode.startedAt > SECOND_MS) {
			this.episode = { startedAt: now, part, cutTo: part };
			this.responses = this.responses.slice(-1);
		}
		// If several are rejected, their proportion shows how far the rate is beyond what is possible.
		const rejected = this.responses.filter((response) => response.rejected).length;
		const proportion = (rejected - 1) / this.responses.length;
		const possible = this.episode.part * (1 - 0.8 * proportion);
		this.shrink(Math.min(part, this.episode.cutTo, possible), now, PAUSE_MS);
		this.rejectedAt = now;
	}

	private shrink(part: number, now: number, pauseMs: number): void {
		this.part = Math.max(LOWEST_PART, part);
		this.isStarting = false;
		this.cutAt = now;
		this.growsAt = Math.max(this.growsAt, now + pauseMs);
	}

	private begin(now: number): void {
		this.left = undefined;
		this.responses = [];
		this.others = { none: true, at: now, joinedAt: -Infinity };
		this.part = this.first;
		this.isStarting = true;
		this.begunAt = this.grownAt = now;
	}

	/** The part with which a run begins. */
	private get first(): number {
		return Math.min(this.most, Math.max(FIRST_PART, FIRST_PER_SECOND / this.allowed.account));
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
	private get keepMoreFree(): number {
		return KEEP_MORE_FREE * Math.max(0, 1 - this.part / SMALL_PART);
	}

	/** @returns how many requests are left, on average */
	private smooth({ limit, remaining }: Remaining, now: number): number {
		// In its first second, Zoom's window does not have all requests of this process yet.
		const seen = Math.min(1, Math.max(0.1, (now - this.begunAt) / SECOND_MS));
		const free = Math.max(0, limit - (limit - remaining) / seen);
		const before = this.left?.remaining ?? free;
		const average = Math.min(free, before + (free - before) * 0.225);
		this.left = { limit, remaining: average };
		this.leftAt = now;
		return average;
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
		if (this.responses.length === 0) return;
		if (now - this.leftAt > LEFT_FOR_MS) this.left = undefined;
		const grown = this.left ? this.grownInto(this.left, seconds, now) : this.grownBlindly(seconds, now);
		this.part = Math.min(this.most, grown);
	}

	private grownBlindly(seconds: number, now: number): number {
		const atFirst = this.allowed.runAtFirst / this.allowed.account;
		if (this.isStarting && this.part < atFirst) return Math.min(atFirst, this.doubled(seconds));
		const calm = now - Math.max(this.rejectedAt, this.begunAt);
		if (calm < SECOND_MS) return this.part;
		const calmMs = CALM_MS * Math.sqrt(Math.max(1, CALM_PART / this.part));
		const afterCalm = CALM_GROWTH * Math.min(1, (calm / calmMs) ** 3 / 10);
		const some = GROWTH * Math.sqrt(this.part / USUAL_PART);
		return this.part * Math.exp(afterCalm * seconds) + some * seconds;
	}

	private grownInto({ limit, remaining }: Remaining, seconds: number, now: number): number {
		const free = Math.max(0, (remaining - KEEP_FREE) / limit - this.keepMoreFree);
		if (this.others.none && free > 0) return this.doubled(seconds);
		if (now < this.growsAt) return this.part;
		const some = TAKE_FREE * Math.min(free, 0.3) * (this.part / USUAL_PART) ** 0.65;
		const much = (TAKE_LEAST + Math.max(0, free - MUCH_FREE)) * this.part;
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
