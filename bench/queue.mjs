/**
 * `node bench/queue.mjs`: 10,000 users in ten executions on three workers of an n8n in queue mode, against the Zoom
 * simulator. Prints a Markdown table.
 *
 *   node bench/queue.mjs --rows 300 --executions 3 --per-second 30
 */
import { parseArgs } from 'node:util';
import { buildPackage } from '../sandbox/n8n-runtime/package.mjs';
import { installN8n, N8N_VERSION } from '../sandbox/n8n-runtime/n8n.mjs';
import { watchProcess } from './lab.mjs';
import { openQueueLab } from './queueLab.mjs';

const MB = 1024 ** 2;

const { values } = parseArgs({
	options: {
		executions: { type: 'string', default: '10' },
		rows: { type: 'string', default: '1000' },
		workers: { type: 'string', default: '3' },
		'per-second': { type: 'string', default: '80' },
		'rate-headers': { type: 'boolean', default: false },
	},
});
const [executions, rows, workers, perSecond] = ['executions', 'rows', 'workers', 'per-second'].map((name) =>
	Number(values[name]),
);
const users = executions * rows;

const print = (cells) => console.log(`| ${cells.join(' | ')} |`);

await installN8n();
await buildPackage();
const lab = await openQueueLab({ workers });
try {
	await lab.zoom.set({ latencyMs: 100, perSecond, rateHeaders: values['rate-headers'] });
	const plan = perSecond > 30 ? 'business' : 'pro';
	// Each worker loads what the node needs, and one of them fetches the token.
	await lab.run({ executions: workers, rows: 3, plan });

	const watched = lab.cluster.workers.map(({ pid }) => watchProcess(pid));
	const result = await lab.run({ executions, rows, plan });
	const memory = watched.map((one) => {
		const [atRest, ...samples] = one.stop().map(({ resident }) => resident / MB);
		return { atRest, peak: Math.max(...samples) };
	});

	const created = new Set(result.created);
	const items = result.executions.flatMap((one) => one.items);
	console.log(`n8n ${N8N_VERSION}, ${users} users in ${executions} executions on ${workers} workers\n`);
	print(['', `${perSecond} a second`]);
	print(['---', '---']);
	print(['time, s', result.wall.toFixed(1)]);
	print([
		`compared with ${(users / perSecond).toFixed(1)} s`,
		(result.wall / (users / perSecond)).toFixed(3),
	]);
	print(['created', `${created.size} (twice: ${result.created.length - created.size})`]);
	print(['outcome "created"', items.filter(({ outcome }) => outcome === 'created').length]);
	print(['rejected (429)', `${result.refused} (${((100 * result.refused) / result.requests).toFixed(1)} %)`]);
	print(['tokens', result.tokens]);
	for (const [index, { atRest, peak }] of memory.entries()) {
		const { name } = lab.cluster.workers[index];
		const ran = result.executions.filter((one) => one.workers.includes(name)).length;
		print([
			`${name}: ${ran} executions, memory at rest, peak, MB`,
			`${atRest.toFixed(0)}, ${peak.toFixed(0)} (${(peak / atRest).toFixed(2)})`,
		]);
	}
} finally {
	await lab.close();
}
