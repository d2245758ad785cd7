/**
 * Every example with the worst cells that a column can have: typing errors, other formats, quotes and invisible
 * characters. A cell that can be read in two ways must not change a user.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { folders } from '../../sandbox/process/folders.mjs';
import { outputOf } from '../../sandbox/n8n-runtime/rest.mjs';
import { n8nWithZoom, nodeOf } from './support/n8nWithZoom.mjs';

const { parse } = createRequire(join(folders.n8n, 'package.json'))('flatted');

const at = (name) => `${name}@northwind.example`;
const isoDay = (offset) => new Date(Date.now() + offset * 24 * 3_600_000).toISOString().slice(0, 10);
const inQuotes = (cell) => `"${String(cell).replaceAll('"', '""')}"`;

let sandbox, n8n;

before(async () => {
	sandbox = await n8nWithZoom();
	n8n = await sandbox.start();
});

beforeEach(() => sandbox.control('POST', '/reset'));

after(() => sandbox?.stop());

/** Writes a CSV file where the examples fetch their lists. */
function list(file, columns, rows, separator = ',') {
	const lines = [columns, ...rows].map((cells) => cells.map(inQuotes).join(separator));
	writeFileSync(join(sandbox.folder, file), `${lines.join('\n')}\n`);
}

/** Executes an example from Start, and expects n8n to call it a success. @param {(workflow: object) => void} [change] */
async function execute(file, change = () => {}) {
	const workflow = sandbox.example(file);
	change(workflow);
	const execution = await n8n.run(await n8n.putWorkflow(workflow), 'Start', { timeout: 100_000 });
	assert.equal(execution.status, 'success', execution.data?.resultData?.error?.message);
	return execution;
}

const users = async () => new Map((await sandbox.zoom.people()).map((user) => [user.email, user]));
const add = async (...people) => {
	for (const person of people) await sandbox.zoom.addPerson(person);
};
const pairs = (items, ...keys) => items.map((item) => keys.map((key) => item[key]));

describe('the lists of new hires', () => {
	const COLUMNS = ['Email', 'First name', 'Last name', 'License'];
	const ROWS = [
		{ cells: [at('good'), 'Go"od', "O'Neil, Jr.", 'Licensed'], type: 2 },
		{ cells: [` ${at('spaces')}\u00a0`, ' Ada\n', '\u200bLovelace', ' licensed '], type: 2 },
		{ cells: [at('empty'), '', '', ''], type: 1 },
		{ cells: [at('unknown'), 'Ada', 'Lovelace', 'Licenced'], reason: 'invalid' },
		{ cells: [at('formula'), '=1+1', '@SUM(A1)', '#N/A'], reason: 'invalid' },
		{ cells: ['', 'Ada', 'Lovelace', 'Basic'], reason: 'invalid' },
		{ cells: ['Ada <ada@northwind.example>', 'Ada', 'Lovelace', 'Basic'], reason: 'invalid' },
		{ cells: ['46053', '46053', '1.5', 'Basic'], reason: 'invalid' },
		{ cells: [at('long'), 'x'.repeat(2_000), 'Lovelace', 'Basic'], reason: 'invalid' },
		{ cells: [at('good').toUpperCase(), 'Same', 'User', 'Basic'], reason: 'invalid' },
	];
	const expectedTypes = ROWS.filter(({ type }) => type).map(({ cells, type }) => [cells[0].trim(), type]);
	const expectedReasons = ROWS.filter(({ reason }) => reason).map(({ reason }) => reason);
	const types = async () => [...(await users())].map(([email, { type }]) => [email, type]).sort();

	for (const [file, created, failed] of [
		['onboarding.json', 'In Zoom', 'Not created'],
		['daily-quota.json', 'In Zoom', 'Not created'],
		['welcome-once.json', 'Only new users', 'Not created'],
	]) {
		it(
			`of ${file}: an unknown license or address fails its row, and no other`,
			{ timeout: 120_000 },
			async () => {
				list(
					'new-hires.csv',
					COLUMNS,
					ROWS.map(({ cells }) => cells),
				);
				const execution = await execute(file, (workflow) => {
					if (file === 'welcome-once.json')
						nodeOf(workflow, 'Welcome').parameters.url = `${sandbox.zoom.url}/no-such-page`;
				});
				assert.deepEqual(await types(), [...expectedTypes].sort());
				assert.equal(outputOf(execution, created).length, expectedTypes.length);
				assert.deepEqual(
					outputOf(execution, failed).map(({ reason }) => reason),
					expectedReasons,
				);
			},
		);
	}

	it('of report-to-hr.json: the report lists the rows that failed', { timeout: 120_000 }, async () => {
		list(
			'new-hires.csv',
			COLUMNS,
			ROWS.map(({ cells }) => cells),
		);
		const [{ counts }] = outputOf(await execute('report-to-hr.json'), 'Write the report');
		assert.deepEqual(counts, {
			'failed (invalid)': expectedReasons.length,
			created: expectedTypes.length,
		});
		assert.deepEqual(await types(), [...expectedTypes].sort());
	});

	it('of csv-abroad.json: an unknown license fails its row', { timeout: 120_000 }, async () => {
		list(
			'neue-mitarbeiter.csv',
			['\ufeffVorname', ' Nachname', 'E-Mail\u00a0', 'Lizenz'],
			[
				['Jürgen', 'Groß', ` ${at('one')} `, 'LIZENZIERT '],
				['Zoë', '', at('two'), 'basis'],
				['Heinz', 'Schmidt', at('three'), 'Licensed'],
				['Änne', 'Weiß', at('four'), 'Vollversion'],
				['\u00a0', ' ', '\t', ''],
			],
			';',
		);
		const execution = await execute('csv-abroad.json');
		assert.deepEqual(await types(), [
			[at('one'), 2],
			[at('three'), 2],
			[at('two'), 1],
		]);
		assert.deepEqual(pairs(outputOf(execution, 'Not created'), 'email', 'reason'), [[at('four'), 'invalid']]);
	});

	it(
		'of google-sheets.json: a status of spaces is empty, and a number is a status',
		{ timeout: 120_000 },
		async () => {
			const rows = [
				{ row_number: 2, Email: at('spaces'), License: 'Basic', Status: ' \u00a0' },
				{ row_number: 3, Email: at('zero'), License: 'Basic', Status: 0 },
				{ row_number: 4, Email: 46053, License: 'Basic', Status: '' },
				{ row_number: 5, Email: at('missing') },
				{ row_number: 6, Email: at('unknown'), License: 'Pro', Status: '' },
				{ row_number: 7, Email: null, License: null, Status: null },
			];
			const execution = await execute('google-sheets.json', (workflow) => {
				nodeOf(workflow, 'Sample rows').parameters.jsCode =
					`return ${JSON.stringify(rows)}.map((json) => ({ json }));`;
			});
			assert.deepEqual(pairs(outputOf(execution, 'Status of each row'), 'row_number', 'Status'), [
				[2, 'created'],
				[4, 'failed: invalid'],
				[5, 'created'],
				[6, 'failed: invalid'],
			]);
		},
	);
});

