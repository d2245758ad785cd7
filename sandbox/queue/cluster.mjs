import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import getPort from 'get-port';
import { startN8n } from '../n8n-runtime/n8n.mjs';
import { storedSecret } from '../process/secret.mjs';
import { LOOPBACK } from '../process/server.mjs';
import { findServers } from './install.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';

/** The number of executions that a worker runs at a time. */
const CONCURRENCY = 5;

/**
 * @typedef {import('../n8n-runtime/n8n.mjs').N8n} N8n
 *
 * @typedef {object} Cluster  an n8n in queue mode
 * @property {string} url        of the main process: the editor and the REST API
 * @property {N8n} main
 * @property {N8n[]} workers     those that were started, in order
 * @property {N8n[]} webhooks
 * @property {string} packageHome  the folder of the installed package, which all processes use
 * @property {(env?: Record<string, string>) => Promise<N8n>} startWorker   starts one more
 * @property {(env?: Record<string, string>) => Promise<N8n>} startWebhook  starts one more
 * @property {() => Promise<void>} stopRedis
 * @property {() => Promise<void>} startRedis  starts it again, with the same data
 * @property {() => Promise<void>} stopPostgres
 * @property {() => Promise<void>} startPostgres
 * @property {() => string[]} started  the IDs of the executions that workers have started
 * @property {(executionId: string) => string[]} whereRan  the names of the workers that started the execution
 * @property {() => import('../process/server.mjs').Server[]} servers  all processes
 * @property {() => Promise<void>} stop
 */

/**
 * Starts n8n in queue mode: one main process, workers, and webhook processes, with their own Redis and PostgreSQL.
 *
 * @param {object} options
 * @param {string} options.folder            the data of all processes; created if it doesn't exist
 * @param {string} options.packageTarball    a .tgz of npm pack to install as a community node
 * @param {number} [options.workers]
 * @param {number} [options.webhooks]
 * @param {number} [options.port]            of the main process; default: a free port
 * @param {Record<string, string>} [options.env]        additional environment variables for all processes
 * @param {Record<string, string>} [options.workerEnv]  the same for the workers
 * @param {AbortSignal} [options.signal]
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<Cluster>}
 */
export async function startCluster({
	folder,
	packageTarball,
	workers = 2,
	webhooks = 1,
	port,
	env = {},
	workerEnv = {},
	signal,
	log,
}) {
	const programs = await findServers({ signal, log });
	const started = { workers: [], webhooks: [] };
	const stopAll = async () => {
		const { main, redis, postgres } = started;
		await Promise.all([...started.workers, ...started.webhooks].map((server) => server.stop()));
		await main?.stop();
		await Promise.all([redis?.stop(), postgres?.stop()]);
	};

	const password = storedSecret(path.join(folder, 'password'));
	/** Starts Redis or PostgreSQL, or starts it again on the same port, with the same data. */
	const startStore = async (name, start, found) => {
		const port = started[name]?.port;
		started[name] = await start({ ...found, folder: path.join(folder, name), port, password, signal });
	};
	const restartRedis = () => startStore('redis', startRedis, { program: programs.redis });
	const restartPostgres = () => startStore('postgres', startPostgres, { programs: programs.postgresFolder });

	/** Starts a process of n8n with its own folder: n8n expects that no other process writes to it. */
	async function startProcess(name, options) {
		return await startN8n({
			name,
			userFolder: userFolderOf(name),
			signal,
			log,
			...options,
			env: {
				EXECUTIONS_MODE: 'queue',
				// Otherwise, the main process runs the executions that are started in the editor.
				OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
				N8N_ENCRYPTION_KEY: storedSecret(path.join(folder, 'encryption.key')),
				...started.redis.env,
				...started.postgres.env,
				...env,
				...options.env,
			},
		});
	}
	const userFolderOf = (name) => path.join(folder, name.replaceAll(' ', '-'));

	/** Makes the package of the main process available to another process. */
	function sharePackage(name) {
		const [from, to] = ['main', name].map((one) => path.join(userFolderOf(one), '.n8n', 'nodes'));
		mkdirSync(path.dirname(to), { recursive: true });
		if (!existsSync(to)) symlinkSync(from, to, 'junction');
	}

	async function startNext(list, kind, args, more) {
		const name = `${kind} ${++counts[kind]}`;
		sharePackage(name);
		const ownPort = await getPort({ host: LOOPBACK });
		const health = {
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(ownPort),
			N8N_WORKER_SERVER_ADDRESS: LOOPBACK,
		};
		const server = await startProcess(name, { args, port: ownPort, env: { ...health, ...more } });
		list.push(server);
		return server;
	}
	const counts = { worker: 0, webhook: 0 };
	const startWorker = async (more = {}) =>
		await startNext(started.workers, 'worker', ['worker', `--concurrency=${CONCURRENCY}`], {
			...workerEnv,
			...more,
		});
	const startWebhook = async (more = {}) => await startNext(started.webhooks, 'webhook', ['webhook'], more);

	try {
		await Promise.all([restartRedis(), restartPostgres()]);
		started.main = await startProcess('main', { packageTarball, port });
		await allDone([
			...Array.from({ length: workers }, () => startWorker()),
			...Array.from({ length: webhooks }, () => startWebhook()),
		]);
	} catch (error) {
		await stopAll();
		throw error;
	}

	const { main } = started;
	return {
		url: main.url,
		packageHome: main.packageHome,
		main,
		workers: started.workers,
		webhooks: started.webhooks,
		startWorker,
		startWebhook,
		stopRedis: () => started.redis.stop(),
		startRedis: restartRedis,
		stopPostgres: () => started.postgres.stop(),
		startPostgres: restartPostgres,
		started: () => started.workers.flatMap(startedBy),
		whereRan: (executionId) =>
			started.workers.filter((worker) => startedBy(worker).includes(executionId)).map(({ name }) => name),
		servers: () => [main, ...started.workers, ...started.webhooks, started.redis, started.postgres],
		stop: stopAll,
	};
}

/** The executions that a worker has started, by its log. */
function startedBy(worker) {
	return [...worker.log().matchAll(/Worker started execution (\d+) \(/g)].map(([, id]) => id);
}

/** Waits for all, also after an error, so that no process is still starting. */
async function allDone(promises) {
	const failed = (await Promise.allSettled(promises)).find(({ status }) => status === 'rejected');
	if (failed) throw failed.reason;
}
