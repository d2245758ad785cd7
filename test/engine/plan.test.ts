import type { IDataObject } from 'n8n-workflow';
import { CONTINUE, CREDENTIALS, makeUsers, TO_ERROR_OUTPUT, withSimulator } from './support/withSimulator';

const ADA = 'ada@corp.example';
const BOB = 'bob@corp.example';
const { zoom, run } = withSimulator();
const paths = () =>
	zoom()
		.journal.requests.filter(({ path }) => path.startsWith('/v2/'))
		.map(({ method, path }) => `${method} ${path}`);
const isWrite = (one: string) => !one.startsWith('GET ');
const plan = async (rows: IDataObject[], parameters: IDataObject = {}, more: object = {}) =>
	await run({
		rows,
		settings: CONTINUE,
		parameters: { operation: 'plan', type: '', ...parameters },
		...more,
	});
const one = async (row: IDataObject, parameters: IDataObject = {}) => (await plan([row], parameters)).json[0];
const add = (more: object = {}) =>
	zoom().account.add({ email: ADA, first_name: 'Ada', last_name: 'King', ...more });

afterEach(() => expect(paths().filter(isWrite)).toEqual([]));

describe('User: Plan Changes', () => {
	it('shows what would be created, updated and left as it is, from the lists alone', async () => {
		add();
		zoom().account.add({ email: BOB, first_name: 'Bob', last_name: 'Reed', dept: 'Sales' });
		const { json, outputs } = await plan(
			[
				{ email: ADA, first: 'Ada', last: 'King' },
				{ email: BOB, first: 'Bob', last: 'Reed', dept: 'Legal' },
				{ email: 'cy@corp.example', first: 'Cy', last: 'Ng' },
			],
			{ afterCreation: { department: '={{ $json.dept }}' } },
		);
		expect(json).toMatchObject([
			{ email: ADA, outcome: 'planned', plan: 'nothing', status: 'active' },
			{
				email: BOB,
				plan: 'update',
				changes: { department: { from: 'Sales', to: 'Legal' } },
				description: 'Update Bob Reed (bob@corp.example): Department from "Sales" to "Legal".',
			},
			{
				email: 'cy@corp.example',
				plan: 'create',
				needs: { invitation: true },
				changes: { firstName: { from: null, to: 'Cy' } },
			},
		]);
		expect(json[0].changes).toBeUndefined();
		expect(new Set(json.map(({ planId }) => planId)).size).toBe(1);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(paths()).toEqual(['GET /v2/users', 'GET /v2/users', 'GET /v2/users']);
	});

	it('plans groups and roles by name, and the changes that have to wait for the invited', async () => {
		add({ group_ids: ['GrpSales00000000000001'] });
		zoom().account.add({ email: BOB, first_name: 'Bob', last_name: 'Reed', status: 'pending' });
		const rows = [
			{ email: ADA, first: 'Ada', last: 'King' },
			{ email: BOB, first: 'Robert', last: 'Reed' },
		];
		const afterCreation = { groups: ['Sales', 'Engineering'], role: 'Help Desk' };
		const { json } = await plan(rows, { afterCreation });
		expect(json).toMatchObject([
			{
				plan: 'update',
				changes: {
					groups: { from: ['Sales'], to: ['Sales', 'Engineering'] },
					role: { from: 'Member', to: 'Help Desk' },
				},
			},
			{
				plan: 'update',
				changes: { groups: { from: [], to: ['Sales'] } },
				pendingChanges: [
					{ step: 'profile', want: { firstName: 'Robert' } },
					{ step: 'groups', want: ['Engineering'] },
					{ step: 'role', want: 'Help Desk' },
				],
			},
		]);
	});

	it('reads a user by themselves only if their lists leave a doubt, and says so before', async () => {
		add({ job_title: 'Countess' });
		zoom().account.add({ email: BOB, first_name: 'Bob', last_name: 'Reed' });
		const rows = [
			{ email: ADA, first: 'Ada', last: 'King', title: 'Admiral' },
			{ email: BOB, first: 'Bob', last: 'Reed' },
			{ email: 'cy@corp.example', first: 'Cy', last: 'Ng', title: 'Admiral' },
		];
		const { json, hints, log } = await plan(rows, { afterCreation: { jobTitle: '={{ $json.title }}' } });
		expect(json[0]).toMatchObject({ changes: { jobTitle: { from: 'Countess', to: 'Admiral' } } });
		expect(paths().filter((path) => path !== 'GET /v2/users')).toHaveLength(1);
		expect(hints.join()).toContain('Reading 1 user one by one');
		expect(log.join()).toContain('Reading 1 user one by one');
	});

	it('finds a user by employee ID, even with another address', async () => {
		add({ employee_unique_id: 'HR-7', action: 'ssoCreate' });
		zoom().account.add({ email: BOB, first_name: 'B', last_name: 'C' });
		const { json } = await plan([{ email: 'ada.new@corp.example', first: 'Ada', last: 'King', id: 'HR-7' }], {
			employeeId: '={{ $json.id }}',
			notInList: 'deactivate',
			scope: { domains: 'corp.example' },
			options: { maxRemovalsPercent: 0 },
		});
		expect(json).toMatchObject([
			{ email: ADA, plan: 'nothing' },
			{ email: BOB, plan: 'deactivate' },
		]);
	});

	it('plans to activate a deactivated user only if the option says so', async () => {
		add({ status: 'inactive' });
		expect(await one({ email: ADA, first: 'Ada', last: 'K' })).toMatchObject({
			plan: 'blocked',
			reason: 'inactive',
			error: expect.stringContaining("'If User Is Deactivated'"),
		});
		const options = { ifInactive: 'activate' };
		expect(await one({ email: ADA, first: 'Ada', last: 'K' }, { options })).toMatchObject({
			plan: 'activate',
			changes: { status: { from: 'inactive', to: 'active' }, lastName: { from: 'King', to: 'K' } },
		});
	});

	it('blocks rows that cannot be read and plans the others, with every On Error mode', async () => {
		const rows = [
			{ email: 'not an address', first: 'X' },
			{ email: ADA, first: 'Ada', last: 'x'.repeat(80) },
			{ email: BOB, first: 'Bob' },
			{ email: 'BOB@corp.example', first: 'Bob again' },
			{ email: 'dee@corp.example', first: 'Dee', group: 'Salse' },
		];
		for (const settings of [{}, CONTINUE, TO_ERROR_OUTPUT]) {
			const { json, error } = await plan(
				rows,
				{ afterCreation: { groups: '={{ $json.group }}' } },
				{ settings },
			);
			expect(error).toBeUndefined();
			expect(json).toMatchObject([
				{ plan: 'blocked', reason: 'invalid', error: expect.stringContaining('is not an email address') },
				{ email: ADA, plan: 'blocked', error: expect.stringContaining("'Last Name'") },
				{ email: BOB, plan: 'create' },
				{ plan: 'blocked', error: expect.stringContaining('is the same user as in row 3') },
				{ plan: 'blocked', error: expect.stringContaining('no group "Salse"') },
			]);
		}
	});

	it('never shows a password or a host key', async () => {
		const parameters = {
			action: 'autoCreate',
			password: 'Secret-Pass-1',
			afterCreation: { hostKey: '424242' },
		};
		const rows = [{ email: ADA, first: 'Ada', last: 'King' }];
		for (const output of ['users', 'summary']) {
			const text = JSON.stringify((await plan(rows, { ...parameters, output })).json);
			expect(text).toContain('"create"');
			expect(text).not.toContain('Secret-Pass-1');
			expect(text).not.toContain('424242');
		}
	});

	it.each([
		['the second page cannot be read', 'network'],
		['the page token has expired', 'zoom'],
		['a scope for the lists is missing', 'scope'],
	])('fails as a whole if %s', async (_what, reason) => {
		zoom().seed({ people: 700, inactive: 0, pending: 0 });
		const { settings } = zoom();
		if (reason === 'scope')
			settings.scopes = settings.scopes.filter((one) => !/list_users|^user:read:admin/.test(one));
		let pages = 0;
		settings.breakRequest = ({ path }) => {
			if (path !== '/v2/users' || ++pages === 1) return undefined;
			if (reason === 'zoom') settings.clockOffsetMs = 24 * 3_600_000;
			return reason === 'network' ? 'drop-before' : undefined;
		};
		const rows = [
			{ email: ADA, first: 'Ada' },
			{ email: BOB, first: 'Bob' },
		];
		const parameters = { notInList: 'delete', scope: { domains: 'corp.example' } };
		const { json } = await plan(rows, parameters);
		expect(json.map(({ outcome, reason: why }) => [outcome, why])).toEqual([
			['failed', reason],
			['failed', reason],
		]);
	});

	it.each(Object.entries(CREDENTIALS))('binds the plan to the account (%s)', async (_name, credential) => {
		const { json } = await plan([{ email: ADA, first: 'Ada' }], {}, { credential: credential(zoom()) });
		expect(json[0]).toMatchObject({ plan: 'create', account: 'simulator-account' });
	});
});

