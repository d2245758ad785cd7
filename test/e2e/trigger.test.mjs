/**
 * The Zoom Users Trigger at its production URL in a real n8n, with the simulator's sender for Zoom: what starts an
 * execution, how often, and what starts none.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { tsImport } from 'tsx/esm/api';
import { startN8n } from '../../sandbox/n8n-runtime/n8n.mjs';
import { packPackage } from '../../sandbox/n8n-runtime/package.mjs';
import { outputOf, signIn } from '../../sandbox/n8n-runtime/rest.mjs';

const { Webhook } = await tsImport('../../simulator/routes/webhooks.ts', import.meta.url);

const OWNER = { email: 'owner@e2e.example', password: 'Owner1of1e2e' };
const SECRET = 'aBcD3fGh1JkLmN0pQrStUv';
const ZOOM_WAITS_MS = 3_000;
const MINUTE = 60;

const BURST = 1_000;
const RATE_SECONDS = 8;
/** What the README advises for bursts: no sandbox for expressions that are not there, and not all at the same time. */
const FOR_BURSTS = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', N8N_CONCURRENCY_PRODUCTION_LIMIT: '10' };

const BY = { id: 'z8yCxjabcdEFGHfp8uQ', email: 'admin@northwind.example' };
const EVENTS = [
	'group.member_added',
	'group.member_deleted',
	'user.activated',
	'user.created',
	'user.deactivated',
	'user.deleted',
	'user.disassociated',
	'user.invitation_accepted',
	'user.signed_in',
	'user.signed_out',
	'user.updated',
];

let scratch, packageTarball, server, n8n, credential;

before(async () => {
	scratch = mkdtempSync(join(tmpdir(), 'e2e-'));
	packageTarball = await packPackage(join(scratch, 'package'));
	await start();
	credential = await putToken('Zoom events', SECRET);
});

after(async () => {
	await server?.stop();
	rmSync(scratch, { recursive: true, force: true });
});

/** Starts n8n on what is there of it, in the place of the one that may be running. */
async function start(env = {}) {
	await server?.stop();
	server = await startN8n({ userFolder: join(scratch, 'n8n'), packageTarball, env });
	n8n = await signIn(server.url, OWNER);
}

async function putToken(name, secretToken) {
	const { id } = await n8n.putCredential({ name, type: 'zoomUsersWebhookApi', data: { secretToken } });
	return { id, name };
}

/** A published workflow that starts with the trigger, and the sender that has its address. */
async function publish(name, parameters = {}, { sender = {}, using = credential } = {}) {
	const webhookId = randomUUID();
	const saved = await n8n.putWorkflow({
		name,
		nodes: [
			{
				id: randomUUID(),
				name: 'Zoom',
				type: 'n8n-nodes-zoom-users.zoomUsersTrigger',
				typeVersion: 2,
				position: [0, 0],
				parameters: { events: EVENTS, ...parameters },
				webhookId,
				credentials: { zoomUsersWebhookApi: using },
			},
			{
				id: randomUUID(),
				name: 'Next',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { Zoom: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
	});
	await n8n.call('POST', `/workflows/${saved.id}/activate`, { versionId: saved.versionId });
	await published(saved.id);
	const senderOf = (mode) =>
		new Webhook(
			{ url: `${server.url}/${mode}/${webhookId}/webhook`, secretToken: SECRET, ...sender },
			{ accountId: 'simulator-account', operator: BY, now: () => Date.now() },
		);
	return { saved, zoom: senderOf('webhook'), testZoom: senderOf('webhook-test') };
}

/** n8n publishes after it has answered. */
async function published(id) {
	for (;;) {
		const { status, triggers } = await n8n.call('GET', `/workflows/${id}/publication-status`);
		if (status === 'published') return;
		const [failed] = triggers.filter(({ errorMessage }) => errorMessage);
		if (failed) throw new Error(failed.errorMessage);
		await sleep(50);
	}
}

let people = 0;
function happening(event, more = {}) {
	const id = `id${++people}`;
	const email = `person${people}@northwind.example`;
	const names = { first_name: 'Zoë', last_name: `Nr. ${people}`, display_name: `Zoë Nr. ${people}` };
	return { event, at: Date.now(), person: { id, email, ...names, type: 1 }, ...more };
}

/** A page of the executions of a workflow. */
async function list({ saved }, status, cursor = '') {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: saved.id, status }));
	return await n8n.call('GET', `/executions?limit=100&filter=${filter}${cursor && `&cursor=${cursor}`}`);
}

