import { spawn } from 'node:child_process';

/**
 * Kills the process group of a process: the process and everything that it started.
 *
 * @param {number | undefined} pid
 */
export function killGroup(pid) {
	if (pid === undefined) return;
	if (process.platform === 'win32') {
		spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
		return;
	}
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Every process of the group has already exited.
	}
}
