/**
 * n8n is killed in the middle of 500 people, five times, then once more while the welcomes go out, and the workflow
 * is started again each time. It is examples/welcome-once.json, which decides who counts as new after a restart.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputOf } from '../../sandbox/n8n-runtime/rest.mjs';
import { n8nWithZoom, nodeOf } from './support/n8nWithZoom.mjs';

const NEW = 500;
const KILLS = 5;
const LATENCY_MS = 40;
/** Between two looks at how far the run is, in ms. */
const LOOK_EVERY = 5;

/** SEED=… repeats the moments of an earlier run, as far as the machine is as fast. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

const newcomers = Array.from({ length: NEW }, (_, i) => `person${i}@northwind.example`);
/** They have had Zoom for long, stand in the list, and are not to be welcomed. */
const longThere = ['henrik@northwind.example', 'maria@northwind.example'];
const list = newcomers.toSpliced(NEW * 0.1, 0, longThere[0]).toSpliced(NEW * 0.6, 0, longThere[1]);

/** Whose welcome is under way when n8n is killed for the last time, and whose goes wrong after that. */
const INTERRUPTED = newcomers[NEW * 0.8];
const UNLUCKY = newcomers[NEW * 0.9];

let house, n8n, saved, welcome;

before(async () => {
	house = await n8nWithZoom();
	welcome = await serveWelcome();
	const rows = list.map((email, i) => `${email},First${i},Last,Basic`);
	writeFileSync(
		join(house.folder, 'new-hires.csv'),
		['Email,First name,Last name,License', ...rows].join('\n'),
	);
	for (const email of longThere) await house.control('POST', '/people', { email, status: 'active' });
	await house.control('PUT', '/settings', { latencyMs: LATENCY_MS });

	n8n = await house.start({ accountPlan: 'business' });
	const workflow = house.example('welcome-once.json');
	nodeOf(workflow, 'Welcome').parameters.url = welcome.url;
	const [newSince] = nodeOf(workflow, 'About this list').parameters.assignments.assignments;
	newSince.value = new Date(Date.now() - 60_000).toISOString();
	const { parameters } = nodeOf(workflow, 'Create Zoom users');
	parameters.options.rateShare = 100;
	// Half of them sign in by single sign-on: they are active at once, as those are who have accepted an invitation.
	parameters.action = "={{ /[13579]@/.test($json.Email) ? 'ssoCreate' : 'create' }}";
	saved = await n8n.putWorkflow(workflow);
});

after(async () => {
	await house?.stop();
	await welcome?.stop();
});

describe(`n8n killed ${KILLS} times in the middle of ${NEW} people, and the workflow started again each time`, () => {
	let last;

	it('runs to its end at last', { timeout: 600_000 }, async (t) => {
		t.diagnostic(`seed ${SEED}`);
		const random = randomFrom(SEED);
		const killed = [];
		const startAndKillAt = async (moment) => {
			const before = (await counts()).created;
			const id = await start();
			await moment(before);
			await house.kill();
			t.diagnostic(`killed: ${before} people created before, ${(await counts()).created} now`);
			n8n = await house.start();
			killed.push((await n8n.finished(id)).status);
		};

		for (let left = KILLS; left > 0; left--) {
			await startAndKillAt(async (before) => {
				const more = 1 + Math.floor((random() * (NEW - before)) / (left + 1));
				while ((await counts()).created < before + more) await sleep(LOOK_EVERY);
				await sleep(random() * LATENCY_MS);
			});
		}
		assert.deepEqual(welcome.received, []);
		await house.control('PUT', '/settings', { latencyMs: 0 });
		await startAndKillAt(() => welcome.interruption);
		assert.deepEqual(new Set(killed), new Set(['crashed']));

		last = await n8n.finished(await start());
		assert.equal(last.status, 'success');
	});

	it('has created each person once', async () => {
		const { requests } = await house.zoom.journal();
		const created = requests.filter(
			({ method, path, status }) => method === 'POST' && path === '/v2/users' && status === 201,
		);
		assert.deepEqual(created.map(({ email }) => email).sort(), [...newcomers].sort());
		assert.equal((await house.zoom.people()).length, list.length);
	});

	it('reports each person once, in the order of the list', () => {
		const reported = outputOf(last, 'Create Zoom users');
		assert.deepEqual(
			reported.map(({ email }) => email),
			list,
		);
		for (const { outcome } of reported) assert.ok(['created', 'exists'].includes(outcome), outcome);
		assert.deepEqual(outputOf(last, 'Not created'), []);
	});

	it('welcomes each newcomer once, and nobody who had an account before', () => {
		assert.deepEqual([...welcome.received].sort(), [...newcomers].sort());
	});

	it('says whose welcome went wrong', () => {
		const [{ email, error }, ...others] = outputOf(last, 'Not welcomed');
		assert.deepEqual([email, others], [UNLUCKY, []]);
		assert.match(error, /500/);
	});

	it('creates and welcomes nobody when it is run once again', async () => {
		const again = await n8n.finished(await start());
		assert.equal(again.status, 'success');
		assert.deepEqual(
			outputOf(again, 'Create Zoom users').map(({ outcome }) => outcome),
			list.map(() => 'exists'),
		);
		assert.equal(outputOf(again, 'Only who is new').length, NEW);
		assert.equal((await counts()).created, NEW);
		assert.equal(welcome.received.length, NEW);
	});
});

const counts = async () => (await house.control('GET', '')).counts;

/** @returns {Promise<string>} the id of the execution, which goes on by itself */
async function start() {
	const { executionId } = await n8n.call('POST', `/workflows/${saved.id}/run`, {
		workflowData: saved,
		triggerToStartFrom: { name: 'Start' },
	});
	return executionId;
}

/** Where the welcomes go. */
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
		/** E-mails, in the order they came. */
		received,
		/** Resolves when the one who is to be interrupted has come, and waits for an answer. */
		interruption,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
