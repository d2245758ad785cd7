/**
 * Installs what a folder's lock file lists, unless it's already installed.
 *
 *   node sandbox/process/ensure.mjs . test/engine/v1
 *
 * On a fresh clone nothing is installed: this file and what it imports use Node's own modules only.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runNpm } from './npm.mjs';

const INSTALL = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];

/**
 * @param {string} folder  with a package.json and a package-lock.json
 * @param {object} [options]
 * @param {string} [options.label]       its name in the output
 * @param {boolean} [options.force]      install in any case
 * @param {AbortSignal} [options.signal] stops the installation
 * @param {(line: string) => void} [options.log]
 */
export async function ensure(folder, options = {}) {
	const {
		label = path.relative('', folder) || 'this package',
		force = false,
		signal,
		log = console.log,
	} = options;
	if (!force && isInstalled(folder)) return;
	const lock = await lockFolder(folder, { label, signal, log });
	try {
		// Another process may have installed it in the meantime.
		if (!force && isInstalled(folder)) return;
		log(`${label}: installing`);
		await runNpm(folder, INSTALL, { label, signal, log, onStart: lock.handOver });
	} finally {
		lock.release();
	}
}

/**
 * Compares the lock file with the one that npm writes into node_modules when it has finished: an interrupted
 * installation doesn't count, and `npm ci` run by hand does.
 */
export function isInstalled(folder) {
	const installedFile = path.join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(installedFile)) return false;
	const [wanted, installed] = [path.join(folder, 'package-lock.json'), installedFile].map(
		(file) => JSON.parse(readFileSync(file, 'utf8')).packages,
	);
	// npm leaves out optional packages for other systems.
	return Object.entries(wanted).every(
		([where, { version, optional }]) =>
			where === '' || (installed[where] ? installed[where].version === version : optional),
	);
}

/** Two installations at a time in one folder would break each other. */
async function lockFolder(folder, { label, signal, log }) {
	const file = path.join(folder, '.installing.pid');
	for (let waited = 0; !tryLock(file); waited++) {
		signal?.throwIfAborted();
		if (waited % 10 === 0) log(`${label}: waiting for another installation (${file})`);
		await sleep(1_000);
	}
	return {
		/** If this process is killed, npm goes on: the lock is then npm's. */
		handOver: (pid) => writeFileSync(file, String(pid)),
		release: () => rmSync(file, { force: true }),
	};
}

function tryLock(file) {
	try {
		writeFileSync(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
	}
	if (!isRunning(file)) rmSync(file, { force: true });
	return false;
}

/** Whether the process that has the lock is still running. */
function isRunning(file) {
	try {
		return process.kill(Number(readFileSync(file, 'utf8')), 0);
	} catch (error) {
		return error.code === 'EPERM';
	}
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.once(signal, () => stop.abort(new Error(`Stopped by ${signal}`)));
	try {
		await Promise.all(
			process.argv.slice(2).map((folder) => ensure(path.resolve(folder), { signal: stop.signal })),
		);
	} catch (error) {
		stop.abort(error);
		console.error(error.message);
		process.exitCode = 1;
	}
}
