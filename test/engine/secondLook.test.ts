/**
 * Zoom's data about users changes between requests, and is sometimes wrong: the node looks up users again.
 */
import type { IDataObject } from 'n8n-workflow';
import { onUser, CONTINUE, CREDENTIALS, makeUsers, rowsFor, withSimulator } from './support/withSimulator';

const ADA = 'ada@corp.example';
const SALES = 'GrpSales00000000000001';
const { zoom, run } = withSimulator();
const requests = (method: string) => zoom().journal.requests.filter((one) => one.method === method);
const perform = async (rows: IDataObject[], parameters: IDataObject) =>
	await run({ rows, settings: CONTINUE, parameters });
const upsert = async (rows: IDataObject[], parameters: IDataObject = {}) =>
	await perform(rows, { operation: 'upsert', type: '', ...parameters });
const onOne = async (operation: string, more: IDataObject = {}, email = ADA) =>
	(await perform(rowsFor(email), onUser(operation, more))).json[0];

describe('a scope that is missing for one user', () => {
	it.each([
		['4711', 'create'],
		['4700', 'create'],
	])('fails that user only, if others were just created with it (%s)', async (code) => {
		const rows = makeUsers(20);
		rows[2].email = `p3+refuse-${code}@corp.example`;
		const { json } = await perform(rows, { options: { rateShare: 100, maxConcurrency: 1 } });
		expect(json.filter(({ outcome }) => outcome === 'created')).toHaveLength(19);
		expect(json[2]).toMatchObject({ outcome: 'failed', code: Number(code) });
	});

	it('still ends the run if it is the first response', async () => {
		const rows = makeUsers(5);
		rows[0].email = 'p1+refuse-4711@corp.example';
		const { json } = await perform(rows, { options: { maxConcurrency: 1 } });
		expect(json.map(({ outcome, reason }) => [outcome, reason])).toEqual(Array(5).fill(['failed', 'scope']));
		expect(requests('POST').filter(({ path }) => path === '/v2/users')).toHaveLength(1);
	});
});

describe('a user that Zoom does not find', () => {
	it('is created by Create or Update, also if Zoom returns code 1010', async () => {
		expect((await upsert([{ email: 'ada+refuse-get-1010@corp.example' }])).json[0]).toMatchObject({
			outcome: 'created',
		});
	});

	it('by address, but has in its lists, exists in this account', async () => {
		const blind = 'blind+refuse-get-1001@corp.example';
		zoom().account.add({ email: blind, first_name: 'Bea' });
		const row = [{ email: blind, first: 'Bea', last: 'King' }];
		const [failed] = (await perform(row, {})).json;
		expect(failed).toMatchObject({ outcome: 'failed', reason: 'exists' });
		const [skipped] = (await perform(row, { options: { ifUserExists: 'skip' } })).json;
		expect(skipped).toMatchObject({ outcome: 'exists', email: blind });
		expect((await upsert(row)).json[0]).toMatchObject({
			outcome: 'updated',
			changed: { lastName: { to: 'King' } },
		});
	});

	it('and whose lists cannot be read, is never suggested for deletion', async () => {
		zoom().settings.scopes = zoom().settings.scopes.filter((scope) => !scope.includes('list_users'));
		const blind = 'blind+refuse-get-1001@corp.example';
		zoom().account.add({ email: blind });
		const [item] = (await perform(rowsFor(blind), {})).json;
		expect(item).toMatchObject({ reason: 'otherAccount', error: expect.stringContaining('list_users') });
		expect(item.error).not.toMatch(/delete/i);
	});

	it('right after the look-up, is looked up again, and is changed by address', async () => {
		zoom().account.add({ email: ADA });
		let broken = 0;
		zoom().settings.breakRequest = ({ method }) => {
			const user = zoom().account.find(ADA);
			// Zoom loses the ID for one request.
			if (method === 'PUT' && broken++ === 0 && user) zoom().account.add({ ...user, id: 'anotherId' });
			return undefined;
		};
		expect(await onOne('deactivate')).toMatchObject({ outcome: 'deactivated' });
		expect(requests('PUT').map(({ status }) => status)).toEqual([404, 204]);
	});
});

