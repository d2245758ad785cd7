import type { IDataObject } from 'n8n-workflow';
import {
	CONTINUE,
	CREDENTIALS,
	makeUsers,
	onPro,
	TO_ERROR_OUTPUT,
	withSimulator,
} from './support/withSimulator';

const ADA = 'ada@corp.example';
const BOB = 'bob@corp.example';
const HOUR_MS = 3_600_000;
const { zoom, run } = withSimulator();
const writes = () =>
	zoom()
		.journal.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2/'))
		.map(({ method, path, bodyText }) =>
			[method, decodeURIComponent(path), bodyText].filter(Boolean).join(' '),
		);
const plan = async (rows: IDataObject[], parameters: IDataObject = {}, more: object = {}) =>
	(
		await run({
			rows,
			settings: CONTINUE,
			parameters: { operation: 'plan', type: '', ...parameters },
			...more,
		})
	).json;
const apply = async (rows: IDataObject[], parameters: IDataObject = {}, more: object = {}) =>
	await run({
		rows,
		settings: CONTINUE,
		parameters: { operation: 'apply', plan: '={{ $json }}', ...parameters },
		...more,
	});
const add = (email: string, more: object = {}) =>
	zoom().account.add({ email, first_name: 'First', last_name: 'Last', ...more });
const row = (email: string, more: IDataObject = {}) => ({ email, first: 'First', last: 'Last', ...more });
const WITH_DEPARTMENT = { afterCreation: { department: '={{ $json.dept }}' } };
const removals = (notInList: string, scope: IDataObject = { domains: 'corp.example' }) => ({
	notInList,
	scope,
	options: { maxRemovals: 0, maxRemovalsPercent: 0 },
});

