import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { folders } from '../process/folders.mjs';
import { findDifferences } from './compareResults.mjs';
import { outputOf } from '../n8n-runtime/rest.mjs';
import { table } from './table.mjs';

const LIST = path.join(folders.examples, 'new-hires.csv');

/** This user of the list has a Zoom account before the run, so that one row has the outcome "exists". */
const EXISTING = 'henrik.soderberg@northwind.example';

/**
 * Executes the onboarding example with the list of new hires, prints the result of each row, and compares the results
 * with the simulator.
 *
 * @param {object} options
 * @param {Awaited<ReturnType<import('../n8n-runtime/rest.mjs').signIn>>} options.n8n
 * @param {Awaited<ReturnType<import('./simulator.mjs').startSimulator>>} options.simulator
 * @param {object} options.workflow  examples/onboarding.json, as saved in n8n
 * @param {AbortSignal} options.signal
 * @param {(text: string) => void} options.log
 * @param {(executionId: string) => string[]} [options.whereRan]  the names of the workers that ran an execution
 * @returns {Promise<boolean>} whether every result is right
 */
export async function runOnboarding({ n8n, simulator, workflow, signal, log, whereRan }) {
	const rows = parse(readFileSync(LIST), { columns: true, bom: true });
	const known = rows.find(({ Email }) => Email === EXISTING);
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
	const [users, journal] = [await simulator.people(), await simulator.journal()];

	log(
		`\nExecution ${execution.id} of "${workflow.name}": ${execution.status}, ${rows.length} users in ${path.basename(LIST)}\n`,
	);
	const workers = whereRan?.(execution.id);
	if (workers) log(`It ran on ${workers.join(' and ') || 'no worker'}.\n`);
	log(
		table(
			['Name', 'Email', 'Outcome', 'Status in Zoom', 'ID or reason'],
			rows.map((row) => line(row, inZoom, notCreated)),
		),
	);
	for (const { email, error } of notCreated) log(`\n${email}: ${error}`);

	const differences = findDifferences({
		rows,
		inZoom,
		notCreated,
		users,
		journal,
		before: known ? [known.Email] : [],
	});
	if (execution.status !== 'success') {
		differences.unshift(
			`the execution has the status ${execution.status}: ${execution.data.resultData?.error?.message ?? 'no error'}`,
		);
	}
	if (workers && workers.length !== 1)
		differences.unshift(`the execution ran on ${workers.length} workers instead of one`);
	if (differences.length > 0)
		log(`\nWrong results:\n${differences.map((difference) => `  - ${difference}`).join('\n')}`);
	else
		log(
			`\nThe Zoom simulator's journal agrees: ${tally(inZoom, notCreated)}, no duplicates, no other users.`,
		);
	return differences.length === 0;
}

function line(row, inZoom, notCreated) {
	const isRow = ({ email }) => email?.toLowerCase() === row.Email.toLowerCase();
	const name = `${row['First name']} ${row['Last name']}`;
	const there = inZoom.find(isRow);
	if (there) return [name, row.Email, there.outcome, there.status ?? '', there.id ?? ''];
	const not = notCreated.find(isRow);
	return [name, row.Email, not ? 'not created' : 'no result', '', not?.reason ?? ''];
}

function tally(inZoom, notCreated) {
	const count = (outcome) => inZoom.filter((one) => one.outcome === outcome).length;
	return `${count('created')} created, ${count('exists')} existed before, ${notCreated.length} not created`;
}
