/** A real n8n with workflows that start with the Zoom Users Trigger. The simulator's sender stands in for Zoom. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tsImport } from 'tsx/esm/api';
import { startN8n } from '../../../sandbox/n8n-runtime/n8n.mjs';
import { packPackage } from '../../../sandbox/n8n-runtime/package.mjs';
import { outputOf, signIn } from '../../../sandbox/n8n-runtime/rest.mjs';

const { Webhook } = await tsImport('../../../simulator/routes/webhooks.ts', import.meta.url);

const OWNER = { email: 'owner@e2e.example', password: 'Owner1of1e2e' };

export const SECRET = 'aBcD3fGh1JkLmN0pQrStUv';
export const OPERATOR = { id: 'z8yCxjabcdEFGHfp8uQ', email: 'admin@northwind.example' };
export const EVENTS = [
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

/** The settings that docs/trigger.md recommends for bursts of events. */
export const BURST_SETTINGS = {
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	N8N_CONCURRENCY_PRODUCTION_LIMIT: '10',
};

let users = 0;

/** An event about a new user. */
export function eventOf(event, more = {}) {
	const id = `id${++users}`;
	const email = `user${users}@northwind.example`;
	const names = { first_name: 'Zoë', last_name: `Nr. ${users}`, display_name: `Zoë Nr. ${users}` };
	return { event, at: Date.now(), person: { id, email, ...names, type: 1 }, ...more };
}

/** The package has to be built before. */
export async function n8nWithTrigger() {
	const scratch = mkdtempSync(join(tmpdir(), 'e2e-'));
	const packageTarball = await packPackage(join(scratch, 'package'));
	let server, n8n, credential;

	/** Starts n8n, or restarts it with other settings and the same data. */
	async function start(env = {}) {
		await server?.stop();
		server = await startN8n({ userFolder: join(scratch, 'n8n'), packageTarball, env });
		n8n = await signIn(server.url, OWNER);
		credential = await putToken('Zoom events', SECRET);
	}

	async function stop() {
		await server?.stop();
		rmSync(scratch, { recursive: true, force: true });
	}

	const putToken = (name, secretToken) => putSecretToken(n8n, name, secretToken);

	return {
		scratch,
		start,
		stop,
		putToken,
		/** A published workflow that starts with the trigger, and senders for its URLs. */
		async publish(name, parameters = {}, { sender = {}, using = credential } = {}) {
			const { saved, webhookId } = await publishTrigger(n8n, name, { parameters, credential: using });
			const senderOf = (mode) => senderTo(`${server.url}/${mode}/${webhookId}/webhook`, sender);
			return {
				saved,
				// The address of n8n changes with a restart.
				get zoom() {
					return senderOf('webhook');
				},
				get testZoom() {
					return senderOf('webhook-test');
				},
			};
		},
		list: async ({ saved }, ...options) => await list(n8n, saved.id, ...options),
		untilIdle: async ({ saved }) => await untilIdle(n8n, server.url, saved.id),
		startedBy: async ({ saved }) => await executionsOf(n8n, server.url, saved),
		log: () => server.log(),
		call: (...request) => n8n.call(...request),
		testCredential: async (data) =>
			await n8n.testCredential({ ...credential, type: 'zoomUsersWebhookApi' }, data),
		storedCredential: async () => await n8n.call('GET', `/credentials/${credential.id}?includeData=true`),
	};
}

/** A credential of the trigger. */
export async function putSecretToken(n8n, name, secretToken) {
	const { id } = await n8n.putCredential({ name, type: 'zoomUsersWebhookApi', data: { secretToken } });
	return { id, name };
}

/** Stands in for Zoom, but is more patient: sends events to a URL of the trigger. */
export function senderTo(url, more = {}) {
	return new Webhook(
		{ url, secretToken: SECRET, patienceMs: 60_000, ...more },
		{ accountId: 'simulator-account', operator: OPERATOR, now: () => Date.now() },
	);
}

/** Publishes a workflow that starts with the trigger. */
export async function publishTrigger(n8n, name, { parameters = {}, credential }) {
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
				credentials: { zoomUsersWebhookApi: credential },
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
	await n8n.publish(saved);
	return { saved, webhookId };
}

/** Waits until no execution of the workflow is in progress, and returns the items of each execution. */
async function executionsOf(n8n, url, { id }) {
	await untilIdle(n8n, url, id);
	const ids = [];
	const ended = ['success', 'error', 'crashed', 'canceled'];
	let page = await list(n8n, id, ended);
	while (ids.push(...page.results.map((one) => one.id)) && page.nextCursor) {
		page = await list(n8n, id, ended, page.nextCursor);
	}
	return await itemsOf(n8n, ids);
}

/** A page of the executions of a workflow: with any of these statuses, or all of them. */
async function list(n8n, workflowId, status, cursor = '') {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
	return await n8n.call('GET', `/executions?limit=100&filter=${filter}${cursor && `&cursor=${cursor}`}`);
}

/** Waits until no execution of a workflow is in progress. */
export async function untilIdle(n8n, url, workflowId) {
	do {
		await sleep(500);
		// After a burst, n8n reports that its database isn't connected until it checks again.
		while (!(await fetch(`${url}/healthz/readiness`)).ok) await sleep(500);
	} while ((await list(n8n, workflowId, ['new', 'running', 'waiting'])).results.length > 0);
}

/** The items of each of these executions. */
export async function itemsOf(n8n, ids) {
	const items = [];
	const left = [...ids];
	while (left.length > 0) {
		const some = await Promise.all(left.splice(0, 10).map((id) => n8n.finished(id)));
		for (const { status, data } of some) {
			assert.deepEqual([status, data.resultData.error?.message], ['success', undefined]);
			items.push(outputOf({ data }, 'Next'));
		}
	}
	return items;
}