describe('User: Apply Plan', () => {
	it('does exactly what the plan says, in its order, and nothing when it is applied again', async () => {
		zoom().settings.licenses = 1;
		add(ADA, { dept: 'Sales' });
		add('gone@corp.example', { type: 2 });
		const rows = [row(ADA, { dept: 'Legal' }), row(BOB, { type: 2, how: 'ssoCreate' })];
		const planned = await plan(rows, {
			...WITH_DEPARTMENT,
			...removals('deactivate'),
			type: '={{ $json.type }}',
			action: '={{ $json.how ?? "create" }}',
		});
		zoom().journal.clear();
		const { json, outputs } = await apply(planned);
		expect(json).toMatchObject([
			{ email: ADA, outcome: 'updated', changed: { department: { from: 'Sales', to: 'Legal' } } },
			{ email: BOB, outcome: 'created' },
			{ email: 'gone@corp.example', outcome: 'deactivated' },
		]);
		expect(json.every(({ planId }) => planId === planned[0].planId)).toBe(true);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		const [first, ...others] = writes();
		expect(first).toContain('/status {"action":"deactivate"}');
		expect(others.join()).toContain('{"dept":"Legal"}');
		expect(others).toHaveLength(2);

		zoom().journal.clear();
		expect((await apply(planned)).json.map(({ outcome }) => outcome)).toEqual([
			'unchanged',
			'unchanged',
			'unchanged',
		]);
		expect(writes()).toEqual([]);
	});

	it('takes a summary, a list, and text, and a row that is in the input twice only once', async () => {
		const [summary] = await plan([row(ADA), row(BOB)], { output: 'summary' });
		const rows = summary.rows as IDataObject[];
		const asText = { plan: '={{ $json.text }}' };
		for (const [input, parameters] of [
			[[summary], {}],
			[[{ list: rows }], { plan: '={{ $json.list }}' }],
			[[{ list: rows.map((json) => ({ json })) }], { plan: '={{ $json.list }}' }],
			[[{ text: JSON.stringify(rows) }], asText],
			[[{ text: JSON.stringify(summary) }, { text: JSON.stringify(summary) }], asText],
			[[...rows, ...rows], {}],
		] as Array<[IDataObject[], IDataObject]>) {
			zoom().account.clear();
			const { json } = await apply(input, parameters);
			expect(json.map(({ email, outcome }) => [email, outcome])).toEqual([
				[ADA, 'created'],
				[BOB, 'created'],
			]);
		}
	});

	it('applies a part of a plan', async () => {
		const planned = await plan([row(ADA), row(BOB)]);
		expect((await apply(planned.slice(1))).json).toMatchObject([{ email: BOB, outcome: 'created' }]);
		expect(zoom().account.find(ADA)).toBeUndefined();
	});

	it('keeps a password between plan and apply', async () => {
		const parameters = { action: 'autoCreate', password: 'Secret-Pass-1' };
		const planned = await plan([row(ADA)], parameters);
		expect(JSON.stringify(planned)).not.toContain('Secret-Pass-1');
		expect((await apply(planned)).json).toMatchObject([{ outcome: 'created' }]);
		const [sent] = zoom().journal.posts(ADA);
		// The journal masks it.
		expect(JSON.parse(sent.userInfoText ?? '')).toMatchObject({ password: '***' });
	});

	it.each(['unlink', 'delete', 'revokeLicense'])('%s of users who are not in the list', async (mode) => {
		add(ADA);
		add(BOB, { type: 2 });
		add('invited@corp.example', { status: 'pending' });
		const planned = await plan([row(ADA)], removals(mode));
		const { json } = await apply(planned);
		const outcomes = Object.fromEntries(json.map(({ email, outcome }) => [email, outcome]));
		const gone = mode === 'unlink' ? 'unlinked' : 'deleted';
		expect(outcomes).toEqual({
			[ADA]: 'unchanged',
			[BOB]: mode === 'revokeLicense' ? 'updated' : gone,
			...(mode === 'revokeLicense' ? {} : { 'invited@corp.example': 'invitationCancelled' }),
		});
		zoom().journal.clear();
		expect((await apply(planned)).json.every(({ outcome }) => outcome === 'unchanged')).toBe(true);
		expect(writes()).toEqual([]);
	});

	it('activates a user and restores what the plan says', async () => {
		add(ADA, { status: 'inactive' });
		const planned = await plan([row(ADA, { dept: 'Legal' })], {
			...WITH_DEPARTMENT,
			options: { ifInactive: 'activate' },
		});
		expect((await apply(planned)).json).toMatchObject([{ outcome: 'activated', status: 'active' }]);
		expect(zoom().account.find(ADA)).toMatchObject({ status: 'active', dept: 'Legal' });
		zoom().journal.clear();
		expect((await apply(planned)).json).toMatchObject([{ outcome: 'unchanged' }]);
		expect(writes()).toEqual([]);
	});

	it('goes on where an interrupted attempt ended', async () => {
		const planned = await plan([row(ADA, { dept: 'Legal' })], {
			action: 'ssoCreate',
			afterCreation: { department: 'Legal', groups: ['Sales'] },
		});
		// The earlier attempt has created the user and nothing else.
		add(ADA, { action: 'ssoCreate' });
		expect((await apply(planned)).json).toMatchObject([{ outcome: 'updated' }]);
		expect(zoom().account.find(ADA)).toMatchObject({ dept: 'Legal', group_ids: ['GrpSales00000000000001'] });
		expect(writes().some((one) => one.startsWith('POST /v2/users'))).toBe(false);
	});
});

