import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAs } from '../../simulator/report';
import { startSimulator, type Settings, type Simulator } from '../../simulator/server';
import { contradictions } from '../../test/support/restsOn';
import { ASSUMPTION_IDS, type AssumptionId } from '../assumptions';
import { MAX_REQUESTS } from '../client';
import { ProbeJournal } from '../journal';
import { Redactor } from '../redactor';
import { toMarkdown, type Row } from '../report';
import { probe } from '../run';
import { MAX_INVITATIONS } from '../session';

const ROOT = path.resolve(__dirname, '../..');
const PATTERN = 'probe+{n}@their.example';

/** A Pro account. */
const PRO = { invitationsPerDay: 1500 };

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'probe-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const journalFile = () => path.join(folder, 'journal.jsonl');

function targetOf({ apiUrl, oauthUrl, settings }: Simulator) {
	const { accountId, clientId, clientSecret } = settings;
	return { apiUrl, oauthUrl, accountId, clientId, clientSecret };
}

async function run(zoom: Simulator) {
	return await probe({
		target: targetOf(zoom),
		pattern: PATTERN,
		journalFile: journalFile(),
		log: () => undefined,
	});
}

async function against(settings: Partial<Settings>) {
	const zoom = await startSimulator(settings);
	try {
		return { ...(await run(zoom)), zoom };
	} finally {
		await zoom.close();
	}
}

const differing = (rows: Row[]) => rows.filter(({ agrees }) => agrees === false).map(({ id }) => id);
const idsWith = (rows: Row[], agrees: boolean | null) =>
	rows.filter((row) => row.agrees === agrees).map(({ id }) => id);

describe('the probe', () => {
	it('sees every assumption, agrees with the simulator, and leaves nobody', async () => {
		const { report, leftOver, zoom } = await against(PRO);
		expect(report.rows.map(({ id }) => id)).toEqual(ASSUMPTION_IDS);
		expect(idsWith(report.rows, true)).toEqual(ASSUMPTION_IDS);
		expect(leftOver).toEqual([]);
		expect(zoom.account.people).toEqual([]);
		expect(existsSync(journalFile())).toBe(false);
		expect(report.requests).toBeLessThanOrEqual(MAX_REQUESTS);
		expect(report.invitations).toBeLessThanOrEqual(MAX_INVITATIONS);
		expect(zoom.journal.created).toHaveLength(4);
	});

	it('writes to no user but its own', async () => {
		const zoom = await startSimulator(PRO);
		zoom.seed({ people: 20, inactive: 2, pending: 2 });
		const before = structuredClone(zoom.account.people);
		const owner = structuredClone(zoom.account.owner);
		await run(zoom);
		await zoom.close();
		expect(zoom.account.people).toEqual(before);
		expect(zoom.account.owner).toEqual(owner);
	});
});

/** What the simulator does otherwise, and the assumptions that then differ. */
const DIFFERENCES: Array<[settings: Partial<Settings>, ids: AssumptionId[]]> = [
	[{ tokenNamesScopes: false }, ['token-names-scopes']],
	[{ newestTokenOnly: false }, ['token-newest-only']],
	[{ meIsOwner: true }, ['me-not-for-server-to-server']],
	[{ planUsage: false }, ['plan-usage-readable']],
	[{ language: 'ja' }, ['errors-in-english']],
	[{ maxPageSize: 100 }, ['page-size-300']],
	[{ listLeavesOut: ['group_ids', 'dept'] }, ['list-has-core-fields']],
	[{ refuseFormat: 'multipart' }, ['create-multipart', 'create-multipart-fetch']],
	[{ refuseFormat: 'json', refusalShape: '300-json-object' }, ['create-json']],
	[{ limitHeaders: false }, ['create-201-quota']],
	[{ actionAnyCase: true }, ['create-action-exact-case']],
	[{ existingCode: 1009 }, ['create-existing-1005']],
	[{ pendingCreatedAtIsNow: false }, ['pending-created-at-now']],
	[{ pendingIdInLists: true }, ['pending-no-id-in-lists']],
	[{ pendingTakesPatch: true }, ['pending-patch-ignored']],
	[{ pendingGroup: false }, ['pending-group-by-patch']],
	[{ pendingTakesNoQuery: true }, ['pending-delete-with-query']],
	[{ groupAddDropped: true }, ['group-add-ids']],
];

