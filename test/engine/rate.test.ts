import { about, CREDENTIALS, makeUsers, onPro, withSimulator } from './support/withSimulator';

describe('the rate', () => {
	const { zoom, run } = withSimulator({ clockSpeed: 1 });
	const refused = () => zoom().journal.requests.filter(({ status }) => status === 429);

	it.each(Object.entries(CREDENTIALS))(
		'with %s Zoom never sees more than its 30 a second, and refuses nobody',
		async (_name, credential) => {
			zoom().settings.perSecond = 30;
			const rows = makeUsers(75);
			const { json } = await run({
				rows,
				credential: onPro(credential(zoom())),
				parameters: { options: { rateShare: 100, maxConcurrency: 10 } },
			});
			expect(json.every(({ outcome }) => outcome === 'created')).toBe(true);
			expect(refused()).toEqual([]);
			expect(zoom().journal.maxPerSecond).toBeLessThanOrEqual(30);
		},
	);

	it('calls of each weight keep to the rate of their own', async () => {
		const rows = makeUsers(50);
		for (const { email } of rows) zoom().account.add({ email });
		zoom().settings.perSecondOf = { Light: 30, Medium: 20, Heavy: 10 };
		const { json } = await run({
			rows,
			credential: onPro(CREDENTIALS.serverToServer(zoom())),
			parameters: about(
				'addMember',
				{
					group: { __rl: true, mode: 'name', value: 'Sales' },
					options: { rateShare: 100, maxConcurrency: 20 },
				},
				'group',
			),
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'added'));
		expect(refused()).toEqual([]);
		expect(zoom().journal.maxPerSecondOf.Medium).toBeLessThanOrEqual(20);
		expect(zoom().journal.maxPerSecondOf.Light).toBeGreaterThan(20);
	});

	it('two runs at once in one process share the rate, and the lower share holds', async () => {
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
		expect(refused()).toEqual([]);
		expect(zoom().journal.created).toHaveLength(45);
	});

	it('half of the rate is used where nothing else is said', async () => {
		zoom().settings.perSecond = 15;
		const rows = makeUsers(35);
		const options = { rateShare: undefined };
		await run({ rows, credential: onPro(CREDENTIALS.serverToServer(zoom())), parameters: { options } });
		expect(refused()).toEqual([]);
		expect(zoom().journal.created).toHaveLength(35);
	});
});
