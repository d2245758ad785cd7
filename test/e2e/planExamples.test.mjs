/**
 * The examples with a plan, imported into a real n8n and executed against the Zoom simulator: hr-sync.json,
 * offboarding-by-list.json, and ai-agent-with-review.json. Emails go to a local SMTP server, and the test opens their
 * links. The AI agent is n8n's; a script answers in place of a model.
 */
import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { folders } from '../../sandbox/process/folders.mjs';
import { outputOf } from '../../sandbox/n8n-runtime/rest.mjs';
import { startBrowser, until } from './support/browser.mjs';
import { startChatModel } from './support/chatModel.mjs';
import { linkOf, openLink, startMailServer } from './support/mailServer.mjs';
import { n8nWithZoom, nodeOf } from './support/n8nWithZoom.mjs';

const TIMEOUT = { timeout: 120_000 };
const at = (name) => `${name}@northwind.example`;
const MARKUP = '<img src=x onerror="document.title=1">&lt;b&gt;';

let sandbox, n8n, mail, model, credentials;

before(async () => {
	sandbox = await n8nWithZoom();
	mail = await startMailServer();
	model = await startChatModel(() => ({ say: 'No script.' }));
	n8n = await sandbox.start();
	const put = async (type, name, data) => {
		const { id } = await n8n.putCredential({ type, name, data });
		return { [type]: { id, name } };
	};
	credentials = {
		'n8n-nodes-base.emailSend': await put('smtp', 'SMTP', mail.credential),
		'n8n-nodes-base.emailSendHitlTool': await put('smtp', 'SMTP', mail.credential),
		'@n8n/n8n-nodes-langchain.lmChatOpenAi': await put('openAiApi', 'OpenAI', model.credential),
	};
});

after(async () => {
	await sandbox?.stop();
	await mail?.stop();
	await model?.stop();
});

beforeEach(async () => {
	await sandbox.control('POST', '/reset');
	mail.mails.length = 0;
});

const add = async (...people) => {
	for (const person of people) await sandbox.zoom.addPerson(person);
};
const users = async () => new Map((await sandbox.zoom.people()).map((user) => [user.email, user]));
const stateOf = async (email, ...fields) => {
	const user = (await users()).get(email);
	return fields.map((field) => user?.[field]);
};

/** The requests to Zoom that change something, in order. */
async function writes() {
	const { requests } = await sandbox.zoom.journal();
	return requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2/'));
}

/** Changes a user like another program. */
async function change(email, fields) {
	const { access_token: token } = await sandbox.control('POST', '/tokens', { kind: 'serverToServer' });
	const { apiUrl } = await sandbox.control('GET', '');
	const response = await fetch(`${apiUrl}/users/${encodeURIComponent(email)}`, {
		method: 'PATCH',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify(fields),
	});
	assert.equal(response.status, 204, await response.text());
}

/** Imports an example, and starts it. @returns {Promise<string>} the execution ID */
async function start(file, { trigger = 'Start', data, change = () => {} } = {}) {
	const workflow = sandbox.example(file);
	for (const node of workflow.nodes) node.credentials ??= credentials[node.type];
	change(workflow);
	const saved = await n8n.putWorkflow(workflow);
	const { executionId } = await n8n.call('POST', `/workflows/${saved.id}/run`, {
		workflowData: saved,
		triggerToStartFrom: { name: trigger, ...(data && { data }) },
	});
	return executionId;
}

/** Waits until an execution has finished. n8n must call it a success. */
async function finish(id) {
	const execution = await n8n.finished(id, TIMEOUT);
	assert.equal(execution.status, 'success', execution.data?.resultData?.error?.message);
	return execution;
}

/** The next email of an execution. n8n sends it before it has saved that the execution waits. */
async function askedBy(id) {
	const received = await mail.next();
	let status;
	await until(
		async () => (status = (await n8n.call('GET', `/executions/${id}`)).status) === 'waiting',
		() => `The execution does not wait: ${status}`,
	);
	return received;
}

