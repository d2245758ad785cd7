import type { IDataObject } from 'n8n-workflow';
import { CONTINUE, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('pending-patch-ignored', 'pending-group-by-patch');

const ADA = 'ada@corp.example';
const SALES = 'GrpSales00000000000001';
const HELP_DESK = 'RhelpDeskQk3tYw7ZxBvN5';
const { zoom, run } = withSimulator();
const writes = () =>
	zoom().journal.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2/'));
const put = async (operation: string, parameters: IDataObject, settings: object = CONTINUE) =>
	await run({
		rows: [{ email: ADA, first: 'Ada' }],
		settings,
		parameters: { operation, type: operation === 'upsert' ? '' : 1, ...parameters },
	});

const afterCreation = {
	department: 'Sales',
	jobTitle: 'Rep',
	phoneNumbers: { phone: [{ code: '+41', number: '441234567', label: 'Mobile' }] },
	groups: ['Sales', 'Zürich'],
	role: 'Help Desk',
};

describe('Profile, groups and role of a new user', () => {
	it('are set at once if the user is active at once', async () => {
		const { json } = await put('create', { action: 'ssoCreate', afterCreation });
		expect(json[0]).toMatchObject({
			outcome: 'created',
			status: 'active',
			steps: {
				profile: { outcome: 'updated' },
				groups: [
					{ group: 'Sales', outcome: 'added' },
					{ group: 'Zürich', outcome: 'added' },
				],
				role: { outcome: 'added' },
			},
		});
		expect(json[0]).not.toHaveProperty('pendingChanges');
		expect(zoom().account.find(ADA)).toMatchObject({
			dept: 'Sales',
			group_ids: [SALES, 'GrpZuerich000000000001'],
			role_id: HELP_DESK,
		});
	});

	it('of a pending user: one group is set, and the pending changes are applied once after acceptance', async () => {
		const { json, hints } = await put('create', { afterCreation });
		const [{ pendingChanges, steps, outcome }] = json as [
			{ pendingChanges: IDataObject[]; steps: IDataObject; outcome: string },
		];
		expect(outcome).toBe('created');
		expect(steps).toEqual({ groups: [{ group: 'Sales', outcome: 'added' }] });
		const after = { because: 'pending', after: 'user.invitation_accepted' };
		expect(pendingChanges).toEqual([
			{
				step: 'profile',
				want: {
					department: 'Sales',
					jobTitle: 'Rep',
					phoneNumbers: [{ code: '+41', label: 'Mobile', number: '441234567' }],
				},
				...after,
			},
			{ step: 'groups', want: ['Zürich'], ...after },
			{ step: 'role', want: 'Help Desk', ...after },
		]);
		expect(hints.join()).toContain('have not accepted the invitation yet: 1');
		expect(writes().filter(({ wrote }) => !wrote)).toEqual([]);

		zoom().accept(ADA);
		zoom().journal.clear();
		const pending = { firstName: '', afterCreation: { pendingChanges: JSON.stringify(pendingChanges) } };
		const applied = (await put('upsert', pending)).json[0];
		expect(applied).toMatchObject({
			outcome: 'updated',
			steps: {
				profile: { outcome: 'updated' },
				groups: [{ group: 'Zürich', outcome: 'added' }],
				role: { outcome: 'added' },
			},
		});
		expect(applied).not.toHaveProperty('pendingChanges');
		expect(zoom().account.find(ADA)).toMatchObject({ dept: 'Sales', job_title: 'Rep', role_id: HELP_DESK });

		zoom().journal.clear();
		expect((await put('upsert', pending)).json[0]).toMatchObject({ outcome: 'unchanged' });
		expect(writes()).toEqual([]);
	});

	it('pending changes that Zoom never returns are applied too', async () => {
		const { json } = await put('create', { afterCreation: { hostKey: '123456' } });
		zoom().accept(ADA);
		const pending = { firstName: '', afterCreation: { pendingChanges: json[0].pendingChanges } };
		expect((await put('upsert', pending)).json[0]).toMatchObject({ outcome: 'updated' });
		expect(zoom().account.find(ADA)).toMatchObject({ host_key: '123456' });
	});

	it('are not set if the status is unknown, and are listed as incomplete', async () => {
		zoom().settings.breakRequest = ({ method, path }) =>
			method === 'GET' && path.startsWith('/v2/users/') ? '500-before' : undefined;
		const { json } = await put('create', { action: 'ssoCreate', afterCreation: { department: 'Sales' } });
		expect(json[0]).toMatchObject({ outcome: 'created', incomplete: ['profile'] });
		expect(writes().map(({ method }) => method)).toEqual(['POST']);
	}, 60_000);

	it('are not reported if Zoom did not apply them', async () => {
		zoom().settings.pendingGroup = false;
		const { json } = await put('create', { afterCreation: { groups: ['Sales'] } });
		expect(json[0]).toMatchObject({ pendingChanges: [{ step: 'groups', want: ['Sales'] }] });
		expect(json[0]).not.toHaveProperty('steps');
	});

	it('a step that fails is reported with the created user', async () => {
		zoom().settings.scopes = zoom().settings.scopes.filter((scope) => scope !== 'role:write:member:admin');
		const { json, hints } = await put('create', { action: 'ssoCreate', afterCreation });
		expect(json[0]).toMatchObject({
			outcome: 'created',
			incomplete: ['role'],
			steps: {
				role: {
					outcome: 'failed',
					reason: 'scope',
					error: expect.stringContaining('role:write:member:admin'),
				},
			},
		});
		expect(hints.join()).toContain('A step failed');
	});

	it('without the scope for groups, no user is created', async () => {
		zoom().settings.scopes = ['user:write:user:admin', 'user:read:user:admin'];
		const { json } = await put('create', { afterCreation });
		expect(json[0]).toMatchObject({ reason: 'scope' });
		expect(writes()).toEqual([]);
	});

	it('an unknown custom attribute is reported before any user is created', async () => {
		const attribute = [{ name: 'Bagde', value: 'B-7' }];
		const { json } = await put('create', { afterCreation: { customAttributes: { attribute } } });
		expect(json[0]).toMatchObject({ reason: 'invalid', error: expect.stringContaining('"Bagde"') });
		expect(writes()).toEqual([]);
	});

	it('invalid pending changes are rejected', async () => {
		const { json } = await put('upsert', { afterCreation: { pendingChanges: '[{"step":"dance"}]' } });
		expect(json[0]).toMatchObject({ reason: 'invalid', error: expect.stringContaining("'Pending Changes'") });
	});

	it('Verify compares them with Zoom', async () => {
		const { json } = await put('create', {
			action: 'ssoCreate',
			afterCreation,
			options: { verify: true },
		});
		expect(json[0].verified).toMatchObject({
			department: { requested: 'Sales', effective: 'Sales' },
			groups: { Sales: true, Zürich: true },
			role: { requested: 'Help Desk', effective: 'Help Desk' },
		});
	});
});

describe('Check Licenses First', () => {
	const five = Array.from({ length: 5 }, (_, i) => ({ email: `p${i}@corp.example` }));
	const create = async (checkLicenses: string, more: object = {}) =>
		await run({
			rows: five,
			settings: CONTINUE,
			parameters: { type: 2, options: { checkLicenses, ifUserExists: 'skip' }, ...more },
		});

	beforeEach(() => void (zoom().settings.licenses = 4));

	it('rejects a batch with the numbers, before any user is created', async () => {
		const { json } = await create('refuse');
		expect(json[0]).toMatchObject({ reason: 'invalid' });
		expect(json[0].error).toMatch(/5 users would newly get the type Licensed, and \d of 4 licenses are free/);
		expect(writes()).toEqual([]);
	});

	it('warns, and continues', async () => {
		const { json, hints } = await create('warn');
		expect(hints.join()).toContain('would newly get the type Licensed');
		expect(json.filter(({ outcome }) => outcome === 'created')).toHaveLength(4);
	});

	it('counts only users who do not have the license yet', async () => {
		for (const { email } of five.slice(0, 3)) zoom().account.add({ email, type: 2 });
		zoom().settings.licenses = 5;
		const { json } = await create('refuse');
		expect(json.map(({ outcome }) => outcome)).toEqual(['exists', 'exists', 'exists', 'created', 'created']);
	});

	it('does not count users who exist already, in a create', async () => {
		for (const { email } of five.slice(0, 3)) zoom().account.add({ email, type: 1 });
		zoom().settings.licenses = 2;
		const { json } = await create('refuse');
		expect(json.filter(({ outcome }) => outcome === 'created')).toHaveLength(2);
	});

	it('a check that fails does not stop the run', async () => {
		zoom().settings.breakRequest = ({ path }) => (path.includes('/plans/') ? 'html-503-before' : undefined);
		zoom().settings.licenses = null;
		const { json } = await create('warn', { action: 'ssoCreate' });
		expect(json.map(({ outcome }) => outcome)).toEqual(Array(5).fill('created'));
	}, 60_000);

	it('continues with a hint if the number of licenses is unknown', async () => {
		zoom().settings.planUsage = false;
		const { json, hints } = await create('refuse', { action: 'ssoCreate' });
		expect(hints.join()).toContain('The number of free licenses is unknown');
		expect(json[0]).toMatchObject({ outcome: 'created' });
	});
});
