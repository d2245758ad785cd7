import type { JournalEntry } from '../../simulator/server';
import {
	onUser,
	CONTINUE,
	CREDENTIALS,
	rowsFor,
	TO_ERROR_OUTPUT,
	withSimulator,
} from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn(
	'me-not-for-server-to-server',
	'pending-no-id-in-lists',
	'pending-delete-with-query',
	'pending-delete-without-query',
	'deleted-user-1001',
);

const ADA = 'ada@corp.example';
const { zoom, run } = withSimulator();

/** All requests except reads. */
const writes = () =>
	zoom().journal.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2/'));
const requestOf = ({ method, path, query, bodyText, wrote }: JournalEntry) => ({
	request: `${method} ${decodeURIComponent(path)}`,
	...(Object.keys(query ?? {}).length > 0 ? { query } : {}),
	...(bodyText ? { body: JSON.parse(bodyText) } : {}),
	wrote: wrote ?? false,
});
const add = (more: object = {}) => zoom().account.add({ email: ADA, ...more });
const once = async (operation: string, more: object = {}, email = ADA) =>
	(await run({ rows: rowsFor(email), settings: CONTINUE, parameters: onUser(operation, more as never) }))
		.json[0];

describe('User: Get', () => {
	it('returns the user as Zoom has them', async () => {
		add({ job_title: 'Admiral' });
		expect(await once('get')).toMatchObject({ email: ADA, job_title: 'Admiral', status: 'active' });
	});

	it('finds users by ID with / and +, by address with +, and by employee ID', async () => {
		add({ id: '/a+b/c==', employee_unique_id: 'HR/7', action: 'ssoCreate' });
		zoom().account.add({ email: 'ada+list@corp.example' });
		for (const [mode, value, email] of [
			['id', '/a+b/c==', ADA],
			['email', 'ADA+list@corp.example', 'ada+list@corp.example'],
			['employeeId', 'HR/7', ADA],
		]) {
			const user = { __rl: true, mode, value };
			expect(await once('get', { user })).toMatchObject({ email });
		}
	});

	it('fails for an unknown user, and for an empty row', async () => {
		const { json } = await run({
			rows: rowsFor('nobody@corp.example', ''),
			settings: CONTINUE,
			parameters: onUser('get'),
		});
		expect(json).toEqual([
			expect.objectContaining({ reason: 'otherAccount', email: 'nobody@corp.example', code: 1001 }),
			expect.objectContaining({ reason: 'invalid', error: expect.stringContaining("'User' is empty") }),
		]);
	});
});

