import { RATE_LABELS, type RateClass, type RateLabel } from '../model/rates';
import { systemClock, type Clock } from './clock';
import { ConcurrencyLimit } from './concurrencyLimit';
import type { Send, SendUnderLock } from './request';
import type { Credential } from './send';
import type { SharedLock } from './sharedLock';
import { SlidingWindow } from './slidingWindow';
import { NO_TOKEN_YET } from './token';

/**
 * Requests per second that Zoom allows for all apps of an account together. Source:
 * https://developers.zoom.us/docs/api/rate-limits/
 */
const PER_SECOND: Record<string, Record<RateLabel, number>> = {
	pro: { light: 30, medium: 20, heavy: 10 },
	business: { light: 80, medium: 60, heavy: 40 },
};

/** Requests per second that a share of the rate allows, by label. */
export function allowedPerSecond(accountPlan: string, sharePercent: number): Record<RateLabel, number> {
	const allowed = PER_SECOND[accountPlan] ?? PER_SECOND.pro;
	const share = (label: RateLabel) => Math.max(1, Math.floor((allowed[label] * sharePercent) / 100));
	return { light: share('light'), medium: share('medium'), heavy: share('heavy') };
}

/**
 * The rate limiter of one Zoom account, shared by all runs in this n8n process: a window for each label, and one
 * concurrency limit.
 */
export class RateLimiter {
	private readonly concurrency = new ConcurrencyLimit();

	private readonly windows: Record<RateLabel, SlidingWindow>;

	/** The rates that each active run allows. */
	private readonly runs = new Set<Record<RateLabel, number>>();

	/** Signals with a listener: one for each run, not one for each request. */
	private readonly watched = new WeakSet<AbortSignal>();

	constructor(private readonly clock: Clock = systemClock) {
		const window = () => new SlidingWindow(this.concurrency, this.clock);
		this.windows = { light: window(), medium: window(), heavy: window() };
	}

	get isInUse(): boolean {
		return this.runs.size > 0;
	}

	/** Until `leave` is called, no more requests start than this run allows: the lowest share of all runs applies. */
	join(accountPlan: string, sharePercent: number): { leave: () => void } {
		const run = allowedPerSecond(accountPlan, sharePercent);
		this.runs.add(run);
		this.applyLowest();
		return {
			leave: () => {
				this.runs.delete(run);
				this.applyLowest();
			},
		};
	}

	private applyLowest(): void {
		for (const label of RATE_LABELS) {
			this.windows[label].perSecond = Math.min(...[...this.runs].map((run) => run[label]));
		}
	}

	/** Runs `call` when the rate and the concurrency limit allow it, and immediately if the wait is cancelled. */
	async schedule<T>(
		{ label, priority }: RateClass,
		signal: AbortSignal | undefined,
		call: () => Promise<T>,
	): Promise<T> {
		if (signal) this.watch(signal);
		const window = this.windows[label];
		const start = await window.acquire(priority, signal);
		const startedAt = this.clock.now();
		try {
			return await call();
		} finally {
			this.concurrency.release();
			window.release(priority, start, this.clock.now() - startedAt);
			for (const one of RATE_LABELS) void this.windows[one].serve();
		}
	}

	private watch(signal: AbortSignal): void {
		if (this.watched.has(signal)) return;
		this.watched.add(signal);
		signal.addEventListener('abort', () => {
			for (const label of RATE_LABELS) this.windows[label].cancel(signal);
		});
	}

	/** Counts requests that were not scheduled: those that n8n sends itself to renew a token. */
	countMore(requests: number, label: RateLabel): void {
		this.windows[label].countMore(requests);
	}

	/** Pauses all requests. */
	pauseFor(ms: number): void {
		for (const label of RATE_LABELS) this.windows[label].pauseFor(ms);
	}

	/** Called if Zoom has rejected a request because too many were in progress. */
	decreaseConcurrency(): void {
		this.concurrency.decrease();
	}

	noteSuccess(): void {
		this.concurrency.noteSuccess();
	}
}

/** Sends a request when the limits of the account allow it, but not while another one waits for the exclusive lock. */
export function rateLimit({
	limits,
	lock,
	signal,
	credential,
	next,
}: {
	limits: RateLimiter;
	lock: SharedLock;
	signal: AbortSignal | undefined;
	credential: Credential;
	next: Send;
}): SendUnderLock {
	let hasResponse = false;
	return async (request) => {
		const { rateClass, holdsLock } = request;
		// n8n then fetches a token before it sends the request, which counts as a request too.
		if (credential.data?.connectionState === NO_TOKEN_YET)
			await limits.schedule(rateClass, signal, async () => {});
		const response = await limits.schedule(rateClass, signal, async () =>
			holdsLock || !lock.isExclusive ? await next(request) : undefined,
		);
		if (response && !hasResponse) {
			// n8n may have renewed the token for the first request, which then arrived later than it started.
			hasResponse = true;
			limits.countMore(2, rateClass.label);
		}
		return response;
	};
}
