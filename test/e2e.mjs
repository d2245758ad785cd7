/**
 * `npm run test:e2e`: tests the packed package in a real n8n and a real browser. The arguments are the files of
 * test/e2e to run; without any, all of them run:
 *
 *   npm run test:e2e -- editor trigger
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { installN8n } from '../sandbox/n8n-runtime/n8n.mjs';
import { buildPackage } from '../sandbox/n8n-runtime/package.mjs';
import { folders } from '../sandbox/process/folders.mjs';
import { createSupervisor } from '../sandbox/process/supervisor.mjs';

const FOLDER = path.join(folders.package, 'test', 'e2e');
const EXTENSION = '.test.mjs';

/** Files that run at a time: they mostly wait. */
const CONCURRENCY = 3;

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
const files = (wanted.length > 0 ? wanted : all).map((name) => path.join(FOLDER, `${name}${EXTENSION}`));
const { status } = spawnSync(process.execPath, ['--test', `--test-concurrency=${CONCURRENCY}`, ...files], {
	stdio: 'inherit',
});
process.exit(status ?? 1);