/** Opens a link of the email of an execution, and waits for the end. */
async function decide(id, label) {
	const received = await askedBy(id);
	assert.match(await openLink(linkOf(received, label)), /Got it, thanks/);
	return { received, execution: await finish(id) };
}

describe('hr-sync.json', () => {
	const HENRIK = {
		email: at('henrik.soderberg'),
		first_name: 'Henrik',
		last_name: 'Söderberg',
		type: 1,
		dept: 'Sales',
	};
	const MARIA = { email: at('maria.costa'), first_name: 'Maria', last_name: 'Costa', type: 1, dept: MARKUP };

	before(() => copyFileSync(join(folders.examples, 'staff.csv'), join(sandbox.folder, 'staff.csv')));

	it('sends the plan by email, and changes nothing if the manager declines', TIMEOUT, async () => {
		await add(HENRIK, MARIA);
		const id = await start('hr-sync.json');
		const { received, execution } = await decide(id, 'Decline');
		assert.deepEqual(received.to, ['manager@example.com']);
		assert.equal(received.subject, 'Zoom: 3 changes to approve');
		assert.match(received.html, /Plan: Create 2, Update 1, No change 1/);
		assert.equal(outputOf(execution, 'Not approved').length, 1);
		assert.deepEqual(outputOf(execution, 'Apply the plan'), []);
		assert.deepEqual(await writes(), []);
	});

	it('shows markup in a value as text, in the email of n8n too', TIMEOUT, async () => {
		await add(HENRIK, {
			...MARIA,
			first_name: MARKUP,
			last_name: '</td></table><script>document.title=2</script>',
		});
		const id = await start('hr-sync.json');
		const { received, execution } = await decide(id, 'Decline');
		const [{ html }] = outputOf(execution, 'Plan the changes');
		const browser = await startBrowser();
		try {
			for (const shown of [html, received.html]) {
				const page = await browser.newPage();
				await page.setContent(shown, { waitUntil: 'load' });
				const title = await page.title();
				assert.ok(!['1', '2'].includes(title), title);
				assert.deepEqual(
					await page.locator('img, script, b').evaluateAll((found) => found.map((one) => one.outerHTML)),
					[],
				);
				const rows = await page.locator('tr:has(> :nth-child(3))').allInnerTexts();
				assert.equal(rows.length, 4);
				const [maria] = rows.filter((row) => row.includes(MARIA.email));
				assert.ok(maria.includes(`${MARKUP} </td></table><script>document.title=2</script> (`), maria);
				assert.ok(maria.includes(`Department: ${MARKUP} → Finance`), maria);
				await page.close();
			}
		} finally {
			await browser.close();
		}
	});

	it('applies exactly the plan after the approval', TIMEOUT, async () => {
		await add(HENRIK, MARIA);
		const { execution } = await decide(await start('hr-sync.json'), 'Approve');
		assert.deepEqual(
			outputOf(execution, 'Done')
				.map(({ email, outcome }) => [email, outcome])
				.sort(),
			[
				[at('amelie.lefevre'), 'created'],
				[at('henrik.soderberg'), 'unchanged'],
				[at('maria.costa'), 'updated'],
				[at('siobhan.obrien'), 'created'],
			],
		);
		assert.deepEqual(outputOf(execution, 'Not done'), []);
		assert.deepEqual(await stateOf(at('maria.costa'), 'type', 'dept'), [2, 'Finance']);
		assert.deepEqual(await stateOf(at('amelie.lefevre'), 'status', 'type', 'last_name'), [
			'pending',
			2,
			'Lefèvre',
		]);
	});

	it('asks for nothing if the list is already in Zoom', TIMEOUT, async () => {
		await add(HENRIK, MARIA);
		await decide(await start('hr-sync.json'), 'Approve');
		const before = (await writes()).length;
		const execution = await finish(await start('hr-sync.json'));
		assert.equal(outputOf(execution, 'Nothing to approve').length, 1);
		assert.deepEqual([mail.mails, (await writes()).length], [[], before]);
	});

	it('leaves a user alone who was changed before the approval', TIMEOUT, async () => {
		await add(HENRIK, MARIA);
		const id = await start('hr-sync.json');
		const received = await askedBy(id);
		await change(MARIA.email, { dept: 'Legal' });
		await openLink(linkOf(received, 'Approve'));
		const execution = await finish(id);
		const [notDone, ...others] = outputOf(execution, 'Not done');
		assert.deepEqual([notDone.email, notDone.reason, others], [MARIA.email, 'changed', []]);
		assert.match(notDone.error, /Department/);
		assert.deepEqual(await stateOf(MARIA.email, 'type', 'dept'), [1, 'Legal']);
		assert.deepEqual(
			outputOf(execution, 'Done')
				.map(({ outcome }) => outcome)
				.sort(),
			['created', 'created', 'unchanged'],
		);
	});
});