describe('hr-webhook.json', () => {
	it(
		'responds with 422 to fields that cannot be read, and creates nobody for them',
		{ timeout: 120_000 },
		async () => {
			const workflow = await n8n.putWorkflow(sandbox.example('hr-webhook.json'));
			await n8n.publish(workflow);
			const url = `${(await n8n.call('GET', '/settings')).urlBaseWebhook.replace(/\/$/, '')}/webhook/zoom-person-from-hr`;
			while ((await fetch(url, { method: 'POST' })).status === 404) await sleep(50);
			const good = { email: at('nina'), firstName: 'Nina', lastName: 'Petrova', department: 'Sales' };
			for (const [bad, status] of [
				[{}, 422],
				[[good], 422],
				[{ ...good, email: { address: at('nina') } }, 422],
				[{ ...good, license: 'Pro' }, 422],
				[{ ...good, license: { name: 'Licensed' } }, 422],
				[{ ...good, department: 'constructor', jobTitle: '__proto__' }, 200],
				[{ ...good, email: at('numbers'), firstName: 7, department: 7, jobTitle: null, license: null }, 200],
			]) {
				const answer = await fetch(url, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(bad),
				});
				const body = await answer.json();
				assert.deepEqual(
					[answer.status, body.message ?? body.outcome],
					[status, status === 200 ? 'created' : 'invalid'],
					JSON.stringify(bad),
				);
			}
			assert.deepEqual([...(await users()).keys()].sort(), [at('nina'), at('numbers')]);
			await n8n.call('POST', `/workflows/${workflow.id}/deactivate`);
		},
	);
});

describe('welcome-once.json', () => {
	for (const newSince of ['2026', '2026-12', '24.11.2026', '', '1230', '2026-W50']) {
		it(`stops before it welcomes anyone if New since is "${newSince}"`, { timeout: 120_000 }, async () => {
			await add({ email: at('long.there') });
			list(
				'new-hires.csv',
				['Email', 'First name', 'Last name', 'License'],
				[[at('long.there'), 'A', 'B', 'Basic']],
			);
			const workflow = sandbox.example('welcome-once.json');
			nodeOf(workflow, 'New since').parameters.assignments.assignments[0].value = newSince;
			const execution = await n8n.run(await n8n.putWorkflow(workflow), 'Start', { timeout: 100_000 });
			assert.equal(execution.status, 'error');
			assert.deepEqual(outputOf(execution, 'Only new users'), []);
		});
	}
});

