import { ORDER, type Priority } from '../model/rates';
import type { Clock } from './clock';
import type { ConcurrencyLimit } from './concurrencyLimit';
import { RateControl, type Remaining } from './rateControl';

/** The length of the window: one second, and a little more for the difference between two clocks. */
const WINDOW_MS = 1_010;

/**
 * A request can reach Zoom later than it started. The delay is estimated from its response time, compared with the
 * shortest recent one. It is at most this long, because the rest is the time that Zoom takes.
 */
const MAX_DELAY_MS = 50;

/** The shortest time of this many responses is the estimated network latency. */
const RESPONSE_TIMES = 30;

/** How far a window can be behind its schedule and still catch up, for example after the process was busy. */
const MAX_CATCH_UP_MS = 100;

/** A start that is released sooner than this sent no request. */
const NO_REQUEST_MS = 1;

/** A request that counts against the rate from this time on, ms. */
export interface Start {
	at: number;
}

interface Waiter {
	/** Cancels the wait. */
	signal?: AbortSignal;
	/** Resumes the caller; without a start, it must not send. */
	resume: (start?: Start) => void;
}

/**
 * Decides when the requests of one rate-limit label can start: if fewer than the rate have started within the window,
 * and one spacing after the previous one was due. Evenly spread requests arrive as they start. A burst would delay all
 * requests in the next second.
 */
export class SlidingWindow {
	/** How many requests can start in a second. */
	readonly rate: RateControl;

	/** The starts within the window, in chronological order. */
	private readonly starts: Start[] = [];

	private readonly responseTimes = perPriority((): number[] => []);

	private readonly waiting = perPriority((): Waiter[] => []);

	private isServing = false;

	/** When the last start was due. A late start does not delay the next one. */
	private lastDue = -Infinity;

	constructor(
		private readonly concurrency: ConcurrencyLimit,
		private readonly clock: Clock,
	) {
		this.rate = new RateControl(clock);
	}

	/**
	 * Waits for a start; undefined when the wait was cancelled. Each must be released, and takes one place of the concurrency
	 * limit.
	 */
	async acquire(priority: Priority, signal?: AbortSignal): Promise<Start | undefined> {
		const started = signal?.aborted
			? undefined
			: await new Promise<Start | undefined>((resume) => {
					this.waiting[priority].push({ signal, resume });
					void this.serve();
				});
		if (!started) this.concurrency.acquire();
		return started;
	}

	/** Resumes the callers that wait with `signal`. */
	cancel(signal: AbortSignal): void {
		for (const priority of ORDER) {
			const queue = this.waiting[priority];
			const cancelled = queue.filter((waiter) => waiter.signal === signal);
			this.waiting[priority] = queue.filter((waiter) => waiter.signal !== signal);
			for (const { resume } of cancelled) resume();
		}
	}

	/** @param responseMs how long the request took */
	release(priority: Priority, start: Start | undefined, responseMs: number): void {
		if (!start || responseMs < NO_REQUEST_MS) return;
		const times = this.responseTimes[priority];
		times.push(responseMs);
		if (times.length > RESPONSE_TIMES) times.shift();
		start.at += Math.min(MAX_DELAY_MS, responseMs - Math.min(...times));
	}

	/** Counts requests that did not wait for a start. */
	countMore(requests: number): void {
		for (let i = 0; i < requests; i++) this.starts.push({ at: this.clock.now() });
	}

	/** @param left what Zoom's response says is left of the second */
	noteResponse(left: Remaining | undefined): void {
		this.tidyStarts(this.clock.now());
		this.rate.noteResponse(this.starts.length, left);
	}

	/** Starts the waiting requests, one after the other. */
	async serve(): Promise<void> {
		if (this.isServing) return;
		this.isServing = true;
		for (let queue = this.firstQueue(); queue && !this.concurrency.isReached; queue = this.firstQueue()) {
			const now = this.clock.now();
			const { perSecond } = this.rate;
			const spacingMs = WINDOW_MS / perSecond;
			const due = this.nextDue(now, perSecond, spacingMs);
			// Late requests keep half a spacing, so that they are not a burst.
			const wait = Math.max(due, this.lastStart() + spacingMs / 2) - now;
			if (wait > 0) {
				await this.clock.sleep(wait);
				continue;
			}
			this.lastDue = due;
			const start = { at: now };
			this.starts.push(start);
			this.concurrency.acquire();
			queue.shift()?.resume(start);
		}
		this.isServing = false;
	}

	/** The waiting requests with the highest priority. */
	private firstQueue(): Waiter[] | undefined {
		for (const priority of ORDER) if (this.waiting[priority].length > 0) return this.waiting[priority];
		return undefined;
	}

	private nextDue(now: number, perSecond: number, spacingMs: number): number {
		this.tidyStarts(now);
		const { starts } = this;
		const oldestOfFullWindow = starts[starts.length - Math.ceil(perSecond)]?.at ?? -Infinity;
		return Math.max(this.lastDue + spacingMs, oldestOfFullWindow + WINDOW_MS, now - MAX_CATCH_UP_MS);
	}

	private lastStart(): number {
		return this.starts[this.starts.length - 1]?.at ?? -Infinity;
	}

	/** Sorts in place, because a response can move a start, and removes the starts that have left the window. */
	private tidyStarts(now: number): void {
		const { starts } = this;
		for (let i = 1; i < starts.length; i++) {
			const start = starts[i];
			let place = i;
			for (; place > 0 && starts[place - 1].at > start.at; place--) starts[place] = starts[place - 1];
			starts[place] = start;
		}
		let left = 0;
		while (left < starts.length && starts[left].at <= now - WINDOW_MS) left++;
		if (left > 0) starts.splice(0, left);
	}
}

function perPriority<T>(make: () => T): Record<Priority, T> {
	return { read: make(), write: make(), step: make() };
}
