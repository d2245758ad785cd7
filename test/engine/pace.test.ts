import {
	CONTINUE,
	CREDENTIALS,
	makeUsers,
	onPro,
	TO_ERROR_OUTPUT,
	withSimulator,
} from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('create-201-quota');

const REAL_TIME = { clockSpeed: 1 };

describe('a rate that other apps use too', () => {
	const { zoom, run } = withSimulator(REAL_TIME);
	const rejected = () => zoom().journal.requests.filter(({ status }) => status === 429);

	it.each([
		['with a Retry-After', { retryAfterForm: 'http-date' }],
		['without headers', { limitHeaders: false }],
	] as const)(
		'a request that is rejected for it %s is sent again, and every user is created',
		async (_how, settings) => {
			Object.assign(zoom().settings, { perSecond: 10, ...settings });
			const rows = makeUsers(15);
			const { json } = await run({ rows, settings: CONTINUE });
			expect(json.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'created'));
			expect(rejected().length).toBeGreaterThan(0);
			expect(zoom().journal.created).toHaveLength(15);
		},
	);
});

describe('a run that is stopped', () => {
	const { zoom, run } = withSimulator(REAL_TIME);

	it('Stop in n8n ends a run that waits for the rate limit within a second', async () => {
		const { status } = await run({
			rows: makeUsers(200),
			credential: onPro(CREDENTIALS.serverToServer(zoom())),
			parameters: { options: { rateShare: 4 } },
			cancelAfter: new Promise((resolve) => setTimeout(resolve, 1_500)),
		});
		expect(status).toBe('canceled');
		const sent = zoom().journal.posts().length;
		await new Promise((resolve) => setTimeout(resolve, 2_000));
		expect(zoom().journal.posts()).toHaveLength(sent);
	});
});

describe("Zoom's limits", () => {
	const { zoom, run } = withSimulator();

	it('"too many concurrent requests": the concurrency decreases, and no row fails', async () => {
		Object.assign(zoom().settings, { concurrentWrites: 2, latencyMs: 40 });
		const rows = makeUsers(60);
		const { json } = await run({ rows, settings: CONTINUE, parameters: { options: { maxConcurrency: 12 } } });
		expect(json.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'created'));
		const last = zoom().journal.requests.slice(-40);
		expect(last.filter(({ status }) => status === 429).length).toBeLessThan(20);
	});

	it('if Zoom rejects every request for its rate, the rows fail with an explanation', async () => {
		zoom().settings.breakRequest = ({ method, path }) =>
			method === 'POST' && path === '/v2/users' ? '429' : undefined;
		const { json } = await run({ rows: makeUsers(3), settings: CONTINUE });
		expect(json.map(({ reason }) => reason)).toEqual(['rate', 'rate', 'rate']);
		expect(json[0].error).toMatch(/exceed Zoom's rate limit.*Rate Limit Share/);
	});
});

