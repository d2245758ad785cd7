import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folders } from '../process/folders.mjs';
import { N8N_MAJOR } from './n8n.mjs';

const UNFINISHED = ['new', 'running', 'waiting'];

const POLL_EVERY_MS = 250;

/**
 * @typedef {object} Owner
 * @property {string} email
 * @property {string} password   at least 8 characters, with a digit and a capital letter
 * @property {string} [firstName]
 * @property {string} [lastName]
 *
 * @typedef {object} Execution
 * @property {string} id
 * @property {'success' | 'error' | 'crashed' | 'canceled'} status
 * @property {object} data   n8n's IRunExecutionData
 *
 * @typedef {object} Polling
 * @property {number} [timeout]    ms
 * @property {number} [pollEvery]  ms between two requests
 * @property {AbortSignal} [signal]
 */

/**
 * Signs in to n8n. If n8n is new, sets up its owner.
 *
 * @param {string} url    n8n's address
 * @param {Owner} owner
 */
export async function signIn(url, owner) {
	const { email, password, firstName = 'Sandbox', lastName = 'Owner' } = owner;
	const login = () => post(`${url}/rest/login`, { emailOrLdapLoginId: email, password });
	const settings = await fetch(`${url}/rest/settings`);
	// An n8n without its editor doesn't have these settings.
	const isNew = settings.ok
		? (await settings.json()).data.userManagement.showSetupOnFirstLoad
		: !(await login()).ok;
	const response = isNew
		? await post(`${url}/rest/owner/setup`, { email, password, firstName, lastName })
		: await login();
	if (!response.ok)
		throw new Error(
			`n8n rejected the ${isNew ? 'new owner' : 'sign-in'}: ${response.status} ${await response.text()}`,
		);
	const cookie = response.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	return n8nClient(url, cookie);
}

/**
 * A client for the REST API that n8n's editor uses.
 *
 * @param {string} url
 * @param {string} cookie  of a signed-in user
 */
function n8nClient(url, cookie) {
	/** @returns {Promise<any>} the `data` of the response */
	async function call(method, route, body) {
		const request = async () =>
			await fetch(`${url}/rest${route}`, {
				method,
				headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
				body: body && JSON.stringify(body),
			});
		// A node that blocks n8n for seconds lets its connections expire.
		const response = await request().catch(async (error) => {
			if (method === 'GET' && error.cause?.code === 'ECONNRESET') return await request();
			throw error;
		});
		const text = await response.text();
		if (!response.ok)
			throw new Error(
				`n8n responded to ${method} /rest${route} with ${response.status}: ${text.slice(0, 500)}`,
			);
		const json = text ? JSON.parse(text) : {};
		return 'data' in json ? json.data : json;
	}

	/** Creates a thing, or updates the one with its name. */
	async function put(route, thing) {
		const existing = (await call('GET', route)).find(({ name }) => name === thing.name);
		return existing
			? await call('PATCH', `${route}/${existing.id}`, thing)
			: await call('POST', route, thing);
	}

	return {
		cookie,
		call,

		/** @param {{ name: string, type: string, data: object }} credential  @returns {Promise<{ id: string, name: string, type: string }>} */
		putCredential: (credential) => put('/credentials', credential),

		/** Tests a saved credential like the editor. @returns {Promise<{ status: 'OK' | 'Error', message: string }>} */
		testCredential: ({ id, name, type }, data) =>
			call('POST', '/credentials/test', { credentials: { id, name, type, data } }),

		/** @returns {Promise<object>} the saved workflow, with its id */
		putWorkflow: ({ name, nodes, connections, settings = {} }) =>
			// n8n 1.x requires `active`.
			put('/workflows', { name, nodes, connections, settings, ...(N8N_MAJOR < 2 && { active: false }) }),

		/** Publishes a workflow (1.x: activates it), and waits until its triggers work. */
		async publish({ id, versionId }) {
			await call('POST', `/workflows/${id}/activate`, { versionId });
			// n8n 2.x responds before it has published.
			while (N8N_MAJOR >= 2) {
				const { status, triggers } = await call('GET', `/workflows/${id}/publication-status`);
				if (status === 'published') return;
				const [failed] = triggers.filter(({ errorMessage }) => errorMessage);
				if (failed) throw new Error(failed.errorMessage);
				await sleep(50);
			}
		},

		/**
		 * Executes a workflow like "Execute workflow" in the editor, and waits until it has finished.
		 *
		 * @param {object} workflow  as saved in n8n
		 * @param {string} trigger   the name of the node to start from
		 * @param {Polling} [options]
		 * @returns {Promise<Execution>}
		 */
		async run(workflow, trigger, options) {
			const { executionId: id } = await call('POST', `/workflows/${workflow.id}/run`, {
				workflowData: workflow,
				triggerToStartFrom: { name: trigger },
			});
			// To read the data of a long execution takes n8n longer than to run it, so the list is polled.
			const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow.id }));
			await untilFinished(id, options, async () => {
				const { results } = await call('GET', `/executions?limit=10&filter=${filter}`);
				return results.find((one) => String(one.id) === String(id)) ?? { status: 'new' };
			});
			return await this.finished(id, options);
		},

		/**
		 * @param {Polling} [options]
		 * @returns {Promise<Execution>} the saved execution, once it has finished
		 */
		async finished(id, options) {
			const read = () => call('GET', `/executions/${id}`);
			let { status, data } = await untilFinished(id, options, read);
			// n8n 1.x stores the status before the data.
			for (let before; N8N_MAJOR < 2 && data !== before; { data } = await read()) {
				before = data;
				await sleep(options?.pollEvery ?? POLL_EVERY_MS);
			}
			return { id: String(id), status, data: flatted().parse(data) };
		},
	};
}

/** Polls an execution until it has finished. */
async function untilFinished(id, { timeout = 300_000, pollEvery = POLL_EVERY_MS, signal } = {}, read) {
	const deadline = Date.now() + timeout;
	for (;;) {
		signal?.throwIfAborted();
		const execution = await read();
		if (!UNFINISHED.includes(execution.status)) return execution;
		if (Date.now() > deadline)
			throw new Error(`Execution ${id} is still ${execution.status} after ${timeout / 1000} s`);
		await sleep(pollEvery);
	}
}

/**
 * The output of a node in a finished execution.
 *
 * @param {Execution} execution
 * @param {string} node      its name
 * @param {number} [output]  the index of the output; with On Error set to Continue (using error output), 1 is for errors
 * @returns {object[]}       the json of the items
 */
export function outputOf(execution, node, output = 0) {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap((one) => one.data?.main?.[output] ?? []).map((item) => item.json);
}

/** n8n's copy of the library that it stores executions with. */
function flatted() {
	return createRequire(path.join(folders.n8n, 'package.json'))('flatted');
}

function post(address, body) {
	return fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}
