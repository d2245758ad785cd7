import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runNpm } from '../process/npm.mjs';

const run = promisify(execFile);

/**
 * Installs the binary of n8n's SQLite, unless it can be loaded: the only part of n8n that is compiled.
 *
 * The install script of SQLite downloads a binary, or else compiles it, with Python, make, and a C++ compiler. It runs
 * in a temporary folder, because it can't compile in a path with a space.
 *
 * @param {string} n8nFolder  with n8n's node_modules
 * @param {object} options
 * @param {string} options.node      the Node.js that runs n8n
 * @param {string} [options.nodedir] the folder with its headers in include/; default: they are downloaded
 * @param {string[]} [options.others] the folders of other n8n: the binary of the same SQLite is copied from there
 * @param {string} options.label
 * @param {AbortSignal} [options.signal]
 * @param {(line: string) => void} [options.log]
 */
export async function ensureSqlite(n8nFolder, { node, nodedir, others = [], label, signal, log }) {
	if (await loads(n8nFolder, node)) return;
	if (copyFrom(others, n8nFolder) && (await loads(n8nFolder, node))) return;
	log(`${label}: installing its SQLite, takes about a minute`);
	const version = versionIn(n8nFolder);
	const scratch = mkdtempSync(path.join(tmpdir(), 'sqlite-'));
	const options = { label: `${label}, SQLite`, signal, log };
	try {
		writeFileSync(
			path.join(scratch, 'package.json'),
			JSON.stringify({ private: true, dependencies: { sqlite3: version } }),
		);
		await runNpm(scratch, ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
			...options,
			log: () => {},
		});
		const env = { PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) };
		if (nodedir) {
			env.npm_config_nodedir = path.join(scratch, 'node');
			symlinkSync(nodedir, env.npm_config_nodedir, 'junction');
		}
		await runNpm(scratch, ['rebuild', 'sqlite3', '--ignore-scripts=false'], { ...options, env });
		cpSync(binaryIn(scratch), binaryIn(n8nFolder));
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
	if (!(await loads(n8nFolder, node)))
		throw new Error(`The SQLite that was built for ${n8nFolder} can't be loaded`);
}

const homeIn = (folder) => path.join(folder, 'node_modules', 'sqlite3');
const binaryIn = (folder) => path.join(homeIn(folder), 'build', 'Release', 'node_sqlite3.node');
const versionIn = (folder) =>
	JSON.parse(readFileSync(path.join(homeIn(folder), 'package.json'), 'utf8')).version;

/** @returns {boolean} whether one of the folders has a binary of the same version */
function copyFrom(folders, n8nFolder) {
	const other = folders.find(
		(folder) =>
			folder !== n8nFolder && existsSync(binaryIn(folder)) && versionIn(folder) === versionIn(n8nFolder),
	);
	if (other) cpSync(binaryIn(other), binaryIn(n8nFolder));
	return other !== undefined;
}

async function loads(n8nFolder, node) {
	try {
		await run(node, ['-e', 'require("sqlite3")'], { cwd: n8nFolder });
		return true;
	} catch {
		return false;
	}
}
