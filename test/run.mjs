/**
 * `npm test`, and `npm run test:faults`: all tests without a full n8n. Installs dependencies first, so that
 * it works in a fresh clone. Passes its arguments to Jest.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../sandbox/process/ensure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await Promise.all(['.', 'test/engine/v1', 'test/engine/v2'].map((folder) => ensure(path.join(root, folder))));

// The engine tests wait more than they work. n8n-core 1.99 leaves a timer behind that would keep jest alive.
const options = process.argv.slice(2);
const chosen = options.some((option) => option.startsWith('--selectProjects'));
const jest = [
	'node_modules/jest/bin/jest.js',
	'--maxWorkers=4',
	'--forceExit',
	...options,
	...(chosen ? [] : ['--selectProjects', 'unit', 'engine-2x', 'engine-1x']),
];
const { status } = spawnSync(process.execPath, jest, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
