/**
 * `npm run test:e2e`: the packed package in a real n8n and a real browser. What follows on the command line names
 * the files to run, all of test/e2e without it:
 *
 *   npm run test:e2e -- editor killed
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../scripts/ensure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
await ensure(root, { label: 'this package' });

// What all files need is made before they start, two at a time: they wait more than they work.
const { installN8n } = await import('../sandbox/n8n.mjs');
const { buildPackage } = await import('../sandbox/package.mjs');
await installN8n();
await buildPackage();

const ENDING = '.test.mjs';
const names = process.argv.slice(2);
const files = readdirSync(path.join(root, 'test', 'e2e'))
	.filter((file) => file.endsWith(ENDING))
	.filter((file) => names.length === 0 || names.includes(path.basename(file, ENDING)))
	.map((file) => path.join('test', 'e2e', file));
if (files.length === 0) throw new Error(`There is no test/e2e/${names.join(', ')}${ENDING}`);

const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=2', ...files], {
	cwd: root,
	stdio: 'inherit',
});
process.exit(status ?? 1);
