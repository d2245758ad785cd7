/**
 * A real n8n with this package, and a Zoom simulator for it to call.
 *
 *   npm start              runs the onboarding example, and leaves the editor open
 *   npm start -- --once    stops after the example; exit code 1 if a result is wrong
 *   npm start -- --queue   n8n in queue mode: a main process, two workers, a webhook process, Redis, and PostgreSQL
 *   npm run dev            like npm start, and builds and reloads the package on every change
 *
 * On a fresh clone nothing is installed: this file and what it imports use Node's own modules only. The rest is in
 * main.mjs, which is imported after the installation.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensure } from '../process/ensure.mjs';
import { folders } from '../process/folders.mjs';
import { createSupervisor } from '../process/supervisor.mjs';
import { openWorkspace } from '../process/workspace.mjs';

function readOptions() {
	const { values } = parseArgs({
		options: Object.fromEntries(
			['once', 'dev', 'queue'].map((name) => [name, { type: 'boolean', default: false }]),
		),
	});
	if (values.dev && values.queue)
		throw new Error('--dev and --queue cannot be combined: workers do not reload.');
	return values;
}

async function run() {
	const options = readOptions();
	const supervisor = createSupervisor();
	let workspace;
	try {
		workspace = openWorkspace(options);
		await ensure(folders.package, { label: 'this package', signal: supervisor.signal });
		const { main } = await import('./main.mjs');
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
