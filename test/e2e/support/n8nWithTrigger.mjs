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

	async function putToken(name, secretToken) {
		const { id } = await n8n.putCredential({ name, type: 'zoomUsersWebhookApi', data: { secretToken } });
		return { id, name };
	}

	/** A published workflow that starts with the trigger, and senders for its URLs. */
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
		await n8n.publish(saved);
		const senderOf = (mode) =>
			new Webhook(
				{ url: `${server.url}/${mode}/${webhookId}/webhook`, secretToken: SECRET, ...sender },
				{ accountId: 'simulator-account', operator: OPERATOR, now: () => Date.now() },
			);
		return { saved, zoom: senderOf('webhook'), testZoom: senderOf('webhook-test') };
	}

	/** A page of the executions of a workflow: with any of these statuses, or all of them. */
	async function list({ saved }, status, cursor = '') {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: saved.id, status }));
		return await n8n.call('GET', `/executions?limit=100&filter=${filter}${cursor && `&cursor=${cursor}`}`);
	}

	/** Waits until no execution of the workflow is in progress. */
	async function untilIdle(workflow) {
		do {
			await sleep(500);
			await untilReady();
		} while ((await list(workflow, ['new', 'running', 'waiting'])).results.length > 0);
	}

	/** After a burst, n8n reports that its database isn't connected until it checks again. */
	async function untilReady() {
		while (!(await fetch(`${server.url}/healthz/readiness`)).ok) await sleep(500);
	}

	/** The items of each execution. */
	async function startedBy(workflow) {
		await untilIdle(workflow);
		const ids = [];
		const ended = ['success', 'error', 'crashed', 'canceled'];
		let page = await list(workflow, ended);
		while (ids.push(...page.results.map(({ id }) => id)) && page.nextCursor) {
			page = await list(workflow, ended, page.nextCursor);
		}
		const started = [];
		while (ids.length > 0) {
			const some = await Promise.all(ids.splice(0, 10).map((id) => n8n.finished(id)));
			for (const { status, data } of some) {
				assert.deepEqual([status, data.resultData.error?.message], ['success', undefined]);
				started.push(outputOf({ data }, 'Next'));
			}
		}
		return started;
	}

	return {
		scratch,
		start,
		stop,
		putToken,
		publish,
		list,
		untilIdle,
		startedBy,
		log: () => server.log(),
		call: (...request) => n8n.call(...request),
		testCredential: async (data) =>
			await n8n.testCredential({ ...credential, type: 'zoomUsersWebhookApi' }, data),
		storedCredential: async () => await n8n.call('GET', `/credentials/${credential.id}?includeData=true`),
	};
}
