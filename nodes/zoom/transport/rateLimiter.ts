import { RATE_LABELS, type RateClass, type RateLabel } from '../model/rates';
import { systemClock, type Clock } from './clock';
import { ConcurrencyLimit } from './concurrencyLimit';
import type { Remaining } from './rateControl';
import type { Send, SendUnderLock } from './request';
import type { Credential } from './send';
import type { SharedLock } from './sharedLock';
import { SlidingWindow } from './slidingWindow';
import { NO_TOKEN_YET } from './token';

const TOO_MANY_REQUESTS = 429;

/**
 * Requests per second that Zoom allows for all apps of an account together. Source:
 * https://developers.zoom.us/docs/api/rate-limits/
 */
const PER_SECOND: Record<string, Record<RateLabel, number>> = {
	pro: { light: 30, medium: 20, heavy: 10 },
	business: { light: 80, medium: 60, heavy: 40 },
};

/** The share of a run that sets none, percent. It uses more if Zoom's responses say what others leave free. */
const AUTOMATIC_SHARE = 50;

/**
 * Requests per second that a share of the rate allows, by label.
 *
 * @param sharePercent 0: automatic
 */
export function allowedPerSecond(accountPlan: string, sharePercent: number): Record<RateLabel, number> {
	return partOf(perSecondOf(accountPlan), sharePercent || AUTOMATIC_SHARE);
}

function partOf(allowed: Record<RateLabel, number>, percent: number): Record<RateLabel, number> {
	return perLabel((label) => Math.max(1, Math.floor((allowed[label] * percent) / 100)));
}

function perLabel<T>(make: (label: RateLabel) => T): Record<RateLabel, T> {
	return { light: make('light'), medium: make('medium'), heavy: make('heavy') };
}

const perSecondOf = (accountPlan: string) => PER_SECOND[accountPlan] ?? PER_SECOND.pro;

interface Run {
	/** What Zoom allows for all apps of the account. */
	account: Record<RateLabel, number>;
	/** How much of it the run may use, percent. 0: automatic. */
	sharePercent: number;
}

/**
 * The rate limiter of one Zoom account, shared by all runs in this n8n process: a window for each label, and one
 * concurrency limit.
 */
export class RateLimiter {
	private readonly concurrency = new ConcurrencyLimit();

	private readonly windows: Record<RateLabel, SlidingWindow>;

	/** The active runs. */
	private readonly runs = new Set<Run>();

	/** Signals with a listener: one for each run, not one for each request. */
	private readonly watched = new WeakSet<AbortSignal>();

	constructor(private readonly clock: Clock = systemClock) {
		this.windows = perLabel(() => new SlidingWindow(this.concurrency, this.clock));
	}

	get isInUse(): boolean {
		return this.runs.size > 0;
	}

	/**
	 * Until `leave` is called, no more requests start than this run allows: the lowest share of all runs applies. Automatic
	 * shares add up, as they do for runs in several processes.
	 *
	 * @param sharePercent 0: automatic
	 */
	join(accountPlan: string, sharePercent: number): { leave: () => void } {
		const run = { account: perSecondOf(accountPlan), sharePercent };
		this.runs.add(run);
		this.applyShares();
		return {
			leave: () => {
				this.runs.delete(run);
				this.applyShares();
			},
		};
	}

	private applyShares(): void {
		if (this.runs.size === 0) return;
		const runs = [...this.runs];
		const shares = runs.flatMap(({ sharePercent }) => sharePercent || []);
		const automatic = runs.length - shares.length;
		const percent = (ofAutomatic: number) => Math.min(...shares, automatic > 0 ? ofAutomatic : 100);
		const account = perLabel((label) => Math.min(...runs.map((run) => run.account[label])));
		const run = partOf(account, percent(Math.min(100, AUTOMATIC_SHARE * automatic)));
		const runIfKnown = partOf(account, percent(100));
		const runAtFirst = partOf(account, percent(AUTOMATIC_SHARE));
		for (const label of RATE_LABELS) {
			this.windows[label].rate.allow({
				account: account[label],
				run: run[label],
				runIfKnown: runIfKnown[label],
				runAtFirst: runAtFirst[label],
			});
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

	/** Called with each response that Zoom has not rejected because of the rate. */
	noteResponse(label: RateLabel, headers: Record<string, string>): void {
		this.windows[label].noteResponse(remainingOf(headers));
	}

	/** Called if Zoom has rejected a request because the account has exceeded its rate. */
	noteRejected(label: RateLabel): void {
		this.windows[label].rate.noteRejected();
	}

	/** Called if Zoom has rejected a request because too many were in progress. */
	decreaseConcurrency(): void {
		this.concurrency.decrease();
	}

	noteSuccess(): void {
		this.concurrency.noteSuccess();
	}
}

/** Sends a request when the limits of the account allow it, but not while the lock is closed. */
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
			holdsLock || !lock.isClosed ? await next(request) : undefined,
		);
		if (response?.kind === 'answered' && response.status !== TOO_MANY_REQUESTS) {
			limits.noteResponse(rateClass.label, response.headers);
		}
		if (response && !hasResponse) {
			// n8n may have renewed the token for the first request, which then arrived later than it started.
			hasResponse = true;
			limits.countMore(2, rateClass.label);
		}
		return response;
	};
}

/** What is left of the second. On a create, Zoom can name what is left of the day instead. */
function remainingOf(headers: Record<string, string>): Remaining | undefined {
	if (headers['x-ratelimit-type']?.toLowerCase() !== 'qps') return undefined;
	const limit = Number(headers['x-ratelimit-limit'] || NaN);
	const remaining = Number(headers['x-ratelimit-remaining'] || NaN);
	return limit > 0 && remaining >= 0 ? { limit, remaining } : undefined;
}
