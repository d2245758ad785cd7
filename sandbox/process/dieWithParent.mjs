/**
 * Loaded into every server the sandbox starts (`node --import`). The server's stdin is a pipe that
 * the sandbox holds: when it closes, the sandbox is gone, even if it was killed on the spot, and the server
 * goes too.
 */
import { isMainThread } from 'node:worker_threads';

/** What a server gets to finish in, in ms. */
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