describe('an invitation in an account that rejects queries for pending users', () => {
	beforeEach(() => {
		zoom().settings.pendingTakesNoQuery = true;
		zoom().account.add({ email: ADA, first_name: 'Ada', last_name: 'King', status: 'pending' });
	});

	it('is cancelled by Delete', async () => {
		expect(await onOne('delete', { how: 'delete' })).toMatchObject({ outcome: 'invitationCancelled' });
		expect(zoom().account.find(ADA)).toBeUndefined();
	});

	it('is sent again by Resend Invitation', async () => {
		expect(await onOne('resendInvitation')).toMatchObject({ outcome: 'invitationSent' });
	});
});

describe('users who appear during Create or Update', () => {
	it('are updated: twenty of forty are created elsewhere after the third create', async () => {
		const rows = makeUsers(40).map((row) => ({ ...row, last: 'King' }));
		zoom().settings.breakRequest = ({ post, path, method }) => {
			if (method !== 'POST' || path !== '/v2/users' || post !== 1) return undefined;
			if (zoom().journal.created.length === 3) {
				for (const { email } of rows.slice(20)) {
					if (!zoom().account.find(email)) zoom().account.add({ email, first_name: 'X', last_name: 'Y' });
				}
			}
			return undefined;
		};
		const { json } = await upsert(rows, { options: { rateShare: 100, maxConcurrency: 1 } });
		expect(json.map(({ outcome }) => outcome)).toEqual([
			...Array(20).fill('created'),
			...Array(20).fill('updated'),
		]);
		expect(zoom().account.find(rows[30].email)).toMatchObject({ last_name: 'King' });
	});

	it('are updated: two accept between the list of active users and the list of pending ones', async () => {
		const rows = makeUsers(10).map((row) => ({ ...row, last: 'King' }));
		for (const { email, first } of rows) {
			zoom().account.add({ email, first_name: first, last_name: 'King', status: 'pending' });
		}
		zoom().settings.breakRequest = ({ path, method }) => {
			const lists = zoom().journal.requests.filter((one) => one.path === '/v2/users' && one.method === 'GET');
			if (method === 'GET' && path === '/v2/users' && lists.length === 2) {
				zoom().accept(rows[0].email);
				zoom().accept(rows[1].email);
			}
			return undefined;
		};
		const { json } = await upsert(rows);
		expect(json.map(({ outcome }) => outcome)).toEqual(Array(10).fill('unchanged'));
	});

	it('and are deactivated, are handled by If User Is Deactivated', async () => {
		const rows = makeUsers(5);
		zoom().settings.breakRequest = ({ path, method, email }) => {
			if (method === 'POST' && path === '/v2/users' && email === rows[4].email) {
				if (!zoom().account.find(email)) zoom().account.add({ email, status: 'inactive' });
			}
			return undefined;
		};
		const options = { rateShare: 100, ifInactive: 'activate' };
		const { json } = await upsert(rows, { options });
		expect(json[4]).toMatchObject({ outcome: 'activated' });
	});
});

describe('Resend Invitation at the end of the daily quota', () => {
	it.each([true, false])(
		'cancels at most one invitation that it cannot send again (rate headers: %s)',
		async (limitHeaders) => {
			Object.assign(zoom().settings, { limitHeaders, invitationsPerDay: 5 });
			const rows = rowsFor(...makeUsers(20).map(({ email }) => email));
			for (const { email } of rows) zoom().account.add({ email, status: 'pending' });
			const { json } = await perform(
				rows,
				onUser('resendInvitation', { options: { onDailyLimit: 'defer' } }),
			);
			expect(json.filter(({ outcome }) => outcome === 'invitationSent')).toHaveLength(5);
			expect(json.filter(({ outcome }) => outcome === 'deferred')).toHaveLength(15);
			const notInvited = rows.filter(({ email }) => !zoom().account.find(email));
			expect(notInvited.length).toBeLessThanOrEqual(1);
			for (const { email } of notInvited) {
				const item = json.find(({ deferred }) => (deferred as IDataObject | undefined)?.email === email);
				expect(item).toMatchObject({ deferred: { note: expect.stringContaining('no longer invited') } });
			}
		},
		120_000,
	);
});

