import { execFile } from 'node:child_process';
import { existsSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { LOOPBACK, plainEnvironment, startProgram, untilTrue } from '../process/server.mjs';

const run = promisify(execFile);

const USER = 'n8n';

/** PostgreSQL refuses to run as root. It then runs as this user of the system, and may read folders of root. */
const AS_POSTGRES = [
	'setpriv',
	...['--reuid=postgres', '--regid=postgres', '--clear-groups'],
	...['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override'],
];

/**
 * Starts a PostgreSQL with its own data folder, port, and password. It doesn't wait for the disk, so it's fast, and a
 * power failure can destroy the data.
 *
 * @param {object} options
 * @param {string} options.programs  the folder of its programs
 * @param {string} options.folder    its data; created if it doesn't exist
 * @param {number} [options.port]    default: a free port
 * @param {string} options.password
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<import('../process/server.mjs').Server & { port: number, env: Record<string, string> }>}
 *   `env`: n8n's settings to connect to it
 */
export async function startPostgres({ programs, folder, port, password, signal }) {
	const data = path.join(folder, 'data');
	mkdirSync(folder, { recursive: true });
	await createData(programs, folder, data, password);
	const ownPort = port ?? (await getPort({ host: LOOPBACK }));
	const settings = {
		listen_addresses: LOOPBACK,
		port: ownPort,
		unix_socket_directories: '',
		fsync: 'off',
		synchronous_commit: 'off',
		full_page_writes: 'off',
	};
	const [program, ...args] = [
		...asOneself(),
		path.join(programs, 'postgres'),
		...['-D', data],
		...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
	];
	const server = startProgram({
		name: 'PostgreSQL',
		program,
		args,
		// Fast shutdown: it doesn't wait for the clients.
		stopSignal: 'SIGINT',
		cwd: '/',
		env: plainEnvironment(),
		logFile: path.join(folder, 'postgres.log'),
	});
	const isReady = async () =>
		await run(path.join(programs, 'pg_isready'), ['-h', LOOPBACK, '-p', String(ownPort)]).then(
			() => true,
			() => false,
		);
	await untilTrue(server, isReady, { timeout: 60_000, signal });
	return {
		...server,
		port: ownPort,
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: LOOPBACK,
			DB_POSTGRESDB_PORT: String(ownPort),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: password,
		},
	};
}

async function createData(programs, folder, data, password) {
	if (existsSync(path.join(data, 'PG_VERSION'))) return;
	rmSync(data, { recursive: true, force: true });
	mkdirSync(data, { mode: 0o700 });
	giveToPostgres(data);
	const passwordFile = path.join(folder, 'password');
	writeFileSync(passwordFile, password, { mode: 0o600 });
	giveToPostgres(passwordFile);
	const [program, ...args] = [
		...asOneself(),
		path.join(programs, 'initdb'),
		...['-D', data, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
		...['-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
	];
	await run(program, args, { cwd: '/' });
	rmSync(passwordFile);
}

const isRoot = () => process.getuid?.() === 0;
const asOneself = () => (isRoot() ? AS_POSTGRES : []);

function giveToPostgres(file) {
	if (!isRoot()) return;
	const [, , uid, gid] = readFileSync('/etc/passwd', 'utf8').match(/^postgres:(.*?):(\d+):(\d+):/m);
	chownSync(file, Number(uid), Number(gid));
}
