/**
 * The packed package in a real n8n, as a user would have it: credentials and their tests as the editor makes
 * them, and workflows whose results are read from the executions that n8n stored.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startN8n } from '../../sandbox/n8n-runtime/n8n.mjs';
import { packPackage } from '../../sandbox/n8n-runtime/package.mjs';
import { startSimulator } from '../../sandbox/demo/simulator.mjs';
import { outputOf, signIn } from '../../sandbox/n8n-runtime/rest.mjs';
import { putCredentials } from '../../sandbox/demo/credentials.mjs';

const { NodeHelpers } = createRequire(import.meta.url)('n8n-workflow');

const OWNER = { email: 'owner@e2e.example', password: 'Owner1of1e2e' };
const CONTINUE = { onError: 'continueRegularOutput' };
const SERVER_TO_SERVER = 'zoomUsersServerToServerApi';

let scratch, zoom, server, n8n, given, credentials, defaultScopes;

before(async () => {
	scratch = mkdtempSync(join(tmpdir(), 'e2e-'));
	const packageTarball = await packPackage(join(scratch, 'package'));
	zoom = await startSimulator({ logFile: join(scratch, 'simulator.log') });
	server = await startN8n({ userFolder: join(scratch, 'n8n'), packageTarball });
	n8n = await signIn(server.url, OWNER);
	defaultScopes = (await (await fetch(`${zoom.url}/__admin`)).json()).settings.scopes;
	given = await zoom.credential();
	credentials = await putCredentials(n8n, given);
	delete credentials.zoomUsersWebhookApi; // n8n lets no node but the trigger name it
});

after(async () => {
	await server?.stop();
	await zoom?.stop();
	rmSync(scratch, { recursive: true, force: true });
});

const simulator = async (method, route, body) =>
	await fetch(`${zoom.url}/__admin${route}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: body && JSON.stringify(body),
	});
const tokensTaken = async () =>
	(await zoom.journal()).requests.filter(
		({ path, status }) => path.startsWith('/oauth/token') && status === 200,
	).length;

/** What the editor does when somebody opens a credential: it tests it. */
async function open(id) {
	const { name, type, data } = await n8n.call('GET', `/credentials/${id}?includeData=true`);
	return await n8n.testCredential({ id, name, type }, data);
}

/** What the editor's Save does with a credential that somebody opens and changes nothing in, or some fields. */
async function openAndSave(id, changes = {}) {
	const { name, type, data } = await n8n.call('GET', `/credentials/${id}?includeData=true`);
	const { properties } = (
		await (await fetch(`${server.url}/types/credentials.json`, { headers: { cookie: n8n.cookie } })).json()
	).find((credential) => credential.name === type);
	const shown = { ...data, ...changes };
	const saved = NodeHelpers.getNodeParameters(properties, shown, false, false, null, null);
	await n8n.call('PATCH', `/credentials/${id}`, { id, name, type, data: saved });
	return await n8n.testCredential({ id, name, type }, saved);
}

const testWith = async (changes) => {
	const data = { ...given, ...changes };
	const { id, name, type } = await n8n.call('POST', '/credentials', {
		name: `Zoom ${JSON.stringify(changes)}`,
		type: SERVER_TO_SERVER,
		data,
	});
	return await n8n.testCredential({ id, name, type }, data);
};

