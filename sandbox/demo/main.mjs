import path from 'node:path';
import getPort from 'get-port';
import { installN8n, N8N_VERSION, startN8n } from '../n8n-runtime/n8n.mjs';
import { buildPackage, packPackage } from '../n8n-runtime/package.mjs';
import { signIn } from '../n8n-runtime/rest.mjs';
import { startCluster } from '../queue/cluster.mjs';
import { findServers } from '../queue/install.mjs';
import { folders } from '../process/folders.mjs';
import { LOOPBACK } from '../process/server.mjs';
import { putCredentials } from './credentials.mjs';
import { readExamples } from './examples.mjs';
import { serveFiles } from './files.mjs';
import { runOnboarding } from './onboarding.mjs';
import { rebuildOnChange } from './reload.mjs';
import { startSimulator } from './simulator.mjs';

const log = (text) => console.log(text);

const PROCESSES = 'a main process, two workers, a webhook process';

/**
 * Starts n8n and the simulator, runs the onboarding example, and, without `once`, keeps them running until the user stops them.
 *
 * @param {{ once: boolean, dev: boolean, queue: boolean }} options
 * @param {ReturnType<import('../process/supervisor.mjs').createSupervisor>} supervisor
 * @param {ReturnType<import('../process/workspace.mjs').openWorkspace>} workspace
 */
export async function main({ once, dev, queue }, supervisor, workspace) {
	const { signal } = supervisor;
	await installN8n({ signal, log });
	if (queue) await findServers({ signal, log });

	log('Building and packing this package');
	await buildPackage({ signal });
	const packageTarball = await packPackage(path.join(workspace.folder, 'package'), { signal });

	const portFor = (server) => getPort({ port: workspace.ports[server], host: LOOPBACK });
	log(`Starting n8n ${N8N_VERSION}${queue ? ` in queue mode: ${PROCESSES}` : ''}, and the Zoom simulator`);
	const files = supervisor.keep(await serveFiles(folders.examples, { port: await portFor('files') }));
	const simulator = supervisor.keep(
		await startSimulator({
			port: await portFor('simulator'),
			logFile: path.join(workspace.folder, 'simulator.log'),
			signal,
		}),
	);
	const options = {
		packageTarball,
		port: await portFor('n8n'),
		env: {
			N8N_RESTRICT_FILE_ACCESS_TO: folders.examples,
			...(dev && { N8N_DEV_RELOAD: 'true' }),
		},
		signal,
		log,
	};
	const cluster = queue && supervisor.keep(await startCluster({ ...options, folder: workspace.userFolder }));
	const server = cluster || supervisor.keep(await startN8n({ ...options, userFolder: workspace.userFolder }));

	const n8n = await signIn(server.url, workspace.owner);
	const credentials = await putCredentials(n8n, await simulator.credential());
	const workflows = new Map();
	for (const [name, workflow] of readExamples({ credentials, filesUrl: files.url })) {
		workflows.set(name, await n8n.putWorkflow(workflow));
	}

	const onboarding = workflows.get('onboarding.json');
	const whereRan = cluster ? cluster.whereRan : undefined;
	const passed = await runOnboarding({ n8n, simulator, workflow: onboarding, signal, log, whereRan });
	if (!passed) process.exitCode = 1;
	if (once) {
		if (!passed) log(`Logs: ${path.relative('', workspace.folder)}`);
		return;
	}

	log(`
Editor            ${server.url}/workflow/${onboarding.id}
  sign in as      ${workspace.owner.email}
  with            ${workspace.owner.password}
${cluster ? `Webhook process   ${cluster.webhooks[0].url}\n` : ''}Zoom simulator    ${simulator.url}/__admin
List              ${path.relative('', path.join(folders.examples, 'new-hires.csv'))} (read at every execution)
Logs              ${path.relative('', workspace.folder)}

Press Ctrl-C to stop. The next start restores the examples, so change copies of them.`);
	if (dev) supervisor.keep(rebuildOnChange({ packageHome: server.packageHome, log }));
	const servers = [...(cluster ? cluster.servers() : [server]), simulator];
	await Promise.race([supervisor.untilStopped(), ...servers.map(failWhenStopped)]);
}

async function failWhenStopped(server) {
	await server.exited;
	throw new Error(`${server.name} stopped unexpectedly. Its log: ${server.logFile}`);
}
