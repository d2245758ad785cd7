/** The Zoom Users Trigger with two webhook processes, which don't know about each other's events. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openQueueLab } from '../../bench/queueLab.mjs';
import {
	BURST_SETTINGS,
	eventOf,
	itemsOf,
	publishTrigger,
	putSecretToken,
	SECRET,
	senderTo,
	untilIdle,
} from '../e2e/support/n8nWithTrigger.mjs';

const EVENTS = 500;
/** Shorter delays than Zoom's: a repeated delivery gets 503 until its event has started. */
const OFTEN = { retriesMs: Array(30).fill(5_000) };

let lab, saved, webhookId;

before(async () => {
	lab = await openQueueLab({ workers: 2, webhooks: 2, env: BURST_SETTINGS });
	const credential = await putSecretToken(lab.n8n, 'Zoom events', SECRET);
	({ saved, webhookId } = await publishTrigger(lab.n8n, 'two processes', { credential }));
});

after(() => lab?.close());

/** A sender for each webhook process. */
const senders = (more) =>
	lab.cluster.webhooks.map(({ url }) => senderTo(`${url}/webhook/${webhookId}/webhook`, more));

/** The number of responses with each status; `none` without a response. */
function countStatuses(deliveries) {
	const counts = {};
	for (const { status = 'none' } of deliveries) counts[status] = (counts[status] ?? 0) + 1;
	return counts;
}

const counted = new Set();

/** How often each of the events has started the workflow. */
async function startedFor(events) {
	await untilIdle(lab.n8n, lab.cluster.url, saved.id);
	// n8n's list of executions can't be read page by page here: it's in the order of the starts, and a page ends at an ID.
	const ids = new Set(lab.cluster.started().filter((id) => !counted.has(id)));
	for (const id of ids) counted.add(id);
	const emails = (await itemsOf(lab.n8n, ids)).flat().map(({ who }) => who.email);
	return events.map(({ person }) => emails.filter((email) => email === person.email).length);
}

describe('two webhook processes', () => {
	it('start an event once, if the second one gets it later', { timeout: 300_000 }, async () => {
		const event = eventOf('user.deleted');
		const starts = [];
		for (const zoom of senders()) {
			for (const _delivery of [1, 2]) assert.equal((await zoom.deliver(event)).at(-1).status, 200);
			starts.push(...(await startedFor([event])));
		}
		assert.deepEqual(starts, [1, 0]);
	});

	it(`start each of ${EVENTS} events that both get at once`, { timeout: 600_000 }, async (t) => {
		const events = Array.from({ length: EVENTS }, () => eventOf('user.invitation_accepted'));
		const sent = await Promise.all(
			senders(OFTEN).flatMap((zoom) => events.map((event) => zoom.deliver(event))),
		);
		assert.deepEqual(new Set(sent.map((deliveries) => deliveries.at(-1).status)), new Set([200]));
		t.diagnostic(`responses: ${JSON.stringify(countStatuses(sent.flat()))}`);
		const counts = await startedFor(events);
		const total = counts.reduce((sum, count) => sum + count, 0);
		t.diagnostic(
			`${EVENTS} events: ${total} executions; none: ${counts.filter((count) => count === 0).length}`,
		);
		assert.ok(Math.min(...counts) >= 1, 'every event starts an execution');
		assert.ok(Math.max(...counts) <= 2, 'at most one in each process');
		// Two workers that record an event within milliseconds both start it.
		assert.ok(total <= EVENTS * 1.1, 'very few start two');
	});

	it('start nothing for an event that is repeated after a restart', { timeout: 300_000 }, async () => {
		const event = eventOf('user.deleted');
		assert.equal((await senders()[0].deliver(event)).at(-1).status, 200);
		assert.deepEqual(await startedFor([event]), [1]);
		await Promise.all(lab.cluster.webhooks.splice(0).map((webhook) => webhook.stop()));
		await Promise.all([lab.cluster.startWebhook(), lab.cluster.startWebhook()]);
		for (const zoom of senders()) assert.equal((await zoom.deliver(event)).at(-1).status, 200);
		assert.deepEqual(await startedFor([event]), [0]);
	});
});
