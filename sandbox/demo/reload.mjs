import { cpSync, watch } from 'node:fs';
import path from 'node:path';
import { folders } from '../process/folders.mjs';
import { buildPackage } from '../n8n-runtime/package.mjs';

const SOURCES = ['nodes', 'credentials', 'icons'];

/** Editors save in several steps: this long after the last one, in ms. */
const QUIET = 300;

/**
 * Builds the package at every change of its sources and copies it over the one n8n has. n8n runs with
 * N8N_DEV_RELOAD, sees the copy, and loads it again.
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
			log(`${name}: built, and handed to n8n`);
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
