/**
 * pay-what-is-owed.json: the whole circle on one machine. A real n8n invites people, the Zoom simulator tells the
 * trigger's production URL when one has accepted, and what had to wait is done: once.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputOf } from '../../sandbox/n8n-runtime/rest.mjs';
import { n8nWithZoom, nodeOf } from './support/n8nWithZoom.mjs';

const EXAMPLE = 'pay-what-is-owed.json';
const ACCEPTED = 'user.invitation_accepted';
const SECRET = 'aBcD3fGh1JkLmN0pQrStUv';
const [INGRID, KOFI, TOMAS] = ['ingrid.dahl', 'kofi.mensah', 'tomas.novak'].map(
	(one) => `${one}@example.com`,
);
const [SALES, ENGINEERING] = ['GrpSales00000000000001', 'GrpEngineering00000001'];
const ZURICH = 'GrpZuerich000000000001';
const [MEMBER, HELP_DESK] = ['2', 'RhelpDeskQk3tYw7ZxBvN5'];

let house, n8n, saved, url;

before(async () => {
	house = await n8nWithZoom();
	n8n = await house.start();
	const { urlBaseWebhook } = await n8n.call('GET', '/settings');
	const { id, name } = await n8n.putCredential({
		name: 'Zoom Users (Webhook)',
		type: 'zoomUsersWebhookApi',
		data: { secretToken: SECRET },
	});
	const workflow = house.example(EXAMPLE);
	nodeOf(workflow, 'Has accepted').credentials = { zoomUsersWebhookApi: { id, name } };
	saved = await n8n.putWorkflow(workflow);
	await n8n.call('POST', `/workflows/${saved.id}/activate`, { versionId: saved.versionId });
	await published();
	url = `${urlBaseWebhook.replace(/\/$/, '')}/webhook/${nodeOf(saved, 'Has accepted').webhookId}/webhook`;
});

after(() => house?.stop());

/** @returns what `look` finds, once it finds anything */
async function until(look) {
	for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(100)) {
		const found = await look();
		if (found) return found;
	}
	throw new Error(`Waited in vain: ${look}`);
}

/** n8n publishes after it has answered. */
async function published() {
	await until(async () => {
		const { status, triggers } = await n8n.call('GET', `/workflows/${saved.id}/publication-status`);
		const [failed] = triggers.filter(({ errorMessage }) => errorMessage);
		if (failed) throw new Error(failed.errorMessage);
		return status === 'published';
	});
}

const personOf = async (email) => (await house.zoom.people()).find((person) => person.email === email);

/** What was asked of Zoom in all, and what of it was more than reading. */
async function asked() {
	const { requests } = await house.zoom.journal();
	const calls = requests.filter(({ path }) => path.startsWith('/v2/'));
	const written = calls.filter(({ method }) => method !== 'GET');
	return { all: calls.length, written: written.map(({ method, path }) => `${method} ${path}`) };
}

/** Runs what the editor would run, and tells what was done with whom. */
async function start() {
	const execution = await n8n.run(saved, 'Start', { timeout: 20_000 });
	assert.equal(execution.status, 'success');
	assert.deepEqual(outputOf(execution, 'Not invited'), []);
	return outputOf(execution, 'Invite to Zoom');
}

/** The executions that events have started, the oldest first, once none is under way any more. */
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
	return await n8n.finished(execution.id, { timeout: 20_000 });
}

/** One event from Zoom. @returns the statuses that it was answered with */
async function send(order) {
	const { sent } = await house.control('POST', '/webhooks/send', { event: ACCEPTED, ...order });
	return sent.map(({ status }) => status);
}

/** The address of the table's rows in n8n. */
async function rows() {
	const project = (await n8n.call('GET', '/projects/personal')).id;
	const { data } = await n8n.call('GET', `/projects/${project}/data-tables`);
	const { id } = data.find(({ name }) => name === 'Zoom steps owed');
	return `/projects/${project}/data-tables/${id}`;
}

/** Who is owed what, as the table has it. */
async function kept() {
	const { data } = await n8n.call('GET', `${await rows()}/rows`);
	return new Map(
		data.map(({ email, owed }) => [email, JSON.parse(owed).map(({ step, want }) => [step, want])]),
	);
}

