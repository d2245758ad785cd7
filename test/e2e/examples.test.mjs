/**
 * Imports every workflow of examples/ into a real n8n and executes it against the Zoom simulator. The tests check the
 * output of the workflow, and the users in Zoom. dailyQuota, pendingChanges, crashRecovery and planExamples test the other
 * examples; badCells executes them with invalid values.
 */
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { folders } from '../../sandbox/process/folders.mjs';
import { N8N_MAJOR } from '../../sandbox/n8n-runtime/n8n.mjs';
import { outputOf } from '../../sandbox/n8n-runtime/rest.mjs';
import { n8nWithZoom, nodeOf } from './support/n8nWithZoom.mjs';

const { NodeHelpers } = createRequire(import.meta.url)('n8n-workflow');
const { parse } = createRequire(join(folders.n8n, 'package.json'))('flatted');

const DAY_MS = 24 * 3_600_000;
const STICKY = 'n8n-nodes-base.stickyNote';
/** The size of a node on the canvas, with its name below. */
const NODE = { width: 96, height: 150 };

/** n8n 1.x cannot create a data table in a workflow, and has no human review for the tools of an agent. */
const NEEDS_2X = ['ai-agent-with-review.json', 'apply-pending-changes.json', 'pending-reminder.json'];

const names = readdirSync(folders.examples).filter((name) => name.endsWith('.json'));

let sandbox, n8n, url, types;
/** The workflows as n8n stores them, by file name. */
const imported = new Map();

before(async () => {
	sandbox = await n8nWithZoom();
	for (const name of readdirSync(folders.examples).filter((one) => one.endsWith('.csv')))
		copyFileSync(join(folders.examples, name), join(sandbox.folder, name));
	n8n = await sandbox.start();
	url = (await n8n.call('GET', '/settings')).urlBaseWebhook.replace(/\/$/, '');
	types = await (await fetch(`${url}/types/nodes.json`, { headers: { cookie: n8n.cookie } })).json();
	for (const name of names) imported.set(name, await n8n.putWorkflow(sandbox.example(name)));
});

after(() => sandbox?.stop());

const run = async (name) => await n8n.run(imported.get(name), 'Start', { timeout: 100_000 });

/** Resets the simulator, and adds these people. */
async function account(...people) {
	await sandbox.control('POST', '/reset');
	for (const person of people) await sandbox.zoom.addPerson(person);
}

/** The users in Zoom, by email address. */
const people = async () => new Map((await sandbox.zoom.people()).map((person) => [person.email, person]));
const personOf = async (email) => (await people()).get(email);

/** The requests to Zoom that change something, in order. */
async function writes() {
	const { requests } = await sandbox.zoom.journal();
	return requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2/'));
}

const publish = async (name) => await n8n.publish(imported.get(name));

/** Submits a page of a form, like a browser. */
async function submit(address, ...values) {
	const form = new FormData();
	for (const [index, value] of values.entries()) form.append(`field-${index}`, value);
	const answer = await fetch(address, { method: 'POST', body: form });
	assert.equal(answer.status, 200, await answer.clone().text());
	return await answer.json();
}

/** The text of a page, without HTML. */
const textOf = (page) =>
	page
		.replace(/<(style|script)[^>]*>.*?<\/\1>/gs, ' ')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ');