describe('User: Apply Plan, users who have changed since', () => {
	it.each([
		['another department', { dept: 'IT' }, 'Department was "Sales" and is "IT"'],
		['another name', { first_name: 'Mary' }, 'First Name was "First" and is "Mary"'],
		['another type', { type: 2 }, 'Type was Basic and is Licensed'],
		['deactivated', { status: 'inactive' }, 'Status was "active" and is "inactive"'],
		['another group', { group_ids: ['GrpZuerich000000000001'] }, 'Groups'],
		['another role', { role_id: '1' }, 'Role'],
	])('%s: nothing is sent', async (_name, change, details) => {
		add(ADA, { dept: 'Sales' });
		add(BOB, { dept: 'Sales' });
		const planned = await plan([row(ADA, { dept: 'Legal' }), row(BOB, { dept: 'Legal' })], WITH_DEPARTMENT);
		Object.assign(zoom().account.find(ADA) ?? {}, change);
		zoom().journal.clear();
		const { json } = await apply(planned);
		expect(json).toMatchObject([
			{ email: ADA, outcome: 'failed', reason: 'changed', error: expect.stringContaining(details) },
			{ email: BOB, outcome: 'updated' },
		]);
		expect(writes()).toHaveLength(1);
	});

	it('a removal of someone who got a role, and a creation of someone who is there by now', async () => {
		add(ADA);
		add(BOB);
		const planned = await plan([row(ADA), row('new@corp.example')], removals('delete'));
		Object.assign(zoom().account.find(BOB) ?? {}, { role_id: '1' });
		add('new@corp.example', { first_name: 'Somebody', last_name: 'Else' });
		zoom().journal.clear();
		const { json } = await apply(planned);
		expect(json).toMatchObject([
			{ outcome: 'unchanged' },
			{ reason: 'changed', error: expect.stringContaining('is in this account now') },
			{ reason: 'changed' },
		]);
		expect(writes()).toEqual([]);
	});

	it('an update of someone who has left the account', async () => {
		add(ADA, { dept: 'Sales' });
		const planned = await plan([row(ADA, { dept: 'Legal' })], WITH_DEPARTMENT);
		zoom().account.remove(ADA);
		expect((await apply(planned)).json).toMatchObject([
			{ reason: 'changed', error: expect.stringContaining('no longer in this account') },
		]);
	});
});

