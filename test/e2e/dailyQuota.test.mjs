/**
 * daily-quota.json, with more people than invitations in a day: it defers the rest, waits, and continues, all in one
 * execution. The test moves the simulator's clock to the next day.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputOf } from '../../sandbox/n8n-runtime/rest.mjs';
import { n8nWithZoom } from './support/n8nWithZoom.mjs';

const A_DAY = 20;
const DAY_MS = 24 * 3_600_000;
/** How long the workflow waits, in ms. From 65 s on, n8n would move the execution to its database. */
const WAIT_MS = 20_000;

const list = Array.from({ length: 30 }, (_, i) => `person${i}@northwind.example`);

let sandbox, n8n, workflow;

before(async () => {
	sandbox = await n8nWithZoom();
	const rows = list.map((email, i) => `${email},First${i},Last,Basic`);
	writeFileSync(
		join(sandbox.folder, 'new-hires.csv'),
		['Email,First name,Last name,License', ...rows].join('\n'),
	);
	n8n = await sandbox.start();
	workflow = await n8n.putWorkflow(sandbox.example('daily-quota.json'));
});

after(() => sandbox?.stop());

describe(`${list.length} people, and ${A_DAY} invitations a day`, () => {
	let retryAt, execution;

	it('invites everyone in one execution', { timeout: 120_000 }, async () => {
		const { now } = await sandbox.control('GET', '');
		await sandbox.control('POST', '/clock', { advanceMs: DAY_MS / 2 - (Date.parse(now) % DAY_MS) });
		retryAt = new Date(Date.now() + WAIT_MS).toISOString();
		await sandbox.control('PUT', '/settings', { invitationsPerDay: A_DAY, quotaRetryAfter: retryAt });

		const running = n8n.run(workflow, 'Start', { timeout: 100_000 });
		while ((await created()) < A_DAY) await sleep(50);
		await sleep(2_000);
		assert.equal(await created(), A_DAY, 'nobody is invited before the day is over');
		await sandbox.control('POST', '/clock', { advanceMs: DAY_MS });
		execution = await running;
		assert.equal(execution.status, 'success');
	});

	it('defers people beyond the quota until the time that Zoom returns', async () => {
		const today = (await sandbox.zoom.journal()).created.slice(0, A_DAY);
		const others = list.filter((email) => !today.includes(email));
		assert.deepEqual(
			outputOf(execution, 'Deferred?').map(({ Email, outcome, deferred }) => ({ Email, outcome, deferred })),
			others.map((email) => ({
				Email: email,
				outcome: 'deferred',
				deferred: { email, reason: 'quota', retryAt },
			})),
		);
	});

	it('returns each person once, without traces of the deferral', () => {
		const inZoom = outputOf(execution, 'In Zoom');
		assert.deepEqual(inZoom.map(({ email }) => email).sort(), [...list].sort());
		assert.deepEqual(new Set(inZoom.map(({ outcome }) => outcome)), new Set(['created']));
		for (const item of outputOf(execution, 'Deferred?', 1)) assert.ok(!('deferred' in item), item.email);
		assert.deepEqual(outputOf(execution, 'Not created'), []);
	});

	it('sends one invitation to each person', async () => {
		const journal = await sandbox.zoom.journal();
		assert.deepEqual([...journal.created].sort(), [...list].sort());
	});
});

const created = async () => (await sandbox.control('GET', '')).counts.created;
