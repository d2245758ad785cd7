import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { LOOPBACK, plainEnvironment, startProgram, untilTrue } from '../process/server.mjs';

/**
 * Starts a Redis with its own data folder, port, and password. After a restart with the same folder, it has the same
 * data: it saves them when it stops.
 *
 * @param {object} options
 * @param {string} options.program   redis-server
 * @param {string} options.folder    its data; created if it doesn't exist
 * @param {number} [options.port]    default: a free port
 * @param {string} options.password
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<import('../process/server.mjs').Server & { port: number, env: Record<string, string> }>}
 *   `env`: n8n's settings to connect to it
 */
export async function startRedis({ program, folder, port, password, signal }) {
	mkdirSync(folder, { recursive: true });
	const ownPort = port ?? (await getPort({ host: LOOPBACK }));
	const config = path.join(folder, 'redis.conf');
	const lines = [
		`bind ${LOOPBACK}`,
		`port ${ownPort}`,
		`dir "${folder}"`,
		`requirepass ${password}`,
		'save 60 1',
	];
	writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
	const server = startProgram({
		name: 'Redis',
		program,
		args: [config],
		stopSignal: 'SIGTERM',
		cwd: folder,
		env: plainEnvironment(),
		logFile: path.join(folder, 'redis.log'),
	});
	await untilTrue(server, () => responds(ownPort, password), { timeout: 30_000, signal });
	return {
		...server,
		port: ownPort,
		env: {
			QUEUE_BULL_REDIS_HOST: LOOPBACK,
			QUEUE_BULL_REDIS_PORT: String(ownPort),
			QUEUE_BULL_REDIS_PASSWORD: password,
		},
	};
}

/** Whether it responds to a PING: it doesn't while it loads its data. */
async function responds(port, password) {
	const socket = connect(port, LOOPBACK);
	try {
		const answer = new Promise((resolve) => {
			let text = '';
			socket.setEncoding('utf8').on('data', (more) => {
				text += more;
				if (text.includes('PONG')) resolve(true);
			});
			socket.once('error', () => resolve(false)).once('close', () => resolve(false));
		});
		socket.write(`AUTH ${password}\r\nPING\r\n`);
		return await Promise.race([answer, sleep(2_000, false, { ref: false })]);
	} finally {
		socket.destroy();
	}
}
