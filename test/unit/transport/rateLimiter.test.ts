import { getEventListeners } from 'node:events';
import type { Priority, RateLabel } from '../../../nodes/zoom/model/rates';
import { RateLimiter } from '../../../nodes/zoom/transport/rateLimiter';
import { FakeClock } from '../support/fakeClock';

/** A limiter with a fake clock, and the start times of its requests. */
function setUp(accountPlan = 'pro', sharePercent = 100) {
	const clock = new FakeClock();
	const limiter = new RateLimiter(clock);
	const run = limiter.join(accountPlan, sharePercent);
	const start = clock.now();
	/** ms since the start. */
	const starts: number[] = [];
	const request = async ({
		label = 'light' as RateLabel,
		priority = 'write' as Priority,
		responseMs = 20,
		signal = undefined as AbortSignal | undefined,
	} = {}) =>
		await limiter.schedule({ label, priority }, signal, async () => {
			starts.push(clock.now() - start);
			await clock.sleep(responseMs);
			limiter.noteResponse(label, {});
		});
	const requests = (count: number, options?: Parameters<typeof request>[0]) =>
		Promise.all(Array.from({ length: count }, async () => await request(options)));
	return { clock, limiter, run, starts, request, requests };
}

/** The maximum number of starts in any second. */
function mostPerSecond(starts: number[]): number {
	return Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + 1_000).length));
}

const gaps = (starts: number[]) => starts.slice(1).map((at, i) => at - starts[i]);

describe('the rate limit of an account', () => {
	it.each([
		['pro', 'light', 30],
		['pro', 'medium', 20],
		['pro', 'heavy', 10],
		['business', 'light', 80],
		['business', 'medium', 60],
		['business', 'heavy', 40],
		['an unknown plan', 'light', 30],
	] as const)('with %s, %s requests use %i per second, and not more', async (plan, label, rate) => {
		const { clock, starts, requests } = setUp(plan);
		void requests(rate * 6, { label });
		await clock.advance(5_000);
		expect(mostPerSecond(starts)).toBeLessThanOrEqual(rate);
		// It takes one to two seconds until the whole rate is used.
		expect(starts.length).toBeGreaterThanOrEqual(Math.floor(rate * 4.2));
	});

	it('requests of one label do not wait for those of another', async () => {
		const { clock, starts, requests, request } = setUp();
		void requests(200);
		await clock.advance(1_000);
		const before = starts.length;
		void request({ label: 'heavy' });
		await clock.advance(0);
		expect(starts).toHaveLength(before + 1);
	});

	it('requests start evenly spaced, without a burst, first slower than later', async () => {
		const { clock, starts, requests } = setUp();
		void requests(90);
		await clock.advance(500);
		expect(Math.min(...gaps(starts))).toBeGreaterThan(1_010 / 30);
		await clock.advance(1_200);
		const before = starts.length;
		await clock.advance(900);
		const even = gaps(starts.slice(before));
		expect(even.length).toBeGreaterThan(20);
		for (const gap of even) {
			// A gap that was longer because of a late start is followed by a shorter one.
			expect(gap).toBeGreaterThan(1_010 / 30 - 2);
			expect(gap).toBeLessThan(1_010 / 30 + 2);
		}
	});

	it('after a short stall, requests catch up with half the spacing', async () => {
		const { clock, starts, requests } = setUp();
		void requests(150);
		await clock.advance(2_000);
		const before = starts.length;
		clock.stall(90);
		await clock.advance(500);
		const after = gaps(starts.slice(before));
		expect(after[0]).toBeCloseTo(1_010 / 60, 6);
		expect(Math.min(...after)).toBeGreaterThanOrEqual(1_010 / 60 - 1e-6);
		const undisturbed = setUp();
		void undisturbed.requests(150);
		await undisturbed.clock.advance(2_590);
		expect(starts.length).toBe(undisturbed.starts.length);
	});

	it('after a long stall, requests catch up with at most a tenth of a second', async () => {
		const { clock, starts, requests } = setUp();
		void requests(300);
		await clock.advance(500);
		const before = starts.length;
		clock.stall(3_000);
		await clock.advance(1_000);
		expect(starts.length - before).toBeLessThanOrEqual(30 + 4);
		expect(mostPerSecond(starts)).toBeLessThanOrEqual(30);
	});

	it('a request that reached Zoom late counts from that time', async () => {
		const { clock, starts, request, requests } = setUp('pro', 4); // one per second
		await clock.finish(request({ responseMs: 20 }));
		await clock.finish(request({ responseMs: 50 }));
		void requests(1);
		await clock.advance(3_000);
		expect(gaps(starts)[0]).toBeCloseTo(1_010, 6);
		expect(gaps(starts)[1]).toBeCloseTo(1_010 + 30, 6);
	});

	it('a much longer response is due to Zoom: the request counts at most 50 ms later', async () => {
		const { clock, starts, request, requests } = setUp('pro', 4);
		await clock.finish(request({ responseMs: 20 }));
		await clock.finish(request({ responseMs: 700 }));
		void requests(1);
		await clock.advance(3_000);
		expect(gaps(starts)[1]).toBeCloseTo(1_010 + 50, 6);
	});

	it('requests that n8n sends itself count too', async () => {
		const { clock, limiter, starts, requests } = setUp('pro', 10); // three per second
		limiter.countMore(2, 'light');
		void requests(3);
		await clock.advance(1_000);
		expect(starts).toHaveLength(1);
	});

	it('reads start first, then writes, and steps after a write last', async () => {
		const { clock, limiter } = setUp('pro', 4);
		const order: Priority[] = [];
		const ask = (priority: Priority) =>
			void limiter.schedule({ label: 'light', priority }, undefined, async () => void order.push(priority));
		ask('write');
		await clock.advance(0);
		for (const priority of ['step', 'write', 'read', 'step', 'read'] as const) ask(priority);
		await clock.advance(10_000);
		expect(order).toEqual(['write', 'read', 'read', 'write', 'step', 'step']);
	});

	it('does not become faster before the first response', async () => {
		const { clock, starts, requests } = setUp();
		void requests(150, { responseMs: 1_500 });
		await clock.advance(1_500);
		expect(mostPerSecond(starts)).toBeLessThanOrEqual(8);
		await clock.advance(3_500);
		expect(mostPerSecond(starts)).toBe(30);
	});

	it('after a second without requests, begins with a quarter of the rate again', async () => {
		const { clock, starts, requests } = setUp();
		await clock.finish(requests(100));
		await clock.advance(1_500);
		starts.length = 0;
		void requests(90);
		await clock.advance(200);
		expect(starts.length).toBeLessThanOrEqual(5);
		await clock.advance(2_000);
		expect(mostPerSecond(starts)).toBe(30);
	});
});

