import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runNpm } from '../process/npm.mjs';

const run = promisify(execFile);

/**
 * Sees to it that n8n's SQLite can be loaded: the one part of n8n that is compiled for the machine.
 *
 * Its own install script does it, which takes a ready-made binary where it can reach one and compiles where it
 * cannot (python, make and a C++ compiler needed). It runs in the folder for temporary files, because the
 * compiling breaks on a path with a space in it, and a clone may stand in one.
 *
 * @param {string} n8nFolder  holds n8n's node_modules
 * @param {object} options
 * @param {string} options.node      the Node that will load it
 * @param {string} [options.nodedir] a folder whose include/ holds that Node's headers; without, they are downloaded
 * @param {string} options.label
 * @param {AbortSignal} [options.signal]
 * @param {(line: string) => void} [options.log]
 */
export async function ensureSqlite(n8nFolder, { node, nodedir, label, signal, log }) {
	if (await loads(n8nFolder, node)) return;
	log(`${label}: building its SQLite, a minute or so`);
	const home = path.join(n8nFolder, 'node_modules', 'sqlite3');
	const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
	const workshop = mkdtempSync(path.join(tmpdir(), 'sqlite-'));
	const options = { label: `${label}, SQLite`, signal, log };
	try {
		writeFileSync(
			path.join(workshop, 'package.json'),
			JSON.stringify({ private: true, dependencies: { sqlite3: version } }),
		);
		await runNpm(workshop, ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
			...options,
			log: () => {},
		});
		const env = { PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) };
		if (nodedir) {
			env.npm_config_nodedir = path.join(workshop, 'node');
			symlinkSync(nodedir, env.npm_config_nodedir, 'junction');
		}
		await runNpm(workshop, ['rebuild', 'sqlite3', '--ignore-scripts=false'], { ...options, env });
		const built = path.join('build', 'Release', 'node_sqlite3.node');
		cpSync(path.join(workshop, 'node_modules', 'sqlite3', built), path.join(home, built));
	} finally {
		rmSync(workshop, { recursive: true, force: true });
	}
	if (!(await loads(n8nFolder, node)))
		throw new Error(`SQLite was built for ${n8nFolder}, and cannot be loaded`);
}

async function loads(n8nFolder, node) {
	try {
		await run(node, ['-e', 'require("sqlite3")'], { cwd: n8nFolder });
		return true;
	} catch {
		return false;
	}
}