describe('User: Plan Changes, licenses and invitations', () => {
	it('frees licenses before it gives them, and blocks by name those who find none', async () => {
		zoom().settings.licenses = 3;
		for (const name of ['a', 'b', 'c']) zoom().account.add({ email: `${name}@corp.example`, type: 2 });
		const rows = [
			{ email: 'new1@corp.example', first: 'N', type: 2 },
			{ email: 'new2@corp.example', first: 'N', type: 2 },
			{ email: 'new3@corp.example', first: 'N', type: 2 },
			{ email: 'a@corp.example', type: 1 },
		];
		const { json } = await plan(rows, {
			type: '={{ $json.type }}',
			notInList: 'revokeLicense',
			scope: { domains: 'corp.example', keep: 'c@corp.example' },
			options: { maxRemovalsPercent: 0 },
		});
		expect(json.map(({ email, plan: action }) => [email, action])).toEqual([
			['new1@corp.example', 'create'],
			['new2@corp.example', 'create'],
			['new3@corp.example', 'blocked'],
			['a@corp.example', 'update'],
			['b@corp.example', 'revokeLicense'],
		]);
		expect(json[2]).toMatchObject({
			reason: 'licenses',
			error: expect.stringContaining('no license is left'),
		});
		// What frees a license comes first.
		expect(json.map(({ order }) => order)).toEqual([3, 4, 5, 1, 2]);
	});

	it('plans invitations beyond what is left today for the next day', async () => {
		zoom().settings.invitationsPerDay = 50;
		const credentialId = 'near its quota';
		await run({ rows: makeUsers(48, 'before.example'), settings: CONTINUE, credentialId });
		zoom().journal.clear();
		const { json } = await plan(makeUsers(3), { output: 'summary' }, { credentialId });
		expect(json[0]).toMatchObject({ invitations: { needed: 3, today: 2, later: 1 } });
		const [, , third] = json[0].rows as IDataObject[];
		expect(third).toMatchObject({ after: expect.stringMatching(/T00:02:00/) });
	});
});