describe('several runs of one account', () => {
	it('the lowest share applies until its run has ended', async () => {
		const { clock, limiter, starts, requests } = setUp('pro', 100);
		const other = limiter.join('pro', 50);
		limiter.join('pro', 80);
		void requests(200);
		await clock.advance(2_000);
		expect(mostPerSecond(starts)).toBe(15);
		other.leave();
		await clock.advance(3_000);
		expect(starts.filter((at) => at >= 3_980 && at < 4_990).length).toBe(24);
	});

	it('automatic shares add up, up to the whole rate', async () => {
		const { clock, limiter, starts, requests } = setUp('pro', 0);
		const most = async (seconds = 6) => {
			starts.length = 0;
			await clock.advance(seconds * 1_000);
			return mostPerSecond(starts);
		};
		void requests(1_500);
		expect(await most()).toBe(15);
		const others = [limiter.join('pro', 0), limiter.join('pro', 0)];
		// They begin as one does.
		expect(await most(3)).toBeLessThan(20);
		expect(await most(20)).toBe(30);
		const quarter = limiter.join('pro', 25);
		expect(await most()).toBeLessThanOrEqual(15);
		for (const run of [quarter, ...others]) run.leave();
		await clock.advance(1_000);
		expect(await most()).toBe(15);
	});

	it('a share of less than one request per second is one per second', async () => {
		const { clock, starts, requests } = setUp('pro', 1);
		void requests(10);
		await clock.advance(4_500);
		expect(starts).toHaveLength(5);
	});

	it('the limiter is in use while one of them is in progress', () => {
		const { limiter, run } = setUp();
		const other = limiter.join('pro', 50);
		run.leave();
		expect(limiter.isInUse).toBe(true);
		other.leave();
		expect(limiter.isInUse).toBe(false);
	});
});

