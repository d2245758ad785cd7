/** A real n8n with the package and the Zoom simulator, and a function that measures one run of a node. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { putCredentials } from '../sandbox/demo/credentials.mjs';
import { installN8n, startN8n } from '../sandbox/n8n-runtime/n8n.mjs';
import { buildPackage, packPackage } from '../sandbox/n8n-runtime/package.mjs';
import { startSimulator } from '../sandbox/demo/simulator.mjs';
import { signIn } from '../sandbox/n8n-runtime/rest.mjs';

const MB = 1024 ** 2;

/** CPU seconds of a process so far, user and system (Linux counts in hundredths). */
const cpuSeconds = (pid) => {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
};
const residentBytes = (pid) =>
	Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;

/** Samples the CPU seconds and the memory of a process 50 times a second, by Date.now(). */
export function watchProcess(pid) {
	const samples = [];
	const take = () => samples.push({ at: Date.now(), cpu: cpuSeconds(pid), resident: residentBytes(pid) });
	take();
	const timer = setInterval(take, 20);
	return {
		stop() {
			clearInterval(timer);
			take();
			return samples;
		},
	};
}

/** The CPU seconds between two times, and the peak memory in MB above the first sample. */
function used(samples, start = -Infinity, end = Infinity) {
	const before = samples.findLast(({ at }) => at <= start) ?? samples[0];
	const after = samples.find(({ at }) => at >= end) ?? samples.at(-1);
	const within = samples.filter(({ at }) => at >= before.at && at <= after.at);
	const peak = Math.max(...within.map(({ resident }) => resident));
	return { cpu: after.cpu - before.cpu, memory: (peak - samples[0].resident) / MB };
}

/** The peak memory in use between two times, in MB above the first sample. */
function peakInUse(samples, start, end) {
	// What the last node returns is still there when it has ended.
	const after = samples.findIndex(({ at }) => at >= end);
	const until = after < 0 ? samples.length : after + 1;
	const within = samples.slice(0, until).filter(({ at }) => at >= start);
	const before = samples.filter(({ at }) => at < start).map(({ bytes }) => bytes);
	return (Math.max(...within.map(({ bytes }) => bytes)) - Math.min(...before)) / MB;
}

/** How long n8n keeps the data of an execution that has ended. */
const FORGOTTEN_MS = 15_000;

/** Requests n8n's health check ten times a second, and records how long each response takes, by Date.now(). */
function watchHealth(url) {
	const pauses = [];
	let watching = true;
	const watched = (async () => {
		while (watching) {
			const from = Date.now();
			await respond();
			pauses.push({ from, to: Date.now() });
			await sleep(100);
		}
	})();
	// After seconds without a response, n8n closes the connection. The pause goes on.
	async function respond() {
		while (watching) {
			try {
				return await (await fetch(`${url}/healthz`)).text();
			} catch (error) {
				if (error.cause?.code !== 'ECONNRESET') throw error;
			}
		}
	}
	return {
		async stop() {
			watching = false;
			await watched;
			return pauses;
		},
	};
}

/** The longest pause between two times, ms. */
const longest = (pauses, start = -Infinity, end = Infinity) =>
	Math.max(0, ...pauses.map(({ from, to }) => Math.min(to, end) - Math.max(from, start)));

export const node = (name, type, typeVersion, x, parameters, more = {}) => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [x, 0],
	parameters,
	...more,
});

/** Connects the output of one node with an input of another. */
export const connect = (...pairs) => {
	const connections = {};
	for (const [from, to, index = 0] of pairs) {
		connections[from] ??= { main: [[]] };
		connections[from].main[0].push({ node: to, type: 'main', index });
	}
	return connections;
};

/** Nodes that start a workflow and return one item for each row. */
export const nodesWithRows = (rows) => [
	node('Start', 'n8n-nodes-base.manualTrigger', 1, 0, {}),
	node('Rows', 'n8n-nodes-base.set', 3.4, 200, {
		mode: 'raw',
		jsonOutput: JSON.stringify({ rows }),
		options: {},
	}),
	node('One each', 'n8n-nodes-base.splitOut', 1, 400, { fieldToSplitOut: 'rows', options: {} }),
];
export const ROWS_CONNECTED = [
	['Start', 'Rows'],
	['Rows', 'One each'],
];

function workflow(sender, users, domain) {
	const rows = Array.from({ length: users }, (_, i) => ({
		email: `p${i}@${domain}`,
		first: `First ${i}`,
		last: `Last ${i}`,
	}));
	return {
		nodes: [...nodesWithRows(rows), ...(sender ? [sender] : [])],
		connections: connect(...ROWS_CONNECTED, ...(sender ? [['One each', sender.name]] : [])),
	};
}

/**
 * @returns {Promise<object>} `credentials` by kind; `settings`, `journal`, `people`, `seed` and `reset` of the
 *   simulator; `measure`, which runs one sender for a number of users; `measureNodes`; `close`
 */
