/** A real n8n with the package and the Zoom simulator, and a function that measures one run of a node. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Requests n8n's health check ten times a second, and records how long each response takes, by Date.now(). */
function watchHealth(url) {
	const pauses = [];
	let watching = true;
	const watched = (async () => {
		while (watching) {
			const from = Date.now();
			await (await fetch(`${url}/healthz`)).text();
			pauses.push({ from, to: Date.now() });
			await sleep(100);
		}
	})();
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

function workflow(name, sender, users, domain) {
	const rows = Array.from({ length: users }, (_, i) => ({
		email: `p${i}@${domain}`,
		first: `First ${i}`,
		last: `Last ${i}`,
	}));
	const nodes = [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, 0, {}),
		node('Rows', 'n8n-nodes-base.set', 3.4, 200, {
			mode: 'raw',
			jsonOutput: JSON.stringify({ rows }),
			options: {},
		}),
		node('One each', 'n8n-nodes-base.splitOut', 1, 400, { fieldToSplitOut: 'rows', options: {} }),
		...(sender ? [sender] : []),
	];
	const connections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map(({ name: from }, i) => [from, { main: [[{ node: nodes[i + 1].name, type: 'main', index: 0 }]] }]),
	);
	return { name, nodes, connections };
}

/**
 * @returns {Promise<object>} `credentials` by kind; `settings`, `journal` and `reset` of the simulator; `measure`,
 *   which runs one sender for a number of users; `close`
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
		const server = await startN8n({ userFolder: join(scratch, 'n8n'), packageTarball });
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
		// HTTP Request sends a separate token in its header, which must stay valid when the others get new ones.
		await settings({ newestTokenOnly: false, tokenLifetimeMs: 24 * 3_600_000 });

		const zoom = await simulator.credential();
		const business = await putCredentials(n8n, { ...zoom, accountPlan: 'business' });
		delete business.zoomUsersWebhookApi; // n8n allows it for the trigger only
		const { access_token: token } = await control('POST', '/tokens', { kind: 'oauth2' });
		const header = await n8n.putCredential({
			name: 'Header',
			type: 'httpHeaderAuth',
			data: { name: 'Authorization', value: `Bearer ${token}` },
		});
		const pro = await n8n.putCredential({
			name: 'Pro plan',
			type: 'zoomUsersServerToServerApi',
			data: { ...zoom, accountPlan: 'pro' },
		});
		const credentials = { ...business, httpHeaderAuth: { id: header.id, name: header.name } };
		const ofPro = { zoomUsersServerToServerApi: { id: pro.id, name: pro.name } };

		let runs = 0;
		return {
			close,
			credentials,
			ofPro,
			apiUrl: zoom.apiUrl,
			settings,
			journal: async () => await simulator.journal(),

			/**
			 * Measures one run: the CPU time of n8n's process and the wall time of the sending node in seconds, the memory
			 * in MB above the start, and the longest pause of n8n in ms, while the sender ran and in total. The total
			 * includes storing the execution, and reading it for this benchmark.
			 */
			async measure(sender, users, { watch = false } = {}) {
				const name = `bench ${++runs}`;
				const saved = await n8n.putWorkflow(workflow(name, sender, users, `run${runs}.example`));
				const before = residentBytes(server.pid);
				let peak = before;
				const watching = setInterval(() => (peak = Math.max(peak, residentBytes(server.pid))), 20);
				const healthz = watch ? watchHealth(server.url) : undefined;
				const cpu = cpuSeconds(server.pid);
				const { status, data } = await n8n.run(saved, 'Start', { timeout: 1_200_000, pollEvery: 1_000 });
				clearInterval(watching);
				const pauses = (await healthz?.stop()) ?? [];
				const ran = data.resultData.runData.Send?.[0];
				return {
					cpu: cpuSeconds(server.pid) - cpu,
					wall: (ran?.executionTime ?? 0) / 1_000,
					memory: (peak - before) / MB,
					pause: ran && longest(pauses, ran.startTime, ran.startTime + ran.executionTime),
					pauseInTotal: longest(pauses),
					failed: status !== 'success',
					items: ran?.data?.main?.[0]?.length ?? 0,
				};
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}
