import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folders } from '../process/folders.mjs';

const UNFINISHED = ['new', 'running', 'waiting'];

/**
 * @typedef {object} Owner
 * @property {string} email
 * @property {string} password   8 characters or more, a digit and a capital among them
 * @property {string} [firstName]
 * @property {string} [lastName]
 *
 * @typedef {object} Execution
 * @property {string} id
 * @property {'success' | 'error' | 'crashed' | 'canceled'} status
 * @property {object} data   n8n's IRunExecutionData
 *
 * @typedef {object} Look
 * @property {number} [timeout]    ms
 * @property {number} [lookEvery]  ms between two looks whether it is over
 * @property {AbortSignal} [signal]
 */

/**
 * Signs in to an n8n; a new one gets its owner first.
 *
 * @param {string} url    n8n's address
 * @param {Owner} owner
 */
export async function signIn(url, owner) {
	const { email, password, firstName = 'Sandbox', lastName = 'Owner' } = owner;
	const settings = await (await fetch(`${url}/rest/settings`)).json();
	const isNew = settings.data.userManagement.showSetupOnFirstLoad;
	const answer = isNew
		? await post(`${url}/rest/owner/setup`, { email, password, firstName, lastName })
		: await post(`${url}/rest/login`, { emailOrLdapLoginId: email, password });
	if (!answer.ok)
		throw new Error(
			`n8n refused the ${isNew ? 'new owner' : 'sign-in'}: ${answer.status} ${await answer.text()}`,
		);
	const cookie = answer.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	return n8nClient(url, cookie);
}

/**
 * n8n's own REST interface, the one its editor uses, as far as the sandbox needs it.
 *
 * @param {string} url
 * @param {string} cookie  of a signed-in user
 */
function n8nClient(url, cookie) {
	/** @returns {Promise<any>} the answer's `data` */
	async function call(method, route, body) {
		const answer = await fetch(`${url}/rest${route}`, {
			method,
			headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
			body: body && JSON.stringify(body),
		});
		const text = await answer.text();
		if (!answer.ok)
			throw new Error(`n8n answered ${answer.status} to ${method} /rest${route}: ${text.slice(0, 500)}`);
		const json = text ? JSON.parse(text) : {};
		return 'data' in json ? json.data : json;
	}

	/** Makes what is not there by its name, and brings up to date what is. */
	async function put(route, thing) {
		const there = (await call('GET', route)).find(({ name }) => name === thing.name);
		return there ? await call('PATCH', `${route}/${there.id}`, thing) : await call('POST', route, thing);
	}

	return {
		cookie,
		call,

		/** @param {{ name: string, type: string, data: object }} credential  @returns {Promise<{ id: string, name: string, type: string }>} */
		putCredential: (credential) => put('/credentials', credential),

		/** What the editor's test of a saved credential says. @returns {Promise<{ status: 'OK' | 'Error', message: string }>} */
		testCredential: ({ id, name, type }, data) =>
			call('POST', '/credentials/test', { credentials: { id, name, type, data } }),

		/** @returns {Promise<object>} the workflow as n8n holds it, with its id */
		putWorkflow: ({ name, nodes, connections, settings = {} }) =>
			put('/workflows', { name, nodes, connections, settings }),

		/**
		 * Runs a workflow as a press on "Execute workflow" would, and waits for its end.
		 *
		 * @param {object} workflow  as n8n holds it
		 * @param {string} trigger   the name of the node to start from
		 * @param {Look} [options]
		 * @returns {Promise<Execution>}
		 */
		async run(workflow, trigger, options) {
			const { executionId: id } = await call('POST', `/workflows/${workflow.id}/run`, {
				workflowData: workflow,
				triggerToStartFrom: { name: trigger },
			});
			// To read the whole of a long execution costs n8n more than to run it: the list is enough until it is over.
			const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow.id }));
			await untilOver(id, options, async () => {
				const { results } = await call('GET', `/executions?limit=10&filter=${filter}`);
				return results.find((one) => String(one.id) === String(id)) ?? { status: 'new' };
			});
			return await this.finished(id, options);
		},

		/**
		 * @param {Look} [options]
		 * @returns {Promise<Execution>} the execution as n8n stored it, once it is over
		 */
		async finished(id, options) {
			const { status, data } = await untilOver(id, options, () => call('GET', `/executions/${id}`));
			return { id: String(id), status, data: flatted().parse(data) };
		},
	};
}

/** Looks at an execution until it is over. */
async function untilOver(id, { timeout = 300_000, lookEvery = 250, signal } = {}, look) {
	const deadline = Date.now() + timeout;
	for (;;) {
		signal?.throwIfAborted();
		const seen = await look();
		if (!UNFINISHED.includes(seen.status)) return seen;
		if (Date.now() > deadline)
			throw new Error(`Execution ${id} was still ${seen.status} after ${timeout / 1000} s`);
		await sleep(lookEvery);
	}
}

/**
 * What a node of a finished execution put out.
 *
 * @param {Execution} execution
 * @param {string} node      its name
 * @param {number} [output]  0 is the first; with On Error = Error output, 1 is the failed ones
 * @returns {object[]}       the items' json
 */
export function outputOf(execution, node, output = 0) {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap((one) => one.data?.main?.[output] ?? []).map((item) => item.json);
}

/** n8n's own copy of the format it stores executions in. */
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