describe('the Server-to-Server credential', () => {
	it('has a green test', async () => {
		assert.deepEqual(await testWith({}), { status: 'OK', message: 'Connection successful!' });
	});

	const red = [
		['a wrong secret', { clientSecret: 'wrong' }, /does not accept this Client ID and Client Secret/],
		['a wrong account', { accountId: 'wrong' }, /Account ID/],
		['no https', { apiUrl: 'http://api.zoom.us/v2' }, /must start with https/],
		['nobody at the address', { oauthUrl: 'http://127.0.0.1:9/oauth' }, /could not be reached/],
	];
	for (const [name, changes, says] of red) {
		it(`says what to mend: ${name}`, async () => {
			const { status, message } = await testWith(changes);
			assert.equal(status, 'Error');
			assert.match(message, says);
		});
	}

	it('says what to mend: an address that is not the API', async () => {
		const { status, message } = await testWith({ apiUrl: `${zoom.url}/oauth/authorize?x=` });
		assert.equal(status, 'Error');
		assert.match(message, /The response did not come from Zoom|Zoom does not know this address/);
	});

	it('names a missing scope; once it is added in the app, opening the credential is enough for a new token', async () => {
		const { id } = credentials[SERVER_TO_SERVER];
		await simulator('PUT', '/settings', { scopes: ['user:write:user:admin'] });
		const before = await open(id);
		assert.equal(before.status, 'Error');
		assert.match(before.message, /lacks the permission \(scope\) user:read:user:admin/);

		await simulator('PUT', '/settings', { scopes: ['user:write:user:admin', 'user:read:user:admin'] });
		for (const look of [open, openAndSave]) {
			const taken = await tokensTaken();
			assert.deepEqual(await look(id), { status: 'OK', message: 'Connection successful!' });
			assert.equal(await tokensTaken(), taken + 1);
		}
	});

	it('is red without the scope for creating users, because n8n shows no text with a green test, and still reads', async () => {
		await simulator('PUT', '/settings', { scopes: ['user:read:user:admin'] });
		const { status, message } = await open(credentials[SERVER_TO_SERVER].id);
		assert.equal(status, 'Error');
		assert.match(message, /lacks the permission \(scope\) user:write:user:admin .*which User: Create needs/);
		await simulator('POST', '/people', { email: 'reads@readonly.example' });
		const user = { __rl: true, mode: 'email', value: '={{ $json.email }}' };
		const saved = await n8n.putWorkflow(
			workflow(
				'reads only',
				[{ email: 'reads@readonly.example' }],
				{ authentication: 'serverToServer', operation: 'get', user },
				CONTINUE,
			),
		);
		const [found] = outputOf(await n8n.run(saved, 'Start'), 'Zoom Users');
		assert.equal(found.email, 'reads@readonly.example');
		await simulator('PUT', '/settings', { scopes: defaultScopes });
		assert.equal((await open(credentials[SERVER_TO_SERVER].id)).status, 'OK');
	});

	it('gives its token to run after run, without a new one for each', async () => {
		const saved = await n8n.putWorkflow(
			workflow('keeps', [{ email: 'a@keeps.example' }], { authentication: 'serverToServer' }, CONTINUE),
		);
		const taken = await tokensTaken();
		for (const outcome of ['created', 'failed']) {
			assert.equal(outputOf(await n8n.run(saved, 'Start'), 'Zoom Users')[0].outcome, outcome);
		}
		assert.equal(await tokensTaken(), taken);
	});

	it('is red after a wrong secret was saved, though the old token still lives', async () => {
		const { id } = credentials[SERVER_TO_SERVER];
		const { status, message } = await openAndSave(id, { clientSecret: 'wrong' });
		assert.equal(status, 'Error');
		assert.match(message, /Client Secret/);
		assert.equal((await openAndSave(id, { clientSecret: given.clientSecret })).status, 'OK');
	});

	it('never gives its token or secret to the editor', async () => {
		const { id } = credentials[SERVER_TO_SERVER];
		const { data } = await n8n.call('GET', `/credentials/${id}?includeData=true`);
		for (const field of ['accessToken', 'clientSecret'])
			assert.match(String(data[field]), /^__n8n_BLANK_VALUE/);
	});
});

/** A workflow of a code node with rows and the Zoom Users node. */
const workflow = (name, rows, parameters, settings = {}) => ({
	name,
	nodes: [
		{
			id: '1',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: '2',
			name: 'Rows',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [200, 0],
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ rows }), options: {} },
		},
		{
			id: '3',
			name: 'One each',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [400, 0],
			parameters: { fieldToSplitOut: 'rows', options: {} },
		},
		{
			id: '4',
			name: 'Zoom Users',
			type: 'n8n-nodes-zoom-users.zoomUsers',
			typeVersion: 1,
			position: [600, 0],
			parameters: { email: '={{ $json.email }}', firstName: '={{ $json.first }}', ...parameters },
			credentials,
			...settings,
		},
	],
	connections: {
		Start: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] },
		Rows: { main: [[{ node: 'One each', type: 'main', index: 0 }]] },
		'One each': { main: [[{ node: 'Zoom Users', type: 'main', index: 0 }]] },
	},
});