describe('offboarding-by-list.json', () => {
	const STAFF = Array.from({ length: 90 }, (_, i) => at(`staff${i}`));
	const GONE = [at('ana.silva'), at('ben.ng')];
	const KEPT = [at('boardroom'), 'partner@elsewhere.example', at('admin')];
	const INVITED = at('never.came');

	const list = (rows, column = 'Email') =>
		writeFileSync(join(sandbox.folder, 'staff.csv'), `${[column, ...rows].join('\n')}\n`);

	beforeEach(async () => {
		await add(
			...[...STAFF, ...GONE, ...KEPT].map((email) => ({
				email,
				type: 2,
				role_id: email === at('admin') ? '1' : '2',
			})),
			{ email: INVITED, status: 'pending' },
		);
	});

	const inactive = async () =>
		[...(await users()).values()]
			.filter(({ status }) => status === 'inactive')
			.map(({ email }) => email)
			.sort();

	it('deactivates who is no longer in the list after the approval, and nobody else', TIMEOUT, async () => {
		list(STAFF);
		const { received, execution } = await decide(await start('offboarding-by-list.json'), 'Approve');
		assert.equal(received.subject, 'Zoom: 2 users are no longer in the list');
		for (const email of GONE) assert.ok(received.html.includes(email), email);
		for (const email of [...KEPT, INVITED, STAFF[0]]) assert.ok(!received.html.includes(email), email);
		assert.deepEqual(
			outputOf(execution, 'Done')
				.map(({ email, outcome }) => [email, outcome])
				.sort(),
			[
				[GONE[0], 'deactivated'],
				[GONE[1], 'deactivated'],
			],
		);
		const [{ email, error }] = outputOf(execution, 'Problems');
		assert.equal(email, INVITED);
		assert.match(error, /invitation/);
		assert.deepEqual(await inactive(), GONE);
		assert.equal((await writes()).length, 2);
	});

	it('changes nothing if the manager declines', TIMEOUT, async () => {
		list(STAFF);
		const { execution } = await decide(await start('offboarding-by-list.json'), 'Decline');
		assert.equal(outputOf(execution, 'Not approved').length, 1);
		assert.deepEqual(await writes(), []);
	});

	it('takes licenses away instead', TIMEOUT, async () => {
		list(STAFF);
		const change = (workflow) => {
			nodeOf(workflow, 'Plan the removals').parameters.notInList = 'revokeLicense';
		};
		const { execution } = await decide(await start('offboarding-by-list.json', { change }), 'Approve');
		assert.equal(outputOf(execution, 'Done').length, 2);
		for (const email of GONE) assert.deepEqual(await stateOf(email, 'status', 'type'), ['active', 1]);
		assert.deepEqual(await stateOf(STAFF[0], 'type'), [2]);
	});

	it('asks nobody if the plan is over a limit, and says which option to raise', TIMEOUT, async () => {
		list(STAFF.slice(4));
		const execution = await finish(await start('offboarding-by-list.json'));
		const [{ error }] = outputOf(execution, 'Over the limit');
		assert.match(error, /Max Removals \(%\)/);
		assert.deepEqual([mail.mails, await writes()], [[], []]);
	});

	for (const [name, rows, column, problems] of [
		['is empty', [], 'Email', 0],
		['has lost its column', STAFF, 'Mail', STAFF.length],
		['has an address that cannot be read', [...STAFF.slice(1), 'staff0(at)northwind.example'], 'Email', 1],
	]) {
		it(`removes nobody if the list ${name}`, TIMEOUT, async () => {
			list(rows, column);
			const execution = await finish(await start('offboarding-by-list.json'));
			assert.equal(outputOf(execution, 'Problems').length, problems);
			assert.deepEqual(outputOf(execution, 'Write the message'), []);
			assert.deepEqual([mail.mails, await writes()], [[], []]);
		});
	}
});

