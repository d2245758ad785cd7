import { existsSync } from 'node:fs';
import path from 'node:path';
import getPort from 'get-port';
import { folders } from '../process/folders.mjs';
import { LOOPBACK, plainEnvironment, startServer, untilReady } from '../process/server.mjs';

/**
 * Starts the Zoom simulator in its own process.
 *
 * @param {object} options
 * @param {number} [options.port]     default: a free port
 * @param {string} options.logFile
 * @param {AbortSignal} [options.signal]
 */
export async function startSimulator({ port, logFile, signal }) {
	const ownPort = port ?? (await getPort({ host: LOOPBACK }));
	const url = `http://${LOOPBACK}:${ownPort}`;
	const program = path.join(folders.package, 'simulator', 'cli.ts');
	if (!existsSync(program)) throw new Error(`${program} doesn't exist`);
	const server = startServer({
		name: 'The Zoom simulator',
		args: ['--import', 'tsx', program, '--port', String(ownPort)],
		cwd: folders.package,
		env: plainEnvironment(),
		logFile,
		grace: 3_000,
	});
	await untilReady(server, `${url}/__admin`, { timeout: 30_000, signal });
	const call = async (method, route, body) => {
		const response = await fetch(`${url}/__admin${route}`, {
			method,
			headers: body && { 'content-type': 'application/json' },
			body: body && JSON.stringify(body),
		});
		if (!response.ok)
			throw new Error(
				`The Zoom simulator responded to ${method} ${route} with ${response.status}: ${await response.text()}`,
			);
		return await response.json();
	};
	return {
		...server,
		url,
		port: ownPort,
		/** The fields of a credential for it. */
		async credential() {
			const { apiUrl, oauthUrl, settings } = await call('GET', '');
			const { accountId, clientId, clientSecret } = settings;
			return {
				environment: 'custom',
				apiUrl,
				oauthUrl,
				accountPlan: 'pro',
				accountId,
				clientId,
				clientSecret,
			};
		},
		people: () => call('GET', '/people'),
		journal: () => call('GET', '/journal'),
		addPerson: (person) => call('POST', '/people', person),
		set: (settings) => call('PUT', '/settings', settings),
		counts: async () => (await call('GET', '')).counts,
		expireTokens: () => call('POST', '/expire-tokens'),
	};
}