describe('the examples', () => {
	const descriptionOf = ({ type, typeVersion }) =>
		types.find(({ name, version }) => name === type && [version].flat().includes(typeVersion));

	/** What n8n does not know of a node. */
	function problemsOf(node) {
		const description = descriptionOf(node);
		if (!description) return [`${node.name}: n8n does not know ${node.type} ${node.typeVersion}`];
		const { properties } = description;
		const kept = NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, description);
		const ignored = missing(node.parameters, kept).map((one) => `${node.name}: n8n ignores ${one}`);
		if (node.disabled) return ignored;
		const filled = { ...node, parameters: kept };
		const issues = NodeHelpers.getNodeParametersIssues(properties, filled, description);
		return issues ? [...ignored, `${node.name}: ${JSON.stringify(issues)}`] : ignored;
	}

	for (const name of names) {
		describe(name, () => {
			const needs2x = N8N_MAJOR < 2 && NEEDS_2X.includes(name);
			let example;
			before(() => {
				example = JSON.parse(readFileSync(join(folders.examples, name), 'utf8'));
			});

			it(needs2x ? 'needs n8n 2.x' : 'has only nodes and parameters that n8n knows', () => {
				const problems = imported.get(name).nodes.flatMap(problemsOf);
				if (needs2x) assert.notDeepEqual(problems, []);
				else assert.deepEqual(problems, []);
			});

			it('uses the credential names of the sandbox, and contains no data', () => {
				for (const { type, credentials } of example.nodes) {
					const serverToServer = {
						zoomUsersServerToServerApi: {
							id: 'zoom-users-server-to-server',
							name: 'Zoom Users (Server-to-Server)',
						},
					};
					const expected = {
						'n8n-nodes-zoom-users.zoomUsers': serverToServer,
						'n8n-nodes-zoom-users.zoomUsersTool': serverToServer,
						'n8n-nodes-zoom-users.zoomUsersTrigger': {
							zoomUsersWebhookApi: { id: 'zoom-users-webhook', name: 'Zoom Users (Webhook)' },
						},
					};
					assert.deepEqual(credentials, expected[type]);
				}
				assert.deepEqual(example.pinData ?? {}, {});
			});

			it('has a tidy layout, and notes that name its nodes correctly', () => {
				const notes = example.nodes.filter(({ type }) => type === STICKY);
				assert.equal(notes.filter((one) => one.name === 'What to change').length, 1);
				const boxes = example.nodes.map((node) => ({ name: node.name, ...boxOf(node) }));
				for (const [index, one] of boxes.entries()) {
					for (const other of boxes.slice(index + 1))
						assert.ok(!overlap(one, other), `${one.name} overlaps ${other.name}`);
				}
				const written = notes.map(({ parameters }) => parameters.content).join('\n');
				const named = [...written.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name]) => name);
				for (const one of named.filter((name) => name !== 'Set up'))
					assert.ok(
						example.nodes.some((node) => node.name === one),
						`no node is named "${one}"`,
					);
			});
		});
	}

	it('are all in the README', () => {
		const readme = readFileSync(join(folders.examples, 'README.md'), 'utf8');
		for (const name of readdirSync(folders.examples).filter(
			(one) => one !== 'README.md' && one.includes('.'),
		))
			assert.ok(readme.includes(`](${name})`), name);
		const rows = [...readme.matchAll(/^\| \[([\w-]+\.json)\].* Needs n8n 2\.x/gm)];
		assert.deepEqual(rows.map(([, name]) => name).sort(), NEEDS_2X);
	});
});

describe('csv-abroad.json', () => {
	it('reads a file with ;, a BOM, extra spaces and empty rows', async () => {
		await account({ email: 'grace.oyelaran@northwind.example' });
		const execution = await run('csv-abroad.json');
		assert.equal(execution.status, 'success');
		assert.deepEqual(
			outputOf(execution, 'In Zoom').map(({ email, outcome }) => [email, outcome]),
			[
				['juergen.gross@northwind.example', 'created'],
				['zoe.mueller@northwind.example', 'created'],
				['heinz.schmidt@northwind.example', 'created'],
				['grace.oyelaran@northwind.example', 'exists'],
			],
		);
		const [refused, ...others] = outputOf(execution, 'Not created');
		assert.deepEqual(
			[refused.email, refused.reason, others],
			['anne.weiss(at)northwind.example', 'invalid', []],
		);

		const there = await people();
		const nameOf = (email) => {
			const { first_name: first, last_name: last, type } = there.get(email);
			return [first, last, type];
		};
		assert.deepEqual(nameOf('juergen.gross@northwind.example'), ['Jürgen', 'Groß', 2]);
		assert.deepEqual(nameOf('zoe.mueller@northwind.example'), ['Zoë', 'Müller-Lüdenscheidt', 1]);
		assert.deepEqual(nameOf('heinz.schmidt@northwind.example'), ['Heinz', 'Schmidt; Dr.', 2]);
		assert.equal(there.size, 4);
	});
});