/** Waits until no execution is under way any more. What was answered is started at once, but not noted at once. */
async function untilIdle(workflow) {
	await sleep(500);
	await untilReady();
	while ((await list(workflow, ['new', 'running', 'waiting'])).results.length > 0) {
		await sleep(500);
		await untilReady();
	}
}

/** An n8n that has had no time to look after its database takes it for gone, until it looks again. */
async function untilReady() {
	while (!(await fetch(`${server.url}/healthz/readiness`)).ok) await sleep(500);
}

/** What the trigger has put out, an entry each execution. */
async function startedBy(workflow) {
	await untilIdle(workflow);
	const ids = [];
	const over = ['success', 'error', 'crashed', 'canceled'];
	let page = await list(workflow, over);
	while (ids.push(...page.results.map(({ id }) => id)) && page.nextCursor) {
		page = await list(workflow, over, page.nextCursor);
	}
	const started = [];
	while (ids.length > 0) {
		const some = await Promise.all(ids.splice(0, 10).map((id) => n8n.finished(id)));
		for (const execution of some) {
			assert.equal(execution.status, 'success');
			started.push(outputOf(execution, 'Next'));
		}
	}
	return started;
}

describe('the validation of the address', () => {
	it('is answered at once and rightly, signed or not, and starts nothing', async () => {
		const workflow = await publish('validation');
		const { valid, tookMs } = await workflow.zoom.validate();
		assert.ok(valid);
		assert.ok(tookMs < ZOOM_WAITS_MS);
		const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'abc' } });
		const { status, answer } = await workflow.zoom.send(body, { tamper: 'unsigned' });
		assert.deepEqual([status, JSON.parse(answer).plainToken], [200, 'abc']);
		assert.equal((await workflow.zoom.send(body, { tamper: 'signature' })).status, 401);
		assert.deepEqual(await startedBy(workflow), []);
	});

	it('signs no event for somebody who sends one as the token', async () => {
		const { zoom } = await publish('oracle');
		const plainToken = `v0:${Math.floor(Date.now() / 1000)}:${zoom.bodyOf(happening('user.deleted'))}`;
		const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken } });
		for (const tamper of ['unsigned', 'none']) {
			const { status, answer } = await zoom.send(body, { tamper });
			assert.equal(status, 401);
			assert.doesNotMatch(answer, /[0-9a-f]{64}/);
		}
	});

	it('is answered at the test URL too, which goes on listening for an event', async () => {
		const workflow = await publish('test URL');
		const { waitingForWebhook } = await n8n.call('POST', `/workflows/${workflow.saved.id}/run`, {
			workflowData: workflow.saved,
			triggerToStartFrom: { name: 'Zoom' },
		});
		assert.ok(waitingForWebhook);
		assert.ok((await workflow.testZoom.validate()).valid);
		const told = happening('user.deleted');
		const body = workflow.testZoom.bodyOf(told);
		assert.equal((await workflow.testZoom.send(body, { tamper: 'signature' })).status, 401);
		assert.equal((await workflow.testZoom.send(body)).status, 200);
		const [[{ who }], ...others] = await startedBy(workflow);
		assert.deepEqual([who.email, others], [told.person.email, []]);
	});
});