describe('a simulator that behaves otherwise', () => {
	it.each(DIFFERENCES)('%j: exactly these assumptions differ: %j', async (settings, ids) => {
		const { report, leftOver, zoom } = await against({ ...PRO, ...settings });
		expect(differing(report.rows)).toEqual(ids);
		expect(leftOver).toEqual([]);
		expect(zoom.account.people).toEqual([]);
	});

	it('in ten ways: exactly these ten differ, and --as behaves like it', async () => {
		const ten = DIFFERENCES.filter(([, ids]) => ids.length === 1 && ids[0] !== 'create-json').slice(2, 12);
		expect(ten).toHaveLength(10);
		const settings = Object.assign({}, PRO, ...ten.map(([one]) => one)) as Partial<Settings>;
		const { report } = await against(settings);
		expect(differing(report.rows)).toEqual(ten.flatMap(([, ids]) => ids).sort(inOrder));

		const file = path.join(folder, 'report.json');
		writeFileSync(file, JSON.stringify(report));
		const { simulator, described } = await startAs(file, 0);
		const again = await run(simulator);
		// After a reset, too.
		simulator.reset();
		const afterReset = await run(simulator);
		await simulator.close();
		expect(again.report.rows).toEqual(report.rows);
		expect(afterReset.report.rows).toEqual(report.rows);
		expect(described).toContain('maxPageSize 100');
		for (const [id] of ten.map(([, ids]) => ids)) {
			expect(contradictions(report, [id]).map((row) => row.id)).toEqual([id]);
		}
		expect(contradictions(report, ['create-json'])).toEqual([]);
	});

	it('with a report that has unknown settings does not start', async () => {
		const file = path.join(folder, 'report.json');
		writeFileSync(file, JSON.stringify({ rows: [{ settings: { planUsage: 'no', unknown: 1 } }] }));
		await expect(startAs(file, 0)).rejects.toThrow(/not valid: .*planUsage must be boolean/);
		writeFileSync(file, '{}');
		await expect(startAs(file, 0)).rejects.toThrow(/it has no rows/);
	});
});

function inOrder(one: AssumptionId, other: AssumptionId): number {
	return ASSUMPTION_IDS.indexOf(one) - ASSUMPTION_IDS.indexOf(other);
}

describe('what cannot be seen', () => {
	it('is not seen, and not called an agreement', async () => {
		const zoom = await startSimulator(PRO);
		zoom.settings.scopes = zoom.settings.scopes.filter(
			(scope) => !/^(group|billing)|:write:user:/.test(scope),
		);
		const { report } = await run(zoom);
		await zoom.close();
		expect(differing(report.rows)).toEqual([]);
		const unseen = report.rows.filter(({ agrees }) => agrees === null);
		expect(unseen.map(({ id }) => id)).toEqual(
			expect.arrayContaining(['plan-usage-readable', 'create-json', 'pending-get', 'group-add-ids']),
		);
		for (const { seen } of unseen) expect(seen).not.toBe('');
		expect(zoom.journal.created).toEqual([]);
	});

	it('stops at an address that is already used, and removes nobody who was there before', async () => {
		const zoom = await startSimulator(PRO);
		zoom.account.add({ email: 'probe+2@their.example' });
		const { report } = await run(zoom);
		await zoom.close();
		expect(zoom.account.people.map(({ email }) => email)).toEqual(['probe+2@their.example']);
		expect(report.rows.find(({ id }) => id === 'create-json')).toMatchObject({
			agrees: null,
			seen: expect.stringMatching(/is not free/),
		});
		expect(JSON.stringify(report)).not.toContain('their.example');
	});
});

