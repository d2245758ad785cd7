import { CONTINUE, rowsFor, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('pending-created-at-now');

describe('the response to a create is lost', () => {
	const { zoom, run } = withSimulator();
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
	const writes = (email: string) => zoom().journal.created.filter((name) => name === email);

	/** All in one run, so that they wait in parallel. */
	const outcomes = async (emails: string[], parameters = {}) => {
		const { json } = await run({
			rows: emails.map((email) => ({ email, first: 'Ada', last: 'Lovelace' })),
			settings: CONTINUE,
			parameters: { ...parameters, options: { timeout: 1_500, maxConcurrency: 10 } },
		});
		return json;
	};

	it.each(['create', 'ssoCreate'])(
		'%s: after the write, the user is found and reported as created, once',
		async (action) => {
			const faults = ['drop', '500', 'html-503', 'hang', 'empty-201', 'html-200', 'noid-201'];
			const emails = faults.map((fault) => `ada+${fault}-after@corp.example`);
			const items = await outcomes(emails, { action });
			expect(items).toEqual(
				emails.map((email) => expect.objectContaining({ email, outcome: 'created', recovered: true })),
			);
			for (const email of emails) {
				expect(zoom().journal.posts(email)).toHaveLength(1);
				expect(writes(email)).toHaveLength(1);
			}
		},
	);

	it('before the write, the user is not found and is sent again', async () => {
		const faults = ['drop', '500', 'html-503', 'hang', 'empty-201'];
		const emails = faults.map((fault) => `ada+${fault}-before@corp.example`);
		const items = await outcomes(emails);
		expect(items).toEqual(emails.map((email) => expect.objectContaining({ email, outcome: 'created' })));
		for (const item of items) expect(item).not.toHaveProperty('recovered');
		for (const email of emails) expect(writes(email)).toHaveLength(1);
	});

	it('a user who existed before the run is not reported as created', async () => {
		zoom().account.add({ email: 'old+drop-before@corp.example', status: 'active', type: 1 });
		expect(await outcome('old+drop-before@corp.example')).toMatchObject({
			outcome: 'failed',
			reason: 'exists',
		});
		const options = { ifUserExists: 'skip' };
		zoom().account.add({ email: 'older+drop-before@corp.example', status: 'active', type: 1 });
		expect(await outcome('older+drop-before@corp.example', { options })).toMatchObject({ outcome: 'exists' });
	});

	it('without the scope for the look-up, the row fails as unknown with an explanation', async () => {
		const email = 'ada+500-after+get-noscope@corp.example';
		expect(await outcome(email)).toMatchObject({
			reason: 'unknown',
			error: expect.stringMatching(/may or may not have been created.*user:read:user:admin/),
		});
		expect(zoom().journal.posts(email)).toHaveLength(1);
	});

	it('if look-ups always fail, the row is unknown, and other rows are sent', async () => {
		const lost = ['empty-201', 'html-200', '500'].map(
			(fault) => `a+${fault}-after+get-drop-always@corp.example`,
		);
		const [found, ...items] = await outcomes(['first@corp.example', ...lost]);
		expect(found).toMatchObject({ outcome: 'created' });
		expect(items).toEqual(
			lost.map(() =>
				expect.objectContaining({
					reason: 'unknown',
					error: expect.stringContaining('may or may not have been created'),
				}),
			),
		);
	});

	it('"already used" after a lost response, without a look-up, is unknown too', async () => {
		// The first look-up finds no user. At the second POST the user exists, and look-ups fail.
		let posts = 0;
		const email = 'late+says-1009@corp.example';
		zoom().settings.breakRequest = ({ method, email: posted }) => {
			if (method === 'POST' && posted) {
				if (++posts === 1) return '500-before';
				zoom().account.add({ email, status: 'active', type: 1 });
			}
			return method === 'GET' && posts > 1 ? 'drop-before' : undefined;
		};
		expect(await outcome(email)).toMatchObject({ outcome: 'failed', reason: 'unknown' });
	});

	it('a user who was pending before is not reported as created with single sign-on', async () => {
		const email = 'pending+drop-before@corp.example';
		zoom().account.add({ email, status: 'pending', type: 1, first_name: 'Ada', last_name: 'Lovelace' });
		expect(await outcome(email, { action: 'ssoCreate' })).toMatchObject({
			outcome: 'failed',
			reason: 'exists',
		});
	});

	it('a recovered user has the status from Zoom', async () => {
		const item = await outcome('ada+500-after@corp.example', { action: 'ssoCreate' });
		expect(item).toMatchObject({ outcome: 'created', recovered: true, status: 'active' });
		expect(item).not.toHaveProperty('invitedAt');
	});

	it('Retry On Fail resolves what was unknown in the first try', async () => {
		let lookUps = 0;
		zoom().settings.breakRequest = ({ method }) =>
			method === 'GET' && ++lookUps <= 5 ? 'drop-before' : undefined;
		const { json } = await run({
			rows: [{ email: 'ada+500-after@corp.example', first: 'Ada', last: 'Lovelace' }],
			settings: { ...CONTINUE, retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(json[0]).toMatchObject({ outcome: 'created', recovered: true });
		expect(zoom().journal.posts()).toHaveLength(1);
	});

	it('On Error = stop does not report an unknown user as "not created"', async () => {
		const { error } = await run({ rows: rowsFor('ada+500-after+get-noscope@corp.example') });
		expect(error?.message).toBe('It is not known whether ada+500-after+get-noscope@corp.example was created');
	});

	it('a failed look-up is repeated', async () => {
		const emails = ['500', 'drop', 'html', '429'].map((fault) => `ada+500-after+get-${fault}@corp.example`);
		const items = await outcomes(emails);
		expect(items).toEqual(emails.map(() => expect.objectContaining({ outcome: 'created', recovered: true })));
	});

	it('if Zoom fails every time, the row fails, and no user is created', async () => {
		const email = 'ada+500-before-always@corp.example';
		expect(await outcome(email)).toMatchObject({
			reason: 'zoom',
			error: expect.stringContaining('was not created'),
		});
		expect(writes(email)).toEqual([]);
	});

	it('other rows are not affected', async () => {
		const { json } = await run({
			rows: rowsFor(
				'a@corp.example',
				'b+drop-after@corp.example',
				'c+500-before@corp.example',
				'd@corp.example',
			),
			settings: CONTINUE,
		});
		expect(json.map((item) => item.outcome)).toEqual(Array(4).fill('created'));
	});
});
