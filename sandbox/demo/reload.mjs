import { cpSync, watch } from 'node:fs';
import path from 'node:path';
import { folders } from '../process/folders.mjs';
import { buildPackage } from '../n8n-runtime/package.mjs';

const SOURCES = ['nodes', 'credentials', 'icons'];

/** Editors save a file in several steps: the build starts this long after the last change, in ms. */
const QUIET = 300;

/**
 * Builds the package on every change of its source, and copies it into n8n's installation. n8n runs with
 * N8N_DEV_RELOAD, and reloads the package.
 *
 * @param {{ packageHome: string, log: (line: string) => void }} options
 * @returns {{ stop: () => void }}
 */
export function rebuildOnChange({ packageHome, log }) {
	let quiet;
	let building = Promise.resolve();

	async function rebuild(name) {
		try {
			await buildPackage();
			cpSync(path.join(folders.package, 'dist'), path.join(packageHome, 'dist'), { recursive: true });
			log(`${name}: rebuilt`);
		} catch (error) {
			log(error.message);
		}
	}

	const watchers = SOURCES.map((folder) =>
		watch(path.join(folders.package, folder), { recursive: true }, (_event, name) => {
			clearTimeout(quiet);
			quiet = setTimeout(
				() => (building = building.then(() => rebuild(path.join(folder, name ?? '')))),
				QUIET,
			);
		}),
	);
	return {
		async stop() {
			clearTimeout(quiet);
			for (const watcher of watchers) watcher.close();
			await building;
		},
	};
}
