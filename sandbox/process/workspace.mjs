import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folders } from './folders.mjs';

/**
 * Preferred ports. n8n's default port, 5678, is left to other n8n instances.
 */
const PORTS = { n8n: 5690, simulator: 4580, files: 5691 };

/**
 * Opens the folder of a run: n8n's data, the logs, and the sign-in of the owner.
 *
 * `npm start` keeps its folder for the next start, and locks it while it runs. `--once` uses a new folder, and removes
 * it after a run without errors. In queue mode, the data are in another database, and so in another folder.
 *
 * @param {{ once: boolean, queue: boolean }} options
 * @returns {{
 *   folder: string, userFolder: string,
 *   ports: { n8n?: number, simulator?: number, files?: number },
 *   owner: { email: string, password: string },
 *   leave: (clean: boolean) => void,
 * }} `ports` are preferred ports; `leave` unlocks the folder, and removes it if `once` and `clean`
 */
export function openWorkspace({ once, queue }) {
	const workspace = once ? newFolder() : editorFolder(queue ? 'queue' : 'editor');
	mkdirSync(workspace.folder, { recursive: true });
	writeFileSync(lockFile(workspace.folder), String(process.pid));
	return {
		...workspace,
		userFolder: path.join(workspace.folder, 'n8n'),
		owner: ownerOf(workspace.folder),
		leave(clean) {
			rmSync(lockFile(workspace.folder), { force: true });
			if (once && clean) rmSync(workspace.folder, { recursive: true, force: true });
		},
	};
}

function editorFolder(name) {
	const folder = path.join(folders.state, name);
	const holder = holderOf(folder);
	if (holder)
		throw new Error(`The sandbox is already running (process ${holder}). Stop it first, or use --once.`);
	return { folder, ports: PORTS };
}

function newFolder() {
	const parent = path.join(folders.state, 'once');
	mkdirSync(parent, { recursive: true });
	// Remove the folders of failed runs, which were kept for their logs.
	for (const name of readdirSync(parent)) {
		if (!holderOf(path.join(parent, name))) rmSync(path.join(parent, name), { recursive: true, force: true });
	}
	return { folder: path.join(parent, `${process.pid}`), ports: {} };
}

const lockFile = (folder) => path.join(folder, 'running.pid');

/** The process that has locked a folder. A stale lock may have this process's id, because ids are reused. */
function holderOf(folder) {
	try {
		const pid = Number(readFileSync(lockFile(folder), 'utf8'));
		return pid !== process.pid && process.kill(pid, 0) ? pid : undefined;
	} catch (error) {
		return error.code === 'EPERM' ? 'of another user' : undefined;
	}
}

/** Created once for each folder, with a random password: other users of this machine can't sign in. */
function ownerOf(folder) {
	const file = path.join(folder, 'owner.json');
	if (!existsSync(file)) {
		const password = `Zu1${randomBytes(9).toString('base64url')}`;
		writeFileSync(file, JSON.stringify({ email: 'owner@sandbox.example', password }), { mode: 0o600 });
	}
	return JSON.parse(readFileSync(file, 'utf8'));
}
