import type { IExecuteFunctions } from 'n8n-workflow';
import { RecordedEvents } from '../../../nodes/ZoomUsersTrigger/recordedEvents';
import { FakeClock } from '../support/fakeClock';

const QUERY_MS = 10;

/** n8n's store: it reads all marks of a node, and writes them a little later. */
class Store {
	marks: string[] = [];

	queries = 0;

	isBroken = false;

	constructor(private readonly clock: FakeClock) {}

	readonly checkProcessedAndRecord = async (
		asked: string[],
		_scope: string,
		{ maxEntries }: { maxEntries: number },
	) => {
		this.queries++;
		if (this.isBroken) throw new Error('The database is not available');
		const before = this.marks;
		await this.clock.sleep(QUERY_MS);
		const added = asked.filter((mark) => !before.includes(mark));
		this.marks = [...before, ...new Set(added)].slice(-maxEntries);
		return { new: added, processed: asked.filter((mark) => before.includes(mark)) };
	};
}

function setUp(processes = 1) {
	const clock = new FakeClock();
	const store = new Store(clock);
	const log: string[] = [];
	const all = Array.from({ length: processes }, () => new RecordedEvents(clock));
	const ask = async (event: string, executionId: string, process = 0) =>
		await all[process].isRepeated(
			{
				getWorkflow: () => ({ id: 'workflow' }),
				getNode: () => ({ id: 'node' }),
				getExecutionId: () => executionId,
				helpers: { checkProcessedAndRecord: store.checkProcessedAndRecord },
				logger: { debug: (line: string) => log.push(line) },
			} as unknown as IExecuteFunctions,
			event,
		);
	/** The answer, after enough time for all queries. */
	const asked = async (...request: Parameters<typeof ask>) => {
		const answer = ask(...request);
		await clock.advance(2_000);
		return await answer;
	};
	return { clock, store, log, ask, asked };
}

describe('an event', () => {
	it('is not repeated in its first execution, and is in another one, in this process or another', async () => {
		const { asked } = setUp(2);
		expect(await asked('a', '1')).toBe(false);
		expect(await asked('a', '2')).toBe(true);
		expect(await asked('a', '3', 1)).toBe(true);
		expect(await asked('b', '4', 1)).toBe(false);
	});

	it('is not repeated in the same execution, which n8n runs again on another worker', async () => {
		const { asked } = setUp(2);
		expect(await asked('a', '1')).toBe(false);
		expect(await asked('a', '1', 1)).toBe(false);
		expect(await asked('a', '1')).toBe(false);
	});

	it('is repeated in one of two executions that start at once in the same process', async () => {
		const { clock, ask } = setUp();
		const answers = Promise.all([ask('a', '1'), ask('a', '2')]);
		await clock.advance(2_000);
		expect(await answers).toEqual([false, true]);
	});

	it('is the first in each process that records it at the same time, and repeated later', async () => {
		const { clock, ask, asked } = setUp(2);
		const answers = Promise.all([ask('a', '1', 0), ask('a', '2', 1)]);
		await clock.advance(2_000);
		expect(await answers).toEqual([false, false]);
		expect(await asked('a', '3', 0)).toBe(true);
	});

	it('is not repeated if n8n cannot read its store, and the log says why', async () => {
		const { clock, store, log, asked } = setUp();
		store.isBroken = true;
		expect(await asked('a', '1')).toBe(false);
		expect(log[0]).toBe("Zoom Users Trigger: n8n can't record events: The database is not available");
		await clock.advance(20_000);
		store.isBroken = false;
		expect(await asked('a', '2')).toBe(false);
		expect(await asked('a', '3')).toBe(true);
	});

	it('is recorded after a query has failed', async () => {
		const { clock, store, ask, asked } = setUp();
		store.isBroken = true;
		const first = ask('a', '1');
		await clock.advance(50);
		store.isBroken = false;
		await clock.advance(2_000);
		expect(await first).toBe(false);
		expect(await asked('a', '2')).toBe(true);
	});
});

describe('many events', () => {
	it('at once: each process has one query at a time, and all are recorded', async () => {
		const { clock, store, ask, asked } = setUp(3);
		const count = 600;
		const answers = Promise.all(
			Array.from({ length: count }, async (_, i) => {
				await clock.sleep((i * 1_000) / count);
				return await ask(`event ${i}`, `first ${i}`, i % 3);
			}),
		);
		await clock.advance(5_000);
		expect(new Set(await answers)).toEqual(new Set([false]));
		// Each process: at most one in 30 ms for about 1.2 s.
		expect(store.queries).toBeLessThan(120);
		const later = await Promise.all([asked('event 0', 'later'), asked(`event ${count - 1}`, 'later')]);
		expect(later).toEqual([true, true]);
		const lost = Array.from({ length: count }, (_, i) => `event ${i}`).filter(
			(event) => !store.marks.includes(event),
		);
		expect(lost).toEqual([]);
	});

	it('n8n keeps the newest, and forgets the oldest', async () => {
		const { clock, ask, asked, store } = setUp();
		const answers = Promise.all(Array.from({ length: 3_000 }, (_, i) => ask(`event ${i}`, String(i))));
		await clock.advance(2_000);
		await answers;
		expect(store.marks.length).toBe(4_000);
		expect(await asked('event 2999', 'later')).toBe(true);
		expect(await asked('event 0', 'later')).toBe(false);
	});
});
