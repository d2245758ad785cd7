/**
 * Loaded into n8n's process by the benchmark: collects its garbage, and profiles it, on request. Does nothing in the
 * processes that n8n starts.
 */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Session } from 'node:inspector/promises';

const { argv, env } = process;

if (argv[1]?.replaceAll('\\', '/').endsWith('/n8n/bin/n8n')) {
	const session = new Session();
	session.connect();
	const actions = {
		'/collect-garbage': async () => await session.post('HeapProfiler.collectGarbage'),
		'/start-profile': async () => {
			await session.post('Profiler.enable');
			await session.post('Profiler.start');
		},
		'/stop-profile': async (file) => {
			const { profile } = await session.post('Profiler.stop');
			writeFileSync(file, JSON.stringify(profile));
		},
	};
	createServer(async ({ url }, response) => {
		const { pathname, searchParams } = new URL(url, 'http://localhost');
		try {
			await actions[pathname](searchParams.get('file'));
			response.end();
		} catch (error) {
			response.writeHead(500).end(String(error));
		}
	})
		.listen(Number(env.BENCH_PORT), '127.0.0.1')
		.unref();
}