describe('pending changes that Zoom does not return', () => {
	const pendingChanges = [
		{ step: 'profile', want: { department: 'Sales', aboutMe: 'Rows' }, because: 'pending' },
	];
	const apply = async (staticData: IDataObject) =>
		(
			await run({
				rows: [{ email: ADA }],
				settings: CONTINUE,
				staticData,
				parameters: {
					operation: 'upsert',
					type: '',
					firstName: '',
					lastName: '',
					afterCreation: { pendingChanges },
				},
			})
		).json[0];

	it('are applied once, even if a field with them is already set', async () => {
		zoom().account.add({ email: ADA, dept: 'Sales' });
		const staticData = {};
		expect(await apply(staticData)).toMatchObject({ outcome: 'updated' });
		expect(zoom().account.find(ADA)).toMatchObject({ about_me: 'Rows' });
		zoom().journal.clear();
		expect(await apply(staticData)).toMatchObject({ outcome: 'unchanged' });
		expect(requests('PATCH')).toEqual([]);
	});

	it("are not readable in the workflow's static data", async () => {
		zoom().account.add({ email: ADA });
		const staticData = {};
		await apply(staticData);
		expect(JSON.stringify(staticData)).toContain('aboutMe');
		expect(JSON.stringify(staticData)).not.toContain('Rows');
	});
});

describe('the user of the credential', () => {
	const withAdmins = { options: { allowAdmins: true } };

	it('is protected with Server-to-Server too', async () => {
		const { owner } = zoom().account;
		owner.role_id = '1';
		zoom().settings.meIsOwner = true;
		expect(await onOne('deactivate', withAdmins, owner.email)).toMatchObject({ reason: 'permission' });
		expect(await onOne('delete', { how: 'delete', ...withAdmins }, owner.email)).toMatchObject({
			reason: 'permission',
		});
		expect(requests('DELETE')).toEqual([]);
	});

	it('is unknown if Zoom does not return it: other users are deactivated, and a hint reports it', async () => {
		zoom().account.add({ email: ADA });
		const { json, hints } = await perform(rowsFor(ADA), onUser('deactivate'));
		expect(json[0]).toMatchObject({ outcome: 'deactivated' });
		expect(hints.join()).toContain('Protected Users');
	});

	it('is protected if the node names it', async () => {
		zoom().account.add({ email: ADA });
		const options = { protectedUsers: `someone@corp.example, ${ADA.toUpperCase()}` };
		expect(await onOne('deactivate', { options })).toMatchObject({
			reason: 'permission',
			error: expect.stringContaining("'Protected Users'"),
		});
	});
});

describe('a response with missing data', () => {
	it('from a group that added the user: added, not unchanged', async () => {
		zoom().account.add({ email: ADA });
		zoom().settings.breakRequest = ({ method, path }) => {
			if (method === 'POST' && path.includes('/groups/')) zoom().account.find(ADA)?.group_ids.push(SALES);
			return undefined;
		};
		const added = (
			await perform(
				rowsFor(ADA),
				onUser('addMember', { group: { __rl: true, mode: 'name', value: 'Sales' } }, 'group'),
			)
		).json[0];
		expect(added).toMatchObject({ outcome: 'added' });
	});

	it('for a user who is in a Delete batch twice: deleted, and unchanged in the second row', async () => {
		const { id } = zoom().account.add({ email: ADA });
		const { json } = await perform(
			[{ email: ADA }, { email: ADA.toUpperCase() }, { email: id }],
			onUser('delete', {
				how: 'delete',
				user: { __rl: true, mode: 'id', value: '={{ $json.email }}' },
				options: { maxConcurrency: 1 },
			}),
		);
		expect(json).toMatchObject([
			{ outcome: 'deleted' },
			{ outcome: 'unchanged', id },
			{ outcome: 'unchanged', id },
		]);
	});
});

describe('with OAuth2', () => {
	it('a user who appears during the run is updated too', async () => {
		zoom().settings.breakRequest = ({ method, path }) => {
			if (method === 'POST' && path === '/v2/users' && !zoom().account.find(ADA)) {
				zoom().account.add({ email: ADA, first_name: 'X' });
			}
			return undefined;
		};
		const { json } = await run({
			rows: [{ email: ADA, first: 'Ada', last: 'King' }],
			settings: CONTINUE,
			credential: CREDENTIALS.oAuth2(zoom()),
			parameters: { operation: 'upsert', type: '' },
		});
		expect(json[0]).toMatchObject({ outcome: 'updated', changed: { firstName: { to: 'Ada' } } });
	});
});