describe('Account: Check Readiness', () => {
	for (const authentication of ['serverToServer', 'oAuth2']) {
		it(`with ${authentication}: names what is missing, and which operations it blocks`, async () => {
			const scopes = defaultScopes.filter((scope) => scope !== 'user:update:email:admin');
			const check = async () => {
				const parameters = { authentication, resource: 'account', operation: 'checkReadiness' };
				const saved = await n8n.putWorkflow(workflow(`readiness ${authentication}`, [{}], parameters));
				const items = outputOf(await n8n.run(saved, 'Start'), 'Zoom Users');
				return { items, summary: items.at(-1) };
			};
			await simulator('PUT', '/settings', { meIsOwner: true });
			if (authentication === 'oAuth2') {
				// Its token is from before, and has all scopes.
				assert.equal((await check()).summary.state, 'ok');
				return;
			}
			await simulator('PUT', '/settings', { scopes });
			await open(credentials[SERVER_TO_SERVER].id); // a new token
			const { items, summary } = await check();
			assert.deepEqual(summary.blocked, ['User: Change Email']);
			const missing = items.filter(({ check: name, state }) => name === 'scope' && state === 'missing');
			assert.deepEqual(
				missing.map(({ name }) => name),
				['user:update:email:admin'],
			);
			await simulator('PUT', '/settings', { scopes: defaultScopes });
			await open(credentials[SERVER_TO_SERVER].id);
			assert.equal((await check()).summary.state, 'ok');
			await simulator('PUT', '/settings', { meIsOwner: false });
		});
	}
});

describe('User: Create', () => {
	for (const authentication of ['serverToServer', 'oAuth2']) {
		it(`with ${authentication}: each person on their branch, and the token that ended before the run is renewed`, async () => {
			await simulator('POST', '/expire-tokens');
			const domain = `${authentication.toLowerCase()}.example`;
			const rows = [
				...Array.from({ length: 10 }, (_, i) => ({ email: `p${i}@${domain}`, first: `Zoë "${i}"` })),
				{ email: `bad+refuse-2034@${domain}`, first: 'Bad' },
			];
			const saved = await n8n.putWorkflow(
				workflow(`create ${authentication}`, rows, { authentication }, { onError: 'continueErrorOutput' }),
			);
			const execution = await n8n.run(saved, 'Start');
			assert.equal(execution.status, 'success');
			const created = outputOf(execution, 'Zoom Users');
			assert.deepEqual(
				created.map(({ email, first_name, outcome, status }) => ({ email, first_name, outcome, status })),
				rows
					.slice(0, 10)
					.map(({ email, first }) => ({ email, first_name: first, outcome: 'created', status: 'pending' })),
			);
			const [failed, ...others] = outputOf(execution, 'Zoom Users', 1);
			assert.deepEqual(others, []);
			assert.deepEqual({ ...failed, error: '' }, { ...rows[10], message: 'licenses', error: '' });
			assert.match(failed.error, /Zoom code 2034/);
			const there = (await zoom.people()).filter(({ email }) => email.endsWith(`@${domain}`));
			assert.equal(there.length, 10);
		});
	}

	it('On Error = stop: the stored error names who failed and who was created, and keeps the password', async () => {
		const rows = ['a', 'b+refuse-1107'].map((name) => ({ email: `${name}@stop.example` }));
		const saved = await n8n.putWorkflow(
			workflow('stop', rows, {
				authentication: 'serverToServer',
				action: 'autoCreate',
				password: 'Analytical1',
			}),
		);
		const { status, data } = await n8n.run(saved, 'Start');
		assert.equal(status, 'error');
		assert.equal(data.resultData.error.message, '1 of 2 users failed; 1 created, 0 not tried');
		assert.match(
			data.resultData.error.description,
			/b\+refuse-1107@stop\.example was not created[\s\S]*Created: 1 \(a@stop\.example\)/,
		);
		assert.ok(!JSON.stringify(data.resultData).includes('Analytical1'));
	});

	it('stands in the nodes panel with its trigger, and as a tool for agents', async () => {
		const types = await (
			await fetch(`${server.url}/types/nodes.json`, { headers: { cookie: n8n.cookie } })
		).json();
		const ours = types.filter(({ name }) => name.startsWith('n8n-nodes-zoom-users.'));
		assert.deepEqual(ours.map(({ name }) => name).sort(), [
			'n8n-nodes-zoom-users.zoomUsers',
			'n8n-nodes-zoom-users.zoomUsersTool',
			'n8n-nodes-zoom-users.zoomUsersTrigger',
		]);
	});

	it('no secret is in the log of n8n', () => {
		const log = readFileSync(server.logFile, 'utf8');
		for (const secret of [given.clientSecret, 'Analytical1', 'Bearer '])
			assert.ok(!log.includes(secret), secret);
	});
});
