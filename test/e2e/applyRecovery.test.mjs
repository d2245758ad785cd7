/**
 * A plan of 300 rows is applied in a real n8n, which is killed five times in the middle. The workflow is started again
 * with the same plan each time.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputOf } from '../../sandbox/n8n-runtime/rest.mjs';
import { n8nWithZoom, nodeOf } from './support/n8nWithZoom.mjs';
import { randomFrom } from './support/random.mjs';

const KILLS = 5;
const LATENCY_MS = 40;
/** How often to check the progress of a run, in ms. */
const POLL_MS = 50;
const DOMAIN = 'northwind.example';

/** SEED=… repeats an earlier run, if the machine has the same speed. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

const numbered = (name, count) => Array.from({ length: count }, (_, i) => `${name}${i}@${DOMAIN}`);
/** By what the plan does with them. */
const CREATE = numbered('new', 90);
const UPDATE = numbered('moves', 180);
const ACTIVATE = numbered('returns', 20);
const NOTHING = numbered('same', 30);
const DEACTIVATE = numbered('leaves', 10);
const SALES = 'GrpSales00000000000001';

let sandbox, n8n, files, apply;

before(async () => {
	sandbox = await n8nWithZoom({ editor: false });
	files = await serveJson();
	const listed = [...CREATE, ...UPDATE, ...ACTIVATE, ...NOTHING];
	// Half of the new users use single sign-on: they are active, so their department and group are steps of the creation.
	const row = (email, i) => ({
		email,
		action: i % 2 ? 'ssoCreate' : 'create',
		department: 'Marketing',
		groups: 'Sales',
	});
	files.set('list', listed.map(row));
	const add = (email, user) => sandbox.control('POST', '/people', { email, ...user });
	for (const email of UPDATE) await add(email, { dept: 'Support' });
	for (const email of ACTIVATE) await add(email, { status: 'inactive' });
	for (const email of NOTHING) await add(email, { dept: 'Marketing', group_ids: [SALES] });
	for (const email of DEACTIVATE) await add(email, { type: 2 });
	n8n = await sandbox.start({ accountPlan: 'business' });
	const plan = await n8n.putWorkflow(workflow('Plan', planNode()));
	apply = await n8n.putWorkflow(workflow('Apply', applyNode()));
	const planned = await n8n.run(plan, 'Start', { timeout: 100_000 });
	assert.equal(planned.status, 'success', planned.data.resultData.error?.message);
	const [summary] = outputOf(planned, 'Zoom');
	assert.deepEqual(
		['create', 'update', 'activate', 'nothing', 'deactivate', 'blocked'].map((one) => summary.counts[one]),
		[...[CREATE, UPDATE, ACTIVATE, NOTHING, DEACTIVATE].map(({ length }) => length), 0],
	);
	files.set('plan', summary);
	await sandbox.control('PUT', '/settings', { latencyMs: LATENCY_MS });
});

after(async () => {
	await sandbox?.stop();
	await files?.stop();
});