describe('an event', () => {
	for (const event of EVENTS) {
		it(`${event} starts one execution`, async () => {
			const workflow = await publish(event, { events: [event] });
			const told = happening(event, { groupId: 'g1', creationType: 'ssoCreate', old: { type: 2 } });
			const [sent, ...others] = await workflow.zoom.deliver(told);
			assert.deepEqual([sent.status, others], [200, []]);
			assert.ok(sent.tookMs < ZOOM_WAITS_MS);
			assert.equal((await workflow.zoom.deliver(happening('user.settings_updated')))[0].status, 200);

			const [[item, ...more], ...again] = await startedBy(workflow);
			assert.deepEqual([more, again], [[], []]);
			const { id, email } = told.person;
			const withBy = !['user.invitation_accepted', 'user.signed_in', 'user.signed_out'].includes(event);
			assert.equal(item.event, event);
			assert.equal(item.at, new Date(told.at).toISOString());
			assert.equal(item.accountId, 'simulator-account');
			assert.equal(item.who.id, id);
			if (event !== 'user.updated') assert.equal(item.who.email, email);
			assert.deepEqual(item.by, withBy ? BY : undefined);
			assert.equal(item.creationType, event === 'user.created' ? 'ssoCreate' : undefined);
			assert.deepEqual(item.changed, event === 'user.updated' ? { type: { from: 2, to: 1 } } : undefined);
			assert.deepEqual(item.group, event.startsWith('group.') ? { id: 'g1' } : undefined);
		});
	}

	it('is as Zoom sent it, where it is not simplified', async () => {
		const workflow = await publish('raw', { simplify: false });
		const told = happening('user.created');
		await workflow.zoom.deliver(told);
		assert.deepEqual(await startedBy(workflow), [[JSON.parse(workflow.zoom.bodyOf(told))]]);
	});

	it('that is not chosen, or does not pass the filters, is answered 200 and starts nothing', async () => {
		const workflow = await publish('filters', {
			events: ['user.created', 'user.updated'],
			filters: { emailDomains: 'southwind.example', changedFields: ['dept'] },
		});
		for (const event of ['user.deleted', 'user.created', 'user.updated']) {
			const [{ status }] = await workflow.zoom.deliver(happening(event, { old: { type: 2 } }));
			assert.equal(status, 200);
		}
		assert.deepEqual(await startedBy(workflow), []);
	});
});

describe('what starts nothing', () => {
	let workflow, body;
	const now = () => Math.floor(Date.now() / 1000);
	before(async () => {
		workflow = await publish('refused');
		body = workflow.zoom.bodyOf(happening('user.deleted'));
	});

	const refused = [
		['a forged signature', { tamper: 'signature' }],
		['none', { tamper: 'unsigned' }],
		['a body changed by one byte', { tamper: 'body' }],
		['a stale timestamp', () => ({ timestamp: now() - 91 * MINUTE })],
		['a timestamp ahead of time', () => ({ timestamp: now() + 6 * MINUTE })],
	];
	for (const [name, manner] of refused) {
		it(`${name}: 401`, async () => {
			const { status } = await workflow.zoom.send(body, typeof manner === 'function' ? manner() : manner);
			assert.equal(status, 401);
		});
	}

	it('what n8n refuses before: JSON that is none, a body over its limit', async () => {
		const tooLong = JSON.stringify({ ...JSON.parse(body), padding: 'x'.repeat(17 * 1024 * 1024) });
		for (const bad of [`${body.slice(0, -1)},`, tooLong]) {
			const { status } = await workflow.zoom.send(bad);
			assert.ok(status >= 400, `${status}`);
		}
	});

	it('a form, and a body without a type', async () => {
		const { url: address } = workflow.zoom.subscription;
		const form = new FormData();
		form.set('event', 'user.deleted');
		for (const other of [form, new Blob([body])]) {
			assert.equal((await fetch(address, { method: 'POST', body: other })).status, 401);
		}
	});

	it('none of these has started anything', async () => {
		assert.deepEqual(await startedBy(workflow), []);
	});

	it('a replay: the same again, also with a signature of its own', async () => {
		const { zoom } = workflow;
		const first = now() - 10;
		for (const timestamp of [first, first, now()]) {
			assert.equal((await zoom.send(body, { timestamp })).status, 200);
		}
		assert.equal((await startedBy(workflow)).length, 1);
	});

	it('the second of two that were missed at first and sent again after 85 minutes, with the first timestamp', async () => {
		const late = await publish('late');
		const told = happening('user.invitation_accepted', { at: Date.now() - 85 * MINUTE * 1000 });
		const again = late.zoom.bodyOf(told);
		const timestamp = now() - 85 * MINUTE;
		const sent = await Promise.all([1, 2].map(() => late.zoom.send(again, { timestamp })));
		assert.deepEqual(
			sent.map(({ status }) => status),
			[200, 200],
		);
		const [[{ who }], ...others] = await startedBy(late);
		assert.deepEqual([who.email, others], [told.person.email, []]);
	});

	it('a credential without a token: it cannot be published', async () => {
		await assert.rejects(
			publish('empty', {}, { using: await putToken('Empty', ' ') }),
			/holds no Secret Token/,
		);
	});

	it('a credential that is gone: 503, for Zoom to try again', async () => {
		const using = await putToken('Gone', SECRET);
		const { saved, zoom } = await publish('gone', {}, { using });
		await n8n.call('DELETE', `/credentials/${using.id}`);
		assert.equal((await zoom.send(body)).status, 503);
		assert.deepEqual(await startedBy({ saved }), []);
	});
});

