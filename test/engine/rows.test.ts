/** Rows from spreadsheets and email clients, and expressions that fail. */
import type { IDataObject } from 'n8n-workflow';
import { onUser, CONTINUE, makeUsers, rowsFor, withSimulator } from './support/withSimulator';

const ADA = 'ada@corp.example';
const { zoom, run } = withSimulator();
const posts = () => zoom().journal.posts();
const writes = () =>
	zoom().journal.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2/'));
const process = async (rows: IDataObject[], parameters: IDataObject = {}) =>
	await run({ rows, settings: CONTINUE, parameters });
const list = async (filters: IDataObject, more: IDataObject = {}) =>
	await process([{}], { resource: 'user', operation: 'getAll', returnAll: true, filters, ...more });

describe('two rows with the same Employee ID', () => {
	it('are not two users: the second row is rejected before the first request', async () => {
		const { json } = await process(
			[
				{ email: 'ada@corp.example', id: 'HR-1' },
				{ email: 'ada.king@corp.example', id: 'hr-1' },
			],
			{ operation: 'upsert', type: '', employeeId: '={{ $json.id }}' },
		);
		expect(json).toMatchObject([
			{ outcome: 'created' },
			{ reason: 'invalid', error: expect.stringContaining('\'Employee ID\' ("hr-1") is the same employee') },
		]);
		expect(posts()).toHaveLength(1);
	});
});

describe('invisible characters', () => {
	it('are removed from addresses and names, and a hint names them by their codes', async () => {
		const { json, hints } = await process([
			{
				email: '\u200eada\u200b@corp\u00ad.example\u202c',
				first: 'A\u0000da\u2060',
				last: '\u200dKing\u200e',
			},
		]);
		expect(json[0]).toMatchObject({ outcome: 'created', email: ADA, first_name: 'Ada', last_name: 'King' });
		expect(hints.join()).toContain('U+200B');
		expect(hints.join()).toContain('U+00AD');
		expect(hints.join()).toContain('1 row');
	});

	it('do not create three users from one', async () => {
		const { json } = await process(rowsFor(ADA, 'ada\u200b@corp.example', '\ufeffADA@corp.example\u200d'));
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'failed', 'failed']);
		expect(posts()).toHaveLength(1);
	});

	it('leave joiners inside names, where they have a meaning', async () => {
		const name = 'می\u200cخواهم';
		const { json } = await process([{ email: ADA, first: name, last: 'King' }], { action: 'ssoCreate' });
		expect(json[0]).toMatchObject({ outcome: 'created', first_name: name });
	});

	it('do not prevent Deactivate or a group from finding the user', async () => {
		zoom().account.add({ email: ADA });
		const deactivated = await process(rowsFor('ada\u00ad@corp.example'), onUser('deactivate'));
		expect(deactivated.json[0]).toMatchObject({ outcome: 'deactivated' });
		zoom().account.add({ email: ADA });
		const group = { __rl: true, mode: 'name', value: 'Sa\u200bles' };
		const added = await process(rowsFor('\u202aada@corp.example'), onUser('addMember', { group }, 'group'));
		expect(added.json[0]).toMatchObject({ outcome: 'added' });
	});

	it('are kept in a password', async () => {
		const password = 'Abc12345\u200b';
		await process([{ email: ADA }], { action: 'autoCreate', password });
		expect(posts()).toHaveLength(1);
		expect(zoom().account.find(ADA)).toBeDefined();
	});
});

describe('an address that cannot exist', () => {
	it.each([
		['mailto:ada@corp.example', 'it contains ":" (U+003A). '],
		['ada@corp.example,', 'it contains "," (U+002C). '],
		['"ada@corp.example"', `it contains '"' (U+0022). `],
		['ada@corp.example;bob@corp.example', 'it contains ";" (U+003B). '],
		['ada king@corp.example', 'it contains U+0020. '],
		['ada\u202eking@corp.example(', 'it contains "(" (U+0028). '],
		['ada@corp..example', 'is not an email address'],
	])('is rejected before the first request, with the code of the character: %s', async (email, says) => {
		const { error } = await run({ rows: [...makeUsers(2), { email }] });
		expect(error?.description).toContain(says);
		expect(posts()).toEqual([]);
	});

	it.each([
		['changeEmail', { newEmail: 'ada@corp.example,' }, 'New Email'],
		['delete', { how: 'delete', transfer: ['meeting'], transferTo: '<mira@corp.example>' }, 'Transfer To'],
	])('is rejected in %s too', async (operation, more, field) => {
		zoom().account.add({ email: ADA });
		const { json } = await process(rowsFor(ADA), onUser(operation, more as IDataObject));
		expect(json[0]).toMatchObject({ reason: 'invalid', error: expect.stringContaining(`'${field}'`) });
		expect(writes()).toEqual([]);
	});
});

describe('a column that the row does not have', () => {
	it('is explained with a similar column', async () => {
		const { json } = await process([{ '\ufeffemail': ADA, first: 'Ada' }]);
		expect(json[0].error).toContain('the row has no column "email"');
		expect(json[0].error).toContain('U+FEFF');
	});

	it('is explained for other letters and spaces too', async () => {
		const { json } = await process([{ 'E-Mail ': ADA }]);
		expect(json[0].error).toContain('"E-Mail"');
	});
});

