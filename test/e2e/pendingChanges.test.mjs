/**
 * apply-pending-changes.json, end to end on one machine: a real n8n invites people, the Zoom simulator sends an event to
 * the trigger's production URL when one of them accepts, and the pending changes are applied, once.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputOf } from '../../sandbox/n8n-runtime/rest.mjs';
import { n8nWithZoom, nodeOf } from './support/n8nWithZoom.mjs';

const EXAMPLE = 'apply-pending-changes.json';
const ACCEPTED = 'user.invitation_accepted';
const SECRET = 'aBcD3fGh1JkLmN0pQrStUv';
const [INGRID, KOFI, TOMAS] = ['ingrid.dahl', 'kofi.mensah', 'tomas.novak'].map(
	(one) => `${one}@example.com`,
);
const [SALES, ENGINEERING] = ['GrpSales00000000000001', 'GrpEngineering00000001'];
const ZURICH = 'GrpZuerich000000000001';
const [MEMBER, HELP_DESK] = ['2', 'RhelpDeskQk3tYw7ZxBvN5'];

let sandbox, n8n, saved, url;

before(async () => {
	sandbox = await n8nWithZoom();
	n8n = await sandbox.start();
	const { urlBaseWebhook } = await n8n.call('GET', '/settings');
	const { id, name } = await n8n.putCredential({
		name: 'Zoom Users (Webhook)',
		type: 'zoomUsersWebhookApi',
		data: { secretToken: SECRET },
	});
	const workflow = sandbox.example(EXAMPLE);
	nodeOf(workflow, 'Invitation accepted').credentials = { zoomUsersWebhookApi: { id, name } };
	saved = await n8n.putWorkflow(workflow);
	await n8n.publish(saved);
	url = `${urlBaseWebhook.replace(/\/$/, '')}/webhook/${nodeOf(saved, 'Invitation accepted').webhookId}/webhook`;
});

after(() => sandbox?.stop());

/** Waits until `look` returns something. @returns that */
async function until(look) {
	for (const deadline = Date.now() + 100_000; Date.now() < deadline; await sleep(100)) {
		const found = await look();
		if (found) return found;
	}
	throw new Error(`Timed out: ${look}`);
}

const personOf = async (email) => (await sandbox.zoom.people()).find((person) => person.email === email);

/** The number of requests to Zoom, and the requests that change something. */
async function requestsToZoom() {
	const { requests } = await sandbox.zoom.journal();
	const calls = requests.filter(({ path }) => path.startsWith('/v2/'));
	const written = calls.filter(({ method }) => method !== 'GET');
	return { all: calls.length, written: written.map(({ method, path }) => `${method} ${path}`) };
}

/** Executes the workflow from Start. @returns the users that it invited */
async function start() {
	const execution = await n8n.run(saved, 'Start', { timeout: 100_000 });
	assert.equal(execution.status, 'success');
	assert.deepEqual(outputOf(execution, 'Not invited'), []);
	return outputOf(execution, 'Invite to Zoom');
}

/** The executions that events have started, the oldest first. Waits until all of them have ended. */
async function started() {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: saved.id }));
	return await until(async () => {
		const { results } = await n8n.call('GET', `/executions?limit=100&filter=${filter}`);
		const isOver = ({ status }) => !['new', 'running', 'waiting'].includes(status);
		return results.every(isOver) && results.filter(({ mode }) => mode === 'webhook').reverse();
	});
}

/** The one execution that an event starts. */
async function startedBy(send) {
	const before = (await started()).length;
	await send();
	const [execution, ...more] = await until(async () => {
		const since = (await started()).slice(before);
		return since.length > 0 && since;
	});
	assert.deepEqual([execution.status, more], ['success', []]);
	return await n8n.finished(execution.id, { timeout: 100_000 });
}

/** Sends an event. @returns the HTTP statuses of the responses */
async function send(order) {
	const { sent } = await sandbox.control('POST', '/webhooks/send', { event: ACCEPTED, ...order });
	return sent.map(({ status }) => status);
}

/** The address of the data table in n8n. */
async function rows() {
	const project = (await n8n.call('GET', '/projects/personal')).id;
	const { data } = await n8n.call('GET', `/projects/${project}/data-tables`);
	const { id } = data.find(({ name }) => name === 'Zoom pending changes');
	return `/projects/${project}/data-tables/${id}`;
}

/** The stored pending changes, by email address. */
async function stored() {
	const { data } = await n8n.call('GET', `${await rows()}/rows`);
	return new Map(
		data.map(({ email, pendingChanges }) => [
			email,
			JSON.parse(pendingChanges).map(({ step, want }) => [step, want]),
		]),
	);
}

const PENDING = new Map([
	[
		INGRID,
		[
			['profile', { department: 'Sales', jobTitle: 'Account Manager' }],
			['groups', ['Zürich']],
		],
	],
	[
		KOFI,
		[
			['profile', { department: 'IT', jobTitle: 'IT Support' }],
			['role', 'Help Desk'],
		],
	],
]);
const ofKofi = new Map([[KOFI, PENDING.get(KOFI)]]);

