import { CONTINUE, people, withRehearsal } from './withRehearsal';

describe('the answer to a create is lost', () => {
	const { zoom, run } = withRehearsal();
	const outcome = async (email: string, parameters = {}) => {
		const { json } = await run({
			rows: [{ email, first: 'Ada', last: 'Lovelace' }],
			settings: CONTINUE,
			parameters: {
				...parameters,
				options: { timeout: 1_500, ...(parameters as { options?: object }).options },
			},
		});
		return json[0];
	};
	const writes = (email: string) => zoom().book.created.filter((name) => name === email);

	it.each(['drop', '500', 'html-503', 'hang', 'empty-201', 'html-200', 'noid-201'])(
		'%s after the write: the person is found, and told as created, once',
		async (fault) => {
			for (const action of ['create', 'ssoCreate']) {
				const email = `${action.toLowerCase()}+${fault}-after@corp.example`;
				expect(await outcome(email, { action })).toMatchObject({
					outcome: 'created',
					recovered: true,
					email,
				});
				expect(zoom().book.posts(email)).toHaveLength(1);
				expect(writes(email)).toHaveLength(1);
			}
		},
	);

	it.each(['drop', '500', 'html-503', 'hang', 'empty-201'])(
		'%s before the write: nobody is found, so they are sent again',
		async (fault) => {
			const email = `ada+${fault}-before@corp.example`;
			const item = await outcome(email);
			expect(item).toMatchObject({ outcome: 'created', email });
			expect(item).not.toHaveProperty('recovered');
			expect(writes(email)).toHaveLength(1);
		},
	);

	it('a person who was there before the run is not taken for its own', async () => {
		zoom().account.add({ email: 'old+drop-before@corp.example', status: 'active', type: 1 });
		expect(await outcome('old+drop-before@corp.example')).toMatchObject({
			outcome: 'failed',
			reason: 'exists',
		});
		const options = { ifUserExists: 'skip' };
		zoom().account.add({ email: 'older+drop-before@corp.example', status: 'active', type: 1 });
		expect(await outcome('older+drop-before@corp.example', { options })).toMatchObject({ outcome: 'exists' });
	});

	it('without the right to look, the row fails as unknown and says so', async () => {
		const email = 'ada+500-after+get-noscope@corp.example';
		expect(await outcome(email)).toMatchObject({
			reason: 'unknown',
			error: expect.stringMatching(/may or may not have been created.*user:read:user:admin/),
		});
		expect(zoom().book.posts(email)).toHaveLength(1);
	});

	it.each(['get-500', 'get-drop', 'get-html', 'get-429'])(
		'a look-up that fails once (%s) is made again',
		async (fault) => {
			expect(await outcome(`ada+500-after+${fault}@corp.example`)).toMatchObject({
				outcome: 'created',
				recovered: true,
			});
		},
	);

	it('a Zoom that fails every time ends in a clear failure, and nobody is there', async () => {
		const email = 'ada+500-before-always@corp.example';
		expect(await outcome(email)).toMatchObject({
			reason: 'zoom',
			error: expect.stringContaining('was not created'),
		});
		expect(writes(email)).toEqual([]);
	});

	it('takes nobody with it who stands beside them', async () => {
		const { json } = await run({
			rows: people(
				'a@corp.example',
				'b+drop-after@corp.example',
				'c+500-before@corp.example',
				'd@corp.example',
			),
			settings: CONTINUE,
		});
		expect(json.map(({ outcome: became }) => became)).toEqual(Array(4).fill('created'));
	});
});
