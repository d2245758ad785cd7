import { sleep } from 'n8n-workflow';
import { RateLabel, Priority, ORDER, RATE_LABELS, RateClass } from '../model/rates';
/** Requests a second that Zoom allows an account, all its apps together. Source: Zoom's API rate limits. */
const PER_SECOND: Record<string, Record<RateLabel, number>> = {
	pro: { light: 30, medium: 20, heavy: 10 },
	business: { light: 80, medium: 60, heavy: 40 },
};
/** A second as we count it, with a little for the clocks. */
const SECOND_MS = 1_010;

/**
 * A request may reach Zoom later than it started, by as much as its response was later than the fastest of the last
 * ones: then it counts from then on. More than this is the work of Zoom, and not of the way.
 */
const MOST_LATE_MS = 50;

/** Of so many answers the fastest says how long the way takes at present. */
const LAST_ANSWERS = 30;

/** So far in the past a start may have been due: a machine that stood still makes up for this much, and no more. */
const MADE_UP_MS = 100;

/** A turn that is over sooner than this sent nothing. */
const NO_REQUEST_MS = 1;

/** Successful answers after which one more request may be under way again. */
const GROW_AFTER = 20;
const MOST_UNDER_WAY = 50;

/** A request that counts against the rate from this time on, ms. */
interface Start {
	at: number;
}

/** Lets somebody go who waits for a turn; without a start they will not send. */
type Waiter = (start?: Start) => void;

/** How many requests of one account may be under way at the same time. */
class ConcurrencyLimit {
	underWay = 0;

	private most = MOST_UNDER_WAY;

	private goodAnswers = 0;

	get isFull(): boolean {
		return this.underWay >= this.most;
	}

	/** Half as many from now on, and slowly more again. */
	decrease(): void {
		this.most = Math.max(1, Math.floor(Math.min(this.underWay, this.most) / 2));
		this.goodAnswers = 0;
	}

	noteSuccess(): void {
		if (this.most === MOST_UNDER_WAY || ++this.goodAnswers < GROW_AFTER) return;
		this.goodAnswers = 0;
		this.most++;
	}
}

/**
 * The turns of one rateClass. A request may start when fewer than the rate have started within the last second, and is
 * due a spacingMs after the one before was: spread over the second they arrive as evenly as they start, where a heap would
 * be late for the whole of the next second.
 */
class SlidingWindow {
	/** Rates per second of the runs that are under way: the lowest holds. */
	readonly rates = new Set<{ perSecond: number }>();

	/** Of the last second. */
	private starts: Start[] = [];

	/** How long the last answers took. */
	private readonly lastMs = perPriority((): number[] => []);

	private readonly waiting = perPriority((): Waiter[] => []);

	private serving = false;

	/** When the last one was due to start, which it does a little later: the next one does not wait for that. */
	private lastDue = -Infinity;

	notBefore = 0;

	constructor(private readonly concurrency: ConcurrencyLimit) {}

	async turn(priority: Priority, signal?: AbortSignal): Promise<Start | undefined> {
		const queue = this.waiting[priority];
		let leave = () => {};
		const go = new Promise<Start | undefined>((resolve) => {
			const waiter = (start?: Start) => {
				this.concurrency.underWay++;
				resolve(start);
			};
			leave = () => {
				const place = queue.indexOf(waiter);
				if (place >= 0) queue.splice(place, 1)[0]();
			};
			queue.push(waiter);
		});
		if (signal?.aborted) leave();
		signal?.addEventListener('abort', leave);
		void this.serve();
		const start = await go;
		signal?.removeEventListener('abort', leave);
		return start;
	}

	/** A turn is over, and its response took so long. */
	over(priority: Priority, start: Start | undefined, answeredAfterMs: number): void {
		this.concurrency.underWay--;
		if (!start || answeredAfterMs < NO_REQUEST_MS) return;
		const last = this.lastMs[priority];
		last.push(answeredAfterMs);
		if (last.length > LAST_ANSWERS) last.shift();
		start.at += Math.min(MOST_LATE_MS, answeredAfterMs - Math.min(...last));
	}

	countMore(requests: number): void {
		for (let i = 0; i < requests; i++) this.starts.push({ at: performance.now() });
	}

