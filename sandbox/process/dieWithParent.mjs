/**
 * Loaded into every server that the sandbox starts (`node --import`). The server's stdin is a pipe from the sandbox.
 * It closes when the sandbox exits, even after a SIGKILL, and then the server stops as well.
 */
import { isMainThread } from 'node:worker_threads';

/** How long a server may take to stop, in ms. */
const GRACE = 10_000;

if (isMainThread) {
	process.stdin.on('error', () => {});
	process.stdin.once('close', () => {
		process.kill(process.pid, 'SIGTERM');
		setTimeout(() => process.exit(1), GRACE).unref();
	});
	process.stdin.resume();
	process.stdin.unref?.();
}