describe('contractors.json', () => {
	const PAST = isoDay(-2);
	const CELLS = [
		['2026-12', 'invalid'],
		['2026', 'invalid'],
		['2026-W50', 'invalid'],
		['1230', 'invalid'],
		['2026-001', 'invalid'],
		['20260101', 'invalid'],
		['46053', 'invalid'],
		['01.02.2026', 'invalid'],
		['2/1/2026', 'invalid'],
		['2026-1-5', 'invalid'],
		['2025-02-30', 'invalid'],
		[`${PAST}T00:00:00Z`, 'invalid'],
		['', 'invalid'],
		['-', 'invalid'],
		[` ${PAST}\u00a0`, 'over'],
		[PAST, 'over'],
		[isoDay(2), 'not yet'],
		['9999-12-31', 'not yet'],
	];

	it('deactivates nobody for a date that is not yyyy-MM-dd', { timeout: 120_000 }, async () => {
		const rows = CELLS.map(([cell, expected], i) => ({ email: at(`person${i}`), cell, expected }));
		await add(...rows.map(({ email }) => ({ email })));
		list(
			'contractors.csv',
			['Email', 'Last day'],
			rows.map(({ email, cell }) => [email, cell]),
		);
		const execution = await execute('contractors.json');
		const emailsOf = (wanted) => rows.filter(({ expected }) => expected === wanted).map(({ email }) => email);
		assert.deepEqual(pairs(outputOf(execution, 'Invalid date'), 'email').flat(), emailsOf('invalid'));
		assert.deepEqual(pairs(outputOf(execution, 'Deactivated'), 'email').flat(), emailsOf('over'));
		const inactive = [...(await users()).values()].filter(({ status }) => status === 'inactive');
		assert.deepEqual(inactive.map(({ email }) => email).sort(), emailsOf('over').sort());
	});

	it('deactivates nobody if the list has no column "Last day"', { timeout: 120_000 }, async () => {
		await add({ email: at('ada') });
		list('contractors.csv', ['Email', 'last day'], [[at('ada'), PAST]]);
		const execution = await execute('contractors.json');
		assert.equal(outputOf(execution, 'Invalid date').length, 1);
		assert.equal((await users()).get(at('ada')).status, 'active');
	});
});

describe('offboarding.json', () => {
	it('changes nobody whose row is unclear', { timeout: 120_000 }, async () => {
		const ROWS = [
			['keep', 'Keep', ''],
			['typo', 'Delet', at('heir')],
			['nobody', 'Delete', ''],
			['words', 'Delete', 'their manager'],
			['spaces', '\u00a0deactivate ', ''],
			['empty', '', ''],
		];
		await add({ email: at('heir'), type: 2 }, ...ROWS.map(([name]) => ({ email: at(name) })));
		list(
			'leavers.csv',
			['Email', 'What', 'Hand over to'],
			[...ROWS.map(([name, ...cells]) => [at(name), ...cells]), [' ', '', '']],
		);
		const saved = await n8n.putWorkflow(sandbox.example('offboarding.json'));
		const { executionId } = await n8n.call('POST', `/workflows/${saved.id}/run`, {
			workflowData: saved,
			triggerToStartFrom: { name: 'Start' },
		});
		const waiting = async () => {
			const { status, data } = await n8n.call('GET', `/executions/${executionId}`);
			return status === 'waiting' && outputOf({ data: parse(data) }, 'Prepare the approval')[0];
		};
		let approval;
		while (!(approval = await waiting())) await sleep(100);
		assert.match(approval.text, /keep@.*: Skip, "Keep" is neither Deactivate nor Delete/);
		const form = new FormData();
		form.append('field-0', 'Approve');
		await fetch(approval.approveHere, { method: 'POST', body: form });
		const execution = await n8n.finished(executionId, { timeout: 100_000 });
		assert.deepEqual(pairs(outputOf(execution, 'Not done'), 'email', 'reason'), [
			[at('keep'), 'invalid'],
			[at('typo'), 'invalid'],
			[at('nobody'), 'invalid'],
			[at('words'), 'invalid'],
		]);
		const inactive = [...(await users()).values()].filter(({ status: one }) => one === 'inactive');
		assert.deepEqual(inactive.map(({ email }) => email).sort(), [at('empty'), at('spaces')]);
		const { requests } = await sandbox.zoom.journal();
		const there = await users();
		for (const name of ['keep', 'typo', 'nobody', 'words']) {
			const { id } = there.get(at(name));
			const changed = requests.filter(({ method, path }) => method !== 'GET' && path.includes(id));
			assert.deepEqual(changed, [], name);
		}
	});
});