describe('the daily quota', () => {
	const { zoom, run } = withSimulator();
	/** One in three uses single sign-on, which has no quota. */
	const rows = () => makeUsers(45).map((row, i) => ({ ...row, how: i % 3 === 2 ? 'ssoCreate' : 'create' }));
	const parameters = (options: object) => ({ action: '={{ $json.how }}', options });
	const invitations = () =>
		zoom()
			.journal.posts()
			.filter(({ action }) => action === 'create');

	it('"Defer": the other rows are deferred with the time from Zoom, and are not sent', async () => {
		Object.assign(zoom().settings, { invitationsPerDay: 20, quotaRetryAfter: '2026-12-01T07:00:00Z' });
		const given = rows();
		const { json, outputs } = await run({
			rows: given,
			parameters: parameters({ onDailyLimit: 'defer', maxConcurrency: 4 }),
		});
		const deferred = json.filter(({ outcome }) => outcome === 'deferred');
		expect(deferred).toHaveLength(10);
		for (const item of deferred) {
			expect(item).toEqual({
				...given.find(({ email }) => email === item.email),
				outcome: 'deferred',
				deferred: { email: item.email, reason: 'quota', retryAt: '2026-12-01T07:00:00.000Z' },
			});
		}
		expect(json.filter(({ outcome }) => outcome === 'created')).toHaveLength(35);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(given.map((_, item) => ({ item })));
		expect(invitations().filter(({ status }) => status === 429).length).toBeLessThanOrEqual(4);
		expect(zoom().journal.created).toHaveLength(35);
	});

	it('without headers and in Japanese: until two minutes into the next day', async () => {
		Object.assign(zoom().settings, { invitationsPerDay: 20, limitHeaders: false, language: 'ja' });
		const { json } = await run({ rows: rows(), parameters: parameters({ onDailyLimit: 'defer' }) });
		const deferred = json.filter(({ outcome }) => outcome === 'deferred');
		expect(deferred).toHaveLength(10);
		const [{ retryAt }] = deferred.map((item) => item.deferred as { retryAt: string });
		expect(retryAt).toMatch(/T00:02:00\.000Z$/);
		expect(Date.parse(retryAt)).toBeGreaterThan(Date.now());
		expect(Date.parse(retryAt)).toBeLessThan(Date.now() + 25 * 3_600_000);
	});

	it.each(['fail', 'defer'])(
		'created, failed and, with "%s", the remaining rows are each on their branch',
		async (onDailyLimit) => {
			zoom().settings.invitationsPerDay = 20;
			const given = rows();
			given[4].email = 'bad+refuse-1107@corp.example';
			const { json, errorJson } = await run({
				rows: given,
				parameters: parameters({ onDailyLimit }),
				settings: TO_ERROR_OUTPUT,
			});
			const tally = (items: object[], key: string) =>
				items.reduce<Record<string, number>>((counts, item) => {
					const word = String((item as Record<string, unknown>)[key]);
					return { ...counts, [word]: (counts[word] ?? 0) + 1 };
				}, {});
			expect(tally(json, 'outcome')).toEqual(
				onDailyLimit === 'defer' ? { created: 35, deferred: 9 } : { created: 35 },
			);
			expect(tally(errorJson, 'message')).toEqual(
				onDailyLimit === 'defer' ? { account: 1 } : { account: 1, quota: 9 },
			);
		},
	);

	it('the last invitation of the day is known from its response, so no further request is sent', async () => {
		zoom().settings.invitationsPerDay = 50;
		const { json, hints } = await run({
			rows: makeUsers(60),
			parameters: { options: { onDailyLimit: 'defer', maxConcurrency: 1 } },
		});
		expect(json.filter(({ outcome }) => outcome === 'deferred')).toHaveLength(10);
		expect(invitations()).toHaveLength(50);
		expect(hints).toEqual([expect.stringContaining('Zoom allows 50 invitations a day. 0 are left today.')]);
	});

	it('a hint reports what is left of the quota', async () => {
		zoom().settings.invitationsPerDay = 1_500;
		const { hints } = await run({ rows: makeUsers(3) });
		expect(hints).toEqual(['Zoom allows 1500 invitations a day. 1497 are left today.']);
	});
});

describe('a long run', () => {
	const { zoom, run } = withSimulator();

	it('reports the counts of its outcomes at the end, in the log and in one hint', async () => {
		const rows = [
			...makeUsers(118),
			{ email: 'a+is-active@corp.example' },
			{ email: 'b+refuse-2034@corp.example' },
		];
		const { hints, log } = await run({
			rows,
			settings: CONTINUE,
			parameters: { options: { ifUserExists: 'skip' } },
		});
		const counts = '118 created, 1 exists, 1 failed (licenses)';
		expect(hints).toEqual([expect.stringMatching(/^120 users in \d+ s: /)]);
		expect(hints[0]).toContain(counts);
		expect(log.some((line) => line.includes(`Zoom Users: 120 users`) && line.includes(counts))).toBe(true);
	});

	it('is rejected as a whole when it exceeds "Max Users per Run"', async () => {
		const parameters = { options: { maxPeople: 5 } };
		const { error } = await run({ rows: makeUsers(6), parameters });
		expect(error?.message).toBe('No user was created: 6 rows cannot be sent to Zoom');
		expect(error?.description).toContain("'Max Users per Run' is 5, and there are 6 rows");
		const { json } = await run({ rows: makeUsers(6), parameters, settings: CONTINUE });
		expect(json.map(({ reason }) => reason)).toEqual(Array(6).fill('invalid'));
		expect(zoom().journal.requests).toEqual([]);
		expect((await run({ rows: makeUsers(5), parameters })).json).toHaveLength(5);
	});
});

describe('a run of more than ten seconds', () => {
	// Slow enough that the rate determines the duration, and not the machine.
	const { zoom, run } = withSimulator({ clockSpeed: 5 });

	it('logs its progress every ten seconds', async () => {
		const { log } = await run({
			rows: makeUsers(170),
			credential: onPro(CREDENTIALS.serverToServer(zoom())),
			parameters: { options: { rateShare: 50 } },
		});
		expect(log.find((line) => / of 170 users/.test(line))).toMatch(
			/Zoom Users: \d+ of 170 users, \d+\.\d a second, 0 retries, about \d+ s left\./,
		);
	});
});
