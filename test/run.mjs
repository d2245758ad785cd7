/**
 * `npm test`: everything that needs no full n8n, and `npm run test:faults`. Installs what is missing first, so that nothing has to be
 * done before on a fresh clone. What follows on the command line goes to jest.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensure } from '../sandbox/process/ensure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const folder of ['.', 'test/engine/v1', 'test/engine/v2']) {
	await ensure(`${root}/${folder}`, { label: folder === '.' ? 'this package' : folder });
}

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