describe('ai-agent-with-review.json', () => {
	const EMAIL = at('maria.costa');
	const WANTED = {
		Email: EMAIL,
		First_name: '',
		Last_name: '',
		Type: 'Licensed',
		Department: 'Finance',
		Job_title: '',
	};

	/** A conversation: plan, apply what came back, and report. @param {(plan: string) => string} [copy] */
	const script =
		(copy = (plan) => plan) =>
		(messages) => {
			const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
			if (results.length === 0) return { call: 'Plan_a_change', with: WANTED };
			if (results.length > 1) return { say: `The result: ${results[1]}` };
			return {
				call: 'Apply_the_plan',
				with: { toolParameters: { Plan: copy(results[0]) }, hitlParameters: {} },
			};
		};

	/** What n8n gets when someone writes in the chat. */
	const said = (chatInput) => ({
		startTime: Date.now(),
		executionTime: 0,
		executionIndex: 0,
		executionStatus: 'success',
		source: [null],
		data: { main: [[{ json: { sessionId: 'e2e', action: 'sendMessage', chatInput } }]] },
	});
	const ask = () =>
		start('ai-agent-with-review.json', {
			trigger: 'Chat',
			data: said('Give Maria Costa a license, and move her to Finance.'),
		});

	beforeEach(() => add({ email: EMAIL, first_name: 'Maria', last_name: MARKUP, type: 1, dept: 'Sales' }));

	it('plans, asks a person, and applies after the approval', TIMEOUT, async () => {
		model.follow(script());
		const id = await ask();
		const received = await askedBy(id);
		assert.deepEqual(await writes(), []);
		await openLink(linkOf(received, 'Approve'));
		const execution = await finish(id);
		assert.ok(received.html.includes('Sales'), received.html);
		assert.ok(received.html.includes('Finance'), received.html);
		assert.doesNotMatch(received.html, /<img/);
		assert.deepEqual(await stateOf(EMAIL, 'type', 'dept'), [2, 'Finance']);
		const [{ output }] = outputOf(execution, 'Zoom assistant');
		assert.match(output, /^The result: .*"outcome":"updated"/);
	});

	it('offers its tools to the model, with what each of them needs', TIMEOUT, async () => {
		model.follow(() => ({ say: 'Nothing to do.' }));
		await finish(await ask());
		const [{ tools, messages }] = model.requests;
		const named = new Map(tools.map((tool) => [tool.function.name, tool.function]));
		assert.deepEqual([...named.keys()].sort(), ['Apply_the_plan', 'Find_a_user', 'Plan_a_change']);
		assert.deepEqual(
			Object.keys(named.get('Plan_a_change').parameters.properties).sort(),
			Object.keys(WANTED).sort(),
		);
		assert.match(messages.at(-1).content, /Give Maria Costa a license/);
	});

	it('changes nothing if the person declines', TIMEOUT, async () => {
		model.follow(script());
		const { execution } = await decide(await ask(), 'Decline');
		assert.match(outputOf(execution, 'Zoom assistant')[0].output, /rejected the tool call/);
		assert.deepEqual(await writes(), []);
	});

	it('refuses a plan that the agent has changed, even after the approval', TIMEOUT, async () => {
		model.follow(script((plan) => plan.replace('"to":"Finance"', '"to":"Finances"')));
		const { execution } = await decide(await ask(), 'Approve');
		assert.match(outputOf(execution, 'Zoom assistant')[0].output, /"outcome":"failed".*"reason":"invalid"/);
		assert.deepEqual(await writes(), []);
		assert.deepEqual(await stateOf(EMAIL, 'type', 'dept'), [1, 'Sales']);
	});
});
