import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { CONTINUE, withSimulator } from '../engine/support/withSimulator';

const { zoom, run } = withSimulator();

const GROUPS = ['GrpSales00000000000001', 'GrpEngineering00000001', 'GrpZuerich000000000001'];
const GROUP_NAMES = ['Sales', 'Engineering', 'Zürich'];
const ROLES = ['2', '2', '2', 'RhelpDeskQk3tYw7ZxBvN5', '1'];

const email = fc.nat({ max: 14 }).map((n) => `u${n}@${n % 4 === 0 ? 'other' : 'corp'}.example`);
const word = fc.constantFrom('Ada', 'Bob', 'Žofie', "O'Neil", '李');
const department = fc.constantFrom('Sales', 'Legal', 'IT');

const anyUser = fc.record({
	email,
	first_name: word,
	last_name: word,
	dept: fc.option(department, { nil: undefined }),
	type: fc.constantFrom(1, 1, 2),
	status: fc.constantFrom('active' as const, 'active' as const, 'pending' as const, 'inactive' as const),
	role_id: fc.constantFrom(...ROLES),
	group_ids: fc.subarray(GROUPS),
});

/** Zoom takes the license, the groups and the role away when it deactivates a user. */
const user = anyUser.map((one) =>
	one.status === 'inactive' ? { ...one, type: 1, role_id: '2', group_ids: [] } : one,
);

const row = fc.record(
	{
		email: fc.oneof(
			{ arbitrary: email, weight: 12 },
			{ arbitrary: fc.constantFrom('', 'no address'), weight: 1 },
		),
		first: word,
		last: word,
		dept: department,
		type: fc.constantFrom(1, 2),
		groups: fc.subarray(GROUP_NAMES).map((names) => names.join('; ')),
		role: fc.constantFrom('Help Desk', 'Member', 'No such role'),
		action: fc.constantFrom('create', 'ssoCreate'),
		title: fc.constantFrom('Admiral', 'Countess'),
	},
	{ requiredKeys: ['email', 'first', 'last', 'action'] },
);

const settings = fc.record({
	notInList: fc.constantFrom('leave', 'revokeLicense', 'deactivate', 'unlink', 'delete'),
	ifInactive: fc.constantFrom('fail', 'activate'),
	/** Besides those in use. */
	freeLicenses: fc.constantFrom(null, 0, 1, 3, 20),
});

const PARAMETERS = {
	action: '={{ $json.action }}',
	type: '={{ $json.type ?? "" }}',
	afterCreation: {
		department: '={{ $json.dept }}',
		groups: '={{ $json.groups }}',
		jobTitle: '={{ $json.title }}',
		role: '={{ $json.role }}',
	},
	scope: { domains: 'corp.example' },
};

/** The account without the time stamps. */
const account = () =>
	zoom().account.people.map(({ lastLoginAt, createdAt, ...one }) => ({
		...one,
		seen: !!(lastLoginAt ?? createdAt),
	}));

it(
	'plan, apply, plan again: nothing is left to do, except for rows that are blocked or pending',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(user, { selector: (one) => one.email, maxLength: 12 }),
				fc.array(row, { minLength: 1, maxLength: 10 }),
				settings,
				async (users, rows, { notInList, ifInactive, freeLicenses }) => {
					zoom().reset();
					for (const one of users) zoom().account.add(one);
					const inUse = users.filter(({ type }) => type === 2).length;
					zoom().settings.licenses = freeLicenses === null ? null : inUse + freeLicenses;
					const options = { ifInactive, maxRemovals: 0, maxRemovalsPercent: 0 };
					const parameters = { ...PARAMETERS, operation: 'plan', notInList, options };
					const makePlan = async () =>
						(await run({ rows: rows as unknown as IDataObject[], settings: CONTINUE, parameters })).json;

					const before = account();
					const first = await makePlan();
					expect(account()).toEqual(before);
					const { json: applied } = await run({
						rows: first,
						settings: CONTINUE,
						parameters: { operation: 'apply', plan: '={{ $json }}', options: { maxPeople: 0 } },
					});
					expect(applied).toHaveLength(first.length);
					// What was not blocked was done.
					first.forEach(({ plan: action }, index) => {
						const { outcome, reason } = applied[index];
						if (action === 'blocked') expect(outcome).toBe('failed');
						else expect([first[index], outcome, reason]).not.toEqual([first[index], 'failed', reason]);
					});
					const isBlocked = new Set(
						first.filter(({ plan: action }) => action === 'blocked').map((one) => one.email),
					);
					for (const one of await makePlan()) {
						const settled = one.plan === 'nothing' || isBlocked.has(one.email) || one.status === 'pending';
						expect([one, settled]).toEqual([one, true]);
					}
				},
			),
			{ numRuns: Number(process.env.FUZZ_RUNS ?? 25) },
		);
	},
	15 * 60_000,
);