describe('hr-form.json', () => {
	/** The last page of the form. n8n does not answer requests that come too early. */
	async function lastPage(...values) {
		const { formWaitingUrl } = await submit(`${url}/form/zoom-new-hire`, ...values);
		const status = new URL(formWaitingUrl);
		status.pathname += '/n8n-execution-status';
		while ((await (await fetch(status)).text()) !== 'form-waiting') await sleep(50);
		return textOf(await (await fetch(formWaitingUrl)).text());
	}

	before(async () => {
		await account({ email: 'siobhan.obrien@northwind.example' });
		await publish('hr-form.json');
		while ((await fetch(`${url}/form/zoom-new-hire`)).status === 404) await sleep(50);
	});

	it('invites the person, and shows it on the last page', { timeout: 120_000 }, async () => {
		const page = await lastPage('Yui', 'Tanaka', 'yui.tanaka@northwind.example', 'Licensed');
		assert.match(page, /Invited to Zoom.*sent an email to yui\.tanaka@northwind\.example/);
		const { first_name: first, status, type } = await personOf('yui.tanaka@northwind.example');
		assert.deepEqual([first, status, type], ['Yui', 'pending', 2]);
	});

	it('shows that nothing was sent if the person is already in Zoom', { timeout: 120_000 }, async () => {
		const page = await lastPage('Siobhán', "O'Brien", 'siobhan.obrien@northwind.example', 'Basic');
		assert.match(page, /Already in Zoom.*Nothing was sent/);
	});

	it('shows the error if Zoom rejects the person', { timeout: 120_000 }, async () => {
		const page = await lastPage('Jan', 'Blocked', 'jan+refuse-1107@northwind.example', 'Basic');
		assert.match(
			page,
			/Not invited.*jan\+refuse-1107@northwind\.example was not created: the email domain is blocked.*Zoom admin/,
		);
	});
});

describe('hr-webhook.json', () => {
	const NINA = {
		email: 'nina.petrova@northwind.example',
		firstName: 'Nina',
		lastName: 'Petrova',
		department: 'Research',
		jobTitle: 'IT Support',
		license: 'Licensed',
	};

	async function send(person) {
		const answer = await fetch(`${url}/webhook/zoom-person-from-hr`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(person),
		});
		return { code: answer.status, answer: await answer.json() };
	}

	before(async () => {
		await account({ email: 'dana.levi@northwind.example', status: 'inactive' });
		await publish('hr-webhook.json');
		while ((await fetch(`${url}/webhook/zoom-person-from-hr`, { method: 'POST' })).status === 404)
			await sleep(50);
	});

	it('invites the person, adds the group of the department, and returns the pending changes', async () => {
		const { code, answer } = await send(NINA);
		assert.deepEqual([code, answer.outcome, answer.status], [200, 'created', 'pending']);
		assert.deepEqual(answer.pendingChanges.map(({ step, want }) => [step, want]).sort(), [
			['profile', { department: 'Research', jobTitle: 'IT Support' }],
			['role', 'Help Desk'],
		]);
		const { group_ids: groups, type } = await personOf(NINA.email);
		assert.deepEqual([groups, type], [['GrpEngineering00000001'], 2]);
	});

	it('applies the pending changes if the person is sent again after they accept, and then changes nothing', async () => {
		await sandbox.control('POST', '/accept', { email: NINA.email });
		const { code, answer } = await send(NINA);
		assert.deepEqual([code, answer.outcome, answer.pendingChanges], [200, 'updated', undefined]);
		const { dept, job_title: title, role_id: role, group_ids: groups } = await personOf(NINA.email);
		assert.deepEqual(
			[dept, title, role, groups],
			['Research', 'IT Support', 'RhelpDeskQk3tYw7ZxBvN5', ['GrpEngineering00000001']],
		);
		const before = (await writes()).length;
		assert.equal((await send(NINA)).answer.outcome, 'unchanged');
		assert.equal((await writes()).length, before);
	});

	it('reactivates a returning employee', async () => {
		const { code, answer } = await send({
			...NINA,
			email: 'dana.levi@northwind.example',
			jobTitle: 'Analyst',
		});
		assert.deepEqual([code, answer.outcome], [200, 'activated']);
		const { status: state, type, group_ids: groups } = await personOf('dana.levi@northwind.example');
		assert.deepEqual([state, type, groups], ['active', 2, ['GrpEngineering00000001']]);
	});

	it('responds with the reason if the row fails', async () => {
		const { code, answer } = await send({ ...NINA, email: 'nobody(at)northwind.example' });
		assert.deepEqual([code, answer.message], [422, 'invalid']);
		assert.match(answer.error, /email address/);
	});
});

