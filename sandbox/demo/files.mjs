import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import getPort from 'get-port';
import { LOOPBACK } from '../process/server.mjs';

/**
 * Serves the CSV files of a folder to n8n. Each request reads the file, so that changes count in the next execution.
 *
 * @param {string} folder
 * @param {{ port?: number }} [options]  default: a free port
 * @returns {Promise<{ url: string, port: number, stop: () => Promise<void> }>}
 */
export async function serveFiles(folder, { port } = {}) {
	const server = createServer(async (request, response) => {
		const name = path.basename(new URL(request.url, 'http://files').pathname);
		try {
			if (!name.endsWith('.csv')) throw new Error('Not a CSV');
			const content = await readFile(path.join(folder, name));
			response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }).end(content);
		} catch {
			response.writeHead(404, { 'content-type': 'text/plain' }).end('No such CSV file.\n');
		}
	});
	const ownPort = port ?? (await getPort({ host: LOOPBACK }));
	await new Promise((resolve, reject) => server.once('error', reject).listen(ownPort, LOOPBACK, resolve));
	return {
		url: `http://${LOOPBACK}:${ownPort}`,
		port: ownPort,
		stop() {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}