describe('too many concurrent requests', () => {
	/** How many of 200 requests are in progress, when none gets a response. */
	async function underWay(prepare: (limiter: RateLimiter, clock: FakeClock) => Promise<void>) {
		const { clock, limiter, starts, requests } = setUp('business');
		await prepare(limiter, clock);
		const before = starts.length;
		void requests(200, { responseMs: 1_000_000 });
		await clock.advance(10_000);
		return starts.length - before;
	}

	it('at most 50 are in progress, for all labels', async () => {
		expect(await underWay(async () => {})).toBe(50);
		const { clock, starts, requests } = setUp('business');
		void requests(60, { responseMs: 1_000_000 });
		void requests(60, { label: 'heavy', responseMs: 1_000_000 });
		await clock.advance(10_000);
		expect(starts).toHaveLength(50);
	});

	it('a rejection halves the concurrency', async () => {
		const busy = async (limiter: RateLimiter, clock: FakeClock) => {
			const twelve = Promise.all(
				Array.from(
					{ length: 12 },
					async () =>
						await limiter.schedule({ label: 'light', priority: 'write' }, undefined, async () => {
							await clock.sleep(2_000);
						}),
				),
			);
			await clock.advance(1_000);
			limiter.decreaseConcurrency();
			await clock.finish(twelve);
		};
		expect(await underWay(busy)).toBe(6);
	});

	it('repeated rejections leave one at a time', async () => {
		expect(
			await underWay(async (limiter) => {
				for (let i = 0; i < 10; i++) limiter.decreaseConcurrency();
			}),
		).toBe(1);
	});

	it('twenty successes allow one more', async () => {
		const succeed = (times: number) => async (limiter: RateLimiter) => {
			limiter.decreaseConcurrency();
			for (let i = 0; i < times; i++) limiter.noteSuccess();
		};
		expect(await underWay(succeed(19))).toBe(1);
		expect(await underWay(succeed(20))).toBe(2);
		expect(await underWay(succeed(60))).toBe(4);
		expect(await underWay(succeed(10_000))).toBe(50);
	});
});

describe('a rate that was exceeded', () => {
	it('fewer requests of this label start, and then slowly more', async () => {
		const { clock, limiter, starts, requests } = setUp();
		void requests(1_000);
		await clock.advance(5_000);
		const perSecond = async (seconds: number) => {
			const before = starts.length;
			await clock.advance(seconds * 1_000);
			return (starts.length - before) / seconds;
		};
		expect(await perSecond(2)).toBeCloseTo(30 / 1.01, 0);
		limiter.noteRejected('light');
		const less = await perSecond(2);
		expect(less).toBeLessThan(27);
		expect(await perSecond(5)).toBeLessThan(less * 1.3);
		await clock.advance(10_000);
		expect(await perSecond(2)).toBeCloseTo(30 / 1.01, 0);
	});

	it('requests of another label are not affected', async () => {
		const { clock, limiter, starts, requests } = setUp();
		limiter.noteRejected('light');
		void requests(200, { label: 'medium' });
		await clock.advance(5_000);
		expect(starts.length).toBeGreaterThan(85);
	});

	it('at least one request every few seconds starts, however many are rejected', async () => {
		const { clock, limiter, starts, requests } = setUp();
		void requests(100);
		await clock.advance(1_000);
		for (let i = 0; i < 100; i++) {
			limiter.noteRejected('light');
			await clock.advance(100);
		}
		const before = starts.length;
		await clock.advance(7_000);
		expect(starts.length - before).toBeGreaterThanOrEqual(2);
	});
});

describe('a cancelled run', () => {
	it('waiting requests continue at once, and do not count toward the rate', async () => {
		const { clock, starts, request, requests } = setUp('pro', 4);
		const cancel = new AbortController();
		void request();
		const waiting = requests(5, { signal: cancel.signal, responseMs: 0 });
		void request();
		await clock.advance(100);
		expect(starts).toHaveLength(1);
		cancel.abort();
		await clock.advance(0);
		await waiting;
		expect(starts).toHaveLength(6);
		// The request of another run waits for its own start only.
		await clock.advance(910);
		expect(starts).toHaveLength(7);
	});

	it('does not increase the concurrency of other runs', async () => {
		const { clock, starts, requests } = setUp('business', 1); // one per second
		const cancel = new AbortController();
		void requests(10, { signal: cancel.signal, responseMs: 0 });
		await clock.advance(0);
		cancel.abort();
		await clock.advance(1_000);
		const before = starts.length;
		void requests(200, { responseMs: 1_000_000 });
		await clock.advance(60_000);
		expect(starts.length - before).toBe(50);
	});

	it('adds one listener, for any number of requests', async () => {
		const { clock, request, requests } = setUp('pro', 1);
		const { signal } = new AbortController();
		void requests(20, { signal });
		void request({ signal, label: 'heavy' });
		await clock.advance(0);
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	});

	it('a wait that is cancelled before it starts does not start', async () => {
		const { clock, starts, request } = setUp('pro', 1);
		void request();
		void request({ signal: AbortSignal.abort() });
		await clock.advance(0);
		expect(starts).toHaveLength(2);
	});
});
