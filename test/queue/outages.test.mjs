/** Redis restarts, and PostgreSQL is away for ten seconds, while three workers create users. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueueLab } from '../../bench/queueLab.mjs';
import { assertCreatedOnce, countOutcomes } from './support/accounting.mjs';

const WHAT = { executions: 3, rows: 150 };
const USERS = WHAT.executions * WHAT.rows;
const OUTAGE_MS = 10_000;
const POLL_MS = 50;
/** When nobody was created for this long, all executions have ended. */
const QUIET_MS = 5_000;

/** When the outage begins: at this share of the users. Near the end, the executions end during the outage. */
const MOMENTS = [
	['in the middle', 0.3],
	['near the end', 0.9],
];

let lab;

before(async () => {
	lab = await openQueueLab({ workers: 3 });
	await lab.zoom.set({ latencyMs: 100, perSecond: 30, newestTokenOnly: false });
	await lab.run({ executions: 1, rows: 1 }); // fetches the token
});

after(() => lab?.close());

/** Runs the executions with an outage. Then starts those without a result again, and skips existing users. */
async function runWith(outage, share, t) {
	const counted = await lab.watch();
	const { created: before } = await lab.zoom.counts();
	const started = await lab.start(WHAT);
	while ((await lab.zoom.counts()).created < before + share * USERS) await sleep(POLL_MS);
	await outage();
	await lab.ready();
	// An execution that n8n doesn't report, or reports as failed, may still run.
	let created = -1;
	while (created !== (created = (await lab.zoom.counts()).created)) await sleep(QUIET_MS);
	const executions = [];
	for (const one of started) {
		// If a worker can't store the result of an execution, n8n shows it as running.
		const first = await lab.finish(one, { timeout: QUIET_MS }).catch((error) => {
			if (/is still running/.test(error.message)) return { ...one, status: 'running', items: [] };
			throw error;
		});
		t.diagnostic(
			`${first.status}: ${first.error ?? 'no error'}; ${JSON.stringify(countOutcomes(first.items))}`,
		);
		executions.push(first);
	}
	const failed = executions.filter(({ status }) => status !== 'success');
	const lists = failed.map(({ emails }) => emails);
	const again =
		lists.length > 0 ? (await lab.run({ lists, options: { ifUserExists: 'skip' } })).executions : [];
	for (const { status, items } of again)
		t.diagnostic(`again: ${status}: ${JSON.stringify(countOutcomes(items))}`);
	const last = [...executions.filter((one) => !failed.includes(one)), ...again];
	for (const { status } of last) assert.equal(status, 'success');
	const outcomes = new Set(last.flatMap(({ items }) => items.map(({ outcome }) => outcome)));
	assert.deepEqual(
		[...outcomes].filter((outcome) => outcome !== 'created' && outcome !== 'exists'),
		[],
	);
	assertCreatedOnce({ executions: last, ...(await counted()) });
}

describe('everyone is created once, and has one outcome', () => {
	for (const [moment, share] of MOMENTS) {
		it(`if Redis restarts ${moment}`, { timeout: 400_000 }, async (t) => {
			const restart = async () => {
				await lab.cluster.stopRedis();
				await lab.cluster.startRedis();
			};
			await runWith(restart, share, t);
		});

		const seconds = OUTAGE_MS / 1_000;
		it(`if PostgreSQL is away for ${seconds} seconds ${moment}`, { timeout: 400_000 }, async (t) => {
			const restart = async () => {
				await lab.cluster.stopPostgres();
				await sleep(OUTAGE_MS);
				await lab.cluster.startPostgres();
			};
			await runWith(restart, share, t);
		});
	}
});
