/**
 * Installs what a folder's lock file asks for, and only when it is not there yet.
 *
 *   node scripts/ensure.mjs . test/engine/v1
 *
 * Node's own modules only: on a fresh clone nothing else is there.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	closeSync,
	existsSync,
	mkdtempSync,
	openSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How often a long installation says where it is, in ms. */
const PROGRESS_EVERY = 10_000;

/** No installation takes longer, in ms: an older claim is of one that was killed, and its process number may be another's by now. */
const LONGEST = 15 * 60_000;

/**
 * @param {string} folder  holds package.json and package-lock.json
 * @param {object} [options]
 * @param {string} [options.label]      what the lines call it
 * @param {string[]} [options.args]     more arguments for `npm ci`
 * @param {boolean} [options.force]     install even if everything seems to be there
 * @param {AbortSignal} [options.signal] ends the installation, and all that it started
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<boolean>} whether it had to install
 */
export async function ensure(folder, options = {}) {
	const { label = path.relative('', folder) || 'this package', args = [], force = false } = options;
	const { signal, log = console.log } = options;
	if (!force && isInstalled(folder)) return false;
	if ((await othersAreDone(folder, { label, signal, log })) && isInstalled(folder)) return false;

	const expected = lockedPaths(folder);
	log(`${label}: installing ${counted(expected.length)}`);
	await runNpm(
		folder,
		[
			'ci',
			'--ignore-scripts',
			'--include=dev',
			'--include=optional',
			'--no-audit',
			'--no-fund',
			'--loglevel=error',
			...args,
		],
		{
			label,
			signal,
			log,
			progress: () => `${countOnDisk(folder, expected)} of ${counted(expected.length)}`,
		},
	);
	return true;
}

/**
 * True if what npm last wrote down as installed holds every package of the lock file in its version.
 * npm writes `node_modules/.package-lock.json` last, so an installation cut short counts as none,
 * and one made by hand with `npm ci` counts.
 */
export function isInstalled(folder) {
	const wanted = readLock(path.join(folder, 'package-lock.json'));
	const there = readLock(path.join(folder, 'node_modules', '.package-lock.json'));
	if (!wanted) throw new Error(`No package-lock.json in ${folder}`);
	if (!there) return false;
	return Object.entries(wanted).every(
		([where, entry]) =>
			where === '' || entry.optional || isForOthers(entry) || there[where]?.version === entry.version,
	);
}

/**
 * Runs npm in a folder, saying every ten seconds that it is still at it. npm's own output is kept
 * back, and given in the error when it fails.
 *
 * @param {string} folder
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.label
 * @param {() => string} [options.progress]  how far it is, for the progress line
 * @param {Record<string, string>} [options.env]  laid over this process's environment
 * @param {AbortSignal} [options.signal]
 * @param {(line: string) => void} [options.log]
 */
export async function runNpm(folder, args, { label, progress, env, signal, log = console.log }) {
	signal?.throwIfAborted();
	const started = Date.now();
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const scratch = mkdtempSync(path.join(tmpdir(), 'ensure-'));
	const outputFile = path.join(scratch, 'npm.log');
	const output = openSync(outputFile, 'w');
	const ticking = setInterval(
		() => log(`${label}: ${[progress?.(), seconds()].filter(Boolean).join(', ')}`),
		PROGRESS_EVERY,
	);
	try {
		const [command, ...first] = npmCommand();
		const child = spawn(command, [...first, ...args], {
			cwd: folder,
			env: { ...process.env, NODE_ENV: '', ...env },
			stdio: ['ignore', output, output],
			shell: command === 'npm.cmd',
			windowsHide: true,
			// Its own group, so that what npm starts (a compiler, say) can be ended with it.
			detached: process.platform !== 'win32',
		});
		if (args[0] === 'ci') writeFileSync(claimOn(folder), String(child.pid));
		const stop = () => endGroup(child);
		signal?.addEventListener('abort', stop, { once: true });
		const code = await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		}).finally(() => signal?.removeEventListener('abort', stop));
		signal?.throwIfAborted();
		if (code !== 0) {
			const said = readFileSync(outputFile, 'utf8').trim().split('\n').slice(-25).join('\n');
			throw new Error(`${label}: "npm ${args[0]}" failed in ${folder} (exit code ${code})\n${said}`);
		}
		log(`${label}: done in ${seconds()}`);
	} finally {
		if (args[0] === 'ci') rmSync(claimOn(folder), { force: true });
		clearInterval(ticking);
		closeSync(output);
		rmSync(scratch, { recursive: true, force: true });
	}
}

/**
 * Two installations in one folder undo each other. Waits for one that is under way: of another terminal, or left
 * behind by one that was killed.
 *
 * @returns {Promise<boolean>} whether there was one
 */
async function othersAreDone(folder, { label, signal, log }) {
	const began = Date.now();
	while (isRunning(claimOn(folder))) {
		signal?.throwIfAborted();
		if ((Date.now() - began) % PROGRESS_EVERY < 1_000)
			log(`${label}: waiting for another installation of it`);
		await sleep(1_000);
	}
	return Date.now() - began >= 1_000;
}

/** Names the process that installs into a folder. Not inside it: node_modules/ is what npm clears first. */
function claimOn(folder) {
	const id = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 16);
	return path.join(tmpdir(), `ensure-${id}.pid`);
}

function isRunning(claim) {
	try {
		return (
			Date.now() - statSync(claim).mtimeMs < LONGEST && process.kill(Number(readFileSync(claim, 'utf8')), 0)
		);
	} catch {
		return false;
	}
}

/** npm takes a SIGTERM as a wish to undo all it has done, which takes minutes: not waited for. */
function endGroup(child) {
	if (child.pid === undefined) return;
	if (process.platform === 'win32') {
		spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
		return;
	}
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// Already gone.
	}
}

/** The npm that started us, else the one beside this Node, else the one on the PATH. */
function npmCommand() {
	const bin = path.dirname(process.execPath);
	const candidates = [
		process.env.npm_execpath ?? '',
		path.join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		path.join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	const cli = candidates.find((file) => file.endsWith('npm-cli.js') && existsSync(file));
	if (cli) return [process.execPath, cli];
	return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

function readLock(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch (error) {
		if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** Where the packages of the lock file go, without those for other systems. */
function lockedPaths(folder) {
	return Object.entries(readLock(path.join(folder, 'package-lock.json')) ?? {})
		.filter(([where, entry]) => where !== '' && !isForOthers(entry))
		.map(([where]) => where);
}

/** Built for another system. `libc` counts as another: which one is ours, Node does not say. */
function isForOthers({ os, cpu, libc }) {
	const excludes = (list, mine) => list !== undefined && ![list].flat().includes(mine);
	return excludes(os, process.platform) || excludes(cpu, process.arch) || libc !== undefined;
}

const counted = (count) => `${count} package${count === 1 ? '' : 's'}`;

/** npm makes all the folders first: a package is there when its package.json is. */
function countOnDisk(folder, paths) {
	return paths.filter((where) => existsSync(path.join(folder, where, 'package.json'))).length;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const cut = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.once(signal, () => cut.abort(new Error(`Ended by ${signal}`)));
	try {
		for (const folder of process.argv.slice(2)) await ensure(path.resolve(folder), { signal: cut.signal });
	} catch (error) {
		console.error(error.message);
		process.exitCode = 1;
	}
}