	/** Lets those who wait go, one after the other, for as long as there are any. */
	async serve(): Promise<void> {
		if (this.serving) return;
		this.serving = true;
		while (this.queue() && !this.concurrency.isFull) {
			const { due, wait } = this.nextStart();
			if (wait > 0) {
				await sleep(wait);
				continue;
			}
			this.lastDue = due;
			const start = { at: performance.now() };
			this.starts.push(start);
			this.queue()?.shift()?.(start);
		}
		this.serving = false;
	}

	private queue(): Waiter[] | undefined {
		const priority = ORDER.find((one) => this.waiting[one].length > 0);
		return priority && this.waiting[priority];
	}

	/** When one more is due, by our clock, and for how many ms to wait before it starts. */
	private nextStart(): { due: number; wait: number } {
		const now = performance.now();
		const perSecond = Math.min(...[...this.rates].map((run) => run.perSecond));
		this.starts = this.starts.filter(({ at }) => at > now - SECOND_MS);
		const times = this.starts.map(({ at }) => at).sort((one, other) => one - other);
		const last = times[times.length - 1] ?? -Infinity;
		const full = times[times.length - perSecond] ?? -Infinity;
		const spacingMs = SECOND_MS / perSecond;
		const due = Math.max(this.notBefore, this.lastDue + spacingMs, full + SECOND_MS, now - MADE_UP_MS);
		// Who is behind makes up for it half a spacingMs apart, so that they do not come in a heap.
		return { due, wait: Math.max(due, last + spacingMs / 2) - now };
	}
}

/** The turns of one Zoom account, shared by all runs in this n8n process: a window for each rateClass, one crowd. */
export class RateLimiter {
	private readonly concurrency = new ConcurrencyLimit();

	private readonly windows: Record<RateLabel, SlidingWindow> = {
		light: new SlidingWindow(this.concurrency),
		medium: new SlidingWindow(this.concurrency),
		heavy: new SlidingWindow(this.concurrency),
	};

	/** Until `leave` is called the account is asked no more often than this run allows. */
	join(accountPlan: string, sharePercent: number): { leave: () => void } {
		const allowed = PER_SECOND[accountPlan] ?? PER_SECOND.pro;
		const runs = RATE_LABELS.map((label) => {
			const run = { perSecond: Math.max(1, Math.floor((allowed[label] * sharePercent) / 100)) };
			const { rates } = this.windows[label];
			rates.add(run);
			return () => rates.delete(run);
		});
		return { leave: () => runs.forEach((leave) => leave()) };
	}

	/** Waits for a turn, runs `call`, and gives the turn back. A cancelled wait runs it at once: it will not send. */
	async inTurn<T>(
		{ label, priority }: RateClass,
		signal: AbortSignal | undefined,
		call: () => Promise<T>,
	): Promise<T> {
		const window = this.windows[label];
		const start = await window.turn(priority, signal);
		const startedAt = performance.now();
		try {
			return await call();
		} finally {
			window.over(priority, start, performance.now() - startedAt);
			for (const one of Object.values(this.windows)) void one.serve();
		}
	}

	/** Requests that count, and for which no turn was taken: those that n8n makes on its own when a token has ended. */
	countMore(requests: number, label: RateLabel): void {
		this.windows[label].countMore(requests);
	}

	/** Zoom is asked too often: nobody starts for so long. */
	pauseFor(ms: number): void {
		for (const window of Object.values(this.windows)) {
			window.notBefore = Math.max(window.notBefore, performance.now() + ms);
		}
	}

	/** Zoom had too many requests under way at once. */
	decrease(): void {
		this.concurrency.decrease();
	}

	noteSuccess(): void {
		this.concurrency.noteSuccess();
	}
}

function perPriority<T>(make: () => T): Record<Priority, T> {
	return { read: make(), write: make(), step: make() };
}

/** The limits of every account that this process has talked to. */
const accounts = new Map<string, RateLimiter>();

/** Which account stands behind a credential, where it had to be learned. */
const accountOf = new Map<string, string>();

/** The limits of a credential's account; of the credential alone, as long as its account is not known. */
export function rateLimiterOf(credentialKey: string): RateLimiter {
	const key = accountOf.get(credentialKey) ?? credentialKey;
	const known = accounts.get(key) ?? new RateLimiter();
	accounts.set(key, known);
	return known;
}

/** A user that was read has named the account: from the next run on all its credentials share one rate. */
export function learnAccount(credentialKey: string, accountKey: string): void {
	accountOf.set(credentialKey, accountKey);
}