describe('User: Update', () => {
	it('writes the differences, and returns the previous values', async () => {
		add({ dept: 'Sales', job_title: 'Rep' });
		const updateFields = { department: 'Engineering', jobTitle: 'Rep', company: '' };
		expect(await once('update', { updateFields })).toMatchObject({
			outcome: 'updated',
			changed: { department: { from: 'Sales', to: 'Engineering' } },
		});
		expect(writes().map(requestOf)).toEqual([
			{
				request: `PATCH /v2/users/${zoom().account.find(ADA)?.id}`,
				body: { dept: 'Engineering' },
				wrote: true,
			},
		]);
		expect(await once('update', { updateFields })).toMatchObject({ outcome: 'unchanged' });
		expect(writes()).toHaveLength(1);
	});

	it('clears only the fields to clear', async () => {
		add({ dept: 'Sales', job_title: 'Rep' });
		const updateFields = { department: '={{ $json.nothing }}', emptyFields: ['jobTitle'] };
		expect(await once('update', { updateFields })).toMatchObject({
			outcome: 'updated',
			changed: { jobTitle: { from: 'Rep', to: '' } },
		});
		expect(zoom().account.find(ADA)).toMatchObject({ dept: 'Sales', job_title: '' });
	});

	it('of a pending user fails until they accept, and sends nothing', async () => {
		add({ status: 'pending' });
		expect(await once('update', { updateFields: { department: 'Sales' } })).toMatchObject({
			outcome: 'failed',
			reason: 'pending',
		});
		expect(writes()).toEqual([]);
	});

	it('rejects two licenses together, an invalid phone number, and an empty update, before the first request', async () => {
		for (const [updateFields, says] of [
			[{ type: 2, planUnitedType: '1' }, 'cannot be changed together'],
			[{ phoneNumbers: { phone: [{ number: 'call me' }] } }, 'is not a phone number'],
			[{ pmi: '123' }, 'does not have 10 digits'],
			[{ aboutMe: 'x'.repeat(151) }, 'is 151 characters long'],
			[{ emptyFields: ['type'] }, 'cannot be cleared'],
			[{}, 'nothing to update'],
		] as const) {
			expect(await once('update', { updateFields })).toMatchObject({
				reason: 'invalid',
				error: expect.stringContaining(says),
			});
		}
		expect(zoom().journal.requests).toEqual([]);
	});

	it('writes every field with its name in Zoom', async () => {
		add();
		const updateFields = {
			aboutMe: 'Counts',
			cmsUserId: 'k1',
			company: 'Engines',
			costCenter: '42',
			customAttributes: { attribute: [{ name: 'badge', value: 'B-7' }] },
			department: 'Research',
			displayName: 'Ada L',
			divisionId: 'div1',
			firstName: 'Augusta',
			hostKey: '123456',
			jobTitle: 'Analyst',
			language: 'de-DE',
			lastName: 'King',
			linkedinUrl: 'https://linkedin.com/in/ada',
			location: 'London',
			manager: 'Charles@corp.example',
			phoneNumbers: { phone: [{ code: '41', number: '44 123 45 67', label: 'Mobile' }] },
			pmi: '123 456 7890',
			pronouns: 'she/her',
			pronounsOption: 2,
			timezone: 'Europe/London',
			usePmi: true,
			vanityName: 'ada',
			zoomOneType: '72057594037927936',
			zoomPhone: true,
		};
		zoom().account.add({
			email: 'bob@corp.example',
			custom_attributes: [{ key: 'cbf_badge', name: 'Badge', value: 'B-1' }],
		});
		expect(await once('update', { updateFields })).toMatchObject({ outcome: 'updated' });
		const [{ bodyText }] = writes();
		expect(bodyText).toContain('"zoom_one_type":72057594037927936');
		expect(JSON.parse(bodyText ?? '')).toEqual({
			about_me: 'Counts',
			cms_user_id: 'k1',
			company: 'Engines',
			cost_center: '42',
			custom_attributes: [{ key: 'cbf_badge', value: 'B-7' }],
			dept: 'Research',
			display_name: 'Ada L',
			division_ids: ['div1'],
			first_name: 'Augusta',
			host_key: '123456',
			job_title: 'Analyst',
			language: 'de-DE',
			last_name: 'King',
			linkedin_url: 'https://linkedin.com/in/ada',
			location: 'London',
			manager: 'Charles@corp.example',
			phone_numbers: [{ code: '+41', number: '441234567', label: 'Mobile' }],
			pmi: 1234567890,
			pronouns: 'she/her',
			pronouns_option: 2,
			timezone: 'Europe/London',
			use_pmi: true,
			vanity_name: 'ada',
			zoom_one_type: 72057594037927940,
			feature: { zoom_phone: true },
		});
	});

	it.each(['drop-after', 'drop-before', '500-before', '500-after'] as const)(
		'is sent again when its response is lost (%s)',
		async (fault) => {
			add();
			let broken = 0;
			zoom().settings.breakRequest = ({ method }) =>
				method === 'PATCH' && broken++ === 0 ? fault : undefined;
			expect(await once('update', { updateFields: { department: 'Sales' } })).toMatchObject({
				outcome: 'updated',
			});
			expect(zoom().account.find(ADA)?.dept).toBe('Sales');
		},
	);
});

describe('User: Change Email', () => {
	it('changes the address, and returns the previous one', async () => {
		add();
		expect(await once('changeEmail', { newEmail: 'countess@corp.example' })).toMatchObject({
			outcome: 'emailChanged',
			email: 'countess@corp.example',
			changed: { email: { from: ADA, to: 'countess@corp.example' } },
		});
		expect(zoom().account.find('countess@corp.example')).toBeDefined();
	});

	it('reports why an address cannot be changed', async () => {
		add();
		zoom().account.add({ email: 'taken@corp.example' });
		zoom().account.add({ email: 'new@corp.example', status: 'pending' });
		zoom().account.add({ email: 'boss@corp.example', role_id: '1' });
		const to = (newEmail: string, email = ADA) => once('changeEmail', { newEmail }, email);
		expect(await to('taken@corp.example')).toMatchObject({ reason: 'exists', code: 1005 });
		expect(await to('x@corp.example', 'new@corp.example')).toMatchObject({ reason: 'pending' });
		expect(await to('x@corp.example', 'boss@corp.example')).toMatchObject({
			reason: 'permission',
			code: 1000,
		});
		expect(await to('an invalid address')).toMatchObject({ reason: 'invalid' });
		expect(await to(ADA.toUpperCase())).toMatchObject({ outcome: 'unchanged' });
		for (const name of ['a', 'b', 'c']) {
			const email = zoom().account.people[0].email;
			await to(`${name}@corp.example`, email);
		}
		const last = zoom().account.people.find(({ email }) => email === 'c@corp.example');
		expect(await to('d@corp.example', last?.email)).toMatchObject({ reason: 'rate' });
	});
});

