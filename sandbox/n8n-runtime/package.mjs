import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { runNpm } from '../process/npm.mjs';
import { folders } from '../process/folders.mjs';

const run = promisify(execFile);

const NAME = JSON.parse(readFileSync(path.join(folders.package, 'package.json'), 'utf8')).name;

/** Builds the package into dist/. */
export async function buildPackage({ signal } = {}) {
	const gulp = path.join(folders.package, 'node_modules', 'gulp', 'bin', 'gulp.js');
	try {
		await run(process.execPath, [gulp, 'build'], { cwd: folders.package, signal });
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new Error(`The build failed\n${error.stdout ?? ''}${error.stderr ?? error.message}`);
	}
}

/**
 * Packs the built package into the tarball that npm would publish.
 *
 * @param {string} destination  a folder, which is emptied first
 * @returns {Promise<string>}   the .tgz
 */
export async function packPackage(destination, { signal } = {}) {
	rmSync(destination, { recursive: true, force: true });
	mkdirSync(destination, { recursive: true });
	await runNpm(folders.package, ['pack', '--ignore-scripts', '--pack-destination', destination], {
		label: 'npm pack',
		signal,
		log: () => {},
	});
	const [tarball] = readdirSync(destination).filter((name) => name.endsWith('.tgz'));
	return path.join(destination, tarball);
}

/**
 * Installs a package as a community node, with npm, as the README says.
 *
 * @param {string} userFolder  n8n's N8N_USER_FOLDER
 * @param {string} tarball     a .tgz of npm pack
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<string>}  the folder of the installed package
 */
export async function installPackage(userFolder, tarball, { signal } = {}) {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	// npm compares the tarball with the one it installed last from the same path, and rejects a new build.
	rmSync(path.join(nodes, 'package-lock.json'), { force: true });
	rmSync(path.join(nodes, 'node_modules', '.package-lock.json'), { force: true });
	rmSync(path.join(nodes, 'node_modules', NAME), { recursive: true, force: true });
	// Without --prefix, npm would install into the nearest parent folder that has a package.json.
	await runNpm(nodes, ['install', '--prefix', nodes, tarball], {
		label: 'npm install',
		// The package has no dependencies: there is nothing to download.
		env: { npm_config_offline: 'true' },
		signal,
		log: () => {},
	});
	return path.join(nodes, 'node_modules', NAME);
}
