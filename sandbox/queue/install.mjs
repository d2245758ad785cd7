/**
 * Finds Redis and PostgreSQL on this machine. On Debian and Ubuntu, installs them if they're missing:
 *
 *   node sandbox/queue/install.mjs
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const APT = '/usr/bin/apt-get';

/** Installations of PostgreSQL that aren't on the PATH: one folder for each version. */
const POSTGRES_VERSIONS = [
	{ parent: '/usr/lib/postgresql', name: /^\d+$/ },
	{ parent: '/opt/homebrew/opt', name: /^postgresql(@\d+)?$/ },
	{ parent: '/usr/local/opt', name: /^postgresql(@\d+)?$/ },
];

/**
 * @param {{ signal?: AbortSignal, log?: (line: string) => void }} [options]
 * @returns {Promise<{ redis: string, postgresFolder: string }>} Redis's program, and the folder of PostgreSQL's programs
 */
export async function findServers({ signal, log = console.log } = {}) {
	const found = { redis: findRedis(), postgresFolder: findPostgres() };
	const missing = [
		!found.redis && { name: 'Redis', debian: 'redis-server' },
		!found.postgresFolder && { name: 'PostgreSQL', debian: 'postgresql' },
	].filter(Boolean);
	if (missing.length === 0) return found;
	if (!existsSync(APT)) {
		throw new Error(
			`Queue mode needs ${missing.map(({ name }) => name).join(' and ')}. Install ${missing.length > 1 ? 'them' : 'it'}, for example with "brew install redis postgresql@17" on macOS.`,
		);
	}
	await installWithApt(
		missing.map(({ debian }) => debian),
		{ signal, log },
	);
	const [redis, postgresFolder] = [findRedis(), findPostgres()];
	if (!redis || !postgresFolder)
		throw new Error('apt-get installed no redis-server, or no PostgreSQL server');
	return { redis, postgresFolder };
}

/** Debian also starts a service of each. The sandbox doesn't use them. */
async function installWithApt(packages, { signal, log }) {
	const command = process.getuid() === 0 ? [APT] : ['sudo', APT];
	const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
	log(`Installing ${packages.join(' and ')}: ${[...command, ...install].join(' ')}`);
	for (const args of [['update', '-qq'], install]) await run([...command, ...args], signal);
}

async function run([command, ...args], signal) {
	const child = spawn(command, args, {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		stdio: ['inherit', 'ignore', 'pipe'],
		signal,
	});
	let errors = '';
	child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
	const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
	if (code !== 0) throw new Error(`"${[command, ...args].join(' ')}" failed (exit code ${code})\n${errors}`);
}

function findRedis() {
	return onPath('redis-server');
}

/** The newest version. */
function findPostgres() {
	const versions = POSTGRES_VERSIONS.filter(({ parent }) => existsSync(parent)).flatMap(({ parent, name }) =>
		readdirSync(parent)
			.filter((version) => name.test(version))
			.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
			.map((version) => path.join(parent, version, 'bin')),
	);
	const program = onPath('postgres');
	return [...versions, ...(program ? [path.dirname(program)] : [])].find((folder) =>
		['initdb', 'postgres', 'pg_isready'].every((name) => existsSync(path.join(folder, name))),
	);
}

function onPath(name) {
	return (process.env.PATH ?? '')
		.split(path.delimiter)
		.map((folder) => path.join(folder, name))
		.find((file) => existsSync(file));
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await findServers();
