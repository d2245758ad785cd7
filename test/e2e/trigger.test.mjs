/**
 * The Zoom Users Trigger at its production URL in a real n8n, with the simulator's sender in place of Zoom: which
 * requests start an execution, and how many.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { N8N_MAJOR } from '../../sandbox/n8n-runtime/n8n.mjs';
import {
	BURST_SETTINGS,
	eventOf,
	EVENTS,
	n8nWithTrigger,
	OPERATOR,
	SECRET,
} from './support/n8nWithTrigger.mjs';

const ZOOM_TIMEOUT_MS = 3_000;
const SLOW_START_MS = 10_000;
const MINUTE = 60;
/** Fewer on n8n 1.x, where it is about repeated deliveries only: the settings are those of 2.x. */
const BURST = N8N_MAJOR >= 2 ? 1_000 : 100;

/** n8n 2.8 and later respond once the execution has started, and older versions before. */
const ON_2X = { skip: N8N_MAJOR < 2 && 'n8n 1.x responds first' };
const ON_1X = { skip: N8N_MAJOR >= 2 && 'n8n 2.x responds when it has started' };

/** n8n calls this before it starts an execution. */
const START_HOOK = `
const failed = new Set();
module.exports = {
	workflow: {
		preExecute: [
			async ({ id, name }) => {
				if (name === 'slow start') await new Promise((resolve) => setTimeout(resolve, ${SLOW_START_MS}));
				if (name !== 'start fails once' || failed.has(id)) return;
				failed.add(id);
				throw new Error('The start fails');
			},
		],
	},
};
`;

const n8n = await n8nWithTrigger();
const { publish, startedBy, list, untilIdle, putToken } = n8n;

before(async () => {
	const hookFile = join(n8n.scratch, 'startHook.cjs');
	writeFileSync(hookFile, START_HOOK);
	await n8n.start({ EXTERNAL_HOOK_FILES: hookFile });
});

after(async () => await n8n.stop());

const now = () => Math.floor(Date.now() / 1000);
const statusesOf = (results) => results.map(({ status }) => status);

describe('the validation of the address', () => {
	it('gets a valid response, signed or not, and starts nothing', async () => {
		const workflow = await publish('validation');
		assert.ok((await workflow.zoom.validate()).valid);
		const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'abc' } });
		const { status, answer } = await workflow.zoom.send(body, { tamper: 'unsigned' });
		assert.deepEqual([status, JSON.parse(answer).plainToken], [200, 'abc']);
		assert.equal((await workflow.zoom.send(body, { tamper: 'signature' })).status, 401);
		assert.deepEqual(await startedBy(workflow), []);
	});

	it('does not sign an event that is sent as the token', async () => {
		const { zoom } = await publish('oracle');
		const plainToken = `v0:${Math.floor(Date.now() / 1000)}:${zoom.bodyOf(eventOf('user.deleted'))}`;
		const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken } });
		for (const tamper of ['unsigned', 'none']) {
			const { status, answer } = await zoom.send(body, { tamper });
			assert.equal(status, 401);
			assert.doesNotMatch(answer, /[0-9a-f]{64}/);
		}
	});

	it('works at the test URL, which still waits for an event', async () => {
		const workflow = await publish('test URL');
		const { waitingForWebhook } = await n8n.call('POST', `/workflows/${workflow.saved.id}/run`, {
			workflowData: workflow.saved,
			triggerToStartFrom: { name: 'Zoom' },
		});
		assert.ok(waitingForWebhook);
		assert.ok((await workflow.testZoom.validate()).valid);
		const event = eventOf('user.deleted');
		const body = workflow.testZoom.bodyOf(event);
		assert.equal((await workflow.testZoom.send(body, { tamper: 'signature' })).status, 401);
		assert.equal((await workflow.testZoom.send(body)).status, 200);
		const [[{ who }], ...others] = await startedBy(workflow);
		assert.deepEqual([who.email, others], [event.person.email, []]);
	});
});

describe('an event', () => {
	for (const name of EVENTS) {
		it(`${name} starts one execution`, async () => {
			const workflow = await publish(name, { events: [name] });
			const event = eventOf(name, { groupId: 'g1', creationType: 'ssoCreate', old: { type: 2 } });
			const [sent, ...others] = await workflow.zoom.deliver(event);
			assert.deepEqual([sent.status, others], [200, []]);
			assert.equal((await workflow.zoom.deliver(eventOf('user.settings_updated')))[0].status, 200);

			const [[item, ...more], ...again] = await startedBy(workflow);
			assert.deepEqual([more, again], [[], []]);
			const { id, email } = event.person;
			const withBy = !['user.invitation_accepted', 'user.signed_in', 'user.signed_out'].includes(name);
			assert.equal(item.event, name);
			assert.equal(item.at, new Date(event.at).toISOString());
			assert.equal(item.accountId, 'simulator-account');
			assert.equal(item.who.id, id);
			if (name !== 'user.updated') assert.equal(item.who.email, email);
			assert.deepEqual(item.by, withBy ? OPERATOR : undefined);
			assert.equal(item.creationType, name === 'user.created' ? 'ssoCreate' : undefined);
			assert.deepEqual(item.changed, name === 'user.updated' ? { type: { from: 2, to: 1 } } : undefined);
			assert.deepEqual(item.group, name.startsWith('group.') ? { id: 'g1' } : undefined);
		});
	}

	it('is unchanged if Simplify is off', async () => {
		const workflow = await publish('raw', { simplify: false });
		const event = eventOf('user.created');
		await workflow.zoom.deliver(event);
		assert.deepEqual(await startedBy(workflow), [[JSON.parse(workflow.zoom.bodyOf(event))]]);
	});

	it('that is not chosen or does not match the filters gets 200 and starts nothing', async () => {
		const workflow = await publish('filters', {
			events: ['user.created', 'user.updated'],
			filters: { emailDomains: 'southwind.example', changedFields: ['dept'] },
		});
		for (const event of ['user.deleted', 'user.created', 'user.updated']) {
			const [{ status }] = await workflow.zoom.deliver(eventOf(event, { old: { type: 2 } }));
			assert.equal(status, 200);
		}
		assert.deepEqual(await startedBy(workflow), []);
	});
});