describe('User: Plan Changes, users who are not in the list', () => {
	const inCorp = { domains: 'corp.example' };
	const unlimited = { maxRemovals: 0, maxRemovalsPercent: 0 };
	const ROW = { email: ADA, first: 'Ada', last: 'King' };

	beforeEach(() => {
		add({ type: 2 });
		zoom().account.add({ email: BOB, type: 2 });
		zoom().account.add({ email: 'invited@corp.example', status: 'pending' });
		zoom().account.add({ email: 'left@corp.example', status: 'inactive' });
		zoom().account.add({ email: 'admin@corp.example', role_id: '1' });
		zoom().account.add({ email: 'other@elsewhere.example', type: 2 });
	});

	it.each([
		['leave', {}],
		['revokeLicense', { [BOB]: 'revokeLicense' }],
		['deactivate', { [BOB]: 'deactivate', 'invited@corp.example': 'blocked' }],
		[
			'unlink',
			{ [BOB]: 'unlink', 'invited@corp.example': 'cancelInvitation', 'left@corp.example': 'blocked' },
		],
		[
			'delete',
			{ [BOB]: 'delete', 'invited@corp.example': 'cancelInvitation', 'left@corp.example': 'blocked' },
		],
	])('%s', async (notInList, expected) => {
		const { json, hints } = await plan([ROW], { notInList, scope: inCorp, options: unlimited });
		const others = json.slice(1).map(({ email, plan: action }) => [email, action]);
		expect(Object.fromEntries(others)).toEqual(expected);
		if (notInList !== 'leave' && notInList !== 'revokeLicense') {
			expect(hints.join()).toContain('1 protected user not in the list');
		}
	});

	it('needs a scope, and removes only those who match all of it', async () => {
		const { json } = await plan([ROW], { notInList: 'delete', options: unlimited });
		expect(json).toMatchObject([
			{ outcome: 'failed', error: expect.stringContaining("'Users Not in the List' needs to know") },
		]);
		const scope = { domains: 'corp.example; elsewhere.example', types: [2] };
		const all = await plan([ROW], { notInList: 'delete', scope, options: unlimited });
		expect(all.json.slice(1).map(({ email }) => email)).toEqual([BOB, 'other@elsewhere.example']);
		zoom().account.add({ email: 'sales@corp.example', group_ids: ['GrpSales00000000000001'] });
		const sales = await plan([ROW], {
			notInList: 'delete',
			scope: { groups: ['Sales'] },
			options: unlimited,
		});
		expect(sales.json.slice(1).map(({ email }) => email)).toEqual(['sales@corp.example']);
	});

	it.each([
		['an empty domain', { domains: '={{ $json.nothing }}' }],
		['an empty group', { domains: 'corp.example', groups: '={{ $json.nothing }}' }],
		['an unknown type', { types: ['Licenced'] }],
	])('%s in the scope plans nothing', async (_name, scope) => {
		const { json } = await plan([ROW], { notInList: 'delete', scope: scope as never, options: unlimited });
		expect(json).toMatchObject([{ outcome: 'failed', reason: 'invalid' }]);
	});

	it.each([
		['no rows but one of a failed node', [{ error: 'Connection refused' }]],
		['an empty item', [{}]],
		['a list without its email column', [{ mail: ADA }, { mail: BOB }]],
		['one row without an address', [ROW, { first: 'Bob' }]],
		['one row with a broken address', [ROW, { email: 'bob@', first: 'Bob' }]],
	])('%s removes nobody', async (_name, rows) => {
		const { json, hints } = await plan(rows, { notInList: 'delete', scope: inCorp, options: unlimited });
		expect(json).toHaveLength(rows.length);
		expect(json.every(({ plan: action }) => action === 'blocked' || action === 'nothing')).toBe(true);
		expect(hints.join()).toContain('No removal is planned');
	});

	it('a row with another problem still counts as being in the list', async () => {
		const rows = [ROW, { email: BOB, last: 'x'.repeat(80) }];
		const { json } = await plan(rows, { notInList: 'revokeLicense', scope: inCorp, options: unlimited });
		expect(json.map(({ plan: action }) => action)).toEqual(['nothing', 'blocked']);
	});

	it.each([
		['11 removals at a limit of 10', 11, 200, {}, 'Max Removals', 11],
		['6 % at a limit of 5 %', 6, 100, {}, 'Max Removals (%)', 6],
	])('%s: the plan is shown whole, and marked', async (_name, gone, total, options, label, raised) => {
		zoom().account.clear();
		const users = makeUsers(total);
		for (const { email, first } of users) zoom().account.add({ email, first_name: first, last_name: 'Q' });
		const parameters = { lastName: '', notInList: 'deactivate', scope: inCorp, options };
		const { json, hints } = await plan(users.slice(gone), parameters);
		expect(json.filter(({ plan: action }) => action === 'deactivate')).toHaveLength(gone);
		expect(json.every(({ overLimit }) => String(overLimit).includes(`raise '${label}' to ${raised} `))).toBe(
			true,
		);
		expect(hints.join()).toContain('The plan cannot be applied');
		const fewer = await plan(users.slice(gone - 1), parameters);
		expect(fewer.json.some(({ overLimit }) => overLimit !== undefined)).toBe(false);
	});
});

describe('User: Plan Changes, One Summary', () => {
	it('has the counts, the texts for a message, and the rows', async () => {
		add({ first_name: '<b>Ada</b>' });
		const rows = [
			{ email: ADA, first: 'Ada', last: 'King' },
			{ email: BOB, first: '<img src=x>', last: '|' },
			{ email: 'broken' },
		];
		const { json, outputs } = await plan(rows, { output: 'summary' });
		expect(json).toHaveLength(1);
		expect(json[0]).toMatchObject({
			outcome: 'planned',
			canBeApplied: true,
			counts: { create: 1, update: 1, nothing: 0, blocked: 1, delete: 0 },
			invitations: { needed: 1, today: null, later: 0 },
		});
		expect(json[0].rows).toHaveLength(3);
		for (const text of [json[0].html, json[0].markdown] as string[]) {
			expect(text).toContain('Ada');
			expect(text).not.toMatch(/<b>|<img/);
		}
		expect(outputs[0][0].pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});
});
