/**
 * Runs Jest, for `npm test` and `npm run test:faults`. Without --selectProjects, it runs everything but the faults.
 * Other arguments go to Jest.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const options = process.argv.slice(2);
const chosen = options.some((option) => option.startsWith('--selectProjects'));

function jest(...args) {
	// n8n-core 1.99 leaves a timer that would keep Jest running.
	const command = ['node_modules/jest/bin/jest.js', '--forceExit', ...args, ...options];
	const cwd = fileURLToPath(new URL('..', import.meta.url));
	const { status } = spawnSync(process.execPath, command, { cwd, stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}

// More workers than cores: the engine tests mostly wait.
if (chosen) jest('--maxWorkers=4');
else {
	jest('--maxWorkers=4', '--selectProjects', 'unit', 'engine-2x', 'engine-1x');
	// Alone, because these tests measure requests a second by the real clock.
	jest('--runInBand', '--passWithNoTests', '--selectProjects', 'rate-2x', 'rate-1x');
}
