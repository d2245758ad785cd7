import { onUser, CONTINUE, rowsFor, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('pending-group-by-patch', 'group-add-ids');

const ADA = 'ada@corp.example';
const SALES = 'GrpSales00000000000001';
const { zoom, run } = withSimulator();
const add = (more: object = {}) => zoom().account.add({ email: ADA, ...more });
const writes = () =>
	zoom().journal.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2/'));
const named = (value: string) => ({ __rl: true, mode: 'name', value });
const once = async (resource: string, operation: string, more: object = {}) =>
	(
		await run({
			rows: rowsFor(ADA),
			settings: CONTINUE,
			parameters: onUser(operation, more as never, resource),
		})
	).json[0];

describe('Group', () => {
	it('adds a member by group name, once', async () => {
		add();
		const group = { group: named('sales') };
		expect(await once('group', 'addMember', group)).toMatchObject({
			outcome: 'added',
			email: ADA,
			group: { id: SALES, name: 'Sales' },
		});
		expect(await once('group', 'addMember', group)).toMatchObject({ outcome: 'unchanged' });
		expect(writes()).toHaveLength(1);
	});

	it('does not report "added" for a 201 without a user', async () => {
		add();
		zoom().settings.groupAddDropped = true;
		expect(await once('group', 'addMember', { group: named('Sales') })).toMatchObject({
			outcome: 'notApplied',
		});
	});

	it('of a pending user reports what Zoom applied, and not its response', async () => {
		add({ status: 'pending' });
		expect(await once('group', 'addMember', { group: named('Sales') })).toMatchObject({ outcome: 'added' });
		zoom().account.remove(ADA);
		zoom().settings.pendingGroup = false;
		add({ status: 'pending' });
		expect(await once('group', 'addMember', { group: named('Sales') })).toMatchObject({ reason: 'pending' });
		expect(await once('group', 'removeMember', { group: named('Sales') })).toMatchObject({
			reason: 'pending',
		});
	});

	it('removes a member, once', async () => {
		add({ group_ids: [SALES] });
		const group = { group: { __rl: true, mode: 'id', value: SALES } };
		expect(await once('group', 'removeMember', group)).toMatchObject({ outcome: 'removed' });
		expect(await once('group', 'removeMember', group)).toMatchObject({ outcome: 'unchanged' });
	});

	it('lists the existing groups if the name is unknown', async () => {
		add();
		expect(await once('group', 'addMember', { group: named('Slaes') })).toMatchObject({
			reason: 'invalid',
			error: expect.stringMatching(/no group "Slaes"\. The account has "Sales", "Engineering", "Zürich"/),
		});
		expect(writes()).toEqual([]);
	});

	it('creates a group, and lists the groups', async () => {
		expect(await once('group', 'create', { name: 'Interns' })).toMatchObject({
			outcome: 'created',
			name: 'Interns',
			id: expect.any(String),
		});
		expect(await once('group', 'create', { name: 'interns' })).toMatchObject({ reason: 'exists' });
		const { json } = await run({
			rows: [{}],
			parameters: { resource: 'group', operation: 'getAll', returnAll: true },
		});
		expect(json.map(({ name }) => name)).toEqual(['Sales', 'Engineering', 'Zürich', 'Interns']);
	});

	it.each(['drop-after', 'drop-before', '500-after'] as const)(
		'creates one group when the response is lost (%s)',
		async (fault) => {
			let broken = 0;
			zoom().settings.breakRequest = ({ method, path }) =>
				method === 'POST' && path === '/v2/groups' && broken++ === 0 ? fault : undefined;
			expect(await once('group', 'create', { name: 'Interns' })).toMatchObject({ outcome: 'created' });
			expect(zoom().groups.all.filter(({ name }) => name === 'Interns')).toHaveLength(1);
		},
	);
});

describe('Role', () => {
	it('is assigned by name, replaces the previous role, and is removed', async () => {
		add();
		expect(await once('role', 'assign', { role: named('help desk') })).toMatchObject({ outcome: 'added' });
		expect(await once('role', 'assign', { role: named('Help Desk') })).toMatchObject({
			outcome: 'unchanged',
		});
		expect(await once('role', 'remove')).toMatchObject({ outcome: 'removed' });
		expect(zoom().account.find(ADA)?.role_id).toBe('2');
		expect(await once('role', 'remove')).toMatchObject({ outcome: 'unchanged' });
	});

	it('of the owner cannot be removed, and of a pending user is not reported as assigned', async () => {
		const { owner } = zoom().account;
		const user = { __rl: true, mode: 'email', value: owner.email };
		expect(await once('role', 'remove', { user })).toMatchObject({ reason: 'permission' });
		add({ status: 'pending' });
		expect(await once('role', 'assign', { role: named('Admin') })).toMatchObject({ reason: 'pending' });
		expect(writes()).toEqual([]);
	});

	it('is reported as removed if the response is lost', async () => {
		add({ role_id: 'RhelpDeskQk3tYw7ZxBvN5', group_ids: [SALES] });
		let broken = 0;
		zoom().settings.breakRequest = ({ method }) =>
			method === 'DELETE' && broken++ % 2 === 0 ? 'drop-after' : undefined;
		expect(await once('role', 'remove')).toMatchObject({ outcome: 'removed' });
		expect(await once('group', 'removeMember', { group: named('Sales') })).toMatchObject({
			outcome: 'removed',
		});
	});

	it('can be listed', async () => {
		const { json } = await run({
			rows: [{}],
			parameters: { resource: 'role', operation: 'getAll', returnAll: true },
		});
		expect(json.map(({ name }) => name)).toEqual(['Owner', 'Admin', 'Member', 'Help Desk']);
	});
});

describe('Account', () => {
	const account = async (operation: string) =>
		(await run({ rows: [{}], settings: CONTINUE, parameters: { resource: 'account', operation } })).json;

	it('returns its licenses, and a note if the usage is unknown', async () => {
		zoom().settings.licenses = 10;
		add({ type: 2 });
		const base = (await account('getLicenses')).find(({ plan }) => plan === 'plan_base');
		expect(base).toMatchObject({ total: 10 });
		expect(base?.free).toBe(Number(base?.total) - Number(base?.used));
		zoom().settings.planUsage = false;
		expect((await account('getLicenses'))[0]).toMatchObject({
			plan: 'licensed',
			used: expect.any(Number),
			free: null,
			note: expect.stringContaining('does not return'),
		});
	});

	it('returns the user summary', async () => {
		add({ type: 2 });
		expect(await account('getSummary')).toMatchObject([{ licensed_users_count: expect.any(Number) }]);
	});

	it('names the missing scope', async () => {
		zoom().settings.scopes = ['user:write:user:admin'];
		expect(await account('getSummary')).toMatchObject([
			{ reason: 'scope', error: expect.stringContaining('user:read:summary:admin') },
		]);
	});
});
