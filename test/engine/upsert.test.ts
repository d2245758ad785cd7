import type { IDataObject } from 'n8n-workflow';
import { CONTINUE, FROM_ROW, rowsFor, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('page-size-300', 'list-has-core-fields', 'patch-applies', 'timezone-iana', 'phone-format');

const ADA = 'ada@corp.example';
const SALES = 'GrpSales00000000000001';
const { zoom, run } = withSimulator();
const requests = (method: string) =>
	zoom().journal.requests.filter((one) => one.method === method && one.path.startsWith('/v2/'));
const writes = () => ['POST', 'PATCH', 'PUT', 'DELETE'].flatMap(requests);
const upsert = async (rows: IDataObject[], parameters: IDataObject = {}) =>
	await run({ rows, settings: CONTINUE, parameters: { operation: 'upsert', type: '', ...parameters } });
const one = async (parameters: IDataObject = {}, row: IDataObject = {}) =>
	(await upsert([{ email: ADA, first: 'Ada', last: 'King', ...row }], parameters)).json[0];

describe('User: Create or Update', () => {
	it('creates new users, updates differences, and changes nothing else', async () => {
		expect(await one()).toMatchObject({ outcome: 'created', status: 'pending' });
		zoom().accept(ADA);
		zoom().journal.clear();
		expect(await one()).toMatchObject({ outcome: 'unchanged', status: 'active' });
		expect(writes()).toEqual([]);
		expect(await one({}, { last: 'Lovelace' })).toMatchObject({
			outcome: 'updated',
			last_name: 'Lovelace',
			changed: { lastName: { from: 'King', to: 'Lovelace' } },
		});
		expect(requests('PATCH').map(({ bodyText }) => bodyText)).toEqual(['{"last_name":"Lovelace"}']);
	});

	it('keeps a license that is not in the row', async () => {
		zoom().account.add({ email: ADA, first_name: 'Ada', last_name: 'King', type: 2 });
		expect(await one()).toMatchObject({ outcome: 'unchanged', type: 2 });
		expect(await one({ type: 1 })).toMatchObject({
			outcome: 'updated',
			changed: { type: { from: 2, to: 1 } },
		});
	});

	it('treats an empty cell as no change', async () => {
		zoom().account.add({ email: ADA, first_name: 'Ada', last_name: 'King', type: 2, dept: 'Sales' });
		const afterCreation = { department: '={{ $json.dept }}' };
		expect(await one({ type: '={{ $json.type }}', afterCreation }, { dept: '\u00a0' })).toMatchObject({
			outcome: 'unchanged',
			type: 2,
		});
		expect(writes()).toEqual([]);
	});

	it('never removes Zoom Phone with other changes, and sends unknown fields as they are', async () => {
		zoom().account.add({ email: ADA, first_name: 'A', last_name: 'King' });
		const additionalFields = { zoomPhone: false, userInfoJson: '{"something_new": 1}' };
		expect(await one({ additionalFields })).toMatchObject({ outcome: 'updated' });
		expect(requests('PATCH').map(({ bodyText }) => bodyText)).toEqual([
			'{"first_name":"Ada","something_new":1}',
		]);
	});

	it('a rejected create does not prevent updates of other rows', async () => {
		zoom().account.add({ email: 'bob@corp.example', first_name: 'B' });
		zoom().settings.scopes = zoom().settings.scopes.filter((scope) => scope !== 'user:write:user:admin');
		const { json } = await upsert([
			{ email: ADA, first: 'Ada' },
			{ email: 'bob@corp.example', first: 'Bob' },
		]);
		expect(json).toMatchObject([{ reason: 'scope' }, { outcome: 'updated' }]);
	});

	it('reports what was changed before a second request was rejected', async () => {
		zoom().settings.licenses = 0;
		zoom().account.add({ email: ADA, first_name: 'Ada', last_name: 'King' });
		const parameters = { type: 2, additionalFields: { zoomOneType: '16', displayName: 'A. K.' } };
		const item = await one(parameters);
		expect(item).toMatchObject({ outcome: 'updated', incomplete: ['profile'] });
		expect(Object.keys(item.changed as object).sort()).toEqual(['displayName', 'zoomOneType']);
		expect(item.steps).toMatchObject({ profile: { outcome: 'failed', reason: 'licenses' } });
	});

	it('reads lists only if that takes fewer requests than reading each user', async () => {
		zoom().seed({ people: 9_000, inactive: 8_000, pending: 0 });
		const rows = [1, 2, 3, 4].map((n) => ({ email: `new${n}@corp.example`, first: 'N', last: `${n}` }));
		const { json } = await upsert(rows);
		expect(json.map(({ outcome }) => outcome)).toEqual(Array(4).fill('created'));
		expect(requests('GET').length).toBeLessThanOrEqual(10);
	});

	it('sends the plan in the field of each call, and changes one license per request', async () => {
		const additionalFields = { zoomOneType: '72057594037927936' };
		expect(await one({ additionalFields, action: 'ssoCreate' })).toMatchObject({ outcome: 'created' });
		expect(requests('POST')[0].userInfoText).toContain('"feature":{"zoom_one_type":72057594037927936}');
		expect(await one({ additionalFields })).toMatchObject({ outcome: 'unchanged' });
		await one({ type: 2, additionalFields: { zoomOneType: '16', planUnitedType: '1' } });
		const bodies = requests('PATCH').map(({ bodyText }) => bodyText);
		expect(bodies.sort()).toEqual(['{"plan_united_type":"1"}', '{"type":2}', '{"zoom_one_type":16}']);
	});

	it('lists fields that Zoom never returns, and sends them with the next change', async () => {
		const afterCreation = { hostKey: '123456', jobTitle: 'Analyst' };
		zoom().account.add({ email: ADA, first_name: 'Ada', last_name: 'King', job_title: 'Analyst' });
		expect(await one({ afterCreation })).toMatchObject({ outcome: 'unchanged', notCompared: ['hostKey'] });
		await one({ afterCreation: { ...afterCreation, jobTitle: 'Countess' } });
		expect(JSON.parse(requests('PATCH')[0].bodyText ?? '')).toEqual({
			job_title: 'Countess',
			host_key: '123456',
		});
	});

	it('of a deactivated user fails, or activates and updates the user', async () => {
		zoom().account.add({ email: ADA, first_name: 'Ada', last_name: 'King', status: 'inactive' });
		expect(await one({ type: 2 })).toMatchObject({ reason: 'inactive' });
		expect(writes()).toEqual([]);
		const back = await one({
			type: 2,
			afterCreation: { groups: ['Sales'], department: 'Sales' },
			options: { ifInactive: 'activate' },
		});
		expect(back).toMatchObject({
			outcome: 'activated',
			status: 'active',
			type: 2,
			steps: { profile: { outcome: 'updated' }, groups: [{ group: 'Sales', outcome: 'added' }] },
		});
		expect(zoom().account.find(ADA)).toMatchObject({ status: 'active', type: 2, group_ids: [SALES] });
	});

	it('looks up the employee ID first, so a changed address does not create a second user', async () => {
		zoom().account.add({
			email: 'ada.king@corp.example',
			first_name: 'Ada',
			last_name: 'King',
			employee_unique_id: 'HR-1',
			action: 'ssoCreate',
		});
		expect(await one({ employeeId: 'HR-1' })).toMatchObject({
			outcome: 'unchanged',
			email: 'ada.king@corp.example',
			requestedEmail: ADA,
		});
		expect(await one({ employeeId: 'HR-2' })).toMatchObject({ outcome: 'created', email: ADA });
	});

	it('with an unknown group fails before any user is created', async () => {
		expect(await one({ afterCreation: { groups: '={{ "Sales; Slaes" }}' } })).toMatchObject({
			reason: 'invalid',
			error: expect.stringContaining('no group "Slaes"'),
		});
		expect(writes()).toEqual([]);
	});

	it('with Verify returns the requested and the effective values', async () => {
		zoom().account.add({ email: ADA, first_name: 'Ada', last_name: 'King' });
		zoom().settings.groupAddDropped = true;
		expect(
			await one({
				afterCreation: { department: 'Sales', groups: ['Sales'] },
				options: { verify: true },
			}),
		).toMatchObject({
			outcome: 'updated',
			incomplete: ['groups'],
			verified: {
				department: { requested: 'Sales', effective: 'Sales' },
				groups: { Sales: false },
			},
		});
	});

	it('does not create users twice with Retry On Fail', async () => {
		const { json } = await run({
			rows: rowsFor(ADA, 'bob+refuse-1107@corp.example'),
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0, ...CONTINUE },
			parameters: { operation: 'upsert', type: '' },
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'failed']);
		expect(zoom().journal.posts(ADA)).toHaveLength(1);
	});
});

