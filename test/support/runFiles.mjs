import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from 'node:test';
import { tap } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { createSupervisor } from '../../sandbox/process/supervisor.mjs';

const EXTENSION = '.test.mjs';

/**
 * Builds the package, and runs the files of a folder of tests that need a real n8n. The arguments of the command are
 * the files to run; without any, all of them run. `-t` runs only the tests whose name matches, and `--n8n 1x` uses the
 * newest n8n 1.x.
 *
 * @param {string} name  of the folder in test/
 * @param {object} options
 * @param {number} options.concurrency   files that run in parallel
 * @param {string[]} [options.first]     files that start first
 * @param {string[]} [options.on1x]      the files for n8n 1.x; default: all
 * @param {(options: { signal: AbortSignal }) => Promise<unknown>} [options.prepare]  installs what the tests need
 */
export async function runFiles(name, { concurrency, first = [], on1x, prepare }) {
	const folder = fileURLToPath(new URL(`../${name}`, import.meta.url));
	const all = readdirSync(folder)
		.filter((file) => file.endsWith(EXTENSION))
		.map((file) => path.basename(file, EXTENSION));
	const { values, positionals: wanted } = parseArgs({
		allowPositionals: true,
		options: { t: { type: 'string', short: 't' }, n8n: { type: 'string' } },
	});
	const unknown = wanted.filter((file) => !all.includes(file));
	if (unknown.length > 0)
		throw new Error(`test/${name} has no ${unknown.join(', ')}. It has ${all.join(', ')}.`);

	// The sandbox and the tests take their n8n from the environment.
	if (values.n8n) process.env.N8N_UNDER_TEST = values.n8n;
	const { installN8n } = await import('../../sandbox/n8n-runtime/n8n.mjs');
	const { buildPackage } = await import('../../sandbox/n8n-runtime/package.mjs');
	const supervisor = createSupervisor();
	const { signal } = supervisor;
	await installN8n({ signal });
	await prepare?.({ signal });
	await buildPackage({ signal });
	await supervisor.close();

	const byDefault = process.env.N8N_UNDER_TEST === '1x' ? (on1x ?? all) : all;
	const chosen = wanted.length > 0 ? wanted : byDefault;
	const inOrder = [
		...first.filter((file) => chosen.includes(file)),
		...chosen.filter((file) => !first.includes(file)),
	];
	run({
		files: inOrder.map((file) => path.join(folder, `${file}${EXTENSION}`)),
		concurrency,
		...(values.t && { testNamePatterns: [values.t] }),
	})
		.on('test:fail', () => (process.exitCode = 1))
		.compose(tap)
		.pipe(process.stdout);
}