const OWED = new Map([
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
const ofKofi = new Map([[KOFI, OWED.get(KOFI)]]);

describe(EXAMPLE, () => {
	let told;

	it('answers when Zoom validates its address, and is sent the event', async () => {
		const { valid } = await house.control('POST', '/webhooks', {
			url,
			secretToken: SECRET,
			events: [ACCEPTED],
		});
		assert.equal(valid, true);
	});

	it('hears of somebody before there is a table, and does nothing', async () => {
		const early = 'early@example.com';
		await house.zoom.addPerson({ email: early, status: 'pending' });
		const before = await asked();
		const execution = await startedBy(() => house.control('POST', '/accept', { email: early }));
		assert.deepEqual(outputOf(execution, 'Look up what is owed'), []);
		assert.deepEqual(await asked(), before);
		assert.deepEqual(await kept(), new Map());
	});

	it('invites people, and keeps what is owed to whom', async () => {
		const invited = await start();
		assert.deepEqual(
			invited.map(({ email, outcome, status }) => [email, outcome, status]),
			[INGRID, KOFI, TOMAS].map((email) => [email, 'created', 'pending']),
		);
		assert.deepEqual(await kept(), OWED);
		const { status, dept, role_id: role, group_ids: groups, type } = await personOf(INGRID);
		assert.deepEqual([status, dept ?? '', role, groups, type], ['pending', '', MEMBER, [SALES], 2]);
	});

	it('started again, invites nobody twice and forgets nothing', async () => {
		const again = await start();
		assert.deepEqual(
			again.map(({ outcome }) => outcome),
			['exists', 'exists', 'exists'],
		);
		assert.deepEqual(await kept(), OWED);
		assert.equal((await house.zoom.journal()).created.length, 3);
	});

	it('does what was owed when the person accepts, and deletes the row', async () => {
		const { written } = await asked();
		const execution = await startedBy(() => house.control('POST', '/accept', { email: INGRID }));
		[told] = outputOf(execution, 'Has accepted');
		assert.deepEqual([told.event, told.who.email], [ACCEPTED, INGRID]);
		const [{ outcome, ...done }] = outputOf(execution, 'Do what is owed');
		assert.deepEqual([outcome, done.pendingChanges, done.incomplete], ['updated', undefined, undefined]);
		assert.deepEqual(outputOf(execution, 'Not all was done'), []);

		const { id, dept, job_title: title, group_ids: groups, role_id: role, type } = await personOf(INGRID);
		assert.deepEqual([dept, title, role, type], ['Sales', 'Account Manager', MEMBER, 2]);
		assert.deepEqual([...groups].sort(), [SALES, ZURICH].sort());
		assert.deepEqual((await asked()).written.slice(written.length), [
			`PATCH /v2/users/${id}`,
			`POST /v2/groups/${ZURICH}/members`,
		]);
		assert.deepEqual(await kept(), ofKofi);
	});

	it('does nothing at the same event again, nor at a new one of the same person', async () => {
		const before = await asked();
		const events = (await started()).length;
		assert.deepEqual(await send({ email: INGRID, at: Date.parse(told.at) }), [200]);
		// An execution is not noted at once.
		await sleep(1_000);
		assert.equal((await started()).length, events);

		const execution = await startedBy(() => send({ email: INGRID, at: Date.parse(told.at) + 1 }));
		assert.deepEqual(outputOf(execution, 'Look up what is owed'), []);
		assert.deepEqual(await asked(), before);
		assert.deepEqual(await kept(), ofKofi);
	});

	it('does it for the next one, to whom a role is owed', async () => {
		const execution = await startedBy(() => house.control('POST', '/accept', { email: KOFI }));
		assert.deepEqual(
			outputOf(execution, 'Do what is owed').map(({ email, outcome }) => [email, outcome]),
			[[KOFI, 'updated']],
		);
		const { dept, job_title: title, role_id: role, group_ids: groups } = await personOf(KOFI);
		assert.deepEqual([dept, title, role, groups], ['IT', 'IT Support', HELP_DESK, [ENGINEERING]]);
		assert.deepEqual(await kept(), new Map());
	});

	describe('where not all can be done', () => {
		const LEE = 'lee+refuse-role-300@example.com';
		const MIA = 'mia@example.com';
		const owed = [
			['profile', { department: 'IT' }],
			['role', 'Help Desk'],
		];
		const noGroup = [['groups', ['No such group']]];
		const asText = (list) =>
			JSON.stringify(list.map(([step, want]) => ({ step, want, because: 'pending', after: ACCEPTED })));

		before(async () => {
			for (const email of [LEE, MIA]) await house.zoom.addPerson({ email });
			await n8n.call('POST', `${await rows()}/insert`, {
				data: [
					{ email: LEE, owed: asText(owed) },
					{ email: MIA, owed: asText(noGroup) },
				],
				returnType: 'count',
			});
		});

		it('says what is left', async () => {
			const lee = await startedBy(() => send({ email: LEE }));
			assert.deepEqual(outputOf(lee, 'Not all was done'), [{ email: LEE, error: 'Still to do: role' }]);
			assert.equal((await personOf(LEE)).dept, 'IT');
		});

		it('says why', async () => {
			const mia = await startedBy(() => send({ email: 'Mia@Example.com' }));
			const [{ email, error }, ...more] = outputOf(mia, 'Not all was done');
			assert.deepEqual([email, more], [MIA, []]);
			assert.match(error, /no group "No such group"/);
		});

		it('keeps the rows', async () => {
			assert.deepEqual(
				await kept(),
				new Map([
					[LEE, owed],
					[MIA, noGroup],
				]),
			);
		});
	});

	it('has started once for each event that was new', async () => {
		assert.equal((await started()).length, 6);
	});
});
