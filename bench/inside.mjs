/**
 * Loaded into n8n's process by the benchmark: collects its garbage, measures its memory, and profiles it, on request.
 * Does nothing in the processes that n8n starts.
 */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Session } from 'node:inspector/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const { argv, env } = process;

const GC_EVERY_MS = 500;

if (argv[1]?.replaceAll('\\', '/').endsWith('/n8n/bin/n8n')) {
	const session = new Session();
	session.connect();
	const collectGarbage = async () => {
		await session.post('HeapProfiler.collectGarbage');
	};
	// The inspector's garbage collection repeats itself, and takes seconds.
	setFlagsFromString('--expose-gc');
	const gc = runInNewContext('gc');
	let memory;
	const sample = async () => {
		const samples = (memory = []);
		while (memory === samples) {
			gc();
			const { used_heap_size: used, external_memory: external } = getHeapStatistics();
			samples.push({ at: Date.now(), bytes: used + external });
			await sleep(GC_EVERY_MS);
		}
	};
	const actions = {
		'/collect-garbage': collectGarbage,
		/** Until `stop-memory`, garbage is collected twice a second, which shows how much memory is in use. */
		'/start-memory': () => void sample(),
		'/stop-memory': () => {
			const samples = memory;
			memory = undefined;
			return JSON.stringify(samples);
		},
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
			response.end(await actions[pathname](searchParams.get('file')));
		} catch (error) {
			response.writeHead(500).end(String(error));
		}
	})
		.listen(Number(env.BENCH_PORT), '127.0.0.1')
		.unref();
}