describe('a test that rests on an assumption', () => {
	it('says so if the report contradicts it', () => {
		const file = path.join(folder, 'report.json');
		const row = { assumption: 'Zoom counts.', confidence: 'reported', source: '', seen: 'no such header' };
		const rows = [
			{ ...row, id: 'create-201-quota', agrees: false },
			{ ...row, id: 'create-json', agrees: false },
			{ ...row, id: 'pending-get', agrees: true },
		];
		writeFileSync(file, JSON.stringify({ rows }));
		const args = [
			'--selectProjects',
			'unit',
			'--runTestsByPath',
			'simulator/test/limits.test.ts',
			'-t',
			'rests on',
		];
		const { status, stderr } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...args], {
			cwd: ROOT,
			encoding: 'utf8',
			env: { ...process.env, PROBE_REPORT: file },
		});
		expect(status).toBe(1);
		expect(stderr).toContain('rests on the assumption create-201-quota, which the probe report contradicts');
		expect(stderr).toContain('Assumed: Zoom counts. Seen: no such header');
		expect(stderr).toMatch(/1 failed, \d+ skipped/);
	});
});

describe('the report', () => {
	it('has no address, ID, name, token or secret', async () => {
		const zoom = await startSimulator({ ...PRO, managedDomains: ['their.example'] });
		zoom.seed({ people: 5, inactive: 1, pending: 1 });
		Object.assign(zoom.account.owner, { first_name: 'Oleander', last_name: 'Oxenford' });
		const { people, owner } = zoom.account;
		const sent = structuredClone([...people, owner]);
		const { report, secrets } = await run(zoom);
		await zoom.close();
		const text = `${JSON.stringify(report)}\n${toMarkdown(report)}`.toLowerCase();
		const { accountId, clientId, clientSecret } = zoom.settings;
		const ours = [1, 2, 3, 4, 5].map((n) => PATTERN.replace('{n}', String(n)));
		const put = [
			...sent.flatMap(({ id, email, first_name: first, last_name: last }) => [id, email, first, last]),
			...zoom.groups.all.flatMap(({ id, name }) => [id, name]),
			...[accountId, clientId, clientSecret, 'their.example', ...ours],
			...zoom.journal.requests.flatMap(
				({ userInfoText }) => /"email":"([^"]+@[^"]+)"/.exec(userInfoText ?? '')?.[1] ?? [],
			),
		];
		expect(put.length).toBeGreaterThan(40);
		expect(put.filter((one) => text.includes(one.toLowerCase()))).toEqual([]);
		expect(secrets.length).toBeGreaterThan(20);
		const words = report.rows.map(({ seen }) => seen).join('\n');
		expect(
			secrets.filter((one) => new RegExp(`\\b${one.replace(/\W/g, '\\$&')}\\b`, 'i').test(words)),
		).toEqual([]);
	});

	it('replaces what Zoom repeats: addresses in any casing and encoding, IDs, and names', () => {
		const redactor = new Redactor();
		redactor.learn('address', 'ada+1@their.example');
		redactor.learnFrom({
			users: [{ id: 'KDcuGIm1QgePTO8WbOqwIQ', first_name: 'Ada', ids: 'one-id,two-id' }],
		});
		expect(redactor.clean('ADA+1@THEIR.EXAMPLE has KDcuGIm1QgePTO8WbOqwIQ, Ada, two-id, x@y.example')).toBe(
			'<address 1> has <id 1>, <name 1>, <id 3>, <address>',
		);
	});
});

