import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
 * @param {string} options.label
 * @param {AbortSignal} [options.signal]
 * @param {(line: string) => void} [options.log]
 */
export async function ensureSqlite(n8nFolder, { node, nodedir, label, signal, log }) {
	if (await loads(n8nFolder, node)) return;
	log(`${label}: installing its SQLite, takes about a minute`);
	const home = path.join(n8nFolder, 'node_modules', 'sqlite3');
	const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
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
		const built = path.join('build', 'Release', 'node_sqlite3.node');
		cpSync(path.join(scratch, 'node_modules', 'sqlite3', built), path.join(home, built));
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
	if (!(await loads(n8nFolder, node)))
		throw new Error(`The SQLite that was built for ${n8nFolder} can't be loaded`);
}

async function loads(n8nFolder, node) {
	try {
		await run(node, ['-e', 'require("sqlite3")'], { cwd: n8nFolder });
		return true;
	} catch {
		return false;
	}
}