describe('a new secret token', () => {
	it('counts from its first event on', async () => {
		const using = await putToken('Renewed', SECRET);
		const workflow = await publish('renewed', {}, { using, sender: { secretToken: 'aNewOne' } });
		const statusOf = async () => (await workflow.zoom.deliver(happening('user.deleted')))[0].status;
		assert.equal(await statusOf(), 401);
		await putToken('Renewed', 'aNewOne');
		assert.equal(await statusOf(), 200);
		assert.ok((await workflow.zoom.validate()).valid);
		assert.equal((await startedBy(workflow)).length, 1);
	});
});

describe('the rate that is answered within three seconds', () => {
	it('is at least 5 a second, as n8n comes', { timeout: 300_000 }, async (t) => {
		assert.ok((await highestRate(t, [5, 10, 20, 40])) >= 5);
	});
});

describe('the secret token', () => {
	it('is not in the log, and what was refused is, with the reason', () => {
		const log = server.log();
		assert.ok(!log.includes(SECRET));
		assert.match(log, /a request was refused \(wrong signature\)/);
		assert.match(log, /a request was refused \(stale timestamp\)/);
	});

	it('cannot be read in the editor, and is tested as far as it goes', async () => {
		const { data } = await n8n.call('GET', `/credentials/${credential.id}?includeData=true`);
		assert.match(String(data.secretToken), /^__n8n_BLANK_VALUE/);
		const test = (secretToken) =>
			n8n.testCredential({ ...credential, type: 'zoomUsersWebhookApi' }, { secretToken });
		assert.equal((await test(SECRET)).status, 'OK');
		assert.equal((await test('with a space')).status, 'Error');
	});
});

describe('an n8n that is set up for bursts', () => {
	before(() => start(FOR_BURSTS));

	it(
		`makes ${BURST} executions of ${BURST} events, each sent twice at once`,
		{ timeout: 300_000 },
		async (t) => {
			// A Zoom with some patience, who sends again what n8n itself has answered with a 503.
			const sender = { patienceMs: 60_000, retriesMs: [5_000, 10_000, 20_000] };
			const workflow = await publish('burst', {}, { sender });
			const told = Array.from({ length: BURST }, () => happening('user.invitation_accepted'));
			const sent = await Promise.all([...told, ...told].map((one) => workflow.zoom.deliver(one)));
			assert.deepEqual(new Set(sent.map((tries) => tries.at(-1).status)), new Set([200]));
			const took = sent.map(([{ status, tookMs }]) => (status === 200 ? tookMs : Infinity));
			const inTime = took.filter((ms) => ms <= ZOOM_WAITS_MS).length;
			t.diagnostic(`${inTime} of ${took.length} answered within 3 s, the last after ${Math.max(...took)} ms`);

			const started = await startedBy(workflow);
			assert.deepEqual(
				started.map(([{ who }]) => who.email).sort(),
				told.map(({ person }) => person.email).sort(),
			);
		},
	);

	it('answers at least 20 a second within three seconds', { timeout: 300_000 }, async (t) => {
		assert.ok((await highestRate(t, [20, 60, 120])) >= 20);
	});
});

/** The highest of some rates, in events a second, at which all are answered before Zoom gives up. */
async function highestRate(t, rates) {
	const workflow = await publish(`rates ${rates}`);
	let highest = 0;
	for (const rate of rates) {
		const sent = [];
		const began = performance.now();
		for (let i = 0; i < rate * RATE_SECONDS; i++) {
			await sleep(Math.max(0, began + (i * 1000) / rate - performance.now()));
			sent.push(workflow.zoom.send(workflow.zoom.bodyOf(happening('user.signed_in'))));
		}
		const answers = await Promise.all(sent);
		await untilIdle(workflow);
		const inTime = answers.filter(({ status }) => status === 200).length;
		const took = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
		t.diagnostic(
			`${rate} a second: ${inTime} of ${sent.length} in time, half within ${took[took.length >> 1]} ms, the slowest ${took.at(-1)} ms`,
		);
		if (inTime < sent.length) break;
		highest = rate;
	}
	t.diagnostic(`at most ${highest} a second`);
	return highest;
}