describe('User: Activate and Deactivate', () => {
	it('deactivates, and returns what Zoom revoked', async () => {
		add({ type: 2, zoom_one_type: '16', group_ids: ['GrpSales00000000000001'] });
		expect(await once('deactivate')).toMatchObject({
			outcome: 'deactivated',
			status: 'inactive',
			revokedLicenses: { type: 2, zoom_one_type: 16, group_ids: ['GrpSales00000000000001'] },
		});
		expect(zoom().account.find(ADA)).toMatchObject({ status: 'inactive', type: 1 });
		expect(await once('deactivate')).toMatchObject({ outcome: 'unchanged' });
	});

	it('activates, with a hint that licenses are not restored', async () => {
		add({ status: 'inactive' });
		const { json, hints } = await run({ rows: rowsFor(ADA), parameters: onUser('activate') });
		expect(json).toMatchObject([{ outcome: 'activated', status: 'active' }]);
		expect(hints.join()).toContain('has not restored licenses');
		expect(await once('activate')).toMatchObject({ outcome: 'unchanged' });
	});

	it('of a pending user fails, and sends nothing', async () => {
		add({ status: 'pending' });
		expect(await once('deactivate')).toMatchObject({ reason: 'pending' });
		expect(await once('activate')).toMatchObject({ reason: 'pending' });
		expect(writes()).toEqual([]);
	});
});