/** Starts `npm run probe` as a separate process. */
function start(zoom: Simulator, ...more: string[]) {
	const { apiUrl, oauthUrl, accountId, clientId, clientSecret } = targetOf(zoom);
	const args = ['--import', 'tsx', 'probe/cli.ts', '--address', PATTERN, '--journal', journalFile()];
	const child = spawn(process.execPath, [...args, '--out', folder, ...more], {
		cwd: ROOT,
		env: {
			...process.env,
			ZOOM_API_URL: apiUrl,
			ZOOM_OAUTH_URL: oauthUrl,
			ZOOM_ACCOUNT_ID: accountId,
			ZOOM_CLIENT_ID: clientId,
			ZOOM_CLIENT_SECRET: clientSecret,
		},
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
	const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
		child.once('close', (code) => resolve({ code, output })),
	);
	return { child, ended };
}

describe('npm run probe', () => {
	let zoom: Simulator;
	beforeEach(async () => (zoom = await startSimulator(PRO)));
	afterEach(async () => await zoom.close());

	it('asks first, and sends nothing without a yes', async () => {
		const { child, ended } = start(zoom);
		child.stdin.end('no\n');
		const { code, output } = await ended;
		expect(output).toMatch(
			/creates up to 5 users.*probe\+1@their\.example[\s\S]*at most 60 requests[\s\S]*Continue\?/,
		);
		expect(output).toContain('Nothing was sent.');
		expect(code).toBe(0);
		expect(zoom.journal.requests).toEqual([]);
	});

	it('with --yes writes the report twice', async () => {
		const { code, output } = await start(zoom, '--yes').ended;
		expect({ code, output }).toMatchObject({ code: 0 });
		const report = JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8'));
		expect(differing(report.rows)).toEqual([]);
		expect(readFileSync(path.join(folder, 'report.md'), 'utf8')).toBe(toMarkdown(report));
	});

	it('and the simulator: --as behaves like the report', async () => {
		const settings = { planUsage: false, existingCode: 1009 };
		const file = path.join(folder, 'report.json');
		writeFileSync(file, JSON.stringify({ rows: [{ settings }, {}] }));
		const child = spawn(
			process.execPath,
			['--import', 'tsx', 'simulator/cli.ts', '--port', '0', '--as', file],
			{ cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
		);
		const output = await new Promise<string>((resolve) => {
			let text = '';
			child.stdout.on('data', (chunk) => {
				text += String(chunk);
				if (text.includes('Press Ctrl+C')) resolve(text);
			});
		});
		const [, admin] = /Admin API +(\S+)/.exec(output) ?? [];
		const state = (await (await fetch(admin)).json()) as { settings: object };
		child.kill();
		expect(state.settings).toMatchObject(settings);
		expect(output).toContain('Different from the start: planUsage false, existingCode 1009.');
	});

	it('says what is missing', async () => {
		const { code, output } = await start(zoom, '--yes', '--address', 'me@their.example').ended;
		expect({ code, output }).toMatchObject({ code: 1, output: expect.stringMatching(/address with \{n\}/) });
		expect(zoom.journal.requests).toEqual([]);
	});

	/** The request at which the first run is killed: before, between and after creating users. */
	it.each([1, 2, 3, 4])('killed at user %d, and started again: nobody is left', async (nth) => {
		let posts = 0;
		const run = start(zoom, '--yes');
		zoom.listeners.push(({ event }) => {
			if (event === 'user.created' && ++posts === nth) run.child.kill('SIGKILL');
		});
		expect((await run.ended).code).toBeNull();
		expect(zoom.account.people.length).toBeGreaterThan(0);
		expect(new ProbeJournal(journalFile()).leftOver.length).toBeGreaterThan(0);
		const { code, output } = await start(zoom, '--yes', '--remove-only').ended;
		expect({ code, output }).toMatchObject({ code: 0 });
		expect(output).toMatch(/users that an earlier run has left/);
		expect(zoom.account.people).toEqual([]);
		expect(existsSync(journalFile())).toBe(false);
	});
});
