/**
 * `npm run test:e2e`: tests the packed package in a real n8n and a real browser. The arguments are the
 * files to run. By default it runs all files in test/e2e.
 *
 *   npm run test:e2e -- editor crashRecovery
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { folders } from '../sandbox/process/folders.mjs';
import { installN8n } from '../sandbox/n8n-runtime/n8n.mjs';
import { buildPackage } from '../sandbox/n8n-runtime/package.mjs';

const HERE = path.join(folders.package, 'test', 'e2e');
const ENDING = '.test.mjs';

const all = readdirSync(HERE)
	.filter((file) => file.endsWith(ENDING))
	.map((file) => path.basename(file, ENDING));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`There is no file ${unknown}: ${all}`);

// What all files need is made before they start, two at a time: they wait more than they work.
await installN8n();
await buildPackage();
const files = (wanted.length > 0 ? wanted : all).map((name) => path.join(HERE, `${name}${ENDING}`));
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=2', ...files], {
	stdio: 'inherit',
});
process.exit(status ?? 1);
