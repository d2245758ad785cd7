import { ORDER, type Priority } from '../model/rates';
import type { Clock } from './clock';
import type { ConcurrencyLimit } from './concurrencyLimit';

/** The window that the rate is counted over: a second, and a little for the difference between two clocks. */
const WINDOW_MS = 1_010;

/**
 * A request may reach Zoom later than it started. How much later is estimated from its response time: by as much as that
 * was longer than the shortest of the last ones, but no more than this, since the rest is Zoom's own work.
 */
const MAX_DELAY_MS = 50;

/** Of so many responses the shortest time estimates the latency of the network. */
const RESPONSE_TIMES = 30;

/** How far behind its schedule a window may be, when the process did not run, and still catch up. */
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
 * When the requests of one rate-limit label may start. A request may start when fewer than the rate have started within
 * the window, and one spacing after the one before was due: spread evenly, requests arrive as they start, while a burst
 * would delay everything in the next second.
 */
export class SlidingWindow {
	/** Requests per second that the runs under way allow: the lowest counts. */
	readonly rates = new Set<{ perSecond: number }>();

	/** Within the window, in the order of time. */
	private readonly starts: Start[] = [];

	private readonly responseTimes = perPriority((): number[] => []);

	private readonly waiting = perPriority((): Waiter[] => []);

	private isServing = false;

	/** When the last start was due. It starts a little later, and the next one is not delayed by that. */
	private lastDue = -Infinity;

	private pausedUntil = -Infinity;

	constructor(
		private readonly concurrency: ConcurrencyLimit,
		private readonly clock: Clock,
	) {}

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

	/** Resumes those whose wait `signal` cancels. */
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

	pauseFor(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
	}

	/** Starts those who wait, one after the other. */
	async serve(): Promise<void> {
		if (this.isServing) return;
		this.isServing = true;
		for (let queue = this.firstQueue(); queue && !this.concurrency.isReached; queue = this.firstQueue()) {
			const now = this.clock.now();
			const due = this.nextDue(now);
			// Those that catch up keep half a spacing, so that they are no burst.
			const wait = Math.max(due, this.lastStart() + this.spacingMs() / 2) - now;
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

	/** Those who wait with the highest priority. */
	private firstQueue(): Waiter[] | undefined {
		for (const priority of ORDER) if (this.waiting[priority].length > 0) return this.waiting[priority];
		return undefined;
	}

	private nextDue(now: number): number {
		this.tidyStarts(now);
		const { starts } = this;
		const oldestOfFullWindow = starts[starts.length - this.perSecond()]?.at ?? -Infinity;
		return Math.max(
			this.pausedUntil,
			this.lastDue + this.spacingMs(),
			oldestOfFullWindow + WINDOW_MS,
			now - MAX_CATCH_UP_MS,
		);
	}

	private lastStart(): number {
		return this.starts[this.starts.length - 1]?.at ?? -Infinity;
	}

	private spacingMs(): number {
		return WINDOW_MS / this.perSecond();
	}

	private perSecond(): number {
		let lowest = Infinity;
		for (const { perSecond } of this.rates) lowest = Math.min(lowest, perSecond);
		return lowest;
	}

	/** Sorts in place, since a response may have moved a start, and drops the starts that have left the window. */
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
