/**
 * Runs Jest, for `npm test` and `npm run test:faults`. Without --selectProjects, it runs everything but the faults.
 * Other arguments go to Jest.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const options = process.argv.slice(2);
const chosen = options.some((option) => option.startsWith('--selectProjects'));
const jest = [
	'node_modules/jest/bin/jest.js',
	// More workers than cores: the engine tests mostly wait.
	'--maxWorkers=4',
	// n8n-core 1.99 leaves a timer that would keep Jest running.
	'--forceExit',
	...options,
	...(chosen ? [] : ['--selectProjects', 'unit', 'engine-2x', 'engine-1x']),
];
const { status } = spawnSync(process.execPath, jest, {
	cwd: fileURLToPath(new URL('..', import.meta.url)),
	stdio: 'inherit',
});
process.exit(status ?? 1);
