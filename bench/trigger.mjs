/**
 * `node bench/trigger.mjs`: how many events per second n8n responds to within Zoom's three seconds, and whether it
 * starts an execution for every event with a 200. `-- default` or `-- burst` measures only those settings.
 */
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { installN8n } from '../sandbox/n8n-runtime/n8n.mjs';
import { buildPackage } from '../sandbox/n8n-runtime/package.mjs';
import { BURST_SETTINGS, eventOf, n8nWithTrigger } from '../test/e2e/support/n8nWithTrigger.mjs';

const SECONDS = 10;
const ZOOM_TIMEOUT_MS = 3_000;
/** Longer than Zoom waits, to see what n8n responds in the end. */
const PATIENCE_MS = 120_000;

/** Events per second, and bursts as [events, deliveries of each]. */
const PLANS = {
	default: { env: {}, rates: [5, 10, 20], bursts: [[500, 1]] },
	burst: {
		env: BURST_SETTINGS,
		rates: [20, 60, 120],
		bursts: [
			[1_000, 1],
			[1_000, 2],
		],
	},
};

const chosen = process.argv.slice(2).filter((name) => name in PLANS);

await installN8n();
await buildPackage();
const n8n = await n8nWithTrigger();
try {
	for (const name of chosen.length > 0 ? chosen : Object.keys(PLANS)) {
		const { env, rates, bursts } = PLANS[name];
		console.log(`${name} settings, ${os.availableParallelism()} cores`);
		await n8n.start(env);
		for (const rate of rates) await measure(`${name}: ${rate} per second`, rate * SECONDS, 1, 1000 / rate);
		for (const [events, times] of bursts)
			await measure(`${name}: ${events} at once, ${times}×`, events, times, 0);
	}
} finally {
	await n8n.stop();
}

async function measure(name, count, times, intervalMs) {
	const workflow = await n8n.publish(name, {}, { sender: { patienceMs: PATIENCE_MS } });
	const load = os.loadavg()[0];
	const events = Array.from({ length: count }, () => eventOf('user.signed_in'));
	const began = performance.now();
	const sending = [];
	for (const [index, event] of events.entries()) {
		const early = began + index * intervalMs - performance.now();
		if (early > 0) await sleep(early);
		for (let i = 0; i < times; i++) sending.push(send(workflow, event));
	}
	const sent = await Promise.all(sending);
	const started = new Map();
	for (const [{ who }] of await n8n.startedBy(workflow))
		started.set(who.email, (started.get(who.email) ?? 0) + 1);

	const took = sent.filter(({ status }) => status === 200).map(({ tookMs }) => tookMs);
	took.sort((a, b) => a - b);
	const statuses = {};
	for (const { status = 'none' } of sent) statuses[status] = (statuses[status] ?? 0) + 1;
	const accepted = new Set(sent.filter(({ status }) => status === 200).map(({ email }) => email));
	console.log(
		JSON.stringify({
			name,
			load: load.toFixed(1),
			statuses,
			withinThreeSeconds: took.filter((ms) => ms <= ZOOM_TIMEOUT_MS).length,
			medianMs: took[took.length >> 1],
			slowestMs: took.at(-1),
			acceptedAndNotStarted: [...accepted].filter((email) => !started.has(email)).length,
			started: started.size,
			startedTwice: [...started.values()].filter((times) => times > 1).length,
		}),
	);
}

async function send({ zoom }, event) {
	return { email: event.person.email, ...(await zoom.send(zoom.bodyOf(event))) };
}
