/** A real n8n in queue mode with the package and the Zoom simulator, and executions that create users. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '../sandbox/demo/simulator.mjs';
import { packPackage } from '../sandbox/n8n-runtime/package.mjs';
import { outputOf, signIn } from '../sandbox/n8n-runtime/rest.mjs';
import { untilReady } from '../sandbox/process/server.mjs';
import { startCluster } from '../sandbox/queue/cluster.mjs';
import { connect, node, nodesWithRows, ROWS_CONNECTED } from './lab.mjs';

const OWNER = { email: 'owner@queue.example', password: 'Owner1of1queue' };
const PLANS = ['pro', 'business'];
/** The longest execution, in ms. */
const PATIENCE_MS = 600_000;

/**
 * @typedef {object} Execution
 * @property {string} id
 * @property {string} status
 * @property {string[]} workers   the names of the workers that started it
 * @property {string[]} emails    of its rows
 * @property {object[]} items     the output of the node: one item for each row
 * @property {string} [error]
 * @property {number} start       of the node, ms
 * @property {number} end
 *
 * @typedef {object} Result
 * @property {Execution[]} executions
 * @property {number} wall        from the first start of a node to the last end, s
 * @property {number} requests    that the simulator received, without those for tokens
 * @property {number} refused     requests above the limit per second
 * @property {number} tokens      requests for tokens
 * @property {number} unauthorized  responses with 401
 * @property {string[]} created   email addresses, in order
 */

/**
 * Starts n8n in queue mode. The package has to be built before.
 *
 * @param {Pick<Parameters<typeof startCluster>[0], 'workers' | 'webhooks' | 'env' | 'workerEnv' | 'log'>} options
 */
export async function openQueueLab(options = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'queue-'));
	const started = [];
	const close = async () => {
		for (const server of started.reverse()) await server.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const zoom = await startSimulator({ logFile: join(folder, 'simulator.log') });
		started.push(zoom);
		const cluster = await startCluster({
			folder: join(folder, 'n8n'),
			packageTarball: await packPackage(join(folder, 'package')),
			workers: 3,
			webhooks: 0,
			...options,
		});
		started.push(cluster);
		const n8n = await signIn(cluster.url, OWNER);
		const credentials = {};
		for (const plan of PLANS) {
			const { id, name } = await n8n.putCredential({
				name: `Zoom, ${plan}`,
				type: 'zoomUsersServerToServerApi',
				data: { ...(await zoom.credential()), accountPlan: plan },
			});
			credentials[plan] = { zoomUsersServerToServerApi: { id, name } };
		}
		return {
			folder,
			cluster,
			zoom,
			n8n,
			credentials,
			close,
			/** Waits until the main process is connected to its database and to Redis. */
			ready: () => untilReady(cluster.main, `${cluster.url}/healthz/readiness`),
			...executionsOf({ cluster, zoom, n8n, credentials }),
		};
	} catch (error) {
		await close();
		throw error;
	}
}

function executionsOf({ cluster, zoom, n8n, credentials }) {
	let runs = 0;

	/**
	 * Starts executions that each create some users, all at once.
	 *
	 * @param {object} what
	 * @param {number} [what.executions]
	 * @param {number} [what.rows]       for each execution
	 * @param {string[][]} [what.lists]  the email addresses for each execution; default: new ones
	 * @param {'pro' | 'business'} [what.plan]
	 * @param {object} [what.options]    of the node; default: none
	 * @param {object} [what.again]      an execution whose workflow is executed again, with these options
	 * @returns {Promise<{ id: string, emails: string[], workflow: object }[]>}
	 */
	async function start({ executions, rows, lists, plan = 'pro', options = {}, again }) {
		const run = ++runs;
		lists ??= again
			? [again.emails]
			: Array.from({ length: executions }, (_, number) =>
					Array.from({ length: rows }, (__, i) => `p${i}.of${number}@run${run}.example`),
				);
		const saved = [];
		for (const [number, emails] of lists.entries()) {
			const content = workflowFor(emails, { credentials: credentials[plan], options });
			const { name } = again?.workflow ?? { name: `run ${run}, ${number}` };
			saved.push({ emails, workflow: await n8n.putWorkflow({ name, ...content }) });
		}
		return await Promise.all(
			saved.map(async ({ emails, workflow }) => {
				const { executionId } = await n8n.call('POST', `/workflows/${workflow.id}/run`, {
					workflowData: workflow,
					triggerToStartFrom: { name: 'Start' },
				});
				return { id: String(executionId), emails, workflow };
			}),
		);
	}

	/** Waits until an execution has finished. */
	async function finish({ id, emails }, { timeout = PATIENCE_MS } = {}) {
		const execution = await n8n.finished(id, { timeout, pollEvery: 1_000 });
		const { runData, error } = execution.data.resultData;
		const ran = runData.Send?.[0] ?? {};
		return {
			id,
			emails,
			status: execution.status,
			error: error?.message,
			items: outputOf(execution, 'Send'),
			start: ran.startTime,
			end: ran.startTime + ran.executionTime,
			workers: cluster.whereRan(id),
		};
	}

	/** Watches the journal of the simulator. */
	async function watch() {
		const before = await zoom.journal();
		return async () => {
			const { requests, created, refusedPerSecond } = await zoom.journal();
			const since = requests.slice(before.requests.length);
			const isToken = ({ path }) => path === '/oauth/token';
			return {
				requests: since.filter((request) => !isToken(request)).length,
				tokens: since.filter(isToken).length,
				unauthorized: since.filter(({ status }) => status === 401).length,
				refused: refusedPerSecond - before.refusedPerSecond,
				created: created.slice(before.created.length),
			};
		};
	}

	return {
		start,
		finish,
		watch,

		/** @param {Parameters<typeof start>[0]} what @returns {Promise<Result>} */
		async run(what) {
			const counted = await watch();
			const executions = await Promise.all((await start(what)).map((one) => finish(one)));
			const first = Math.min(...executions.map((one) => one.start));
			const last = Math.max(...executions.map((one) => one.end));
			return { executions, wall: (last - first) / 1_000, ...(await counted()) };
		},
	};
}

function workflowFor(emails, { credentials, options }) {
	const rows = emails.map((email, i) => ({ email, first: `First ${i}`, last: `Last ${i}` }));
	const send = node(
		'Send',
		'n8n-nodes-zoom-users.zoomUsers',
		1,
		600,
		{
			authentication: 'serverToServer',
			email: '={{ $json.email }}',
			firstName: '={{ $json.first }}',
			lastName: '={{ $json.last }}',
			options,
		},
		{ credentials, onError: 'continueRegularOutput' },
	);
	return {
		nodes: [...nodesWithRows(rows), send],
		connections: connect(...ROWS_CONNECTED, ['One each', 'Send']),
		settings: { executionOrder: 'v1' },
	};
}