describe('User: Apply Plan, what it refuses', () => {
	/** Other texts and numbers for a value, each changed in one place. */
	function altered(value: unknown): unknown[] {
		if (typeof value === 'number') return [value + 1];
		if (typeof value === 'boolean') return [!value];
		if (typeof value === 'string') {
			const other = (at: number) => (value[at] === 'x' ? 'y' : 'x');
			return [0, Math.floor(value.length / 2), value.length - 1].map(
				(at) => value.slice(0, at) + other(at) + value.slice(at + 1),
			);
		}
		if (Array.isArray(value)) {
			return value.flatMap((one, at) =>
				altered(one).map((new_) => value.map((old, i) => (i === at ? new_ : old))),
			);
		}
		if (typeof value !== 'object' || value === null) return ['x'];
		return Object.entries(value).flatMap(([key, inside]) =>
			altered(inside).map((new_) => ({ ...value, [key]: new_ })),
		);
	}

	const REFUSED = {
		outcome: 'failed',
		reason: 'invalid',
		error: expect.stringContaining('is not a row of a plan'),
	};

	it('a row with any field altered, removed or moved from another plan', async () => {
		add(ADA, { dept: 'Sales' });
		add(BOB, { status: 'pending' });
		const parameters = { afterCreation: { department: '={{ $json.dept }}', role: 'Help Desk' } };
		const rows = [row(ADA, { dept: 'Legal' }), row(BOB, { dept: 'IT' }), row('new@corp.example')];
		const planned = [...(await plan(rows, parameters)), ...(await plan([row('bad@')]))];
		const [other] = await plan(rows, parameters);
		const all = planned.flatMap((one) => [
			...Object.entries(one).flatMap(([name, value]) =>
				altered(value).map((new_) => ({ ...one, [name]: new_ as string })),
			),
			...Object.keys(one)
				.filter((name) => name !== 'seal')
				.map((name) => Object.fromEntries(Object.entries(one).filter(([key]) => key !== name))),
			{ ...one, planId: other.planId },
			{ ...one, seal: other.seal },
			{ ...one, overLimit: 'x' },
			{ ...one, after: '2020-01-01T00:00:00.000Z' },
		]);
		const changed = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
		expect(changed.length).toBeGreaterThan(150);
		zoom().journal.clear();
		const { json } = await apply(changed);
		expect(json).toHaveLength(changed.length);
		for (const item of json) expect(item).toMatchObject(REFUSED);
		expect(writes()).toEqual([]);
		// The rows themselves are accepted, also with fields that other nodes have added.
		const { json: accepted } = await apply(planned.slice(0, 3).map((one) => ({ ...one, approved: true })));
		expect(accepted.map(({ outcome }) => outcome)).toEqual(['updated', 'unchanged', 'created']);
	});

	it('something that is no row of a plan', async () => {
		for (const item of [{}, { email: ADA, plan: 'delete' }, { data: { approved: true } }]) {
			expect((await apply([item])).json).toMatchObject([
				{ reason: 'invalid', error: expect.stringContaining('has no item of Plan Changes') },
			]);
		}
		const text = { plan: 'delete everybody' };
		expect((await apply([{}], text)).json).toMatchObject([{ outcome: 'failed', reason: 'invalid' }]);
	});

	it('a plan made with another credential, or for another account', async () => {
		const planned = await plan([row(ADA)]);
		const { type, data } = CREDENTIALS.serverToServer(zoom());
		const otherApp = { type, data: { ...data, clientSecret: 'another-secret' } };
		expect((await apply(planned, {}, { credential: otherApp })).json).toMatchObject([REFUSED]);
		const otherAccount = { type, data: { ...data, accountId: 'another-account' } };
		expect((await apply(planned, {}, { credential: otherAccount, credentialId: '2' })).json).toMatchObject([
			{ reason: 'invalid', error: expect.stringContaining('another Zoom account') },
		]);
		expect((await apply(planned, {}, { credential: CREDENTIALS.oAuth2(zoom()) })).json).toMatchObject([
			REFUSED,
		]);
		expect(writes()).toEqual([]);
	});

	it('an OAuth2 credential that is connected to another account by now', async () => {
		const credential = CREDENTIALS.oAuth2(zoom());
		const planned = await plan([row(ADA)], {}, { credential });
		zoom().settings.accountId = 'another-account';
		const { json } = await apply(planned, {}, { credential: CREDENTIALS.oAuth2(zoom()), credentialId: '3' });
		expect(json).toMatchObject([{ error: expect.stringContaining('another Zoom account') }]);
		expect(writes()).toEqual([]);
	});

	it('rows of two plans, a plan over its limit, and a plan that is too old', async () => {
		add(ADA);
		add(BOB);
		const first = await plan([row('new@corp.example')]);
		const second = await plan([row('new2@corp.example')]);
		expect((await apply([...first, ...second])).json).toMatchObject([
			{ error: expect.stringContaining('several plans') },
			{ error: expect.stringContaining('several plans') },
		]);
		const scope = { domains: 'corp.example' };
		const over = await plan([row(ADA)], { notInList: 'delete', scope });
		const { json } = await apply(over);
		for (const item of json)
			expect(item).toMatchObject({ error: expect.stringContaining("'Max Removals (%)'") });
		// The mark is sealed.
		const unmarked = over.map(({ overLimit, ...one }) => ({ ...one, marked: overLimit !== undefined }));
		for (const item of (await apply(unmarked)).json) expect(item).toMatchObject(REFUSED);

		const old = await plan([row(ADA)], { options: { validFor: 2 } });
		const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3 * HOUR_MS);
		const late = await apply(old);
		now.mockRestore();
		expect(late.json).toMatchObject([{ error: expect.stringContaining('The plan was valid until') }]);
		expect(writes()).toEqual([]);
	});

	it('more removals in an execution than Max Users per Run', async () => {
		add(ADA);
		for (const { email } of makeUsers(11)) add(email);
		const planned = await plan([row(ADA), row('new@corp.example')], removals('deactivate'));
		const { json } = await apply(planned);
		expect(json[0].error).toContain("'Max Users per Run' is 10, and this would be 11 users");
		expect(writes()).toEqual([]);
		const raised = await apply(planned, { options: { maxPeople: 11 } });
		expect(raised.json.filter(({ outcome }) => outcome === 'deactivated')).toHaveLength(11);
	});
});