describe('User: Delete', () => {
	const byIdPath = () => `DELETE /v2/users/${zoom().account.find(ADA)?.id}`;

	it('requires a Delete Mode', async () => {
		add();
		// With an empty value, n8n does not start the node.
		await expect(run({ rows: rowsFor(ADA), parameters: onUser('delete') })).rejects.toThrow(/has issues/);
		expect(await once('delete', { how: '={{ $json.how }}' })).toMatchObject({
			reason: 'invalid',
			error: expect.stringContaining("'Delete Mode' is not chosen"),
		});
		expect(zoom().journal.requests).toEqual([]);
	});

	it('unlinks with Zoom\'s "disassociate", and deletes with "delete" and all eight transfers', async () => {
		add();
		zoom().account.add({ email: 'mira@corp.example', type: 2 });
		const request = byIdPath();
		expect(await once('delete', { how: 'unlink' })).toMatchObject({ outcome: 'unlinked' });
		expect(writes().map(requestOf)).toEqual([{ request, query: { action: 'disassociate' }, wrote: true }]);

		zoom().journal.clear();
		add();
		const transfer = [
			'clipfiles',
			'docs',
			'meeting',
			'notes',
			'recording',
			'visitors',
			'webinar',
			'whiteboard',
		];
		const json = await once('delete', { how: 'delete', transfer, transferTo: 'mira@corp.example' });
		expect(json).toMatchObject({
			outcome: 'deleted',
			transferredTo: 'mira@corp.example',
			transferred: transfer,
		});
		expect(writes()[0].query).toEqual({
			action: 'delete',
			transfer_email: 'mira@corp.example',
			...Object.fromEntries(transfer.map((one) => [`transfer_${one}`, 'true'])),
		});
	});

	it('cancels the invitation of a pending user in any mode', async () => {
		add({ status: 'pending' });
		expect(await once('delete', { how: 'delete' })).toMatchObject({ outcome: 'invitationCancelled' });
		expect(writes().map(requestOf)).toEqual([
			{ request: `DELETE /v2/users/${ADA}`, query: { action: 'disassociate' }, wrote: true },
		]);
	});

	it('of a deactivated user names the fix (Activate, then Delete), and sends nothing', async () => {
		add({ status: 'inactive' });
		expect(await once('delete', { how: 'delete' })).toMatchObject({
			reason: 'inactive',
			error: expect.stringContaining('Activate, then Delete'),
		});
		expect(writes()).toEqual([]);
	});

	it('protects owner, admins and the user of the credential', async () => {
		const { owner } = zoom().account;
		zoom().account.add({ email: 'boss@corp.example', role_id: '1' });
		for (const operation of ['delete', 'deactivate']) {
			const more = { how: 'unlink', options: { allowAdmins: true } };
			expect(await once(operation, more, owner.email)).toMatchObject({ reason: 'permission' });
			expect(await once(operation, { how: 'unlink' }, 'boss@corp.example')).toMatchObject({
				reason: 'permission',
				error: expect.stringContaining('Allow Admins'),
			});
		}
		expect(writes()).toEqual([]);
		// Zoom never unlinks admins. The error has a separate code.
		const more = { how: 'unlink', options: { allowAdmins: true } };
		expect(await once('delete', more, 'boss@corp.example')).toMatchObject({
			reason: 'permission',
			code: 1117,
		});
		expect(
			await once('delete', { how: 'delete', options: { allowAdmins: true } }, 'boss@corp.example'),
		).toMatchObject({ outcome: 'deleted' });
	});

	it('never reports a rejected request as done', async () => {
		add({ email: 'rex+refuse-delete-200@corp.example' });
		expect(await once('delete', { how: 'delete' }, 'rex+refuse-delete-200@corp.example')).toMatchObject({
			outcome: 'failed',
			code: 200,
		});
	});

	it('does not delete any user if the user of the credential is unknown', async () => {
		add();
		zoom().settings.breakRequest = ({ path }) => (path === '/v2/users/me' ? '500-before' : undefined);
		const { json } = await run({
			rows: rowsFor(ADA),
			settings: CONTINUE,
			credential: CREDENTIALS.oAuth2(zoom()),
			parameters: onUser('delete', { how: 'delete' }),
		});
		expect(json).toMatchObject([
			{ outcome: 'failed', error: expect.stringContaining('the user of the credential') },
		]);
		expect(writes()).toEqual([]);
	}, 60_000);

	it('cancels an expired invitation', async () => {
		add({ status: 'pending', createdAt: zoom().now() - 31 * 24 * 3_600_000 });
		expect(await once('delete', { how: 'delete' })).toMatchObject({ outcome: 'invitationCancelled' });
		zoom().settings.expiredCanBeUnlinked = false;
		add({ status: 'pending', createdAt: zoom().now() - 31 * 24 * 3_600_000 });
		expect(await once('delete', { how: 'delete' })).toMatchObject({
			reason: 'expired',
			error: expect.stringContaining('Zoom portal'),
		});
	});

	it('protects the user of an OAuth2 credential', async () => {
		const { owner } = zoom().account;
		owner.role_id = '1';
		const { json } = await run({
			rows: rowsFor(owner.email),
			settings: CONTINUE,
			credential: CREDENTIALS.oAuth2(zoom()),
			parameters: onUser('delete', { how: 'delete', options: { allowAdmins: true } }),
		});
		expect(json).toMatchObject([
			{ reason: 'permission', error: expect.stringContaining('belongs to this user') },
		]);
		expect(writes()).toEqual([]);
	});

	it('explains why managed and API users cannot be unlinked', async () => {
		zoom().settings.managedDomains = ['corp.example'];
		add();
		expect(await once('delete', { how: 'unlink' })).toMatchObject({
			code: 1107,
			error: expect.stringContaining('managed domain'),
		});
		zoom().settings.managedDomains = [];
		add({ action: 'custCreate' });
		expect(await once('delete', { how: 'unlink' })).toMatchObject({
			error: expect.stringContaining('users without sign-in'),
		});
	});

	it('rejects a transfer without a target, and to the same user', async () => {
		add();
		expect(await once('delete', { how: 'delete', transfer: ['meeting'] })).toMatchObject({
			reason: 'invalid',
			error: expect.stringContaining("'Transfer To' is empty"),
		});
		expect(await once('delete', { how: 'delete', transfer: ['meeting'], transferTo: ADA })).toMatchObject({
			reason: 'invalid',
		});
		expect(writes()).toEqual([]);
	});

	it('is reported as deleted if the response is lost and the user is gone', async () => {
		add();
		let broken = 0;
		zoom().settings.breakRequest = ({ method }) =>
			method === 'DELETE' && broken++ === 0 ? 'drop-after' : undefined;
		expect(await once('delete', { how: 'delete' })).toMatchObject({ outcome: 'deleted' });
	});
});

