/**
 * A real n8n with this package in it, and a Zoom simulator to work on.
 *
 *   npm start              runs the onboarding example, and leaves the editor open
 *   npm start -- --once    ends after the example; exit code 1 if anything was not as it should be
 *   npm run dev            as npm start, and builds and reloads the package at every change
 *
 * Nothing is installed on a fresh clone: up to `ensure`, Node's own modules only, here and in all that is imported.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensure } from '../process/ensure.mjs';
import { putCredentials } from './credentials.mjs';
import { readExamples } from './examples.mjs';
import { serveFiles } from './files.mjs';
import { folders } from '../process/folders.mjs';
import { createSupervisor } from '../process/supervisor.mjs';
import { installN8n, N8N_VERSION, startN8n } from '../n8n-runtime/n8n.mjs';
import { runOnboarding } from './onboarding.mjs';
import { buildPackage, packPackage } from '../n8n-runtime/package.mjs';
import { freePorts } from '../process/ports.mjs';
import { startSimulator } from './simulator.mjs';
import { rebuildOnChange } from './reload.mjs';
import { signIn } from '../n8n-runtime/rest.mjs';
import { openWorkspace } from '../process/workspace.mjs';

const log = (text) => console.log(text);

async function main({ once, dev }, supervisor, workspace) {
	const { signal } = supervisor;
	await ensure(folders.package, { label: 'this package', signal, log });
	await installN8n({ signal, log });

	log('Building and packing this package');
	await buildPackage({ signal });
	const packageTarball = await packPackage(path.join(workspace.folder, 'package'), { signal });

	log(`Starting n8n ${N8N_VERSION} and the Zoom simulator`);
	const [n8nPort, simulatorPort, filesPort] = await freePorts([
		workspace.ports.n8n,
		workspace.ports.simulator,
		workspace.ports.files,
	]);
	const files = supervisor.keep(await serveFiles(folders.examples, { port: filesPort }));
	const simulator = supervisor.keep(
		await startSimulator({
			port: simulatorPort,
			logFile: path.join(workspace.folder, 'simulator.log'),
			signal,
		}),
	);
	const server = supervisor.keep(
		await startN8n({
			userFolder: workspace.userFolder,
			packageTarball,
			port: n8nPort,
			env: {
				N8N_RESTRICT_FILE_ACCESS_TO: folders.examples,
				...(dev && { N8N_DEV_RELOAD: 'true' }),
			},
			signal,
			log,
		}),
	);

	const n8n = await signIn(server.url, workspace.owner);
	const credentials = await putCredentials(n8n, await simulator.credential());
	const workflows = new Map();
	for (const [name, workflow] of readExamples({ credentials, filesUrl: files.url })) {
		workflows.set(name, await n8n.putWorkflow(workflow));
	}

	const onboarding = workflows.get('onboarding.json');
	const agreed = await runOnboarding({ n8n, simulator, workflow: onboarding, signal, log });
	if (!agreed) process.exitCode = 1;
	if (once) {
		if (!agreed) log(`Logs: ${path.relative('', workspace.folder)}`);
		return;
	}

	log(`
Editor            ${server.url}/workflow/${onboarding.id}
  sign in as      ${workspace.owner.email}
  with            ${workspace.owner.password}
Zoom simulator    ${simulator.url}/__admin
List              ${path.relative('', path.join(folders.examples, 'new-hires.csv'))} (read anew at every run)
Logs              ${path.relative('', workspace.folder)}

Ctrl-C ends it. The examples are put back at the next start: work on copies of them.`);
	if (dev) supervisor.keep(rebuildOnChange({ packageHome: server.packageHome, log }));
	await Promise.race([supervisor.untilEnded(), endOf(server), endOf(simulator)]);
}

async function endOf(server) {
	await server.ended;
	throw new Error(`${server.name} has ended by itself. Its log: ${server.logFile}`);
}

function readOptions() {
	const { values } = parseArgs({
		options: { once: { type: 'boolean', default: false }, dev: { type: 'boolean', default: false } },
	});
	return values;
}

async function run() {
	const options = readOptions();
	const supervisor = createSupervisor();
	let workspace;
	try {
		workspace = openWorkspace(options);
		await main(options, supervisor, workspace);
	} catch (error) {
		process.exitCode = supervisor.signal.aborted ? supervisor.signal.reason.exitCode : 1;
		console.error(`\n${supervisor.signal.aborted ? supervisor.signal.reason.message : error.message}`);
		if (!supervisor.signal.aborted && workspace)
			console.error(`Logs: ${path.relative('', workspace.folder)}`);
	}
	await supervisor.close();
	workspace?.leave(!process.exitCode || supervisor.signal.aborted);
}

run().catch((error) => {
	console.error(error.message);
	process.exitCode = 1;
});
