import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { killGroup } from './killGroup.mjs';

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const DIE_WITH_PARENT = pathToFileURL(path.join(FOLDER, 'dieWithParent.mjs')).href;
const RUN_PROGRAM = path.join(FOLDER, 'runProgram.mjs');

/** n8n, the simulator, and the served files are reachable from this machine only. */
export const LOOPBACK = '127.0.0.1';

/** Between two checks whether a server is ready, in ms. */
const POLL_EVERY = 200;

/**
 * @typedef {object} Server
 * @property {number} pid
 * @property {string} logFile         its stdout and stderr
 * @property {() => string} log       reads the log file
 * @property {() => Promise<void>} stop  resolves when it and everything that it started have exited
 * @property {Promise<number | null>} exited  its exit code, or null if a signal stopped it
 */

/**
 * Starts a Node.js program as a server. It stops when this process exits.
 *
 * @param {object} options
 * @param {string} options.name      its name in messages
 * @param {string} [options.node]    the Node.js that runs it
 * @param {string[]} options.args
 * @param {string} [options.cwd]
 * @param {Record<string, string>} options.env  its whole environment
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
		// In its own process group: Ctrl-C reaches only the sandbox, which then stops its servers in order.
		detached: process.platform !== 'win32',
	});
	closeSync(output);
	child.stdin.on('error', () => {});

	let hasExited = false;
	const exited = new Promise((resolve) => {
		child.once('error', () => resolve(-1));
		child.once('exit', resolve);
	}).finally(() => (hasExited = true));

	async function stop() {
		if (!hasExited) {
			child.kill('SIGTERM');
			await Promise.race([exited, sleep(grace, undefined, { ref: false })]);
		}
		// What the server started and didn't stop, such as n8n's task runner.
		killGroup(child.pid);
		await exited;
	}

	return { name, pid: child.pid, logFile, log: () => readFileSync(logFile, 'utf8'), exited, stop };
}

/**
 * Starts a program that isn't written in Node.js as a server.
 *
 * @param {Omit<Parameters<typeof startServer>[0], 'node'> & { program: string, stopSignal: NodeJS.Signals }} options
 * @returns {Server}
 */
export function startProgram({ program, args, stopSignal, ...options }) {
	return startServer({ ...options, args: [RUN_PROGRAM, stopSignal, program, ...args] });
}

/**
 * Waits until a server is ready.
 *
 * @param {Server} server
 * @param {string} url   responds with 2xx when the server is ready
 * @param {Waiting} [options]
 */
export async function untilReady(server, url, options) {
	const responds = async () => {
		try {
			const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
			await response.body?.cancel();
			return response.ok;
		} catch {
			// Not listening yet.
			return false;
		}
	};
	await untilTrue(server, responds, options);
}

/**
 * Waits until a condition shows that a server is ready.
 *
 * @typedef {{ timeout?: number, signal?: AbortSignal }} Waiting  timeout in ms
 *
 * @param {Server} server
 * @param {() => Promise<boolean>} isReady
 * @param {Waiting} [options]
 * @throws if the server exits or takes too long; the error has the last lines of its log, and the server is stopped
 */
export async function untilTrue(server, isReady, { timeout = 300_000, signal } = {}) {
	const deadline = Date.now() + timeout;
	let hasExited = false;
	server.exited.then(() => (hasExited = true));
	try {
		for (;;) {
			signal?.throwIfAborted();
			if (hasExited) throw new Error(`${server.name} exited before it was ready\n${lastLines(server)}`);
			if (Date.now() > deadline)
				throw new Error(`${server.name} was not ready after ${timeout / 1000} s\n${lastLines(server)}`);
			if (await isReady()) return;
			await sleep(POLL_EVERY);
		}
	} catch (error) {
		await server.stop();
		throw error;
	}
}

/** The environment variables that n8n and the simulator get: no settings of another n8n, and no proxies. */
export function plainEnvironment() {
	const kept =
		/^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|SYSTEMDRIVE|USERPROFILE|APPDATA|LOCALAPPDATA)$/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)));
}

function lastLines(server) {
	return server.log().trim().split('\n').slice(-25).join('\n');
}