describe('Max Users per Run', () => {
	const many = (count: number) => Array.from({ length: count }, (_, i) => ({ email: `p${i}@corp.example` }));

	it('rejects a batch of more than ten before the first request', async () => {
		for (const operation of ['delete', 'deactivate']) {
			const { errorJson } = await run({
				rows: many(11),
				settings: TO_ERROR_OUTPUT,
				parameters: onUser(operation, { how: 'delete' }),
			});
			expect(errorJson).toHaveLength(11);
			expect(errorJson[0].error).toContain("'Max Users per Run' is 10, and this would be 11 users");
		}
		expect(zoom().journal.requests).toEqual([]);
	});

	it('counts each user once over all iterations of a loop', async () => {
		for (const { email } of many(6)) zoom().account.add({ email });
		const options = { maxPeople: 6 };
		const rows = many(6);
		const again = await run({
			rows,
			settings: CONTINUE,
			twice: true,
			parameters: onUser('deactivate', { options }),
		});
		expect(again.json.map(({ outcome }) => outcome)).toEqual(Array(6).fill('unchanged'));
		for (const { email } of many(12)) zoom().account.add({ email });
		const others = await run({
			rows,
			settings: CONTINUE,
			twice: true,
			parameters: {
				...onUser('deactivate', { options }),
				user: { __rl: true, mode: 'email', value: '={{ `p${$itemIndex + 6 * $runIndex}@corp.example` }}' },
			},
		});
		expect(others.json[0].error).toContain('this would be 12 users, 6 of them earlier in this execution');
	});

	it('Retry On Fail does not count users twice', async () => {
		const rows = many(10);
		for (const { email } of rows.slice(1)) zoom().account.add({ email });
		const { error } = await run({
			rows,
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
			parameters: onUser('deactivate'),
		});
		expect(error?.message).not.toContain('Max Users');
		expect(error?.description).toContain('p0@corp.example was not deactivated');
	});

	it('is not disabled by an empty option, and an empty login type does not select another user', async () => {
		const options = { maxPeople: '={{ $json.nothing }}', loginType: '={{ $json.nothing }}' };
		const { json } = await run({
			rows: many(11),
			settings: CONTINUE,
			parameters: onUser('deactivate', { options }),
		});
		expect(json[0].error).toContain("'Max Users per Run' was added and is empty");
		add();
		expect(await once('get', { options: { loginType: '={{ $json.nothing }}' } })).toMatchObject({
			reason: 'invalid',
		});
	});

	it('allows as many as the option says', async () => {
		for (const { email } of many(11)) zoom().account.add({ email });
		const { json } = await run({
			rows: many(11),
			parameters: onUser('deactivate', { options: { maxPeople: 11 } }),
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(Array(11).fill('deactivated'));
	});
});

describe('User: Resend Invitation', () => {
	it('cancels the invitation and sends a new one, with the same group and license', async () => {
		add({ status: 'pending', type: 2, first_name: 'Ada', group_ids: ['GrpSales00000000000001'] });
		expect(await once('resendInvitation')).toMatchObject({
			outcome: 'invitationSent',
			status: 'pending',
			invitedAt: expect.any(String),
			steps: { groups: [{ group: 'Sales', outcome: 'added' }] },
		});
		expect(zoom().account.find(ADA)).toMatchObject({ type: 2, first_name: 'Ada', status: 'pending' });
	});

	it('restores everything that Zoom returns of the user', async () => {
		add({
			status: 'pending',
			display_name: 'A. King',
			plan_united_type: '1',
			zoom_one_type: '576460752303423488',
			division_ids: ['d1'],
		});
		expect(await once('resendInvitation')).toMatchObject({ outcome: 'invitationSent' });
		expect(zoom().account.find(ADA)).toMatchObject({
			display_name: 'A. King',
			plan_united_type: '1',
			zoom_one_type: '576460752303423488',
			division_ids: ['d1'],
		});
	});

	it('with Defer, at the end of the quota at most one user has no invitation, and is deferred with a note', async () => {
		zoom().settings.invitationsPerDay = 0;
		add({ status: 'pending' });
		zoom().account.add({ email: 'bob@corp.example', status: 'pending' });
		const { json } = await run({
			rows: rowsFor(ADA, 'bob@corp.example'),
			settings: CONTINUE,
			parameters: onUser('resendInvitation', { options: { onDailyLimit: 'defer' } }),
		});
		expect(json).toMatchObject([
			{ outcome: 'deferred', deferred: { email: ADA, note: expect.stringContaining('User: Create') } },
			{ outcome: 'deferred', deferred: { email: 'bob@corp.example' } },
		]);
		expect(zoom().account.find('bob@corp.example')).toMatchObject({ status: 'pending' });
	});

	it('works for an expired invitation', async () => {
		add({ status: 'pending', createdAt: zoom().now() - 31 * 24 * 3_600_000 });
		expect(await once('get')).toMatchObject({ reason: 'expired', code: 1120 });
		expect(await once('resendInvitation')).toMatchObject({ outcome: 'invitationSent' });
	});

	it('fails for active and deactivated users, and sends nothing', async () => {
		add();
		zoom().account.add({ email: 'gone@corp.example', status: 'inactive' });
		expect(await once('resendInvitation')).toMatchObject({ reason: 'exists' });
		expect(await once('resendInvitation', {}, 'gone@corp.example')).toMatchObject({ reason: 'inactive' });
		expect(writes()).toEqual([]);
	});

	it('says that a user with the address was created in the meantime, and names no option of Create', async () => {
		add({ status: 'pending' });
		zoom().settings.breakRequest = ({ path, method }) => {
			if (method === 'POST' && path === '/v2/users' && !zoom().account.find(ADA)) add();
			return undefined;
		};
		const { reason, error } = await once('resendInvitation');
		expect(reason).toBe('exists');
		expect(error).toContain('a user with this address was created in the meantime');
		expect(error).not.toContain('If User Exists');
	});

	it('when the quota is used up, reports that the old invitation is cancelled', async () => {
		zoom().settings.invitationsPerDay = 0;
		add({ status: 'pending' });
		expect(await once('resendInvitation')).toMatchObject({
			reason: 'quota',
			error: expect.stringContaining('old invitation is cancelled'),
		});
	});
});

describe('User: Sign Out', () => {
	it('ends the sessions', async () => {
		add();
		expect(await once('revokeToken')).toMatchObject({ outcome: 'signedOut' });
		expect(writes().map(requestOf)).toMatchObject([
			{ request: `DELETE /v2/users/${zoom().account.find(ADA)?.id}/token` },
		]);
	});
});

describe('User: Get Many', () => {
	const list = async (more: object, credential = CREDENTIALS.serverToServer(zoom())) =>
		await run({ rows: [{}], credential, parameters: onUser('getAll', more as never) });

	it('reads all statuses in pages', async () => {
		zoom().seed({ people: 700, inactive: 50, pending: 20 });
		const { json } = await list({ returnAll: true, filters: { status: 'all' } });
		expect(json).toHaveLength(701); // and the owner
		expect(json.filter(({ status }) => status === 'pending')).toHaveLength(20);
		expect(zoom().journal.requests.filter(({ path }) => path === '/v2/users')).toHaveLength(5);
	});

	it('applies the limit, and the filters type, role and time', async () => {
		zoom().seed({ people: 700, inactive: 50, pending: 20 });
		expect((await list({ limit: 7 })).json).toHaveLength(7);
		const licensed = (await list({ returnAll: true, filters: { type: 2 } })).json;
		expect(licensed.length).toBeGreaterThan(10);
		expect(licensed.every(({ type }) => type === 2)).toBe(true);
		expect((await list({ returnAll: true, filters: { role: 'owner' } })).json).toHaveLength(1);
		const idle = await list({ returnAll: true, filters: { inactiveSince: new Date(0).toISOString() } });
		expect(idle.json.every(({ last_login_time: last }) => last === undefined)).toBe(true);
	});

	it('explains an expired page token', async () => {
		zoom().seed({ people: 700, inactive: 0, pending: 0 });
		zoom().settings.breakRequest = ({ path }) => {
			if (path === '/v2/users') zoom().settings.clockOffsetMs += 16 * 60_000;
			return undefined;
		};
		const { error } = await list({ returnAll: true });
		expect(error?.description).toContain('keeps it for 15 minutes');
	});

	it('returns a list for each row, simplified or not', async () => {
		add({ status: 'active' });
		const { json, outputs } = await run({
			rows: [{}, {}],
			parameters: onUser('getAll', { returnAll: true, options: { simplify: false } }),
		});
		expect(json).toHaveLength(4);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
		]);
		expect(json[1]).toHaveProperty('verified');
	});
});