describe('User: Apply Plan, in n8n', () => {
	it('a blocked row fails with its reason, after all others', async () => {
		add(BOB, { status: 'inactive' });
		const planned = await plan([row(BOB), row(ADA)]);
		const { json } = await apply(planned);
		expect(json).toMatchObject([
			{ outcome: 'failed', reason: 'inactive', error: planned[0].error },
			{ outcome: 'created' },
		]);
		const stopped = await apply(planned, {}, { settings: {} });
		expect(stopped.error?.description).toContain(BOB);
	});

	it('sends nothing with Stop Workflow if a row is refused, and passes it to the Error output otherwise', async () => {
		const planned = await plan([row(ADA), row(BOB)]);
		const tampered = [planned[0], { ...planned[1], email: 'eve@corp.example' }];
		const stopped = await apply(tampered, {}, { settings: {} });
		expect(stopped.error?.message).toContain('1 of 2 rows cannot be sent to Zoom');
		expect(writes()).toEqual([]);
		const { json, errorJson } = await apply(tampered, {}, { settings: TO_ERROR_OUTPUT });
		expect(json).toMatchObject([{ email: ADA, outcome: 'created' }]);
		expect(errorJson).toHaveLength(1);
	});

	it('two runs at once make each change once', async () => {
		const users = makeUsers(20);
		for (const { email } of users.slice(0, 10)) add(email, { dept: 'Sales' });
		const rows = users.map(({ email }) => row(email, { dept: 'Legal' }));
		const planned = await plan(rows, WITH_DEPARTMENT);
		const results = await Promise.all([apply(planned), apply(planned)]);
		for (const { json } of results) expect(json.every(({ outcome }) => outcome !== 'failed')).toBe(true);
		const creates = zoom().journal.requests.filter(
			({ path, method, wrote }) => method === 'POST' && path === '/v2/users' && wrote,
		);
		expect(creates).toHaveLength(10);
	});

	it('with Retry On Fail, no change is made twice', async () => {
		const users = makeUsers(10);
		const planned = await plan(users.map(({ email }) => row(email)));
		let failed = false;
		zoom().settings.breakRequest = ({ method, path }) => {
			if (failed || method !== 'POST' || path !== '/v2/users') return undefined;
			failed = true;
			return 'drop-after';
		};
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const { json } = await apply(planned, {}, { settings });
		expect(json.map(({ outcome }) => outcome)).toEqual(users.map(() => 'created'));
		expect(zoom().account.size).toBe(10);
	});

	it('waits for the day that the plan gives to an invitation', async () => {
		zoom().settings.invitationsPerDay = 50;
		const credential = onPro(CREDENTIALS.serverToServer(zoom()));
		const own = { credential, credentialId: 'near its quota' };
		await run({ rows: makeUsers(49, 'before.example'), settings: CONTINUE, ...own });
		const planned = await plan([row(ADA), row(BOB)], {}, own);
		expect(planned.map(({ after }) => after === undefined)).toEqual([true, false]);
		expect((await apply(planned, {}, own)).json).toMatchObject([
			{ outcome: 'created' },
			{ outcome: 'failed', reason: 'quota' },
		]);
		const deferred = await apply(planned, { options: { onDailyLimit: 'defer' } }, own);
		expect(deferred.json[1]).toMatchObject({
			outcome: 'deferred',
			seal: planned[1].seal,
			deferred: { retryAt: planned[1].after },
		});
	});

	it('stops when the execution is cancelled', async () => {
		zoom().settings.latencyMs = 20;
		const planned = await plan(makeUsers(40).map(({ email }) => row(email)));
		const cancelAfter = new Promise((resolve) => setTimeout(resolve, 150));
		await apply(planned, {}, { cancelAfter });
		const created = zoom().account.size;
		expect(created).toBeLessThan(40);
		const { json } = await apply(planned);
		expect(json.every(({ outcome }) => outcome === 'created' || outcome === 'unchanged')).toBe(true);
		expect(zoom().account.size).toBe(40);
	});
});