export async function openLab() {
	const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
	const started = [];
	const close = async () => {
		for (const server of started.reverse()) await server.stop();
		rmSync(scratch, { recursive: true, force: true });
	};
	try {
		await installN8n();
		await buildPackage();
		const packageTarball = await packPackage(join(scratch, 'package'));
		const simulator = await startSimulator({ logFile: join(scratch, 'simulator.log') });
		started.push(simulator);
		const insidePort = await getPort({ host: '127.0.0.1' });
		const server = await startN8n({
			userFolder: join(scratch, 'n8n'),
			packageTarball,
			env: {
				NODE_OPTIONS: `--import ${new URL('inside.mjs', import.meta.url)}`,
				BENCH_PORT: String(insidePort),
			},
		});
		const inside = async (action) => {
			const response = await fetch(`http://127.0.0.1:${insidePort}/${action}`);
			const text = await response.text();
			if (!response.ok) throw new Error(text);
			return text;
		};
		started.push(server);
		const n8n = await signIn(server.url, { email: 'owner@bench.example', password: 'Owner1ofBench' });

		const control = async (method, route, body) =>
			await (
				await fetch(`${simulator.url}/__admin${route}`, {
					method,
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
				})
			).json();
		const settings = async (changed) => await control('PUT', '/settings', changed);
		const header = async () => {
			// HTTP Request sends a separate token in its header, which must stay valid when the others get new ones.
			await settings({ newestTokenOnly: false, tokenLifetimeMs: 24 * 3_600_000 });
			const { access_token: token } = await control('POST', '/tokens', { kind: 'oauth2' });
			const { id, name } = await n8n.putCredential({
				name: 'Header',
				type: 'httpHeaderAuth',
				data: { name: 'Authorization', value: `Bearer ${token}` },
			});
			return { id, name };
		};

		const zoom = await simulator.credential();
		const business = await putCredentials(n8n, { ...zoom, accountPlan: 'business' });
		delete business.zoomUsersWebhookApi; // n8n allows it for the trigger only
		const pro = await n8n.putCredential({
			name: 'Pro plan',
			type: 'zoomUsersServerToServerApi',
			data: { ...zoom, accountPlan: 'pro' },
		});
		const credentials = { ...business, httpHeaderAuth: await header() };
		const ofPro = { zoomUsersServerToServerApi: { id: pro.id, name: pro.name } };

		let runs = 0;

		/** Runs a workflow, and watches n8n meanwhile. */
		async function run(content, { watch = false } = {}) {
			const settings = { executionOrder: 'v1' };
			const saved = await n8n.putWorkflow({ name: `bench ${runs}`, settings, ...content });
			const watched = watchProcess(server.pid);
			const healthz = watch ? watchHealth(server.url) : undefined;
			let samples, pauses, execution;
			try {
				execution = await n8n.run(saved, 'Start', { timeout: 1_200_000, pollEvery: 1_000 });
			} finally {
				samples = watched.stop();
				pauses = (await healthz?.stop()) ?? [];
			}
			const { status, data } = execution;
			return { failed: status !== 'success', ...data.resultData, samples, pauses };
		}

		return {
			close,
			credentials,
			ofPro,
			apiUrl: zoom.apiUrl,
			settings,
			journal: async () => await simulator.journal(),
			people: async () => await simulator.people(),
			seed: async (seeding) => await control('POST', '/seed', seeding),
			/** Empties the account. The OAuth2 credential is no longer connected. */
			async reset() {
				await control('POST', '/reset');
				await header();
			},

			/**
			 * Measures one run: the CPU time of n8n's process and the wall time of the sending node in seconds, the memory
			 * in MB above the start, and the longest pause of n8n in ms, while the sender ran and in total. The total
			 * includes storing the execution, and reading it for this benchmark.
			 */
			async measure(sender, users, { watch = false } = {}) {
				const content = workflow(sender, users, `run${++runs}.example`);
				const { failed, runData, samples, pauses } = await run(content, { watch });
				const ran = runData.Send?.[0];
				return {
					...used(samples),
					wall: (ran?.executionTime ?? 0) / 1_000,
					pause: ran && longest(pauses, ran.startTime, ran.startTime + ran.executionTime),
					pauseInTotal: longest(pauses),
					failed,
					items: ran?.data?.main?.[0]?.length ?? 0,
				};
			},

			/**
			 * Measures some nodes of a workflow, from the start of the first to the end of the last. Before, n8n's garbage is
			 * collected, so that every run starts with the same memory.
			 *
			 * @param options `profile`: a file for a CPU profile. `memory`: measures only the memory in use, which slows n8n down
			 * @returns as `measure`, `inUse` in MB, and `outputs` by node
			 */
			async measureNodes(content, names, { profile, memory } = {}) {
				runs++;
				await inside('collect-garbage');
				if (profile) await inside('start-profile');
				if (memory) {
					await inside('start-memory');
					// n8n keeps the data of the execution before for a while.
					await sleep(FORGOTTEN_MS);
				}
				const { failed, error, runData, samples, pauses } = await run(content, { watch: true });
				const inUse = memory ? JSON.parse(await inside('stop-memory')) : [];
				if (profile) await inside(`stop-profile?file=${encodeURIComponent(profile)}`);
				if (failed) throw new Error(`The workflow failed: ${error?.message}`);
				const ran = names.flatMap((name) => runData[name]);
				const start = Math.min(...ran.map(({ startTime }) => startTime));
				const end = Math.max(...ran.map(({ startTime, executionTime }) => startTime + executionTime));
				return {
					...used(samples, start, end),
					...(memory && { inUse: peakInUse(inUse, start, end) }),
					wall: (end - start) / 1_000,
					pause: longest(pauses, start, end),
					outputs: Object.fromEntries(
						names.map((name) => [
							name,
							runData[name][0].data.main.map((items) => (items ?? []).map(({ json }) => json)),
						]),
					),
				};
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}