describe('google-sheets.json', () => {
	it('sets a status for each sample row that has none', async () => {
		await account();
		const execution = await run('google-sheets.json');
		assert.equal(execution.status, 'success');
		const rows = outputOf(execution, 'Status of each row');
		assert.deepEqual(
			rows.map(({ row_number: row, Status }) => [row, Status]),
			[
				[3, 'created'],
				[4, 'created'],
				[5, 'failed: invalid'],
			],
		);
		const there = await people();
		assert.deepEqual([...there.keys()].sort(), ['ingrid.dahl@example.com', 'kofi.mensah@example.com']);
		assert.equal(rows[0]['Zoom ID'], there.get('ingrid.dahl@example.com').id);
		assert.match(rows[2].Details, /email address/);
	});
});

describe('offboarding.json', () => {
	const at = (name) => `${name}@northwind.example`;
	const SALES = 'GrpSales00000000000001';
	const ENGINEERING = 'GrpEngineering00000001';

	/** Starts the workflow, and waits until it waits for approval. @returns the execution ID and the address of the form */
	async function ask() {
		await account(
			{ email: at('elena.rossi'), type: 2, role_id: '1', group_ids: [SALES, ENGINEERING] },
			{ email: at('piotr.zielinski'), type: 2, group_ids: [SALES] },
			{ email: at('sam.okafor'), status: 'pending' },
			{ email: at('lena.fischer') },
			{ email: at('maria.costa'), type: 2 },
		);
		const saved = imported.get('offboarding.json');
		const { executionId } = await n8n.call('POST', `/workflows/${saved.id}/run`, {
			workflowData: saved,
			triggerToStartFrom: { name: 'Start' },
		});
		for (;;) {
			const { status, data } = await n8n.call('GET', `/executions/${executionId}`);
			if (status === 'waiting') {
				const [{ approveHere, text }] = outputOf({ data: parse(data) }, 'Prepare the approval');
				return { executionId, approveHere, text };
			}
			assert.ok(['new', 'running'].includes(status), status);
			await sleep(100);
		}
	}

	before(() => {
		const list = readFileSync(join(folders.examples, 'leavers.csv'), 'utf8');
		writeFileSync(join(sandbox.folder, 'leavers.csv'), `${list}${at('not.here')},Deactivate,\n`);
	});

	it(
		'changes nothing before the manager approves, or if the manager refuses',
		{ timeout: 120_000 },
		async () => {
			const { executionId, approveHere, text } = await ask();
			assert.match(text, /elena\.rossi@northwind\.example: Deactivate/);
			const page = textOf(await (await fetch(approveHere)).text());
			assert.match(page, /piotr\.zielinski@northwind\.example: Delete/);
			await submit(approveHere, 'Refuse');
			const { status, ...execution } = await n8n.finished(executionId, { timeout: 100_000 });
			assert.equal(status, 'success');
			assert.equal(outputOf(execution, 'Refused').length, 1);
			assert.deepEqual(await writes(), []);
		},
	);

	it(
		'deactivates or deletes each person as the list says, in the right order',
		{ timeout: 120_000 },
		async () => {
			const { executionId, approveHere } = await ask();
			const ids = new Map([...(await people())].map(([email, { id }]) => [email, id]));
			await submit(approveHere, 'Approve');
			const execution = await n8n.finished(executionId, { timeout: 100_000 });
			assert.equal(execution.status, 'success');

			const out = outputOf(execution, 'Done');
			assert.deepEqual(
				out.map(({ email, outcome, role, signOut }) => [email, outcome, role, signOut]).sort(),
				[
					[at('elena.rossi'), 'deactivated', 'removed', 'signedOut'],
					[at('piotr.zielinski'), 'deleted', 'unchanged', 'signedOut'],
				],
			);
			assert.deepEqual(outputOf(execution, 'Invitation cancelled'), [
				{ email: at('sam.okafor'), outcome: 'invitationCancelled' },
			]);
			assert.deepEqual(
				outputOf(execution, 'Not done')
					.map(({ email, reason }) => [email, reason])
					.sort(),
				[
					[at('lena.fischer'), 'invalid'],
					[at('not.here'), 'otherAccount'],
				],
			);

			const there = await people();
			const elena = there.get(at('elena.rossi'));
			assert.deepEqual([elena.status, elena.role_id, elena.group_ids], ['inactive', '2', []]);
			assert.equal(there.get(at('lena.fischer')).status, 'active');
			assert.ok(!there.has(at('piotr.zielinski')) && !there.has(at('sam.okafor')));

			const id = (name) => ids.get(at(name));
			const written = await writes();
			const about = (name) => written.filter(({ path }) => path.split('/').includes(id(name)));
			assert.deepEqual(
				about('elena.rossi').map(({ method, path }) => `${method} ${path}`),
				[
					`DELETE /v2/users/${id('elena.rossi')}/token`,
					`DELETE /v2/groups/${SALES}/members/${id('elena.rossi')}`,
					`DELETE /v2/groups/${ENGINEERING}/members/${id('elena.rossi')}`,
					`DELETE /v2/roles/1/members/${id('elena.rossi')}`,
					`PUT /v2/users/${id('elena.rossi')}/status`,
				],
			);
			const { query } = about('piotr.zielinski').at(-1);
			assert.deepEqual(query, {
				action: 'delete',
				transfer_email: at('maria.costa'),
				transfer_meeting: 'true',
				transfer_recording: 'true',
				transfer_webinar: 'true',
			});
		},
	);
});

