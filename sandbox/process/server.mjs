import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { killGroup } from './killGroup.mjs';

const DIE_WITH_PARENT = pathToFileURL(
	path.join(path.dirname(fileURLToPath(import.meta.url)), 'dieWithParent.mjs'),
).href;

/** n8n, the simulator, and the served files are reachable from this machine only. */
export const LOOPBACK = '127.0.0.1';

/** Between two looks whether a server is ready, in ms. */
const LOOK_EVERY = 200;

/**
 * @typedef {object} Server
 * @property {number} pid
 * @property {string} logFile         all it has written, stdout and stderr
 * @property {() => string} log       the same, read
 * @property {() => Promise<void>} stop  resolves when it and everything it started is gone
 * @property {Promise<number | null>} ended  its exit code; null if a signal ended it
 */

/**
 * Starts a Node program that keeps running, tied to this one: it never outlives this process.
 *
 * @param {object} options
 * @param {string} options.name      for messages
 * @param {string} [options.node]    the Node to run it with
 * @param {string[]} options.args
 * @param {string} [options.cwd]
 * @param {Record<string, string>} options.env  the whole environment
 * @param {string} options.logFile   appended to
 * @param {number} [options.grace]   ms from SIGTERM to SIGKILL
 * @returns {Server}
 */
export function startServer({ name, node = process.execPath, args, cwd, env, logFile, grace = 10_000 }) {
	mkdirSync(path.dirname(logFile), { recursive: true });
	const output = openSync(logFile, 'a');
	const child = spawn(node, ['--import', DIE_WITH_PARENT, ...args], {
		cwd,
		env,
		stdio: ['pipe', output, output],
		windowsHide: true,
		// A group of its own: Ctrl-C in the terminal reaches the sandbox alone, which then stops its servers in order.
		detached: process.platform !== 'win32',
	});
	closeSync(output);
	child.stdin.on('error', () => {});

	let over = false;
	const ended = new Promise((resolve) => {
		child.once('error', () => resolve(-1));
		child.once('exit', resolve);
	}).finally(() => (over = true));

	async function stop() {
		if (!over) {
			child.kill('SIGTERM');
			await Promise.race([ended, sleep(grace, undefined, { ref: false })]);
		}
		// What the server started and didn't stop, such as n8n's task runner.
		killGroup(child.pid);
		await ended;
	}

	return { name, pid: child.pid, logFile, log: () => readFileSync(logFile, 'utf8'), ended, stop };
}

/**
 * Waits until a server answers.
 *
 * @param {Server} server
 * @param {string} url   answers 2xx when the server is ready
 * @param {object} [options]
 * @param {number} [options.timeout]  ms
 * @param {AbortSignal} [options.signal]
 * @throws if it ends before, or takes too long: with the last lines it has written
 */
export async function untilReady(server, url, { timeout = 120_000, signal } = {}) {
	const deadline = Date.now() + timeout;
	let gone = false;
	server.ended.then(() => (gone = true));
	for (;;) {
		signal?.throwIfAborted();
		if (gone) throw new Error(`${server.name} ended before it was ready\n${lastLines(server)}`);
		if (Date.now() > deadline)
			throw new Error(`${server.name} was not ready after ${timeout / 1000} s\n${lastLines(server)}`);
		try {
			const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
			await answer.body?.cancel();
			if (answer.ok) return;
		} catch {
			// Not listening yet.
		}
		await sleep(LOOK_EVERY);
	}
}

/** What an n8n or a Zoom simulator may see of this machine: not its settings for some other n8n, nor its proxies. */
export function plainEnvironment() {
	const kept =
		/^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|SYSTEMDRIVE|USERPROFILE|APPDATA|LOCALAPPDATA)$/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)));
}

function lastLines(server) {
	return server.log().trim().split('\n').slice(-25).join('\n');
}