describe('300 users in an account of 6,000', () => {
	const PROFILE = {
		company: 'Engines',
		costCenter: '={{ $json.cost }}',
		customAttributes: { attribute: [{ name: 'Badge', value: '={{ $json.badge }}' }] },
		department: '={{ $json.dept }}',
		jobTitle: 'Analyst',
		language: 'de-DE',
		location: 'Zürich',
		manager: 'f0001@filled.example',
		phoneNumbers: { phone: [{ code: '+41', number: '={{ $json.phone }}', label: 'Mobile' }] },
		pronouns: 'they',
		timezone: 'Europe/Zurich',
		groups: ['Sales', 'Zürich'],
	};
	/** The fields that are in lists too. */
	const IN_LIST = {
		customAttributes: PROFILE.customAttributes,
		department: PROFILE.department,
		timezone: PROFILE.timezone,
		groups: PROFILE.groups,
	};
	const rows = (change = (_n: number, row: IDataObject) => row) =>
		Array.from({ length: 300 }, (_, i) => {
			const n = i * 20 + 1;
			const email = `f${String(n).padStart(4, '0')}@filled.example`;
			const row = { email, cost: `C${n}`, badge: `B-${n}`, dept: `D${n % 7}`, phone: `79${1_000_000 + n}` };
			return change(i, row);
		});
	const parameters = (afterCreation: IDataObject) => ({
		...FROM_ROW,
		firstName: '',
		lastName: '',
		afterCreation,
		options: { ifInactive: 'activate', maxConcurrency: 10 },
	});
	beforeEach(() => {
		zoom().seed();
		zoom().settings.customAttributes = [{ key: 'cbf_badge', name: 'Badge' }];
		// One user has the attribute, so that its key can be found.
		zoom().account.people[0].custom_attributes = [{ key: 'cbf_badge', name: 'Badge', value: 'B-0' }];
	});
	const counts = (json: IDataObject[]) => {
		const tally: Record<string, number> = {};
		for (const { outcome } of json) tally[String(outcome)] = (tally[String(outcome)] ?? 0) + 1;
		return tally;
	};

	it('a second run changes nothing, and reads only the pages of the lists and the groups', async () => {
		const first = await upsert(rows(), parameters(IN_LIST));
		expect(counts(first.json).failed).toBeUndefined();
		zoom().journal.clear();
		const { json } = await upsert(rows(), parameters(IN_LIST));
		expect(counts(json)).toEqual({ unchanged: 300 });
		expect(writes()).toEqual([]);
		const { people: everyone } = zoom().account;
		const pages = ['active', 'pending', 'inactive'].map((status) =>
			Math.ceil(everyone.filter((person) => person.status === status).length / 300),
		);
		const total = pages.reduce((sum, count) => sum + count, 0);
		expect(requests('GET').length).toBeLessThanOrEqual(Math.min(300, total) + 1);
	}, 120_000);

	it('with fields that are not in lists, a second run reads each user once, and one change is one PATCH', async () => {
		await upsert(rows(), parameters(PROFILE));
		zoom().journal.clear();
		const second = await upsert(rows(), parameters(PROFILE));
		expect(counts(second.json)).toEqual({ unchanged: 300 });
		expect(writes()).toEqual([]);
		expect(requests('GET').length).toBeLessThanOrEqual(300 + 1);

		zoom().journal.clear();
		const active = new Set(
			zoom()
				.account.people.filter(({ status }) => status === 'active')
				.map(({ email }) => email),
		);
		let changed = 0;
		const change = (_n: number, row: IDataObject) =>
			active.has(String(row.email)) && changed++ < 20 ? { ...row, cost: 'new' } : row;
		const { json } = await upsert(rows(change), parameters(PROFILE));
		expect(counts(json)).toEqual({ updated: 20, unchanged: 280 });
		expect(writes().map(({ method, bodyText }) => `${method} ${bodyText}`)).toEqual(
			Array(20).fill('PATCH {"cost_center":"new"}'),
		);
	}, 180_000);
});
