import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/**
 * A port that nobody listens on.
 *
 * @param {number} [preferred]  taken if it is free: an address that stays the same from one start to the next
 *   keeps browser tabs and webhooks alive
 * @returns {Promise<number>}
 */
export async function freePort(preferred) {
	return (preferred && (await tryPort(preferred))) || (await tryPort(0));
}

/**
 * As many ports as asked for, no two the same.
 *
 * @param {(number | undefined)[]} preferred  one entry a port
 * @returns {Promise<number[]>}
 */
export async function freePorts(preferred) {
	const found = [];
	while (found.length < preferred.length) {
		const wish = preferred[found.length];
		const port = await freePort(found.includes(wish) ? undefined : wish);
		if (port && !found.includes(port)) found.push(port);
	}
	return found;
}

function tryPort(port) {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', () => resolve(0));
		probe.listen(port, LOOPBACK, () => {
			const { port: taken } = probe.address();
			probe.close(() => resolve(taken));
		});
	});
}
