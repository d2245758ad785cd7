import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { runNpm } from '../process/ensure.mjs';
import { folders } from '../process/folders.mjs';

const run = promisify(execFile);

/** Builds the package: sources to dist/. */
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
 * Packs the built package: the file that a user's n8n would download.
 *
 * @param {string} destination  a folder; whatever was packed there before is removed
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
 * Puts a package where n8n puts the community nodes its users install.
 *
 * @param {string} userFolder  n8n's N8N_USER_FOLDER
 * @param {{ packageTarball?: string, packageDir?: string }} source  a .tgz of npm pack, or a folder of the same shape
 * @returns {Promise<string>}  the folder it now stands in
 */
export async function installPackage(userFolder, { packageTarball, packageDir }) {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const unpacked = path.join(nodes, '.unpacked');
	rmSync(unpacked, { recursive: true, force: true });
	mkdirSync(unpacked, { recursive: true });
	// Relative names: GNU tar takes "C:" for a host.
	if (packageTarball) {
		await run(
			'tar',
			['-xzf', path.basename(packageTarball), '-C', path.relative(path.dirname(packageTarball), unpacked)],
			{
				cwd: path.dirname(packageTarball),
			},
		);
	} else {
		for (const part of ['package.json', 'dist']) {
			cpSync(path.join(packageDir, part), path.join(unpacked, 'package', part), { recursive: true });
		}
	}

	const { name, version } = JSON.parse(readFileSync(path.join(unpacked, 'package', 'package.json'), 'utf8'));
	const home = path.join(nodes, 'node_modules', name);
	rmSync(home, { recursive: true, force: true });
	cpSync(path.join(unpacked, 'package'), home, { recursive: true });
	rmSync(unpacked, { recursive: true, force: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
	writeFileSync(path.join(nodes, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
	return home;
}
