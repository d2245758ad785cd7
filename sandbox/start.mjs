/**
 * A real n8n with this package in it, and a rehearsal Zoom to work on.
 *
 *   npm start              runs the onboarding example, and leaves the editor open
 *   npm start -- --once    ends after the example; exit code 1 if anything was not as it should be
 *   npm run dev            as npm start, and builds and reloads the package at every change
 *
 * Nothing is installed on a fresh clone: up to `ensure`, Node's own modules only, here and in all that is imported.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensure } from '../scripts/ensure.mjs';
import { putCredentials } from './credentials.mjs';
import { readExamples } from './examples.mjs';
import { serveFiles } from './files.mjs';
import { folders } from './folders.mjs';
import { openHousehold } from './household.mjs';
import { installN8n, N8N_VERSION, startN8n } from './n8n.mjs';
import { runOnboarding } from './onboarding.mjs';
import { buildPackage, packPackage } from './package.mjs';
import { freePorts } from './ports.mjs';
import { startRehearsal } from './rehearsal.mjs';
import { rebuildOnChange } from './reload.mjs';
import { signIn } from './rest.mjs';
import { takePlace } from './state.mjs';

const log = (text) => console.log(text);

async function story({ once, dev }, household, place) {
	const { signal } = household;
	await ensure(folders.package, { label: 'this package', signal, log });
	await installN8n({ signal, log });

	log('Building and packing this package');
	await buildPackage({ signal });
	const packageTarball = await packPackage(path.join(place.folder, 'package'), { signal });

	log(`Starting n8n ${N8N_VERSION} and the rehearsal Zoom`);
	const [n8nPort, rehearsalPort, filesPort] = await freePorts([
		place.ports.n8n,
		place.ports.rehearsal,
		place.ports.files,
	]);
	const files = household.keep(await serveFiles(folders.examples, { port: filesPort }));
	const rehearsal = household.keep(
		await startRehearsal({ port: rehearsalPort, logFile: path.join(place.folder, 'rehearsal.log'), signal }),
	);
	const server = household.keep(
		await startN8n({
			userFolder: place.userFolder,
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

	const n8n = await signIn(server.url, place.owner);
	const credentials = await putCredentials(n8n, await rehearsal.credential());
	const workflows = new Map();
	for (const [name, workflow] of readExamples({ credentials, filesUrl: files.url })) {
		workflows.set(name, await n8n.putWorkflow(workflow));
	}

	const onboarding = workflows.get('onboarding.json');
	const agreed = await runOnboarding({ n8n, rehearsal, workflow: onboarding, signal, log });
	if (!agreed) process.exitCode = 1;
	if (once) {
		if (!agreed) log(`Logs: ${path.relative('', place.folder)}`);
		return;
	}

	log(`
Editor            ${server.url}/workflow/${onboarding.id}
  sign in as      ${place.owner.email}
  with            ${place.owner.password}
Rehearsal Zoom    ${rehearsal.url}/__rehearsal
List              ${path.relative('', path.join(folders.examples, 'new-hires.csv'))} (read anew at every run)
Logs              ${path.relative('', place.folder)}

Ctrl-C ends it. The examples are put back at the next start: work on copies of them.`);
	if (dev) household.keep(rebuildOnChange({ packageHome: server.packageHome, log }));
	await Promise.race([household.untilEnded(), endOf(server), endOf(rehearsal)]);
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
	const household = openHousehold();
	let place;
	try {
		place = takePlace(options);
		await story(options, household, place);
	} catch (error) {
		process.exitCode = household.signal.aborted ? household.signal.reason.exitCode : 1;
		console.error(`\n${household.signal.aborted ? household.signal.reason.message : error.message}`);
		if (!household.signal.aborted && place) console.error(`Logs: ${path.relative('', place.folder)}`);
	}
	await household.close();
	place?.leave(!process.exitCode || household.signal.aborted);
}

run().catch((error) => {
	console.error(error.message);
	process.exitCode = 1;
});