describe('an event that n8n does not start', () => {
	it('gets 500, and the next delivery starts it', ON_2X, async () => {
		const workflow = await publish('start fails once', {}, { sender: { retriesMs: [100, 100] } });
		const event = eventOf('user.deleted');
		assert.deepEqual(statusesOf(await workflow.zoom.deliver(event)), [500, 200]);
		const [[{ who }], ...others] = await startedBy(workflow);
		assert.deepEqual([who.email, others], [event.person.email, []]);
	});

	it('in time gets no response, then 503, and 200 once it has started', ON_2X, async () => {
		const sender = { patienceMs: ZOOM_TIMEOUT_MS, retriesMs: [100, SLOW_START_MS + 1_000] };
		const workflow = await publish('slow start', {}, { sender });
		const event = eventOf('user.deleted');
		assert.deepEqual(statusesOf(await workflow.zoom.deliver(event)), [undefined, 503, 200]);
		const [[{ who }], ...others] = await startedBy(workflow);
		assert.deepEqual([who.email, others], [event.person.email, []]);
	});

	it('gets 200, is lost, and is in the list of executions as an error', ON_1X, async () => {
		const workflow = await publish('start fails once');
		const event = eventOf('user.deleted');
		for (const _delivery of [1, 2]) {
			assert.deepEqual(statusesOf(await workflow.zoom.deliver(event)), [200]);
			await untilIdle(workflow);
			assert.deepEqual(statusesOf((await list(workflow)).results), ['error']);
		}
	});

	it('in time gets 200 all the same, and is started once', ON_1X, async () => {
		const workflow = await publish('slow start');
		const event = eventOf('user.deleted');
		const [first] = await workflow.zoom.deliver(event);
		assert.equal(first.status, 200);
		assert.ok(first.tookMs < SLOW_START_MS);
		assert.deepEqual(statusesOf(await workflow.zoom.deliver(event)), [200]);
		const [[{ who }], ...others] = await startedBy(workflow);
		assert.deepEqual([who.email, others], [event.person.email, []]);
	});

	it('because a parameter cannot be read gets 503', async () => {
		const filters = { emailDomains: "={{ $('Nowhere').first().json.domain }}" };
		const workflow = await publish('unreadable', { filters });
		assert.equal((await workflow.zoom.send(workflow.zoom.bodyOf(eventOf('user.deleted')))).status, 503);
		assert.deepEqual(await startedBy(workflow), []);
	});
});

describe('a rejected request', () => {
	let workflow, body;
	before(async () => {
		workflow = await publish('rejected');
		body = workflow.zoom.bodyOf(eventOf('user.deleted'));
	});

	const rejected = [
		['a forged signature', { tamper: 'signature' }],
		['no signature', { tamper: 'unsigned' }],
		['a body changed by one byte', { tamper: 'body' }],
		['an old timestamp', () => ({ timestamp: now() - 91 * MINUTE })],
		['a timestamp in the future', () => ({ timestamp: now() + 6 * MINUTE })],
	];
	for (const [name, manner] of rejected) {
		it(`with ${name} gets 401`, async () => {
			const { status } = await workflow.zoom.send(body, typeof manner === 'function' ? manner() : manner);
			assert.equal(status, 401);
		});
	}

	it('with invalid JSON gets an error', async () => {
		const { status, answer } = await workflow.zoom.send(`${body.slice(0, -1)},`);
		assert.ok(status >= 400, `${status}: ${answer}`);
	});

	it('with a body over the limit of n8n gets an error, or its connection is closed', async () => {
		const tooLong = JSON.stringify({ ...JSON.parse(body), padding: 'x'.repeat(17 * 1024 * 1024) });
		const { status, answer } = await workflow.zoom.send(tooLong);
		// n8n does not read such a body to its end.
		assert.ok(status >= 400 || answer === 'fetch failed', `${status}: ${answer}`);
	});

	it('with a form or a body without a content type gets 401', async () => {
		const { url: address } = workflow.zoom.subscription;
		const form = new FormData();
		form.set('event', 'user.deleted');
		for (const other of [form, new Blob([body])]) {
			const headers = { connection: 'close' };
			assert.equal((await fetch(address, { method: 'POST', headers, body: other })).status, 401);
		}
	});

	it('has started nothing', async () => {
		assert.deepEqual(await startedBy(workflow), []);
	});

	it('is impossible without a Secret Token, because the workflow cannot be published', async () => {
		await assert.rejects(
			publish('empty', {}, { using: await putToken('Empty', ' ') }),
			/has no Secret Token/,
		);
	});

	it('gets 503 if the credential is deleted, so that Zoom retries', async () => {
		const using = await putToken('Gone', SECRET);
		const { saved, zoom } = await publish('gone', {}, { using });
		await n8n.call('DELETE', `/credentials/${using.id}`);
		assert.equal((await zoom.send(body)).status, 503);
		assert.deepEqual(await startedBy({ saved }), []);
	});
});