describe(EXAMPLE, () => {
	let accepted;

	it('passes the validation of its address by Zoom', async () => {
		const { valid } = await sandbox.control('POST', '/webhooks', {
			url,
			secretToken: SECRET,
			events: [ACCEPTED],
		});
		assert.equal(valid, true);
	});

	it('does nothing for an event that arrives before the table exists', async () => {
		const early = 'early@example.com';
		await sandbox.zoom.addPerson({ email: early, status: 'pending' });
		const before = await requestsToZoom();
		const execution = await startedBy(() => sandbox.control('POST', '/accept', { email: early }));
		assert.deepEqual(outputOf(execution, 'Find pending changes'), []);
		assert.deepEqual(await requestsToZoom(), before);
		assert.deepEqual(await stored(), new Map());
	});

	it('invites people, and stores their pending changes', async () => {
		const invited = await start();
		assert.deepEqual(
			invited.map(({ email, outcome, status }) => [email, outcome, status]),
			[INGRID, KOFI, TOMAS].map((email) => [email, 'created', 'pending']),
		);
		assert.deepEqual(await stored(), PENDING);
		const { status, dept, role_id: role, group_ids: groups, type } = await personOf(INGRID);
		assert.deepEqual([status, dept ?? '', role, groups, type], ['pending', '', MEMBER, [SALES], 2]);
	});

	it('invites nobody twice if it is started again, and keeps the stored changes', async () => {
		const again = await start();
		assert.deepEqual(
			again.map(({ outcome }) => outcome),
			['exists', 'exists', 'exists'],
		);
		assert.deepEqual(await stored(), PENDING);
		assert.equal((await sandbox.zoom.journal()).created.length, 3);
	});

	it('applies the changes when the user accepts, and deletes the row', async () => {
		const { written } = await requestsToZoom();
		const execution = await startedBy(() => sandbox.control('POST', '/accept', { email: INGRID }));
		[accepted] = outputOf(execution, 'Invitation accepted');
		assert.deepEqual([accepted.event, accepted.who.email], [ACCEPTED, INGRID]);
		const [{ outcome, ...done }] = outputOf(execution, 'Apply pending changes');
		assert.deepEqual([outcome, done.pendingChanges, done.incomplete], ['updated', undefined, undefined]);
		assert.deepEqual(outputOf(execution, 'Not everything applied'), []);

		const { id, dept, job_title: title, group_ids: groups, role_id: role, type } = await personOf(INGRID);
		assert.deepEqual([dept, title, role, type], ['Sales', 'Account Manager', MEMBER, 2]);
		assert.deepEqual([...groups].sort(), [SALES, ZURICH].sort());
		assert.deepEqual((await requestsToZoom()).written.slice(written.length), [
			`PATCH /v2/users/${id}`,
			`POST /v2/groups/${ZURICH}/members`,
		]);
		assert.deepEqual(await stored(), ofKofi);
	});

	it('does nothing for a repeated event, or for a new event of the same user', async () => {
		const before = await requestsToZoom();
		const events = (await started()).length;
		assert.deepEqual(await send({ email: INGRID, at: Date.parse(accepted.at) }), [200]);
		// n8n stores an execution with a delay.
		await sleep(1_000);
		assert.equal((await started()).length, events);

		const execution = await startedBy(() => send({ email: INGRID, at: Date.parse(accepted.at) + 1 }));
		assert.deepEqual(outputOf(execution, 'Find pending changes'), []);
		assert.deepEqual(await requestsToZoom(), before);
		assert.deepEqual(await stored(), ofKofi);
	});

	it('applies the changes of the next user, including a role', async () => {
		const execution = await startedBy(() => sandbox.control('POST', '/accept', { email: KOFI }));
		assert.deepEqual(
			outputOf(execution, 'Apply pending changes').map(({ email, outcome }) => [email, outcome]),
			[[KOFI, 'updated']],
		);
		const { dept, job_title: title, role_id: role, group_ids: groups } = await personOf(KOFI);
		assert.deepEqual([dept, title, role, groups], ['IT', 'IT Support', HELP_DESK, [ENGINEERING]]);
		assert.deepEqual(await stored(), new Map());
	});

	describe('if a change fails', () => {
		const LEE = 'lee+refuse-role-300@example.com';
		const MIA = 'mia@example.com';
		const changes = [
			['profile', { department: 'IT' }],
			['role', 'Help Desk'],
		];
		const noGroup = [['groups', ['No such group']]];
		const asText = (list) =>
			JSON.stringify(list.map(([step, want]) => ({ step, want, because: 'pending', after: ACCEPTED })));

		before(async () => {
			for (const email of [LEE, MIA]) await sandbox.zoom.addPerson({ email });
			await n8n.call('POST', `${await rows()}/insert`, {
				data: [
					{ email: LEE, pendingChanges: asText(changes) },
					{ email: MIA, pendingChanges: asText(noGroup) },
				],
				returnType: 'count',
			});
		});

		it('lists what was not applied', async () => {
			const lee = await startedBy(() => send({ email: LEE }));
			assert.deepEqual(outputOf(lee, 'Not everything applied'), [
				{ email: LEE, error: 'Not applied yet: role' },
			]);
			assert.equal((await personOf(LEE)).dept, 'IT');
		});

		it('returns the error', async () => {
			const mia = await startedBy(() => send({ email: 'Mia@Example.com' }));
			const [{ email, error }, ...more] = outputOf(mia, 'Not everything applied');
			assert.deepEqual([email, more], [MIA, []]);
			assert.match(error, /no group "No such group"/);
		});

		it('keeps the rows in the table', async () => {
			assert.deepEqual(
				await stored(),
				new Map([
					[LEE, changes],
					[MIA, noGroup],
				]),
			);
		});
	});

	it('has started one execution for each new event', async () => {
		assert.equal((await started()).length, 6);
	});
});
