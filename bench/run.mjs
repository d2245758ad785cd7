/**
 * `npm run bench`: 1,000 people created by this node and by n8n's HTTP Request node making the same multipart
 * call, alternately, in one real n8n, against the rehearsal Zoom without limits. Prints a table in Markdown.
 *
 * CPU is that of n8n's process, less what the same workflow costs without the node that sends.
 */
import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installN8n, N8N_VERSION, startN8n } from '../sandbox/n8n.mjs';
import { buildPackage, packPackage } from '../sandbox/package.mjs';
import { startRehearsal } from '../sandbox/rehearsal.mjs';
import { signIn } from '../sandbox/rest.mjs';
import { putCredentials } from '../sandbox/credentials.mjs';

const PEOPLE = 1_000;
const ROUNDS = Number(process.argv[2] ?? 5);
const MB = 1024 ** 2;

/** CPU seconds of a process so far, user and system (Linux counts in hundredths). */
const cpuSeconds = (pid) => {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
};
const residentBytes = (pid) =>
	Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const node = (name, type, typeVersion, x, parameters, more = {}) => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [x, 0],
	parameters,
	...more,
});

function workflow(name, sender, domain) {
	const rows = Array.from({ length: PEOPLE }, (_, i) => ({
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

const ours = (authentication) => (_zoom, credentials) =>
	node(
		'Send',
		'n8n-nodes-zoom-users.zoomUsers',
		1,
		600,
		{
			authentication,
			email: '={{ $json.email }}',
			firstName: '={{ $json.first }}',
			lastName: '={{ $json.last }}',
			options: { maxConcurrency: 10 },
		},
		{ credentials },
	);

const httpRequest = (authentication) => (zoom, credentials) =>
	node(
		'Send',
		'n8n-nodes-base.httpRequest',
		4.2,
		600,
		{
			method: 'POST',
			url: `${zoom.apiUrl}/users`,
			...authentication,
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					{ name: 'action', value: 'create' },
					{
						name: 'user_info',
						value:
							'={{ JSON.stringify({ email: $json.email, type: 1, first_name: $json.first, last_name: $json.last }) }}',
					},
				],
			},
			options: {},
		},
		{ credentials },
	);

const CASES = {
	'this node, Server-to-Server': ours('serverToServer'),
	'HTTP Request, header': httpRequest({
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
	}),
	'this node, OAuth2': ours('oAuth2'),
	'HTTP Request, OAuth2': httpRequest({
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'zoomUsersOAuth2Api',
	}),
};

const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const started = [];
try {
	await installN8n();
	await buildPackage();
	const packageTarball = await packPackage(join(scratch, 'package'));
	const rehearsal = await startRehearsal({ logFile: join(scratch, 'rehearsal.log') });
	started.push(rehearsal);
	const control = async (method, route, body) =>
		await (
			await fetch(`${rehearsal.url}/__rehearsal${route}`, {
				method,
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			})
		).json();
	// The header that HTTP Request sends holds a token of its own, which must outlive those of the others.
	await control('PUT', '/settings', { newestTokenOnly: false });
	const server = await startN8n({ userFolder: join(scratch, 'n8n'), packageTarball });
	started.push(server);
	const n8n = await signIn(server.url, { email: 'owner@bench.example', password: 'Owner1ofBench' });
	const zoom = await rehearsal.credential();
	const { access_token: token } = await control('POST', '/tokens', { kind: 'oauth2' });
	const header = await n8n.putCredential({
		name: 'Header',
		type: 'httpHeaderAuth',
		data: { name: 'Authorization', value: `Bearer ${token}` },
	});
	const credentials = {
		...(await putCredentials(n8n, zoom)),
		httpHeaderAuth: { id: header.id, name: header.name },
	};

	let runs = 0;
	async function measure(sender) {
		const saved = await n8n.putWorkflow(workflow('bench', sender, `run${++runs}.example`));
		let peak = 0;
		const before = residentBytes(server.pid);
		const watching = setInterval(() => (peak = Math.max(peak, residentBytes(server.pid))), 20);
		const cpu = cpuSeconds(server.pid);
		const { status, data } = await n8n.run(saved, 'Start');
		clearInterval(watching);
		const spent = cpuSeconds(server.pid) - cpu;
		if (status !== 'success') throw new Error(data.resultData.error?.message ?? status);
		if (sender) {
			const items = data.resultData.runData.Send[0].data.main[0].length;
			if (items !== PEOPLE) throw new Error(`${items} items came out for ${PEOPLE} people`);
		}
		return {
			cpu: spent,
			wall: (data.resultData.runData.Send?.[0].executionTime ?? 0) / 1_000,
			memory: Math.max(0, peak - before) / MB,
		};
	}

	const results = Object.fromEntries(['empty', ...Object.keys(CASES)].map((name) => [name, []]));
	for (let round = 0; round <= ROUNDS; round++) {
		for (const [name, sender] of [['empty', undefined], ...Object.entries(CASES)]) {
			const result = await measure(sender?.(zoom, credentials));
			if (round > 0) results[name].push(result); // the first round warms up
		}
	}

	const empty = median(results.empty.map(({ cpu }) => cpu));
	const perUser = (name) => results[name].map(({ cpu }) => ((cpu - empty) / PEOPLE) * 1_000);
	const spread = (numbers) => `${Math.min(...numbers).toFixed(1)}–${Math.max(...numbers).toFixed(1)}`;
	console.log(
		`n8n ${N8N_VERSION}, Node 24, ${cpus().length} × ${cpus()[0].model}, ${PEOPLE} people, median of ${ROUNDS} runs\n`,
	);
	console.log('| | CPU per user | spread | wall | peak memory | CPU against HTTP Request |');
	console.log('|---|---|---|---|---|---|');
	Object.keys(CASES).forEach((name, i, names) => {
		const cpu = perUser(name);
		const other = names[i % 2 ? i : i + 1];
		const ratio = i % 2 ? '' : (median(cpu) / median(perUser(other))).toFixed(2);
		const wall = median(results[name].map((result) => result.wall));
		const memory = median(results[name].map((result) => result.memory));
		console.log(
			`| ${name} | ${median(cpu).toFixed(2)} ms | ${spread(cpu)} | ${wall.toFixed(1)} s | ${memory.toFixed(0)} MB | ${ratio} |`,
		);
	});
} finally {
	for (const server of started.reverse()) await server.stop();
	rmSync(scratch, { recursive: true, force: true });
}