describe('contractors.json', () => {
	it('deactivates contractors whose last day is over, and lists invalid dates', async () => {
		const at = (name) => `${name}@northwind.example`;
		await account(
			{ email: at('ana.silva'), type: 2 },
			{ email: at('ben.ng') },
			{ email: at('chidi.eze') },
			{ email: at('dora.varga'), status: 'inactive' },
		);
		const now = new Date();
		const day = (offset) => new Date(now.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
		const list = readFileSync(join(folders.examples, 'contractors.csv'), 'utf8');
		writeFileSync(
			join(sandbox.folder, 'contractors.csv'),
			`${list}${at('gone.already')},${day(-2)}\n${at('still.here')},${day(2)}\n`,
		);
		const execution = await run('contractors.json');
		assert.equal(execution.status, 'success');
		assert.deepEqual(
			outputOf(execution, 'Deactivated').map(({ email, outcome, had }) => [email, outcome, had.type]),
			[
				[at('ana.silva'), 'deactivated', 2],
				[at('dora.varga'), 'unchanged', undefined],
			],
		);
		assert.deepEqual(
			outputOf(execution, 'Not deactivated').map(({ email }) => email),
			[at('gone.already')],
		);
		assert.deepEqual(outputOf(execution, 'Invalid date'), [
			{ email: at('chidi.eze'), lastDay: 'end of March' },
		]);
		const states = [...(await people())].map(([email, { status }]) => [email, status]);
		assert.deepEqual(states.sort(), [
			[at('ana.silva'), 'inactive'],
			[at('ben.ng'), 'active'],
			[at('chidi.eze'), 'active'],
			[at('dora.varga'), 'inactive'],
		]);
	});
});

describe('report-to-hr.json', () => {
	it('counts people by outcome and reason, and lists the errors', async () => {
		await account({ email: 'grace.oyelaran@northwind.example' });
		const execution = await run('report-to-hr.json');
		assert.equal(execution.status, 'success');
		const [{ subject, text, counts }] = outputOf(execution, 'Write the report');
		assert.equal(subject, 'Zoom: 12 people, 1 failed');
		assert.deepEqual(counts, { created: 10, exists: 1, 'failed (invalid)': 1 });
		assert.match(
			text,
			/^10 created\n1 failed \(invalid\)\n1 exists\n\nTo fix:\n- .*priya\.raman\(at\)[^\n]*$/,
		);
		assert.equal((await people()).size, 11);
	});
});

describe('pending-reminder.json', { skip: N8N_MAJOR < 2 && 'needs n8n 2.x' }, () => {
	const at = (name) => `${name}@northwind.example`;
	let table;

	const rows = async () => {
		const { data } = await n8n.call('GET', `${table}/rows`);
		return new Map(
			data.map(({ email, invitedAt, remindedAfterDays }) => [email, { invitedAt, remindedAfterDays }]),
		);
	};
	const ago = async (email, days) =>
		await n8n.call('PATCH', `${table}/rows`, {
			filter: { type: 'and', filters: [{ columnName: 'email', condition: 'eq', value: email }] },
			data: { invitedAt: new Date(Date.now() - days * DAY_MS).toISOString() },
		});
	const due = async () => {
		const execution = await run('pending-reminder.json');
		assert.equal(execution.status, 'success');
		const what = outputOf(execution, 'Find due users').map(({ email, action }) => [email, action]);
		return { execution, what: what.sort() };
	};

	it('saves the day on which it first sees a user', { timeout: 120_000 }, async () => {
		const invited = ['three', 'seven', 'twentyfive', 'fresh', 'joins'];
		await account(...invited.map((name) => ({ email: at(name), status: 'pending', first_name: name })), {
			email: at('active'),
		});
		const { what } = await due();
		assert.deepEqual(what, invited.map((name) => [at(name), 'save']).sort());
		const project = (await n8n.call('GET', '/projects/personal')).id;
		const { data } = await n8n.call('GET', `/projects/${project}/data-tables`);
		const { id } = data.find(({ name }) => name === 'Zoom invitations');
		table = `/projects/${project}/data-tables/${id}`;
		const noted = await rows();
		assert.deepEqual([...noted.keys()].sort(), invited.map(at).sort());
		for (const { invitedAt, remindedAfterDays } of noted.values()) {
			assert.ok(Math.abs(Date.now() - Date.parse(invitedAt)) < 60_000, invitedAt);
			assert.equal(remindedAfterDays, 0);
		}
	});

	it('does nothing else on the same day', { timeout: 120_000 }, async () => {
		assert.deepEqual((await due()).what, []);
	});

	it(
		'reminds after 3 and 7 days, sends a new invitation after 25, and deletes users who have accepted',
		{ timeout: 120_000 },
		async () => {
			await ago(at('three'), 3.5);
			await ago(at('seven'), 8);
			await ago(at('twentyfive'), 26);
			await sandbox.control('POST', '/accept', { email: at('joins') });
			const { execution, what } = await due();
			assert.deepEqual(what, [
				[at('joins'), 'delete'],
				[at('seven'), 'remind'],
				[at('three'), 'remind'],
				[at('twentyfive'), 'resend'],
			]);
			assert.deepEqual(
				outputOf(execution, 'Resend the invitation').map(({ email, outcome }) => [email, outcome]),
				[[at('twentyfive'), 'invitationSent']],
			);
			assert.deepEqual((await sandbox.zoom.journal()).created, [at('twentyfive')]);
			assert.equal((await personOf(at('twentyfive'))).status, 'pending');
			const noted = await rows();
			assert.deepEqual(
				[...noted].map(([email, { remindedAfterDays }]) => [email, remindedAfterDays]).sort(),
				[
					[at('fresh'), 0],
					[at('seven'), 7],
					[at('three'), 3],
					[at('twentyfive'), 0],
				],
			);
			assert.ok(Date.now() - Date.parse(noted.get(at('twentyfive')).invitedAt) < 60_000);
			assert.ok(Date.now() - Date.parse(noted.get(at('three')).invitedAt) > 3 * DAY_MS);
		},
	);

	it('sends each reminder once', { timeout: 120_000 }, async () => {
		assert.deepEqual((await due()).what, []);
		await ago(at('three'), 7.5);
		assert.deepEqual((await due()).what, [[at('three'), 'remind']]);
	});

	it('works without any pending users', { timeout: 120_000 }, async () => {
		await account();
		const { what } = await due();
		assert.deepEqual(
			what.map(([, action]) => action),
			['delete', 'delete', 'delete', 'delete'],
		);
		assert.equal((await rows()).size, 0);
		assert.deepEqual((await due()).what, []);
	});
});

/** The paths of values in `given` that `kept` does not have. */
function missing(given, kept, path = '') {
	if (given === null || typeof given !== 'object')
		return given === kept ? [] : [`${path} = ${JSON.stringify(given)}`];
	return Object.entries(given).flatMap(([key, value]) => missing(value, kept?.[key], `${path}.${key}`));
}

function boxOf({ type, position: [x, y], parameters: { width, height } }) {
	return type === STICKY ? { x, y, width, height } : { x, y, ...NODE };
}

function overlap(one, other) {
	return (
		one.x < other.x + other.width &&
		other.x < one.x + one.width &&
		one.y < other.y + other.height &&
		other.y < one.y + one.height
	);
}
