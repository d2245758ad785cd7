/**
 * welcome-once.json: n8n is killed five times while it creates 500 users, and once while it sends the welcomes. The
 * workflow is started again each time.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { N8N_MAJOR } from '../../sandbox/n8n-runtime/n8n.mjs';
import { outputOf } from '../../sandbox/n8n-runtime/rest.mjs';
import { n8nWithZoom, nodeOf } from './support/n8nWithZoom.mjs';
import { randomFrom } from './support/random.mjs';

const NEW = 500;
/** Fewer on n8n 1.x, because each start takes long. */
const KILLS = N8N_MAJOR >= 2 ? 5 : 2;
const LATENCY_MS = 40;
const DAY_MS = 24 * 3_600_000;
/** How often to check the progress of a run, in ms. */
const POLL_MS = 5;

/** SEED=… repeats an earlier run, if the machine has the same speed. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

const newcomers = Array.from({ length: NEW }, (_, i) => `person${i}@northwind.example`);
/** They are in the list and already have a Zoom account, so they get no welcome. */
const existing = ['henrik@northwind.example', 'maria@northwind.example'];
const list = newcomers.toSpliced(NEW * 0.1, 0, existing[0]).toSpliced(NEW * 0.6, 0, existing[1]);

/** n8n is killed the last time while it sends the welcome of the first one. The welcome of the second one fails. */
const INTERRUPTED = newcomers[NEW * 0.8];
const UNLUCKY = newcomers[NEW * 0.9];

let sandbox, n8n, saved, welcome;

before(async () => {
	sandbox = await n8nWithZoom();
	welcome = await serveWelcome();
	const rows = list.map((email, i) => `${email},First${i},Last,Basic`);
	writeFileSync(
		join(sandbox.folder, 'new-hires.csv'),
		['Email,First name,Last name,License', ...rows].join('\n'),
	);
	const createdAt = Date.now() - 3 * DAY_MS;
	for (const email of existing)
		await sandbox.control('POST', '/people', { email, status: 'active', createdAt });
	await sandbox.control('PUT', '/settings', { latencyMs: LATENCY_MS });

	n8n = await sandbox.start({ accountPlan: 'business' });
	const workflow = sandbox.example('welcome-once.json');
	nodeOf(workflow, 'Welcome').parameters.url = welcome.url;
	const [newSince] = nodeOf(workflow, 'New since').parameters.assignments.assignments;
	newSince.value = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
	const { parameters } = nodeOf(workflow, 'Create Zoom users');
	parameters.options.rateShare = 100;
	// Half of them use single sign-on. They are active right away, like users who have accepted an invitation.
	parameters.action = "={{ /[13579]@/.test($json.Email) ? 'ssoCreate' : 'create' }}";
	saved = await n8n.putWorkflow(workflow);
});

after(async () => {
	await sandbox?.stop();
	await welcome?.stop();
});

describe(`n8n is killed ${KILLS} times while it creates ${NEW} users, and the workflow is started again each time`, () => {
	let last;

	it('completes in the end', { timeout: 600_000 }, async (t) => {
		t.diagnostic(`seed ${SEED}`);
		const random = randomFrom(SEED);
		const killed = [];
		const startAndKillAt = async (moment) => {
			const before = (await counts()).created;
			const id = await start();
			await moment(before);
			await sandbox.kill();
			t.diagnostic(`killed: ${before} users created before, ${(await counts()).created} now`);
			n8n = await sandbox.start();
			killed.push((await n8n.finished(id)).status);
		};

		for (let left = KILLS; left > 0; left--) {
			await startAndKillAt(async (before) => {
				const more = 1 + Math.floor((random() * (NEW - before)) / (left + 1));
				while ((await counts()).created < before + more) await sleep(POLL_MS);
				await sleep(random() * LATENCY_MS);
			});
		}
		assert.deepEqual(welcome.received, []);
		await sandbox.control('PUT', '/settings', { latencyMs: 0 });
		await startAndKillAt(() => welcome.interruption);
		assert.deepEqual(new Set(killed), new Set(['crashed']));

		last = await n8n.finished(await start());
		assert.equal(last.status, 'success');
	});

	it('creates each user once', async () => {
		const { requests } = await sandbox.zoom.journal();
		const created = requests.filter(
			({ method, path, status }) => method === 'POST' && path === '/v2/users' && status === 201,
		);
		assert.deepEqual(created.map(({ email }) => email).sort(), [...newcomers].sort());
		assert.equal((await sandbox.zoom.people()).length, list.length);
	});

	it('returns each user once, in the order of the list', () => {
		const reported = outputOf(last, 'Create Zoom users');
		assert.deepEqual(
			reported.map(({ email }) => email),
			list,
		);
		for (const { outcome } of reported) assert.ok(['created', 'exists'].includes(outcome), outcome);
		assert.deepEqual(outputOf(last, 'Not created'), []);
	});

	it('welcomes each new user once, and nobody who had an account before', () => {
		assert.deepEqual([...welcome.received].sort(), [...newcomers].sort());
	});

	it('returns the user whose welcome failed', () => {
		const [{ email, error }, ...others] = outputOf(last, 'Welcome failed');
		assert.deepEqual([email, others], [UNLUCKY, []]);
		assert.match(error, /500/);
	});

	it('creates and welcomes nobody if it is started again', async () => {
		const again = await n8n.finished(await start());
		assert.equal(again.status, 'success');
		assert.deepEqual(
			outputOf(again, 'Create Zoom users').map(({ outcome }) => outcome),
			list.map(() => 'exists'),
		);
		assert.equal(outputOf(again, 'Only new users').length, NEW);
		assert.equal((await counts()).created, NEW);
		assert.equal(welcome.received.length, NEW);
	});
});

const counts = async () => (await sandbox.control('GET', '')).counts;

/** Starts the workflow without waiting for it. @returns {Promise<string>} the execution ID */
async function start() {
	const { executionId } = await n8n.call('POST', `/workflows/${saved.id}/run`, {
		workflowData: saved,
		triggerToStartFrom: { name: 'Start' },
	});
	return executionId;
}

/** A server that receives the welcomes. */
async function serveWelcome() {
	const received = [];
	let interrupt;
	const interruption = new Promise((resolve) => (interrupt = resolve));
	const server = createServer(async (request, response) => {
		const { email } = await new Response(request).json();
		const isFirst = !received.includes(email);
		received.push(email);
		if (email === INTERRUPTED && isFirst) interrupt();
		else response.writeHead(email === UNLUCKY ? 500 : 204).end();
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${server.address().port}/welcome`,
		/** The email addresses that were welcomed, in order. */
		received,
		/** Resolves when the welcome that is interrupted has arrived. */
		interruption,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
