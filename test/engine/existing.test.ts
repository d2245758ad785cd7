import { CONTINUE, rowsFor, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('unknown-user-1001', 'create-existing-1005', 'pending-get');

/** The states of a user whose address is "already used", with the result of the row. */
const FIVE = [
	{
		tag: 'is-active',
		fail: 'exists',
		skip: { outcome: 'exists', status: 'active' },
		says: 'already in this Zoom account',
	},
	{
		tag: 'is-invited',
		fail: 'exists',
		skip: { outcome: 'exists', status: 'pending' },
		says: 'has not accepted yet',
	},
	{
		tag: 'is-inactive',
		fail: 'inactive',
		skip: { outcome: 'failed', reason: 'inactive' },
		says: 'deactivated',
	},
	{
		tag: 'is-expired',
		fail: 'expired',
		skip: { outcome: 'failed', reason: 'expired' },
		says: 'invitation has expired',
	},
	{
		tag: 'is-other-account',
		fail: 'otherAccount',
		skip: { outcome: 'failed', reason: 'otherAccount' },
		says: 'not in this account',
	},
];

describe.each(['1005', '1009'])('Zoom reports that the address is used (%s)', (code) => {
	const { zoom, run } = withSimulator();
	const address = (tag: string) => `ada+${tag}${code === '1009' ? '+says-1009' : ''}@corp.example`;

	it.each(FIVE)('$tag: with "fail" the reason is $fail', async ({ tag, fail, says }) => {
		const { json } = await run({ rows: rowsFor(address(tag)), settings: CONTINUE });
		expect(json[0]).toEqual({
			outcome: 'failed',
			email: address(tag),
			reason: fail,
			code: Number(code),
			error: expect.stringContaining(says),
		});
	});

	it.each(FIVE)('$tag: with "skip" the result is $skip', async ({ tag, skip }) => {
		const { json } = await run({
			rows: rowsFor(address(tag)),
			settings: CONTINUE,
			parameters: { options: { ifUserExists: 'skip' } },
		});
		expect(json[0]).toMatchObject(skip);
		if (skip.outcome === 'exists')
			expect(json[0]).toMatchObject({ email: address(tag), first_name: expect.anything() });
		expect(zoom().journal.posts()).toHaveLength(1);
	});

	it.each(['fail', 'skip'])(
		'without the scope for the look-up, "%s" fails as exists and names the scope',
		async (ifUserExists) => {
			const { json } = await run({
				rows: rowsFor(`${address('is-active').replace('@', '+get-noscope@')}`),
				settings: CONTINUE,
				parameters: { options: { ifUserExists } },
			});
			expect(json[0]).toMatchObject({
				reason: 'exists',
				error: expect.stringContaining('user:read:user:admin'),
			});
		},
	);
});

describe('the same user twice in one batch', () => {
	const { zoom, run } = withSimulator();

	it('the first row is processed, and the later one fails with its number, in any case', async () => {
		const { json } = await run({
			rows: rowsFor('ada@corp.example', 'bob@corp.example', ' ADA@corp.example'),
			settings: CONTINUE,
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'failed']);
		expect(json[2]).toMatchObject({
			reason: 'invalid',
			error: expect.stringContaining('same user as in row 1'),
		});
		expect(zoom().journal.posts()).toHaveLength(2);
	});

	it('an invalid first row does not affect the second', async () => {
		const { json } = await run({
			rows: [
				{ email: 'ada@corp.example', first: 'x'.repeat(65) },
				{ email: 'ada@corp.example', first: 'Ada' },
			],
			settings: CONTINUE,
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(['failed', 'created']);
	});
});
