/**
 * `npm run test:e2e`: tests the packed package in a real n8n and a real browser. The arguments are the files of
 * test/e2e to run; without any, all of them run. `--n8n 1x` runs those that don't need a browser on the newest n8n 1.x:
 *
 *   npm run test:e2e -- editor trigger
 *   npm run test:e2e -- --n8n 1x
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { tap } from 'node:test/reporters';
import { createSupervisor } from '../sandbox/process/supervisor.mjs';

// The sandbox and the tests take their n8n from the environment.
const option = process.argv.indexOf('--n8n');
if (option > 0) [, process.env.N8N_UNDER_TEST] = process.argv.splice(option, 2);
const { installN8n } = await import('../sandbox/n8n-runtime/n8n.mjs');
const { buildPackage } = await import('../sandbox/n8n-runtime/package.mjs');
const { folders } = await import('../sandbox/process/folders.mjs');

const FOLDER = path.join(folders.package, 'test', 'e2e');
const EXTENSION = '.test.mjs';

/** Files that run in parallel: they often wait. */
const CONCURRENCY = 3;

/** The files that take longest start first. */
const LONG = ['trigger', 'editor', 'crashRecovery', 'applyRecovery'];

/** The others drive the editor of n8n 2.x, test plans, or execute an example that needs n8n 2.x. */
const ON_1X = ['realN8n', 'trigger', 'examples', 'badCells', 'dailyQuota', 'crashRecovery'];

const all = readdirSync(FOLDER)
	.filter((file) => file.endsWith(EXTENSION))
	.map((file) => path.basename(file, EXTENSION));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`test/e2e has no ${unknown.join(', ')}. It has ${all.join(', ')}.`);

const supervisor = createSupervisor();
await installN8n({ signal: supervisor.signal });
await buildPackage({ signal: supervisor.signal });
await supervisor.close();
const chosen = wanted.length > 0 ? wanted : process.env.N8N_UNDER_TEST === '1x' ? ON_1X : all;
const inOrder = [
	...LONG.filter((name) => chosen.includes(name)),
	...chosen.filter((name) => !LONG.includes(name)),
];
run({ files: inOrder.map((name) => path.join(FOLDER, `${name}${EXTENSION}`)), concurrency: CONCURRENCY })
	.on('test:fail', () => (process.exitCode = 1))
	.compose(tap)
	.pipe(process.stdout);
