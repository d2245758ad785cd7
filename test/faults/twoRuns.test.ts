import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { setClockSpeed } from '../engine/support/clockSpeed';
import { serverToServer } from '../engine/support/credentials';
import { runNode } from '../engine/support/engine';
import { CONTINUE, FROM_ROW } from '../engine/support/withSimulator';

const USERS = 300;
const ROUNDS = 10;
const SALES = 'GrpSales00000000000001';
const rows = Array.from({ length: USERS }, (_, i) => ({
	email: `p${i + 1}@corp.example`,
	first: `P${i + 1}`,
	last: 'King',
}));

describe('two parallel runs of Create or Update with the same new users', () => {
	let zoom: Simulator;
	beforeAll(() => setClockSpeed(20));
	beforeAll(async () => (zoom = await startSimulator()));
	afterAll(async () => await zoom.close());

	it.each(Array.from({ length: ROUNDS }, (_, i) => i + 1))(
		'create and update every user once, over a network with faults (round %i)',
		async (seed) => {
			zoom.reset();
			zoom.settings.randomFaults = {
				seed,
				post: { 'drop-before': 0.02, 'drop-after': 0.02, '500-after': 0.02, '429': 0.02 },
				get: { 'drop-before': 0.01, '429': 0.01 },
				write: { 'drop-after': 0.02, '500-before': 0.02, '429': 0.01 },
			};
			const upsert = async (credentialId: string) =>
				await runNode({
					rows,
					credential: serverToServer(zoom),
					credentialId,
					settings: CONTINUE,
					parameters: {
						...FROM_ROW,
						operation: 'upsert',
						action: 'ssoCreate',
						type: '',
						afterCreation: { department: 'Sales', jobTitle: 'Rep', groups: ['Sales'] },
						options: { rateShare: 100, maxConcurrency: 10 },
					},
				});
			const runs = await Promise.all([upsert('one'), upsert('two')]);

			for (const { json } of runs) {
				const notDone = json.filter(({ outcome, incomplete }) => outcome === 'failed' || incomplete);
				expect(notDone).toEqual([]);
				expect(json).toHaveLength(USERS);
			}
			expect(zoom.journal.created).toHaveLength(USERS);
			expect(new Set(zoom.journal.created).size).toBe(USERS);
			const asRequested = (user: IDataObject | undefined) =>
				user?.dept === 'Sales' &&
				user.job_title === 'Rep' &&
				user.last_name === 'King' &&
				(user.group_ids as string[]).includes(SALES);
			const others = rows.filter(
				({ email }) => !asRequested(zoom.account.find(email) as IDataObject | undefined),
			);
			expect(others).toEqual([]);
		},
		300_000,
	);
});
