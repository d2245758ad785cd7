/**
 * The node in n8n's own editor, in a real browser: find it, connect it, fill it in, execute it, and read its output.
 * If a test fails, failed-<name>.png has a screenshot.
 */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SHOTS, takeShot } from '../../scripts/shots.mjs';
import { browserEnvironment, says, until } from './support/browser.mjs';

const HERE = import.meta.dirname;
const SERVER_TO_SERVER = 'zoomUsersServerToServerApi';

let sandbox;

before(async () => {
	for (const name of readdirSync(HERE)) if (/^failed-.*\.png$/.test(name)) rmSync(join(HERE, name));
	sandbox = await browserEnvironment();
});

after(() => sandbox?.stop());

/** A test with a reset Zoom simulator. After a failure, the next test gets a new browser page. */
function inEditor(name, look) {
	it(name, { timeout: 300_000 }, async () => {
		await sandbox.control('POST', '/reset');
		const editor = await sandbox.openEditor();
		try {
			await look(editor);
		} catch (error) {
			const file = `failed-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
			await editor.screenshots(join(HERE, file)).catch(() => {});
			await editor.close();
			throw error;
		}
		await editor.leave();
	});
}

const trigger = {
	id: 'start',
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const newHires = (...people) => ({
	id: 'rows',
	name: 'New hires',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	position: [220, 0],
	parameters: { jsCode: `return ${JSON.stringify(people.map((json) => ({ json })))};` },
});

/** @param {object} parameters  merged over the defaults, which invite each row */
const zoomUsers = (parameters = {}) => ({
	id: 'zoom',
	name: 'Zoom Users',
	type: 'n8n-nodes-zoom-users.zoomUsers',
	typeVersion: 1,
	position: [440, 0],
	parameters: { authentication: 'serverToServer', ...parameters },
	credentials: { [SERVER_TO_SERVER]: sandbox.credentials[SERVER_TO_SERVER] },
});

const EACH_ROW = { email: '={{ $json.email }}', firstName: '={{ $json.first }}' };

const isDeferred = {
	id: 'if',
	name: 'Deferred?',
	type: 'n8n-nodes-base.if',
	typeVersion: 2.2,
	position: [660, 0],
	parameters: {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			combinator: 'and',
			conditions: [
				{
					id: 'is-deferred',
					leftValue: '={{ $json.outcome }}',
					rightValue: 'deferred',
					operator: { type: 'string', operation: 'equals' },
				},
			],
		},
		options: {},
	},
};

const agent = {
	id: 'agent',
	name: 'AI Agent',
	type: '@n8n/n8n-nodes-langchain.agent',
	typeVersion: 2,
	position: [220, 0],
	parameters: { options: {} },
};

/** A workflow of connected nodes. */
async function put(name, ...nodes) {
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, i) => [nodes[i].name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }]),
	);
	return await sandbox.n8n.putWorkflow({ name, nodes, connections });
}

const inZoom = async (email) => (await sandbox.zoom.people()).find((person) => person.email === email);

describe('the nodes panel', () => {
	inEditor('finds the node by common search words', async (editor) => {
		await editor.openWorkflow(await put('find', trigger));
		const plus = editor.plus('Start', { output: 0 });
		const missing = [];
		for (const words of ['zoom', 'create user', 'onboard', 'license']) {
			await editor.searchNodes(plus, '');
			await editor.found('Zoom Users').waitFor({ state: 'hidden' });
			await editor.searchNodes(plus, words);
			await editor
				.found('Zoom Users')
				.waitFor({ timeout: 20_000 })
				.catch(() => missing.push(words));
		}
		assert.deepEqual(missing, []);
	});

	inEditor('adds the node by its action', async (editor) => {
		await editor.openWorkflow(await put('add', trigger));
		await editor.addNode(editor.plus('Start', { output: 0 }), {
			search: 'zoom',
			choose: ['Zoom Users', 'Create user'],
		});
		await says(editor.at('node-title-container'), 'Create user');
		const labels = await editor.labels();
		for (const label of ['Email', 'First Name', 'Last Name']) assert.ok(labels.includes(label), `${labels}`);
		await editor.closeNode();
		await says(editor.node('Create user'), 'Create user');
	});
});

describe('the OAuth2 credential', () => {
	inEditor('connects on a page of Zoom, and creates a user', async (editor) => {
		const { apiUrl, oauthUrl, clientId, clientSecret } = await sandbox.zoom.credential();
		await editor.openNode(
			await put('oauth2', trigger, { ...zoomUsers(), parameters: {}, credentials: {} }),
			'zoom',
		);
		await editor.newCredential();
		await says(editor.credential, 'Zoom Users OAuth2 API', 'OAuth Redirect URL');
		assert.equal(await editor.field('apiUrl').count(), 0);
		await editor.choose('environment', 'Custom');
		await editor.fill('apiUrl', apiUrl);
		await editor.fill('oauthUrl', oauthUrl);
		await editor.fill('clientId', clientId);
		await editor.fill('clientSecret', clientSecret);

		const [consent] = await Promise.all([
			editor.page.waitForEvent('popup'),
			editor.at('quick-connect-button').click(),
		]);
		await says(
			consent.locator('body'),
			'Zoom simulator',
			`The app ${clientId} would like to`,
			'user:write:user:admin',
		);
		await Promise.all([
			consent.waitForEvent('close'),
			consent.getByRole('button', { name: 'Allow' }).click(),
		]);
		await editor.credential.waitFor({ state: 'hidden' });

		await editor.at('credential-edit-button').click();
		await says(editor.at('oauth-connect-success-banner'), 'Account connected');
		await editor.closeCredential();

		await editor.fill('email', 'ada@oauth.example');
		await editor.fill('firstName', 'Ada');
		await editor.fill('lastName', 'Lovelace');
		await editor.executeStep();
		await says(editor.output, '1 item', 'ada@oauth.example', 'created', 'pending');
		assert.equal((await inZoom('ada@oauth.example')).first_name, 'Ada');
	});
});

describe('the Server-to-Server credential', () => {
	inEditor('says in its test what to fix, until the test passes', async (editor) => {
		const given = await sandbox.zoom.credential();
		const { scopes } = (await sandbox.control('GET', '')).settings;
		const withoutReading = scopes.filter((scope) => scope !== 'user:read:user:admin');
		await sandbox.control('PUT', '/settings', { scopes: withoutReading });

		await editor.openNode(await put('server to server', trigger, zoomUsers()), 'zoom');
		await editor.newCredential();
		await says(editor.credential, 'Zoom Users Server-to-Server API');
		await editor.choose('environment', 'Custom');
		for (const name of ['apiUrl', 'oauthUrl', 'accountId', 'clientId']) await editor.fill(name, given[name]);
		await editor.fill('clientSecret', 'wrong');
		await editor.at('credential-save-button').click();
		await says(editor.credential, 'Couldn’t connect with these settings');
		await editor.credential.getByText('More details').click();
		await says(editor.credential, 'Zoom does not accept this Client ID and Client Secret', 'Copy both again');

		await editor.fill('clientSecret', given.clientSecret);
		await editor.at('credential-save-button').click();
		await says(
			editor.credential,
			'Couldn’t connect with these settings',
			'user:read:user:admin',
			'marketplace.zoom.us under Scopes',
		);

		await sandbox.control('PUT', '/settings', { scopes });
		await editor.credential.getByRole('button', { name: 'Retry' }).click();
		await says(editor.credential, 'Connection tested successfully');
	});
});

describe('the form', () => {
	inEditor('shows Password only for the action that needs it, and keeps the other values', async (editor) => {
		await editor.openNode(await put('form', trigger, zoomUsers()), 'zoom');
		await editor.fill('email', 'ada@form.example');
		const withPassword = async () => (await editor.labels()).includes('Password');
		const always = ['Email', 'First Name', 'Last Name', 'Type', 'Options'];
		const actions = [
			['With a Password You Set (autoCreate)', true],
			['For Single Sign-On (ssoCreate)', false],
			['Without Sign-In (custCreate)', false],
			['Invite by Email (create)', false],
		];
		for (const [action, expected] of actions) {
			await editor.choose('action', action);
			await until(
				async () => (await withPassword()) === expected,
				() => `Password is ${expected ? 'hidden' : 'visible'} for ${action}`,
			);
			const labels = await editor.labels();
			for (const label of always) assert.ok(labels.includes(label), `${label} with ${action}: ${labels}`);
			assert.equal(await editor.valueOf('email'), 'ada@form.example');
		}
	});

	inEditor('shows only the fields of the selected operation', async (editor) => {
		await editor.openNode(await put('operations', trigger, zoomUsers()), 'zoom');
		const shown = [
			['Create or Update', ['Email', 'Employee ID'], ['User', 'Delete Mode']],
			['Get', ['User'], ['Email', 'Type', 'Action']],
			['Delete', ['User', 'Delete Mode', 'Transfer', 'Transfer To'], ['Email', 'Type']],
			['Change Email', ['User', 'New Email'], ['Email', 'Delete Mode']],
			['Get Many', ['Return All', 'Limit', 'Filters'], ['User', 'Email']],
		];
		for (const [operation, there, gone] of shown) {
			await editor.choose('operation', operation);
			let labels = [];
			await until(
				async () => {
					labels = await editor.labels();
					return there.every((one) => labels.includes(one)) && !gone.some((one) => labels.includes(one));
				},
				() => `${operation} has ${labels}, not ${there} without ${gone}`,
			);
		}
	});

	inEditor('finds a user in the list by a part of the name, and reads the user', async (editor) => {
		for (const [first_name, last_name, status] of [
			['Grace', 'Oyelaran', 'active'],
			['Noor', 'Haddad', 'pending'],
			['Marcus', 'Reed', 'inactive'],
		])
			await sandbox.control('POST', '/people', {
				email: `${first_name.toLowerCase()}@list.example`,
				first_name,
				last_name,
				status,
			});
		await editor.openNode(await put('list', trigger, zoomUsers()), 'zoom');
		await editor.choose('operation', 'Get');
		await editor.at('rlc-input').click();
		const people = editor.at('rlc-item');
		await says(people, 'Grace Oyelaran (grace@list.example)', 'Noor Haddad', 'Marcus Reed');
		await editor.at('rlc-search').fill('hadd');
		await until(
			async () => (await people.count()) === 1,
			() => 'The list has more than one user for "hadd"',
		);
		await says(people, /^Noor Haddad \(noor@list\.example, .+\)$/);
		await people.click();
		await editor.executeStep();
		await says(editor.output, '1 item', 'noor@list.example', 'pending');
	});

	inEditor('says which scope is missing if it cannot list users', async (editor) => {
		await sandbox.control('PUT', '/settings', { scopes: ['user:write:user:admin', 'user:read:user:admin'] });
		await editor.openNode(await put('no list', trigger, zoomUsers()), 'zoom');
		await editor.choose('operation', 'Get');
		await editor.at('rlc-input').click();
		await says(editor.at('rlc-error-container'), 'Could not load list', 'user:read:list_users:admin');
	});
});

describe('a run', () => {
	inEditor('creates a user from three fields, and shows the user in the output', async (editor) => {
		await editor.openNode(await put('three fields', trigger, zoomUsers()), 'zoom');
		await editor.fill('email', 'ada@three.example');
		await editor.fill('firstName', 'Ada');
		await editor.fill('lastName', 'Lovelace');
		await editor.executeStep();
		await says(editor.output, '1 item', 'outcome', 'ada@three.example', 'Lovelace', 'created', 'pending');
		const { status, type } = await inZoom('ada@three.example');
		assert.deepEqual({ status, type }, { status: 'pending', type: 1 });
	});

	inEditor('says who failed and why, who was created, and how to continue, if it stops', async (editor) => {
		const people = newHires(
			{ email: 'grace@stop.example', first: 'Grace' },
			{ email: 'noor+refuse-1107@stop.example', first: 'Noor' },
		);
		await editor.openNode(await put('stop', trigger, people, zoomUsers(EACH_ROW)), 'zoom');
		await editor.executeStep();
		await says(
			editor.output,
			'1 of 2 users failed; 1 created, 0 not tried',
			'noor+refuse-1107@stop.example was not created: the email domain is blocked',
			'Created: 1 (grace@stop.example)',
			"set 'If User Exists' to 'Skip' and run it again",
		);
	});

	inEditor('sends a rejected user to the Error branch, with the reason', async (editor) => {
		const people = newHires(
			{ email: 'grace@branch.example', first: 'Grace' },
			{ email: 'noor+refuse-1107@branch.example', first: 'Noor' },
		);
		await editor.openNode(await put('branches', trigger, people, zoomUsers(EACH_ROW)), 'zoom');
		await editor.at('tab-settings').click();
		await editor.choose('onError', 'Continue (using error output)');
		await editor.closeNode();

		await says(editor.node('Zoom Users'), 'Success', 'Error');
		await editor.addNode(editor.plus('Zoom Users', { output: 1 }), {
			search: 'no operation',
			choose: ['No Operation, do nothing'],
		});
		await editor.closeNode();
		await editor.executeWorkflow();
		await says(editor.page.getByRole('alert'), 'Workflow executed successfully');

		await editor.node('Zoom Users').dblclick();
		await editor.showBranch('Success Branch');
		await says(editor.output, 'Success Branch (1 item)', 'grace@branch.example', 'created');
		await editor.closeNode();
		await editor.node('No Operation, do nothing').dblclick();
		await says(
			editor.output,
			'1 item',
			'noor+refuse-1107@branch.example was not created: the email domain is blocked',
			'For your Zoom admin: Allow the domain in the Zoom portal',
			/\baccount\b/,
		);
	});

	inEditor('defers users beyond the daily quota, and an IF node selects them', async (editor) => {
		await sandbox.control('PUT', '/settings', { invitationsPerDay: 1 });
		const people = newHires(
			{ email: 'grace@quota.example', first: 'Grace' },
			{ email: 'noor@quota.example', first: 'Noor' },
		);
		await editor.openNode(await put('defer', trigger, people, zoomUsers(EACH_ROW), isDeferred), 'zoom');
		await editor.add('Options', 'On Daily Invitation Limit');
		await editor.choose('onDailyLimit', 'Defer');
		await editor.closeNode();
		await editor.executeWorkflow();
		await says(editor.page.getByRole('alert'), 'Workflow executed successfully');

		await editor.node('Deferred?').dblclick();
		await editor.showBranch('True Branch (1 item)');
		await says(
			editor.output,
			'noor@quota.example',
			'deferred',
			'reason:quota',
			/retryAt:\d{4}-\d\d-\d\dT00:00/,
		);
		await editor.showBranch('False Branch (1 item)');
		await says(editor.output, 'grace@quota.example', 'created');
	});
});

describe('as a tool of an AI Agent', () => {
	inEditor('is in the list of tools, and a model can fill in its fields', async (editor) => {
		await editor.openWorkflow(await put('agent', trigger, agent));
		await editor.addNode(editor.plus('AI Agent', { input: 'ai_tool' }), {
			list: 'Tools',
			search: 'zoom',
			choose: ['Zoom Users Tool'],
		});
		await editor.chooseCredential(sandbox.credentials[SERVER_TO_SERVER].name);

		const byModel = editor.at('node-parameters').getByText('Defined automatically by the');
		for (const [already, name] of ['email', 'firstName', 'lastName'].entries()) {
			const item = editor.at('parameter-item').filter({ has: editor.field(name) });
			await editor.at('from-ai-override-button', item).click();
			await byModel.nth(already).waitFor();
		}
		await editor.executeStep();
		const question = editor.at('fromAiParameters-modal');
		await says(question, 'Email', 'First_Name', 'Last_Name');
		for (const [name, text] of [
			['Email', 'ada@agent.example'],
			['First_Name', 'Ada'],
			['Last_Name', 'Lovelace'],
		])
			await editor.at(`query.${name}`, question).locator('input').fill(text);
		await editor.at('execute-workflow-button', question).click();
		await says(editor.output, '1 item', 'email:ada@agent.example', 'outcome:created');
		assert.equal((await inZoom('ada@agent.example')).last_name, 'Lovelace');
	});
});

describe('the pictures of the documentation', () => {
	for (const shot of SHOTS) {
		it(`show the current editor: ${shot.name}`, { timeout: 300_000 }, async () => {
			try {
				await takeShot(sandbox, shot, sandbox.folder);
			} catch (error) {
				const [taken, kept] = [
					join(sandbox.folder, `${shot.name}.png`),
					join(HERE, `failed-${basename(shot.name)}.png`),
				];
				if (existsSync(taken)) copyFileSync(taken, kept);
				throw error;
			}
		});
	}
});
