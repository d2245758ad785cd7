import { spawn } from 'node:child_process';
import { killGroup } from './killGroup.mjs';

/** Between two lines that say how long npm has been running, in ms. */
const PROGRESS_EVERY = 10_000;

/**
 * Runs npm in a folder. npm's own output is shown only if it fails: in the error.
 *
 * @param {string} folder
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.label
 * @param {Record<string, string>} [options.env]   added to this process's environment
 * @param {AbortSignal} [options.signal]           kills npm and everything that it started
 * @param {(line: string) => void} [options.log]
 * @param {(pid: number) => void} [options.onStart]
 */
export async function runNpm(folder, args, { label, env, signal, log = console.log, onStart }) {
	signal?.throwIfAborted();
	const began = Date.now();
	const seconds = () => `${Math.round((Date.now() - began) / 1_000)} s`;
	const [command, ...first] = npmCommand();
	const npm = spawn(command, [...first, ...args], {
		cwd: folder,
		env: { ...process.env, NODE_ENV: '', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: command === 'npm.cmd',
		windowsHide: true,
		// In its own process group, which is killed with everything in it, such as a compiler.
		detached: process.platform !== 'win32',
	});
	let output = '';
	for (const stream of [npm.stdout, npm.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => (output += text));
	}
	const ticking = setInterval(() => log(`${label}: npm ${args[0]}, ${seconds()}`), PROGRESS_EVERY);
	// After a SIGTERM, npm would undo its work, which takes minutes.
	const kill = () => killGroup(npm.pid);
	signal?.addEventListener('abort', kill, { once: true });
	try {
		if (npm.pid) onStart?.(npm.pid);
		const code = await new Promise((resolve, reject) => npm.once('error', reject).once('close', resolve));
		signal?.throwIfAborted();
		if (code !== 0) {
			const lastLines = output.trim().split('\n').slice(-25).join('\n');
			throw new Error(`${label}: "npm ${args[0]}" failed in ${folder} (exit code ${code})\n${lastLines}`);
		}
		log(`${label}: npm ${args[0]} finished in ${seconds()}`);
	} finally {
		clearInterval(ticking);
		signal?.removeEventListener('abort', kill);
	}
}

/** The npm that runs this script, or else the one on the PATH. */
function npmCommand() {
	const cli = process.env.npm_execpath;
	if (cli?.endsWith('npm-cli.js')) return [process.execPath, cli];
	return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}
