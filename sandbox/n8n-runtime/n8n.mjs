import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import getPort from 'get-port';
import { ensure, isInstalled } from '../process/ensure.mjs';
import { folders } from '../process/folders.mjs';
import { node24 } from './node24.mjs';
import { installPackage } from './package.mjs';
import { storedSecret } from '../process/secret.mjs';
import { LOOPBACK, plainEnvironment, startServer, untilReady, untilTrue } from '../process/server.mjs';
import { ensureSqlite } from './sqlite.mjs';

export const N8N_VERSION = JSON.parse(readFileSync(path.join(folders.n8n, 'package.json'), 'utf8'))
	.dependencies.n8n;
export const N8N_MAJOR = Number(N8N_VERSION.split('.')[0]);

/**
 * Installs n8n, and a Node.js to run it, unless they are installed: about 3 GB, which takes minutes.
 *
 * Install scripts are off, because they download from many places. n8n needs only the one of SQLite.
 *
 * @param {{ signal?: AbortSignal, log?: (line: string) => void }} [options]
 * @returns {Promise<{ node: string, entry: string }>} Node.js, and n8n's main file
 */
export async function installN8n({ signal, log = console.log } = {}) {
	const { node, nodedir } = await node24({ signal, log });
	const label = `n8n ${N8N_VERSION}`;
	if (!isInstalled(folders.n8n))
		log(`${label}: about 3 GB in ${path.relative('', folders.n8n)}; takes a few minutes`);
	await ensure(folders.n8n, { label, signal, log });
	await ensureSqlite(folders.n8n, { node, nodedir, others: folders.allN8n, label, signal, log });
	return { node, entry: path.join(folders.n8n, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/**
 * @typedef {import('../process/server.mjs').Server & { url: string, port: number, packageHome?: string }} N8n
 *   `packageHome`: the folder of the installed package
 */

/**
 * Starts n8n with its own data folder, port, and encryption key, and waits until it's ready.
 *
 * @param {object} options
 * @param {string} options.userFolder        its data, in <userFolder>/.n8n; created if it doesn't exist
 * @param {string} [options.packageTarball]  a .tgz of npm pack to install as a community node
 * @param {number} [options.port]            default: a free port
 * @param {Record<string, string>} [options.env]  additional environment variables for n8n
 * @param {string[]} [options.args]          the command and its options; default: `start`
 * @param {string} [options.name]            its name in messages
 * @param {AbortSignal} [options.signal]
 * @param {(line: string) => void} [options.log]  receives the progress of an installation
 * @returns {Promise<N8n>}
 */
export async function startN8n({
	userFolder,
	packageTarball,
	port,
	env = {},
	args = ['start'],
	name = 'n8n',
	signal,
	log,
}) {
	const { node, entry } = await installN8n({ signal, log });
	const tmp = path.join(userFolder, 'tmp');
	mkdirSync(tmp, { recursive: true });
	const packageHome = packageTarball && (await installPackage(userFolder, packageTarball, { signal }));

	const ownPort = port ?? (await getPort({ host: LOOPBACK }));
	const url = `http://${LOOPBACK}:${ownPort}`;
	const server = startServer({
		name,
		node,
		args: [entry, ...args],
		cwd: userFolder,
		env: {
			...plainEnvironment(),
			PATH: pathWith(node),
			// The home folder may contain the data of another n8n.
			HOME: userFolder,
			USERPROFILE: userFolder,
			TMPDIR: tmp,
			TEMP: tmp,
			TMP: tmp,
			N8N_USER_FOLDER: userFolder,
			N8N_LISTEN_ADDRESS: LOOPBACK,
			N8N_PORT: String(ownPort),
			// The default, 5679, may be used by another n8n.
			N8N_RUNNERS_BROKER_PORT: String(await getPort({ host: LOOPBACK })),
			N8N_EDITOR_BASE_URL: url,
			WEBHOOK_URL: `${url}/`,
			N8N_ENCRYPTION_KEY: storedSecret(path.join(userFolder, 'encryption.key')),
			N8N_SECURE_COOKIE: 'false',
			// No connections to other machines.
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_HIRING_BANNER_ENABLED: 'false',
			N8N_VERIFIED_PACKAGES_ENABLED: 'false',
			...(N8N_MAJOR >= 2
				? { N8N_DISABLED_MODULES: 'mcp-registry' }
				: // As in 2.x. Without it, expressions of n8n 1.123 can't read what a Code node has returned.
					{ N8N_RUNNERS_ENABLED: 'true' }),
			...env,
		},
		logFile: path.join(userFolder, 'n8n.log'),
		grace: 15_000,
	});
	await untilReady(server, `${url}/healthz/readiness`, { signal });
	// n8n 1.x says that it's ready before it has its REST API. Without a sign-in, this one responds with 401. Workers and
	// webhook processes don't have it.
	const hasApi = async () => (await fetch(`${url}/rest/login`)).status !== 404;
	if (args[0] === 'start') await untilTrue(server, hasApi, { signal });
	return { ...server, url, port: ownPort, packageHome };
}

/** n8n starts its task runner with the first `node` on the PATH. */
function pathWith(node) {
	return [path.dirname(node), process.env.PATH].join(path.delimiter);
}
