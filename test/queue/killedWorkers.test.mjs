/** Workers that are killed or stopped while they create users. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueueLab } from '../../bench/queueLab.mjs';
import { assertAllCreatedOnce, assertCreatedOnce, countOutcomes } from './support/accounting.mjs';

const ROWS = 400;
/** A worker is killed when it has created this many users. */
const KILL_AFTER = 60;
const POLL_MS = 20;
/** How long n8n may take to run an execution on another worker and to create these users, in ms. */
const PATIENCE_MS = 90_000;
/** How long the simulator may take with requests that a killed worker has sent. */
const SETTLE_MS = 500;

/** n8n notices a killed worker after seconds, instead of after a minute. */
const QUICK = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2500',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '1',
};

const RERUN = {
	NODE_OPTIONS: `--import ${new URL('support/rerunStalledJobs.mjs', import.meta.url)}`,
	QUEUE_WORKER_MAX_STALLED_COUNT: '3',
};

let lab;

before(async () => {
	lab = await openQueueLab({ workers: 2, workerEnv: QUICK });
	await lab.zoom.set({ latencyMs: 100, perSecond: 80 });
	await lab.run({ executions: 1, rows: 1, plan: 'business' }); // fetches the token
});

after(() => lab?.close());

/** Waits until the execution has created more users, and returns the worker that runs it. */
async function running(id, killed) {
	const { created } = await lab.zoom.counts();
	const deadline = Date.now() + PATIENCE_MS;
	while ((await lab.zoom.counts()).created < created + KILL_AFTER) {
		assert.ok(Date.now() < deadline, `${created} users were created before, and not ${KILL_AFTER} more`);
		await sleep(POLL_MS);
	}
	const names = lab.cluster.whereRan(id);
	const worker = lab.cluster.workers.find((one) => names.includes(one.name) && !killed.includes(one));
	assert.ok(worker, `the execution ${id} runs on a worker: ${names}`);
	return worker;
}

async function end(worker, signal) {
	// SIGKILL ends also what the worker has started.
	process.kill(signal === 'SIGKILL' ? -worker.pid : worker.pid, signal);
	await worker.exited;
}

describe('n8n 2 ends the execution of a killed worker with an error', () => {
	it(
		'and a second execution that skips existing users accounts for everyone',
		{ timeout: 300_000 },
		async (t) => {
			const counted = await lab.watch();
			const [started] = await lab.start({ executions: 1, rows: ROWS, plan: 'business' });
			await end(await running(started.id, []), 'SIGKILL');
			const first = await lab.finish(started);
			t.diagnostic(`${first.status}: ${first.error}; ${first.items.length} items`);
			assert.equal(first.status, 'error');
			const before = await counted();

			const { executions } = await lab.run({
				again: started,
				plan: 'business',
				options: { ifUserExists: 'skip' },
			});
			assertCreatedOnce({ executions, ...(await counted()) });
			const outcomes = countOutcomes(executions[0].items);
			t.diagnostic(JSON.stringify(outcomes));
			assert.deepEqual(outcomes, { exists: before.created.length, created: ROWS - before.created.length });
			const logs = lab.cluster.workers.map((worker) => worker.log()).join('');
			assert.match(logs, /an earlier execution of this node has not ended/);
		},
	);
});

describe('an execution that n8n runs again on another worker', () => {
	before(async () => {
		const plain = [...lab.cluster.workers];
		await Promise.all(Array.from({ length: 4 }, () => lab.cluster.startWorker(RERUN)));
		await Promise.all(plain.map((worker) => worker.stop()));
	});

	it(
		'after three workers were killed in turn: everyone is created, once',
		{ timeout: 300_000 },
		async (t) => {
			const counted = await lab.watch();
			const [started] = await lab.start({ executions: 1, rows: ROWS, plan: 'business' });
			const killed = [];
			const createdBefore = [];
			for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL']) {
				const worker = await running(started.id, killed);
				await end(worker, signal);
				killed.push(worker);
				await sleep(SETTLE_MS);
				createdBefore.push((await counted()).created.length);
			}
			const last = await lab.finish(started);
			const result = { executions: [last], ...(await counted()) };
			t.diagnostic(`ran on ${last.workers.join(', ')}; created at each kill: ${createdBefore.join(', ')}`);
			t.diagnostic(`${last.status}: ${JSON.stringify(countOutcomes(last.items))}`);

			assertAllCreatedOnce(result);
			assert.equal(last.workers.length, 4);
			const recovered = last.items.filter((item) => item.recovered).length;
			assert.equal(recovered, createdBefore.at(-1));
		},
	);
});
