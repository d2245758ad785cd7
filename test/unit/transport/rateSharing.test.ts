import { RateLimiter } from '../../../nodes/zoom/transport/rateLimiter';
import { FakeClock } from '../support/fakeClock';

/** How long a request takes to Zoom, and its response to the node, and by how much more on average. */
const THERE_MS = 6;
const BACK_MS = 100;
const JITTER_MS = 4;
/** After a rejected request, Zoom's response says to wait for a second. */
const RETRY_AFTER_MS = 1_000;
const CONCURRENCY = 20;
const LIGHT = { label: 'light', priority: 'write' } as const;

/** Zoom's limit for the requests of a sliding second. */
class Account {
	accepted = 0;

	rejected = 0;

	private readonly recent: number[] = [];

	constructor(
		readonly limit: number,
		private readonly clock: FakeClock,
	) {}

	/** What is left of the second. */
	get remaining(): number {
		while (this.recent.length > 0 && this.recent[0] <= this.clock.now() - 1_000) this.recent.shift();
		return this.limit - this.recent.length;
	}

	/** @returns whether the request was accepted */
	request(): boolean {
		const isAccepted = this.remaining > 0;
		if (isAccepted) {
			this.accepted++;
			this.recent.push(this.clock.now());
		} else this.rejected++;
		return isAccepted;
	}
}

/** One n8n process with a run that sends requests as fast as it can. */
class Process {
	accepted = 0;

	/** When it had sent all its requests. */
	endedAt?: number;

	private begun = 0;

	private left?: () => void;

	constructor(
		private readonly account: Account,
		private readonly clock: FakeClock,
		private readonly options: { share: number; withHeaders: boolean; random: () => number },
		private readonly requests = Infinity,
	) {
		const limiter = new RateLimiter(clock);
		const { leave } = limiter.join(account.limit === 30 ? 'pro' : 'business', options.share);
		this.left = leave;
		for (let i = 0; i < CONCURRENCY; i++) void this.work(limiter);
	}

	leave(): void {
		this.left?.();
		this.left = undefined;
	}

	private async work(limiter: RateLimiter): Promise<void> {
		const { account, clock, options } = this;
		// https://en.wikipedia.org/wiki/Exponential_distribution
		const travel = async (ms: number) =>
			await clock.sleep(ms - Math.log(1 - options.random() * 0.999) * JITTER_MS);
		while (this.left && this.begun < this.requests) {
			this.begun++;
			const remaining = await limiter.schedule(LIGHT, undefined, async () => {
				await travel(THERE_MS);
				const isAccepted = account.request();
				await travel(BACK_MS);
				return isAccepted ? account.remaining : undefined;
			});
			if (remaining === undefined) {
				limiter.noteRejected('light');
				this.begun--;
				await clock.sleep(RETRY_AFTER_MS * (1 + options.random() / 4));
				continue;
			}
			this.accepted++;
			limiter.noteResponse('light', options.withHeaders ? headers(account.limit, remaining) : {});
			if (this.accepted === this.requests) {
				this.endedAt = clock.now();
				this.leave();
			}
		}
	}
}

const headers = (limit: number, remaining: number) => ({
	'x-ratelimit-type': 'QPS',
	'x-ratelimit-limit': String(limit),
	'x-ratelimit-remaining': String(remaining),
});

/** The same numbers from 0 to 1 in each run: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function seededRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

interface Setting {
	limit?: number;
	share?: number;
	withHeaders?: boolean;
	seed?: number;
}

interface Watched {
	/** The accepted requests, compared with the limit. */
	use: number;
	/** The rejected requests, compared with all. */
	rejected: number;
	/** The requests of each process, compared with an equal share. */
	parts: number[];
}

