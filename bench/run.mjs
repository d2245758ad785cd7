/**
 * `npm run bench`: compares this node with n8n's HTTP Request node, which makes the same multipart call. Both run
 * alternately in one real n8n, against the Zoom simulator. Prints Markdown tables with medians, and the range in
 * parentheses.
 *
 *   npm run bench -- --rounds 3 --only cpu,pro
 *   npm run bench -- --only plan --rows 300 --people 2000 --profiles /tmp
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { N8N_VERSION } from '../sandbox/n8n-runtime/n8n.mjs';
import { node, openLab } from './lab.mjs';
import { measurePlans } from './plan.mjs';

const { values } = parseArgs({
	options: {
		rounds: { type: 'string', default: '5' },
		only: { type: 'string' },
		// For the group `plan`: a folder for a CPU profile of each run.
		rows: { type: 'string', default: '10000' },
		people: { type: 'string', default: '50000' },
		profiles: { type: 'string' },
	},
});
const ROUNDS = Number(values.rounds);
const USERS = 1_000;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const shown = (numbers, digits) =>
	`${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)})`;
const table = (heads, rows) =>
	console.log(
		['', heads, heads.map(() => '---'), ...rows, '']
			.map((row) => (row ? `| ${[].concat(row).join(' | ')} |` : ''))
			.join('\n'),
	);

const lab = await openLab();

const ours = (authentication, options, credentials = lab.credentials) =>
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
			options: { rateShare: 100, maxConcurrency: 10, ...options },
		},
		{ credentials },
	);

const HEADER = { authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' };
const OAUTH2 = { authentication: 'predefinedCredentialType', nodeCredentialType: 'zoomUsersOAuth2Api' };
const USER_INFO =
	'={{ JSON.stringify({ email: $json.email, type: 1, first_name: $json.first, last_name: $json.last }) }}';

/** @param batchSize requests a second; undefined for no batches */
const httpRequest = (authentication, batchSize) =>
	node(
		'Send',
		'n8n-nodes-base.httpRequest',
		4.2,
		600,
		{
			method: 'POST',
			url: `${lab.apiUrl}/users`,
			...authentication,
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					{ name: 'action', value: 'create' },
					{ name: 'user_info', value: USER_INFO },
				],
			},
			options: batchSize ? { batching: { batch: { batchSize, batchInterval: 1_000 } } } : {},
		},
		{ credentials: lab.credentials },
	);

/** Runs the senders alternately, so that other load on the machine affects all of them. */
async function alternately(senders, rounds = ROUNDS, users = USERS, options = {}) {
	const results = Object.fromEntries(Object.keys(senders).map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const [name, sender] of Object.entries(senders))
			results[name].push(await lab.measure(sender, users, options));
	}
	return results;
}

const of = (results, key) => results.map((result) => result[key]);

