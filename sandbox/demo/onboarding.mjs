import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { folders } from '../process/folders.mjs';
import { disagreements } from './compareResults.mjs';
import { outputOf } from '../n8n-runtime/rest.mjs';
import { table } from './table.mjs';

const LIST = path.join(folders.examples, 'new-hires.csv');

/** Henrik came with a company that was bought: he has a Zoom account, and is on the list all the same. */
const THERE_BEFORE = 'henrik.soderberg@northwind.example';

/**
 * Runs the onboarding example on the list of new hires, and tells what became of each of them.
 *
 * @param {object} options
 * @param {Awaited<ReturnType<import('../n8n-runtime/rest.mjs').signIn>>} options.n8n
 * @param {Awaited<ReturnType<import('./simulator.mjs').startSimulator>>} options.simulator
 * @param {object} options.workflow  examples/onboarding.json as n8n holds it
 * @param {AbortSignal} options.signal
 * @param {(text: string) => void} options.log
 * @returns {Promise<boolean>} whether all came out as it should, and both sides agree
 */
export async function runOnboarding({ n8n, simulator, workflow, signal, log }) {
	const rows = parse(readFileSync(LIST), { columns: true, bom: true });
	const known = rows.find(({ Email }) => Email === THERE_BEFORE);
	if (known) {
		await simulator.addPerson({
			email: known.Email,
			status: 'active',
			type: 1,
			first_name: known['First name'],
			last_name: known['Last name'],
		});
	}

	const execution = await n8n.run(workflow, 'Start', { signal });
	const inZoom = outputOf(execution, 'In Zoom');
	const notCreated = outputOf(execution, 'Not created');
	const [people, journal] = [await simulator.people(), await simulator.journal()];

	log(
		`\nExecution ${execution.id} of "${workflow.name}": ${execution.status}, ${rows.length} people in ${path.basename(LIST)}\n`,
	);
	log(
		table(
			['Person', 'E-mail', 'Outcome', 'In Zoom as', 'Id or reason'],
			rows.map((row) => line(row, inZoom, notCreated)),
		),
	);
	for (const { email, error } of notCreated) log(`\n${email}: ${error}`);

	const points = disagreements({
		rows,
		inZoom,
		notCreated,
		people,
		journal,
		before: known ? [known.Email] : [],
	});
	if (execution.status !== 'success') {
		points.unshift(
			`the execution ended as ${execution.status}: ${execution.data.resultData?.error?.message ?? 'no reason given'}`,
		);
	}
	if (points.length > 0) log(`\nNot as it should be:\n${points.map((point) => `  - ${point}`).join('\n')}`);
	else
		log(
			`\nThe Zoom simulator's own journal agrees: ${tally(inZoom, notCreated)}; nobody twice, nobody else.`,
		);
	return points.length === 0;
}

function line(row, inZoom, notCreated) {
	const theirs = ({ email }) => email?.toLowerCase() === row.Email.toLowerCase();
	const name = `${row['First name']} ${row['Last name']}`;
	const there = inZoom.find(theirs);
	if (there) return [name, row.Email, there.outcome, there.status ?? '', there.id ?? ''];
	const not = notCreated.find(theirs);
	return [name, row.Email, not ? 'not created' : 'no answer', '', not?.reason ?? ''];
}

function tally(inZoom, notCreated) {
	const count = (outcome) => inZoom.filter((one) => one.outcome === outcome).length;
	return `${count('created')} created, ${count('exists')} there before, ${notCreated.length} not created`;
}