function setUp({ limit = 30, share = 0, withHeaders = true, seed = 1 }: Setting) {
	const clock = new FakeClock();
	const account = new Account(limit, clock);
	const random = seededRandom(seed);
	const start = (count: number, options = { share, withHeaders, random }, requests?: number) =>
		Array.from({ length: count }, () => new Process(account, clock, options, requests));
	/** Advances the time, and returns what happened during it. */
	const watch = async (seconds: number, processes: Process[]): Promise<Watched> => {
		const before = { accepted: account.accepted, rejected: account.rejected };
		const ofEach = processes.map(({ accepted }) => accepted);
		await clock.advance(seconds * 1_000);
		const accepted = account.accepted - before.accepted;
		const rejected = account.rejected - before.rejected;
		return {
			use: accepted / (account.limit * seconds),
			rejected: rejected / (accepted + rejected),
			parts: processes.map((process, i) => ((process.accepted - ofEach[i]) * processes.length) / accepted),
		};
	};
	/** An app that always sends so many requests a second, and does not slow down when Zoom rejects them. */
	const otherApp = (perSecond: number) => {
		const app = { perSecond, sent: 0, rejected: 0 };
		const send = async () => {
			for (;;) {
				app.sent++;
				if (!account.request()) app.rejected++;
				await clock.sleep((1_000 / app.perSecond) * (0.7 + random() * 0.6));
			}
		};
		void send();
		return app;
	};
	/** Starts processes that divide the requests of this time among them. Returns how long they take, compared with it. */
	const divide = async (count: number, seconds: number) => {
		const began = clock.now();
		const processes = start(
			count,
			{ share, withHeaders, random },
			Math.round((seconds * account.limit) / count),
		);
		await clock.advance(2 * seconds * 1_000);
		const ended = Math.max(...processes.map(({ endedAt = Infinity }) => endedAt));
		const { accepted, rejected } = account;
		return { time: (ended - began) / (seconds * 1_000), rejected: rejected / (accepted + rejected) };
	};
	return { clock, start, watch, divide, otherApp, random };
}

describe('processes that share the rate of an account', () => {
	it.each([
		['pro', 30, true],
		['business', 80, true],
		['pro', 30, false],
		['business', 80, false],
	])('alone, a process loses nothing (%s, headers: %s %s)', async (_plan, limit, withHeaders) => {
		const { start, watch } = setUp({ limit, share: 100, withHeaders });
		const { use, rejected } = await watch(33, start(1));
		expect(rejected).toBe(0);
		expect(use).toBeGreaterThan(0.955);
	});

	it('without a share, a process uses all that is free if Zoom says how much that is, and otherwise half', async () => {
		const known = setUp({ withHeaders: true });
		expect((await known.watch(30, known.start(1))).use).toBeGreaterThan(0.95);
		const unknown = setUp({ withHeaders: false });
		const { use } = await unknown.watch(30, unknown.start(1));
		expect(use).toBeGreaterThan(0.47);
		expect(use).toBeLessThanOrEqual(0.5);
	});
});

const SEEDS = [1, 2, 3, 4, 5];
const averageOf = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** What happened during one phase, on average. */
interface Phase {
	use: number;
	rejected: number;
	/** The part of the process with the fewest requests, compared with an equal share. */
	least: number;
	/** The same for the one that came last. */
	last: number;
}

/** Runs the phases with several series of random numbers. */
async function onAverage<Name extends string>(
	phasesOf: (seed: number) => Promise<Record<Name, Watched>>,
): Promise<Record<Name, Phase>> {
	const runs = await Promise.all(SEEDS.map(phasesOf));
	const names = Object.keys(runs[0]) as Name[];
	const phaseOf = (name: Name): Phase => {
		const of = (value: (watched: Watched) => number) => averageOf(runs.map((run) => value(run[name])));
		return {
			use: of(({ use }) => use),
			rejected: of(({ rejected }) => rejected),
			least: of(({ parts }) => Math.min(...parts)),
			last: of(({ parts }) => parts[parts.length - 1]),
		};
	};
	return Object.fromEntries(names.map((name) => [name, phaseOf(name)])) as Record<Name, Phase>;
}

/** Starts processes, one more, and then stops one of them. */
async function joinAndLeave(setting: Setting, count: number) {
	return await onAverage(async (seed) => {
		const { start, watch } = setUp({ ...setting, seed });
		const processes = start(count);
		await watch(10, processes);
		const together = await watch(30, processes);
		processes.push(...start(1));
		await watch(10, processes);
		const withOneMore = await watch(20, processes);
		processes.shift()?.leave();
		await watch(10, processes);
		return { together, withOneMore, withOneLess: await watch(20, processes) };
	});
}

describe("Zoom's headers", () => {
	it.each([0, 100])(
		'if they are missing from now on, the rate does not stay at what they said last (%i)',
		async (share) => {
			const { clock, start, watch, otherApp } = setUp({ share });
			const options = { share, withHeaders: true, random: seededRandom(2) };
			const app = otherApp(29);
			const [process] = start(1, options);
			await watch(10, [process]);
			options.withHeaders = false;
			app.perSecond = 0.1;
			await clock.advance(45_000);
			const { use } = await watch(20, [process]);
			expect(use).toBeGreaterThan(share === 0 ? 0.47 : 0.9);
			expect(use).toBeLessThanOrEqual(share === 0 ? 0.51 : 1);
		},
	);
});