const GROUPS = {
	// First, because the journal records the second with the most requests from the start.
	async two() {
		await lab.settings({ perSecond: 80, latencyMs: 0 });
		const before = await lab.journal();
		const walls = [];
		for (let round = 0; round < ROUNDS; round++) {
			const pair = await Promise.all([1, 2].map(() => lab.measure(ours('serverToServer'), USERS)));
			walls.push(Math.max(...of(pair, 'wall')));
		}
		const { maxPerSecond, refusedPerSecond } = await lab.journal();
		table(
			[`two runs with ${USERS} users each, 80 a second`, 'time, s', 'most in one second', 'rejected (429)'],
			[['this node', shown(walls, 1), maxPerSecond, refusedPerSecond - before.refusedPerSecond]],
		);
	},

	async cpu() {
		await lab.settings({ perSecond: null, latencyMs: 0 });
		const senders = {
			empty: undefined,
			waiting: node('Send', 'n8n-nodes-base.wait', 1.1, 600, { amount: 12, unit: 'seconds' }),
			'this node, Server-to-Server': ours('serverToServer'),
			'HTTP Request, header': httpRequest(HEADER),
			'this node, OAuth2': ours('oAuth2'),
			'HTTP Request, OAuth2': httpRequest(OAUTH2),
		};
		await alternately(senders, 1); // warms up
		const { empty, waiting, ...results } = await alternately(senders);
		const base = median(of(empty, 'cpu'));
		// This node keeps to Zoom's rate limit, so it takes longer. During that time, n8n itself uses CPU.
		const perSecond = median(waiting.map(({ cpu, wall }) => (cpu - base) / wall));
		console.log(`n8n during a Wait node: ${(perSecond * 100).toFixed(1)} % of a CPU`);
		const perUser = (name) =>
			results[name].map(({ cpu, wall }) => ((cpu - base - perSecond * wall) / USERS) * 1_000);
		const names = Object.keys(results);
		const short = names.filter((name) => results[name].some(({ items }) => items !== USERS));
		if (short.length > 0)
			throw new Error(`These senders did not return all ${USERS} users: ${short.join(', ')}`);
		table(
			[
				`${USERS} users, no limit, no latency`,
				'CPU per user, ms',
				'peak memory, MB',
				'CPU compared with HTTP Request',
			],
			names.map((name, i) => [
				name,
				shown(perUser(name), 2),
				shown(of(results[name], 'memory'), 0),
				i % 2 ? '' : (median(perUser(name)) / median(perUser(names[i + 1]))).toFixed(2),
			]),
		);
	},

	pro: async () => await paced({ perSecond: 30, latencyMs: 0 }, ours('serverToServer', {}, lab.ofPro), 30),

	business: async () =>
		await paced({ perSecond: 80, latencyMs: 120 }, ours('serverToServer', { maxConcurrency: 12 }), 80),

	async growth() {
		await lab.settings({ perSecond: null, latencyMs: 0 });
		const senders = { 'this node': ours('serverToServer'), 'HTTP Request': httpRequest(HEADER) };
		const few = await alternately(senders, ROUNDS, USERS);
		// How long n8n takes for this many rows if no node sends them.
		const alone = await alternately({ 'n8n alone': undefined }, ROUNDS, 10 * USERS, { watch: true });
		const many = await alternately(senders, ROUNDS, 10 * USERS, { watch: true });
		table(
			[
				`${10 * USERS} users compared with ${USERS}`,
				'time, s',
				'time, ratio',
				'memory, MB',
				`memory with ${USERS} users, MB`,
				'longest pause of n8n, ms',
				'pause including storing and reading, ms',
			],
			[
				...Object.keys(senders).map((name) => [
					name,
					shown(of(many[name], 'wall'), 1),
					(median(of(many[name], 'wall')) / median(of(few[name], 'wall'))).toFixed(2),
					shown(of(many[name], 'memory'), 0),
					shown(of(few[name], 'memory'), 0),
					shown(of(many[name], 'pause'), 0),
					shown(of(many[name], 'pauseInTotal'), 0),
				]),
				['n8n alone', '', '', '', '', '', shown(of(alone['n8n alone'], 'pauseInTotal'), 0)],
			],
		);
	},

	// Last, because it empties the account.
	async plan() {
		const [rows, people] = [Number(values.rows), Number(values.people)];
		const { plan, lists, compare } = await measurePlans(lab, {
			rounds: ROUNDS,
			rows,
			people,
			profiles: values.profiles,
		});
		const creates = (await alternately({ creates: ours('serverToServer') }, ROUNDS, rows, { watch: true }))
			.creates;
		const ratio = (key, one, other) => median(of(one, key)) / median(of(other, key));
		const line = (name, results) => [
			name,
			...[shown(of(results, 'wall'), 1), shown(of(results, 'cpu'), 1), shown(of(results, 'memory'), 0)],
			results[0].inUse?.toFixed(0) ?? '',
			shown(of(results, 'pause'), 0),
			...[median(of(results, 'requests')), Math.max(...of(results, 'refused'))],
		];
		table(
			[
				`${rows} rows, ${people} users, 60 lists a second`,
				...['time, s', 'CPU, s', 'peak memory (RSS), MB', 'peak memory in use, MB'],
				...['longest pause of n8n, ms', 'requests', 'rejected (429)'],
			],
			[
				line('Plan Changes', plan),
				line('HTTP Request: the three lists', lists),
				line('HTTP Request and Compare Datasets', compare),
				[
					`Create, ${rows} users`,
					...[shown(of(creates, 'wall'), 1), '', '', ''],
					...[shown(of(creates, 'pause'), 0), '', ''],
				],
			],
		);
		const goals = [
			['time, compared with the three lists', ratio('wall', plan, lists), 1.1],
			['CPU, compared with Compare Datasets', ratio('cpu', plan, compare), 0.5],
			['peak memory in use, compared with Compare Datasets', ratio('inUse', plan, compare), 0.5],
			// It includes the garbage that V8 keeps, which depends on the free memory of the machine.
			['peak memory (RSS), compared with Compare Datasets', ratio('memory', plan, compare), 0.5],
			['longest pause, compared with Create', ratio('pause', plan, creates), 1],
		];
		table(
			['Plan Changes', 'ratio', 'at most'],
			goals.map(([name, is, most]) => [name, is.toFixed(2), most]),
		);
		const extra = of(plan, 'requests').filter((requests, i) => requests !== lists[i].requests);
		if (extra.length > 0) throw new Error(`Plan Changes made ${extra} requests, and the lists are fewer.`);
		const missed = goals.filter(([, is, most]) => is > most).map(([name]) => name);
		if (missed.length > 0) throw new Error(`Missed: ${missed.join('; ')}`);
	},
};

async function paced(settings, sender, perSecond) {
	await lab.settings(settings);
	const senders = {
		'this node': sender,
		'HTTP Request, batches set by hand': httpRequest(HEADER, perSecond),
		'HTTP Request, no batches': httpRequest(HEADER),
	};
	const rows = [];
	const least = USERS / perSecond;
	const results = Object.fromEntries(Object.keys(senders).map((name) => [name, []]));
	for (let round = 0; round < ROUNDS; round++) {
		for (const [name, one] of Object.entries(senders)) {
			const before = await lab.journal();
			const result = await lab.measure(one, USERS);
			const after = await lab.journal();
			results[name].push({
				...result,
				created: after.created.length - before.created.length,
				refused: after.refusedPerSecond - before.refusedPerSecond,
			});
		}
	}
	for (const [name, ran] of Object.entries(results)) {
		rows.push([
			name,
			shown(of(ran, 'wall'), 1),
			ran.some(({ failed }) => failed) ? '' : (median(of(ran, 'wall')) / least).toFixed(3),
			median(of(ran, 'created')),
			median(of(ran, 'items')),
			median(of(ran, 'refused')),
		]);
	}
	table(
		[
			`${USERS} users, ${perSecond} a second, ${settings.latencyMs} ms latency`,
			'time, s',
			`compared with ${least.toFixed(1)} s`,
			'created',
			'reported in the output',
			'rejected (429)',
		],
		rows,
	);
}

try {
	console.log(
		`n8n ${N8N_VERSION}, Node 24, ${cpus().length} × ${cpus()[0].model}, medians of ${ROUNDS} runs`,
	);
	const only = values.only?.split(',') ?? Object.keys(GROUPS);
	for (const name of only) await GROUPS[name]();
} finally {
	await lab.close();
}
