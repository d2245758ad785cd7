/**
 * Runs Jest, for `npm test` and `npm run test:faults`. Without --selectProjects, it runs everything but the faults, in
 * two parts: --part=main or --part=rate runs one of them. Other arguments go to Jest.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// More workers than cores: the engine tests mostly wait.
const WORKERS = '--maxWorkers=4';
const PARTS = {
	main: [WORKERS, '--selectProjects', 'unit', 'engine-2x', 'engine-1x', 'engine-1x-newest'],
	// Alone, because these tests measure requests a second by the real clock.
	rate: ['--runInBand', '--passWithNoTests', '--selectProjects', 'rate-2x', 'rate-1x'],
};

const isPart = (option) => option.startsWith('--part=');
const [part] = process.argv.filter(isPart).map((option) => option.replace('--part=', ''));
const options = process.argv.slice(2).filter((option) => !isPart(option));
const chosen = options.some((option) => option.startsWith('--selectProjects'));
if (part !== undefined && !(part in PARTS)) throw new Error(`--part is ${Object.keys(PARTS).join(' or ')}`);

function jest(args) {
	// n8n-core 1.99 leaves a timer that would keep Jest running.
	const command = ['node_modules/jest/bin/jest.js', '--forceExit', ...args, ...options];
	const cwd = fileURLToPath(new URL('..', import.meta.url));
	const { status } = spawnSync(process.execPath, command, { cwd, stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}

if (chosen) jest([WORKERS]);
else for (const name of part ? [part] : Object.keys(PARTS)) jest(PARTS[name]);