describe('several processes that do not know each other', () => {
	it.each([
		[30, 2],
		[30, 3],
		[30, 5],
		[80, 2],
		[80, 3],
		[80, 10],
	])("with Zoom's headers (%i a second, %i processes), they share the rate", async (limit, count) => {
		const phases = await joinAndLeave({ limit }, count);
		for (const { use, rejected } of Object.values(phases)) {
			expect(use).toBeGreaterThan(0.92);
			expect(rejected).toBeLessThan(0.006);
		}
		expect(phases.withOneMore.last).toBeGreaterThan(0.75);
		expect(phases.together.least).toBeGreaterThan(0.7);
	});

	it.each([
		[30, 2, 0.016],
		[30, 3, 0.025],
		[80, 3, 0.01],
		[80, 10, 0.032],
	])('without them (%i a second, %i processes), Zoom rejects a few requests', async (limit, count, most) => {
		const phases = await joinAndLeave({ limit, withHeaders: false }, count);
		for (const { use, rejected } of Object.values(phases)) {
			expect(use).toBeGreaterThan(0.92);
			expect(rejected).toBeLessThan(most);
		}
		expect(phases.withOneMore.last).toBeGreaterThan(0.4);
		expect(phases.together.least).toBeGreaterThan(0.6);
	});

	it.each([
		[30, 2, true, 1.07, 0.001],
		[30, 3, true, 1.08, 0.003],
		[30, 6, true, 1.1, 0.015],
		[80, 2, true, 1.055, 0.001],
		[80, 3, true, 1.055, 0.002],
		[80, 6, true, 1.07, 0.01],
		[30, 2, false, 1.03, 0],
		[30, 3, false, 1.13, 0.016],
		[80, 3, false, 1.13, 0.01],
	])(
		'work of 100 s (%i a second, %i processes, headers: %s) takes at most %f of this time',
		async (limit, count, withHeaders, most, mostRejected) => {
			const runs = await Promise.all(
				SEEDS.map((seed) => setUp({ limit, withHeaders, seed }).divide(count, 100)),
			);
			expect(averageOf(runs.map(({ time }) => time))).toBeLessThan(most);
			expect(averageOf(runs.map(({ rejected }) => rejected))).toBeLessThanOrEqual(mostRejected);
		},
	);

	it.each([
		[true, 0.025],
		[false, 0.085],
	])('50 processes use the whole rate, and each gets some (headers: %s)', async (withHeaders, most) => {
		const { together } = await onAverage(async (seed) => {
			const { start, watch } = setUp({ limit: 80, withHeaders, seed });
			const processes = start(50);
			await watch(10, processes);
			return { together: await watch(30, processes) };
		});
		expect(together.use).toBeGreaterThan(0.92);
		expect(together.rejected).toBeLessThan(most);
		expect(together.least).toBeGreaterThan(0.4);
	});

	it('random processes that join and leave, beside other apps, use what is left', async () => {
		const { start, watch, otherApp, random } = setUp({ limit: 80, seed: 7 });
		const app = otherApp(10);
		const processes = start(3);
		await watch(10, processes);
		const phases: Watched[] = [];
		for (let i = 0; i < 12; i++) {
			if (random() < 0.5 && processes.length > 2) processes.shift()?.leave();
			else processes.push(...start(1));
			app.perSecond = 5 + random() * 30;
			phases.push(await watch(15, processes));
		}
		expect(averageOf(phases.map(({ use }) => use))).toBeGreaterThan(0.92);
		expect(averageOf(phases.map(({ rejected }) => rejected))).toBeLessThan(0.02);
	});
});

describe('beside an app that does not slow down', () => {
	it.each([
		['automatic, with headers', 0, true, 0.007],
		['automatic, without headers', 0, false, 0],
		['all, with headers', 100, true, 0.007],
		['all, without headers', 100, false, 0.015],
	])('%s: few of its requests are rejected', async (_what, share, withHeaders, most) => {
		const { start, watch, otherApp } = setUp({ share, withHeaders });
		const app = otherApp(12);
		const { use } = await watch(120, start(1));
		expect(app.rejected / app.sent).toBeLessThanOrEqual(most);
		expect(use).toBeGreaterThan(0.88);
	});
});
