/**
 * More people than a day has invitations: examples/daily-quota.json puts the rest off, waits, and goes on, all in
 * one execution. The simulator's day is over in seconds.
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
/** Until Zoom takes invitations again, by n8n's clock: well under the 65 s from which n8n lets an execution rest. */
const WAIT_MS = 12_000;

const list = Array.from({ length: 30 }, (_, i) => `person${i}@northwind.example`);

let house, n8n, workflow;

before(async () => {
	house = await n8nWithZoom();
	const rows = list.map((email, i) => `${email},First${i},Last,Basic`);
	writeFileSync(
		join(house.folder, 'new-hires.csv'),
		['Email,First name,Last name,License', ...rows].join('\n'),
	);
	n8n = await house.start();
	workflow = await n8n.putWorkflow(house.example('daily-quota.json'));
});

after(() => house?.stop());

describe(`${list.length} people, and ${A_DAY} invitations a day`, () => {
	let retryAt, execution;

	it('is one execution, which ends well', { timeout: 120_000 }, async () => {
		const { now } = await house.control('GET', '');
		await house.control('POST', '/clock', { advanceMs: DAY_MS / 2 - (Date.parse(now) % DAY_MS) });
		retryAt = new Date(Date.now() + WAIT_MS).toISOString();
		await house.control('PUT', '/settings', { invitationsPerDay: A_DAY, quotaRetryAfter: retryAt });

		const running = n8n.run(workflow, 'Start', { timeout: 100_000 });
		while ((await created()) < A_DAY) await sleep(50);
		await sleep(2_000);
		assert.equal(await created(), A_DAY, 'nobody is invited before the day is over');
		await house.control('POST', '/clock', { advanceMs: DAY_MS });
		execution = await running;
		assert.equal(execution.status, 'success');
	});

	it('puts off whoever is beyond the quota until the time that Zoom gives', async () => {
		const today = (await house.zoom.journal()).created.slice(0, A_DAY);
		const others = list.filter((email) => !today.includes(email));
		assert.deepEqual(
			outputOf(execution, 'Put off?').map(({ Email, outcome, deferred }) => ({ Email, outcome, deferred })),
			others.map((email) => ({
				Email: email,
				outcome: 'deferred',
				deferred: { email, reason: 'quota', retryAt },
			})),
		);
	});

	it('leads everybody to Zoom, each once, with nothing left of the waiting', () => {
		const inZoom = outputOf(execution, 'In Zoom');
		assert.deepEqual(inZoom.map(({ email }) => email).sort(), [...list].sort());
		assert.deepEqual(new Set(inZoom.map(({ outcome }) => outcome)), new Set(['created']));
		for (const item of outputOf(execution, 'Put off?', 1)) assert.ok(!('deferred' in item), item.email);
		assert.deepEqual(outputOf(execution, 'Not created'), []);
	});

	it('has sent one invitation to each', async () => {
		const journal = await house.zoom.journal();
		assert.deepEqual([...journal.created].sort(), [...list].sort());
	});
});

const created = async () => (await house.control('GET', '')).counts.created;