describe(`n8n is killed ${KILLS} times while it applies a plan, and the workflow is started again each time`, () => {
	let last;

	it('completes in the end', { timeout: 600_000 }, async (t) => {
		t.diagnostic(`seed ${SEED}`);
		const random = randomFrom(SEED);
		const total = CREATE.length + UPDATE.length + ACTIVATE.length + DEACTIVATE.length;
		const statuses = new Set();
		for (let left = KILLS; left > 0; left--) {
			const done = (await writes()).length;
			const more = 1 + Math.floor((random() * Math.max(1, total - done)) / (left + 1));
			const id = await start();
			while ((await writes()).length < done + more) await sleep(POLL_MS);
			await sleep(random() * 2 * LATENCY_MS);
			await sandbox.kill();
			t.diagnostic(`killed after ${(await writes()).length} writes, ${done} of them before this run`);
			n8n = await sandbox.start();
			statuses.add((await n8n.finished(id)).status);
		}
		assert.deepEqual([...statuses], ['crashed']);
		await sandbox.control('PUT', '/settings', { latencyMs: 0 });
		last = await n8n.finished(await start());
		assert.equal(last.status, 'success', last.data.resultData.error?.message);
	});

	it('returns one item for each row, and none of them failed', () => {
		const items = outputOf(last, 'Zoom');
		assert.equal(items.length, [CREATE, UPDATE, ACTIVATE, NOTHING, DEACTIVATE].flat().length);
		assert.deepEqual(
			items.filter(({ outcome }) => outcome === 'failed').map(({ error }) => error),
			[],
		);
	});

	it('makes each change exactly once', async () => {
		const counts = new Map();
		for (const { method, path, email, bodyText } of await writes()) {
			const key = `${method} ${path} ${path === '/v2/users' ? email : (bodyText ?? '')}`;
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
		assert.deepEqual(
			[...counts].filter(([, count]) => count > 1),
			[],
		);
	});

	it('leaves every user as the plan says', async () => {
		const users = new Map((await sandbox.zoom.people()).map((user) => [user.email, user]));
		const of = (emails, ...fields) =>
			new Set(emails.map((email) => JSON.stringify(fields.map((field) => users.get(email)?.[field]))));
		const active = new Set([JSON.stringify(['active', 'Marketing', [SALES]])]);
		const [invited, signedOn] = [0, 1].map((rest) => CREATE.filter((_, i) => i % 2 === rest));
		assert.deepEqual(
			of([...UPDATE, ...ACTIVATE, ...NOTHING, ...signedOn], 'status', 'dept', 'group_ids'),
			active,
		);
		assert.deepEqual(of(invited, 'status', 'group_ids'), new Set([JSON.stringify(['pending', [SALES]])]));
		assert.deepEqual(of(DEACTIVATE, 'status'), new Set([JSON.stringify(['inactive'])]));
	});

	it('writes nothing if it is applied once more', async () => {
		const before = (await writes()).length;
		const again = await n8n.finished(await start());
		assert.equal(again.status, 'success');
		assert.equal((await writes()).length, before);
	});
});

/** The requests that Zoom has carried out, in order. */
async function writes() {
	const { requests } = await sandbox.zoom.journal();
	return requests.filter(
		({ method, path, status, wrote }) =>
			method !== 'GET' && path.startsWith('/v2/') && (wrote || (status !== null && status < 300)),
	);
}

/** Starts the workflow without waiting for it. @returns {Promise<string>} the execution ID */
async function start() {
	const { executionId } = await n8n.call('POST', `/workflows/${apply.id}/run`, {
		workflowData: apply,
		triggerToStartFrom: { name: 'Start' },
	});
	return executionId;
}

/** Start, the list or the plan from a file, and the node. */
function workflow(name, { file, ...parameters }) {
	const zoom = nodeOf(sandbox.example('onboarding.json'), 'Create Zoom users');
	const node = (id, label, type, typeVersion, more) => ({
		id,
		name: label,
		type,
		typeVersion,
		position: [220 * Number(id), 0],
		parameters: {},
		...more,
	});
	const link = (to) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
	return {
		name: `${name} (recovery)`,
		nodes: [
			node('1', 'Start', 'n8n-nodes-base.manualTrigger', 1),
			node('2', 'File', 'n8n-nodes-base.httpRequest', 4.2, {
				parameters: { url: `${files.url}/${file}`, options: {} },
			}),
			node('3', 'Zoom', zoom.type, zoom.typeVersion, {
				credentials: zoom.credentials,
				parameters: { authentication: 'serverToServer', resource: 'user', ...parameters },
			}),
		],
		connections: { Start: link('File'), File: link('Zoom') },
	};
}

const planNode = () => ({
	file: 'list',
	operation: 'plan',
	action: '={{ $json.action }}',
	email: '={{ $json.email }}',
	type: '',
	additionalFields: {},
	afterCreation: { department: '={{ $json.department }}', groups: '={{ $json.groups }}' },
	notInList: 'deactivate',
	scope: { domains: DOMAIN },
	output: 'summary',
	options: { ifInactive: 'activate', rateShare: 100 },
});

const applyNode = () => ({
	file: 'plan',
	operation: 'apply',
	plan: '={{ $json }}',
	options: { rateShare: 100 },
});

/** A server for the list and the plan. */
async function serveJson() {
	const contents = new Map();
	const server = createServer(({ url }, response) => {
		const content = contents.get(url.slice(1));
		response.writeHead(content ? 200 : 404, { 'content-type': 'application/json' });
		response.end(JSON.stringify(content ?? {}));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${server.address().port}`,
		set: (name, content) => contents.set(name, content),
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