describe('a repeated delivery', () => {
	it('starts nothing, with the same signature or a new one', async () => {
		const workflow = await publish('replay');
		const { zoom } = workflow;
		const body = zoom.bodyOf(eventOf('user.deleted'));
		const first = now() - 10;
		for (const timestamp of [first, first, now()]) {
			assert.equal((await zoom.send(body, { timestamp })).status, 200);
		}
		assert.equal((await startedBy(workflow)).length, 1);
	});

	it('starts nothing if both deliveries arrive at once, 85 minutes after the timestamp', async () => {
		const late = await publish('late');
		const event = eventOf('user.invitation_accepted', { at: Date.now() - 85 * MINUTE * 1000 });
		const again = late.zoom.bodyOf(event);
		const timestamp = now() - 85 * MINUTE;
		const sent = await Promise.all([1, 2].map(() => late.zoom.send(again, { timestamp })));
		// The other one gets 503 if n8n is still starting the execution.
		assert.equal(Math.min(...statusesOf(sent)), 200);
		assert.ok([200, 503].includes(Math.max(...statusesOf(sent))));
		assert.equal((await late.zoom.send(again, { timestamp })).status, 200);
		const [[{ who }], ...others] = await startedBy(late);
		assert.deepEqual([who.email, others], [event.person.email, []]);
	});
});

describe('a new secret token', () => {
	it('works from its first event on', async () => {
		const using = await putToken('Renewed', SECRET);
		const workflow = await publish('renewed', {}, { using, sender: { secretToken: 'aNewOne' } });
		const nextStatus = async () => (await workflow.zoom.deliver(eventOf('user.deleted')))[0].status;
		assert.equal(await nextStatus(), 401);
		await putToken('Renewed', 'aNewOne');
		assert.equal(await nextStatus(), 200);
		assert.ok((await workflow.zoom.validate()).valid);
		assert.equal((await startedBy(workflow)).length, 1);
	});
});

describe('the secret token', () => {
	it('is not in the log, but rejected requests are, with the reason', () => {
		const log = n8n.log();
		assert.ok(!log.includes(SECRET));
		assert.match(log, /Zoom Users Trigger: rejected a request: wrong signature/);
		assert.match(log, /Zoom Users Trigger: rejected a request: timestamp out of range/);
	});

	it('cannot be read in the editor, and its format is tested', async () => {
		const { data } = await n8n.storedCredential();
		assert.match(String(data.secretToken), /^__n8n_BLANK_VALUE/);
		const test = (secretToken) => n8n.testCredential({ secretToken });
		assert.equal((await test(SECRET)).status, 'OK');
		assert.equal((await test('with a space')).status, 'Error');
	});
});

describe('an n8n with the settings for bursts', () => {
	let workflow, event;
	before(async () => {
		workflow = await publish('restart');
		event = eventOf('user.deleted');
		assert.equal((await workflow.zoom.deliver(event))[0].status, 200);
		await untilIdle(workflow);
		await n8n.start(BURST_SETTINGS);
	});

	it('starts nothing for an event that was repeated after the restart', async () => {
		assert.equal((await workflow.zoom.deliver(event))[0].status, 200);
		const executions = await startedBy(workflow);
		assert.deepEqual(executions.map((items) => items.length).sort(), [0, 1]);
	});

	it(
		`starts ${BURST} executions for ${BURST} events that are each delivered twice at once`,
		{ timeout: 600_000 },
		async () => {
			// Shorter delays than Zoom's: a repeated delivery gets 503 until its event has started.
			const sender = { retriesMs: Array(30).fill(5_000) };
			const burst = await publish('burst', {}, { sender });
			const events = Array.from({ length: BURST }, () => eventOf('user.invitation_accepted'));
			const sent = await Promise.all([...events, ...events].map((one) => burst.zoom.deliver(one)));
			assert.deepEqual(new Set(sent.map((deliveries) => deliveries.at(-1).status)), new Set([200]));

			const started = await startedBy(burst);
			assert.deepEqual(
				started.map(([{ who }]) => who.email).sort(),
				events.map(({ person }) => person.email).sort(),
			);
		},
	);
});
