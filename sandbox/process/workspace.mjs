import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folders } from './folders.mjs';

/**
 * Ports asked for first. Not n8n's usual 5678: that is for the n8n of whoever lives here.
 */
const PORTS = { n8n: 5690, simulator: 4580, files: 5691 };

/**
 * The place of one run: n8n's data, the logs, who may sign in.
 *
 * The editor's place is kept from one start to the next, and only one sandbox at a time may have it. A run with
 * `--once` gets a place that nobody has used, and leaves none.
 *
 * @param {{ once: boolean }} options
 * @returns {{
 *   folder: string, userFolder: string,
 *   ports: { n8n?: number, simulator?: number, files?: number },
 *   owner: { email: string, password: string },
 *   leave: (clean: boolean) => void,
 * }} ports are wishes; `leave` gives the place up, and removes it if it was for once and all went well
 */
export function openWorkspace({ once }) {
	const place = once ? placeForOnce() : placeOfEditor();
	mkdirSync(place.folder, { recursive: true });
	writeFileSync(claimIn(place.folder), String(process.pid));
	return {
		...place,
		userFolder: path.join(place.folder, 'n8n'),
		owner: ownerOf(place.folder),
		leave(clean) {
			rmSync(claimIn(place.folder), { force: true });
			if (once && clean) rmSync(place.folder, { recursive: true, force: true });
		},
	};
}

function placeOfEditor() {
	const folder = path.join(folders.state, 'editor');
	const holder = holderOf(folder);
	if (holder)
		throw new Error(
			`The sandbox is running already (process ${holder}). End that one first, or use --once, which goes beside it.`,
		);
	return { folder, ports: PORTS };
}

function placeForOnce() {
	const parent = path.join(folders.state, 'once');
	mkdirSync(parent, { recursive: true });
	// Those that went wrong kept their logs until now.
	for (const name of readdirSync(parent)) {
		if (!holderOf(path.join(parent, name))) rmSync(path.join(parent, name), { recursive: true, force: true });
	}
	return { folder: path.join(parent, `${process.pid}`), ports: {} };
}

const claimIn = (folder) => path.join(folder, 'running.pid');

/** The process that has a place. Process numbers come round again: ours is not one that holds it. */
function holderOf(folder) {
	try {
		const pid = Number(readFileSync(claimIn(folder), 'utf8'));
		return pid !== process.pid && process.kill(pid, 0) ? pid : undefined;
	} catch (error) {
		return error.code === 'EPERM' ? 'of another user' : undefined;
	}
}

/** Made up once for each place: whoever else is on this machine cannot sign in. */
function ownerOf(folder) {
	const file = path.join(folder, 'owner.json');
	if (!existsSync(file)) {
		const password = `Zu1${randomBytes(9).toString('base64url')}`;
		writeFileSync(file, JSON.stringify({ email: 'owner@sandbox.example', password }), { mode: 0o600 });
	}
	return JSON.parse(readFileSync(file, 'utf8'));
}
