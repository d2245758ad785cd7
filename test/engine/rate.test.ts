import { onUser, CREDENTIALS, makeUsers, onPro, withSimulator } from './support/withSimulator';

describe('the rate limit', () => {
	const { zoom, run } = withSimulator({ clockSpeed: 1 });
	const rejected = () => zoom().journal.requests.filter(({ status }) => status === 429);

	it.each(Object.entries(CREDENTIALS))(
		'with %s Zoom never gets more than its 30 requests a second, and rejects none',
		async (_name, credential) => {
			zoom().settings.perSecond = 30;
			const rows = makeUsers(75);
			const { json } = await run({
				rows,
				credential: onPro(credential(zoom())),
				parameters: { options: { rateShare: 100, maxConcurrency: 10 } },
			});
			expect(json.every(({ outcome }) => outcome === 'created')).toBe(true);
			expect(rejected()).toEqual([]);
			expect(zoom().journal.maxPerSecond).toBeLessThanOrEqual(30);
		},
	);

	it('calls of each rate-limit category keep to its rate', async () => {
		const rows = makeUsers(50);
		for (const { email } of rows) zoom().account.add({ email });
		zoom().settings.perSecondOf = { Light: 30, Medium: 20, Heavy: 10 };
		const { json } = await run({
			rows,
			credential: onPro(CREDENTIALS.serverToServer(zoom())),
			parameters: onUser(
				'addMember',
				{
					group: { __rl: true, mode: 'name', value: 'Sales' },
					options: { rateShare: 100, maxConcurrency: 20 },
				},
				'group',
			),
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'added'));
		expect(rejected()).toEqual([]);
		expect(zoom().journal.maxPerSecondOf.Medium).toBeLessThanOrEqual(20);
		expect(zoom().journal.maxPerSecondOf.Light).toBeGreaterThan(20);
	});

	it('two parallel runs in one process share the rate, and the lower share applies', async () => {
		zoom().settings.perSecond = 15;
		const credential = onPro(CREDENTIALS.serverToServer(zoom()));
		const start = async (rateShare: number, people: number) =>
			await run({
				rows: makeUsers(people, `share${rateShare}.example`),
				credential,
				credentialId: `share${rateShare}`,
				parameters: { options: { rateShare } },
			});
		const [half, whole] = await Promise.all([start(50, 35), start(100, 10)]);
		expect([half.json.length, whole.json.length]).toEqual([35, 10]);
		expect(rejected()).toEqual([]);
		expect(zoom().journal.created).toHaveLength(45);
	});

	it('the default is half of the rate', async () => {
		zoom().settings.perSecond = 15;
		const rows = makeUsers(35);
		const options = { rateShare: undefined };
		await run({ rows, credential: onPro(CREDENTIALS.serverToServer(zoom())), parameters: { options } });
		expect(rejected()).toEqual([]);
		expect(zoom().journal.created).toHaveLength(35);
	});
});
