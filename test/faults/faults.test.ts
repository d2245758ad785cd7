import { startSimulator } from '../../simulator/server';
import { serverToServer } from '../engine/support/credentials';
import { setClockSpeed } from '../engine/support/clockSpeed';
import { runNode } from '../engine/support/engine';
import { CONTINUE, FROM_ROW } from '../engine/support/withSimulator';

const ROWS = Number(process.env.FAULTS_ROWS ?? 10_000);
const SEED = Number(process.env.FAULTS_SEED ?? Math.floor(Math.random() * 1e9));

/** The faults of the creates, the look-ups, and the token requests. */
const RANDOM_FAULTS = {
	seed: SEED,
	post: {
		'drop-before': 0.05,
		'drop-after': 0.05,
		'500-before': 0.05,
		'500-after': 0.05,
		'429': 0.025,
		'429-bare': 0.025,
		'html-503-before': 0.01,
		'html-503-after': 0.01,
		slow: 0.01,
	},
	// A look-up is tried five times. That all of them fail must be improbable in a run of this size.
	get: { 'drop-before': 0.02, '500-before': 0.02, 'html-503-before': 0.01, '429': 0.02, slow: 0.005 },
	token: { '500-before': 0.05, 'drop-before': 0.05 },
} as const;

beforeAll(() => setClockSpeed(20));

it(
	`${ROWS} rows over a network with faults: each user is created once, and each row has one outcome`,
	async () => {
		console.log(`FAULTS_SEED=${SEED} npm run test:faults`);
		const zoom = await startSimulator({
			randomFaults: RANDOM_FAULTS,
			slowMs: 25_000, // slower than the timeout below
			tokenLifetimeMs: 10_000,
		});
		try {
			const rows = Array.from({ length: ROWS }, (_, i) => ({
				email: `p${i}@corp.example`,
				first: `First ${i}`,
				last: `Last ${i}`,
				how: i % 2 ? 'create' : 'ssoCreate',
			}));
			const { json, error, outputs } = await runNode({
				rows,
				credential: serverToServer(zoom),
				settings: CONTINUE,
				parameters: {
					...FROM_ROW,
					action: '={{ $json.how }}',
					options: { rateShare: 100, maxConcurrency: 50, timeout: 20_000 },
				},
			});

			expect(error).toBeUndefined();
			expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(rows.map((_, item) => ({ item })));
			expect(json.map(({ email }) => email)).toEqual(rows.map(({ email }) => email));
			// The simulator agrees: each user who is reported as created exists once, and no other user exists.
			const there = new Map(zoom.account.people.map(({ id, email }) => [email, id]));
			expect(json.filter(({ email, id }) => there.get(String(email)) !== id)).toEqual([]);
			expect(json.filter(({ id, outcome }) => (id !== undefined) !== (outcome === 'created'))).toEqual([]);
			expect(new Set(zoom.journal.created).size).toBe(zoom.journal.created.length);
			// Six requests in a row can fail. The row then has a definite error, never an unknown result.
			const failed = json.filter(({ outcome }) => outcome !== 'created');
			expect(failed.filter(({ reason }) => reason === 'unknown')).toEqual([]);
			expect(failed.length).toBeLessThanOrEqual(ROWS / 1_000);
			// No created user is sent again: a failed look-up is repeated, not skipped.
			const sentAgain = rows.filter(({ email }) => {
				const posts = zoom.journal.posts(email);
				return posts.findIndex(({ wrote }) => wrote) < posts.length - 1;
			});
			expect(sentAgain).toEqual([]);
			const failedRequests = zoom.journal.posts().filter(({ status }) => status !== 201);
			expect(failedRequests.length).toBeGreaterThan(ROWS / 10);
		} finally {
			await zoom.close();
		}
	},
	15 * 60_000,
);