describe('Get Many, Inactive Since', () => {
	it.each([46085, '46085', '45', '01.02.2026', '2026-02-30', 'Room 5', '2026', '2026-W50', 'tomorrow', true])(
		'rejects a value that is not a date: %s',
		async (inactiveSince) => {
			const { json } = await list({ inactiveSince });
			expect(json[0]).toMatchObject({ reason: 'invalid', error: expect.stringContaining('is not a date') });
			expect(zoom().journal.requests).toEqual([]);
		},
	);

	it.each(['2026-01-31', '2026-01-31T08:30:00', '2026-01-31T08:30:00.000+01:00', '={{ $now }}'])(
		'accepts a date or a date with time: %s',
		async (inactiveSince) => {
			zoom().seed({ people: 5, inactive: 0, pending: 0 });
			const { json, error } = await list({ inactiveSince });
			expect(error).toBeUndefined();
			expect(json.every(({ outcome }) => outcome !== 'failed')).toBe(true);
		},
	);
});

describe('a filter that was added', () => {
	beforeEach(() => zoom().seed({ people: 40, inactive: 0, pending: 0 }));

	it('and is a label is read as in Create', async () => {
		const licensed = (await list({ type: 'Licensed' })).json;
		expect(licensed.length).toBeGreaterThan(0);
		expect(licensed).toEqual((await list({ type: 2 })).json);
		expect((await list({ type: 'Gold' })).json[0]).toMatchObject({ reason: 'invalid' });
	});

	it.each(['type', 'role', 'inactiveSince', 'status', 'license'])(
		'and is empty is a problem of the row, not "no filter": %s',
		async (name) => {
			for (const value of ['={{ $json.nothing }}', '={{ null }}', '={{ undefined.x }}', '']) {
				const { json } = await list({ [name]: value });
				expect(json).toMatchObject([{ outcome: 'failed', reason: 'invalid' }]);
			}
		},
	);

	it.each([
		{ returnAll: '={{ $json.nothing }}' },
		{ returnAll: false, limit: '={{ $json.nothing }}' },
		{ returnAll: false, limit: 'many' },
	])('is not ignored, and neither are other empty parameters: %j', async (more) => {
		expect((await list({}, more)).json).toMatchObject([{ outcome: 'failed', reason: 'invalid' }]);
	});
});

describe('an option that was added', () => {
	it.each(['allowAdmins', 'maxPeople', 'protectedUsers', 'rateShare', 'timeout', 'maxConcurrency'])(
		'and is empty is a problem of the row: %s',
		async (name) => {
			zoom().account.add({ email: ADA });
			const options = { [name]: '={{ $json.nothing }}' };
			const { json } = await process(rowsFor(ADA), onUser('deactivate', { options }));
			expect(json[0]).toMatchObject({ reason: 'invalid', error: expect.stringContaining('is empty') });
			expect(writes()).toEqual([]);
		},
	);
});

describe('Delete with Transfer To', () => {
	it.each([[], '={{ $json.nothing }}', '={{ [] }}', ''])(
		'and nothing to transfer is rejected, because the data would be lost: %j',
		async (transfer) => {
			zoom().account.add({ email: ADA });
			zoom().account.add({ email: 'mira@corp.example', type: 2 });
			const more = { how: 'delete', transfer, transferTo: 'mira@corp.example' };
			const { json } = await process(rowsFor(ADA), onUser('delete', more as IDataObject));
			expect(json[0]).toMatchObject({ reason: 'invalid', error: expect.stringContaining("'Transfer'") });
			expect(writes()).toEqual([]);
		},
	);

	it('from an expression without a result is rejected too', async () => {
		zoom().account.add({ email: ADA });
		const more = { how: 'delete', transferTo: '={{ $json.nothing }}' };
		const { json } = await process(rowsFor(ADA), onUser('delete', more));
		expect(json[0]).toMatchObject({ reason: 'invalid', error: expect.stringContaining("'Transfer To'") });
		expect(writes()).toEqual([]);
	});

	it('transfers Zoom Events with the address alone, if selected', async () => {
		zoom().account.add({ email: ADA });
		zoom().account.add({ email: 'mira@corp.example', type: 2 });
		const more = { how: 'delete', transfer: ['events'], transferTo: 'mira@corp.example' };
		const { json } = await process(rowsFor(ADA), onUser('delete', more));
		expect(json[0]).toMatchObject({ outcome: 'deleted', transferred: ['events'] });
		expect(writes()[0].query).toEqual({ action: 'delete', transfer_email: 'mira@corp.example' });
	});
});

describe('Get Settings', () => {
	it('returns the settings of a user', async () => {
		const { id } = zoom().account.add({ email: ADA, type: 2 });
		const { json } = await process(rowsFor(ADA), onUser('getSettings'));
		expect(json).toMatchObject([{ id, email: ADA, settings: { recording: { cloud_recording: true } } }]);
		expect(writes()).toEqual([]);
	});

	it('names the missing scope', async () => {
		zoom().account.add({ email: ADA });
		zoom().settings.scopes = ['user:read:user:admin'];
		const { json } = await process(rowsFor(ADA), onUser('getSettings'));
		expect(json[0]).toMatchObject({
			reason: 'scope',
			error: expect.stringContaining('user:read:settings:admin'),
		});
	});
});
