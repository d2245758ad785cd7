import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { setClockSpeed } from '../engine/support/clockSpeed';
import { serverToServer } from '../engine/support/credentials';
import { runNode } from '../engine/support/engine';
import { CONTINUE, FROM_ROW } from '../engine/support/withSimulator';

const ROWS = Number(process.env.PLAN_ROWS ?? 10_000);
const USERS = ROWS * 5;
const CHANGED = ROWS / 50;

let zoom: Simulator;
beforeAll(() => setClockSpeed(50));
beforeAll(async () => (zoom = await startSimulator({ licenses: USERS })));
afterAll(async () => await zoom.close());

const address = (n: number) => `p${n}@corp.example`;
const run = async (rows: IDataObject[], parameters: IDataObject) =>
	(await runNode({ rows, credential: serverToServer(zoom), settings: CONTINUE, parameters })).json;
const OPTIONS = { rateShare: 100, maxConcurrency: 20 };

/** 20 of 100 rows are new, 30 are different, and 50 are as in Zoom. */
function rowFor(n: number): IDataObject {
	const kind = n % 100 < 20 ? 'new' : n % 100 < 50 ? 'different' : 'alike';
	return {
		email: kind === 'new' ? `new${n}@corp.example` : address(n),
		first: 'First',
		last: `Last ${n}`,
		type: n % 3 === 0 ? 2 : 1,
		dept: kind === 'different' ? 'Legal' : 'Sales',
	};
}

it(
	`${ROWS} rows against ${USERS} users: what was planned is done, except for users who have changed since`,
	async () => {
		for (let n = 0; n < USERS; n++) {
			const { first, last, type } = rowFor(n);
			zoom.account.add({
				email: address(n),
				first_name: `${first}`,
				last_name: `${last}`,
				type: Number(type),
				dept: 'Sales',
			});
		}
		const rows = Array.from({ length: ROWS }, (_, n) => rowFor(n));
		const plan = await run(rows, {
			...FROM_ROW,
			operation: 'plan',
			action: 'ssoCreate',
			type: '={{ $json.type }}',
			afterCreation: { department: '={{ $json.dept }}' },
			options: OPTIONS,
		});
		const planned = (action: string) => plan.filter((one) => one.plan === action);
		expect(planned('create')).toHaveLength(ROWS * 0.2);
		expect(planned('update')).toHaveLength(ROWS * 0.3);
		expect(planned('nothing')).toHaveLength(ROWS * 0.5);

		const toChange = planned('update')
			.slice(0, CHANGED)
			.map(({ email }) => String(email));
		for (const email of toChange) Object.assign(zoom.account.find(email) ?? {}, { dept: 'Elsewhere' });
		zoom.journal.clear();
		const applied = await run(plan, { operation: 'apply', plan: '={{ $json }}', options: OPTIONS });

		const failed = applied.filter(({ outcome }) => outcome === 'failed');
		expect(failed.map(({ reason }) => reason)).toEqual(toChange.map(() => 'changed'));
		expect(failed.map(({ email }) => email)).toEqual(toChange);
		const written = zoom.journal.requests.filter(
			({ method, path }) => method !== 'GET' && path.startsWith('/v2/'),
		);
		expect(
			written.some(({ path }) => toChange.some((email) => path.includes(zoom.account.find(email)?.id ?? ''))),
		).toBe(false);
		const EXPECTED: Record<string, string> = { create: 'created', update: 'updated', nothing: 'unchanged' };
		plan.forEach(({ plan: action, email }, index) => {
			const { outcome, reason } = applied[index];
			if (reason !== 'changed') expect([email, outcome]).toEqual([email, EXPECTED[String(action)]]);
		});
		// Zoom has what was planned, for every row.
		rows.forEach(({ email, last, type, dept }) => {
			const user = zoom.account.find(String(email));
			const isChanged = toChange.includes(String(email));
			expect(user).toMatchObject({ last_name: last, type, dept: isChanged ? 'Elsewhere' : dept });
		});
		expect(zoom.account.size).toBe(USERS + ROWS * 0.2);
		expect(zoom.journal.posts()).toHaveLength(ROWS * 0.2);
	},
	20 * 60_000,
);
