import { CREDENTIALS, makeUsers, rowsFor, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('create-201-fields', 'create-lower-case', 'plan-code-exact', 'plan-code-rounded');

describe('User: Create', () => {
	const { zoom, run } = withSimulator();
	const posted = (email: string) => JSON.parse(zoom().journal.posts(email)[0].userInfoText ?? 'null');

	it.each(Object.entries(CREDENTIALS))(
		'creates each user once with %s, in the order of the rows',
		async (_name, credential) => {
			const rows = makeUsers(12);
			const { json, outputs } = await run({ rows, credential: credential(zoom()) });
			expect(json.map(({ email, outcome }) => ({ email, outcome }))).toEqual(
				rows.map(({ email }) => ({ email, outcome: 'created' })),
			);
			expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(rows.map((_, item) => ({ item })));
			expect(
				zoom()
					.journal.posts()
					.map(({ email }) => email),
			).toHaveLength(12);
		},
	);

	it('keeps the order of 1,000 rows with responses in another order', async () => {
		zoom().settings.latencyMs = [0, 12];
		const rows = makeUsers(1_000);
		const { json, outputs } = await run({ rows, parameters: { options: { maxConcurrency: 20 } } });
		expect(json.map(({ email }) => email)).toEqual(rows.map(({ email }) => email));
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(rows.map((_, item) => ({ item })));
	});

	it("returns Zoom's response, and for an invitation that it is pending and since when", async () => {
		const { json } = await run({ rows: [{ email: 'ada@corp.example', first: 'Ada', last: 'Lovelace' }] });
		expect(json).toEqual([
			{
				id: expect.any(String),
				email: 'ada@corp.example',
				first_name: 'Ada',
				last_name: 'Lovelace',
				type: 1,
				status: 'pending',
				invitedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
				outcome: 'created',
			},
		]);
	});

	it("sends every field with Zoom's name, as multipart with action and user_info", async () => {
		await run({
			rows: [{ email: 'ada@corp.example', first: 'Ada', last: 'Lovelace' }],
			parameters: {
				action: 'autoCreate',
				password: 'Analytical1',
				type: 2,
				additionalFields: {
					displayName: 'Countess',
					divisionId: 'div-1',
					licenseInfo: '[{"license_type":"MEETING","license_option":2,"subscription_id":"SUBREF-1"}]',
					planUnitedType: '32',
					zoomOneType: '16',
					zoomPhone: true,
					userInfoJson: '{"later": {"x": [1, "two"]}, "feature": {"tomorrow": true}}',
				},
			},
		});
		const [post] = zoom().journal.posts();
		expect(post).toMatchObject({ action: 'autoCreate', status: 201 });
		expect(post.contentType).toMatch(/^multipart\/form-data; boundary=/);
		expect(post.headers.accept).toBe('application/json');
		expect(JSON.parse(post.userInfoText ?? '')).toEqual({
			email: 'ada@corp.example',
			first_name: 'Ada',
			last_name: 'Lovelace',
			password: '***',
			type: 2,
			display_name: 'Countess',
			division_ids: ['div-1'],
			license_info_list: [{ license_type: 'MEETING', license_option: 2, subscription_id: 'SUBREF-1' }],
			plan_united_type: '32',
			feature: { zoom_one_type: 16, zoom_phone: true, tomorrow: true },
			later: { x: [1, 'two'] },
		});
	});

	it('does not send empty fields', async () => {
		await run({ rows: [{ email: 'ada@corp.example', first: '', last: null }] });
		expect(posted('ada@corp.example')).toEqual({ email: 'ada@corp.example', type: 1 });
	});

	it.each(['72057594037927936', '576460752303423488', '144115188075855872'])(
		'sends the 64-bit plan code %s without rounding, in both formats',
		async (code) => {
			for (const requestFormat of ['multipart', 'json']) {
				const email = `${requestFormat}@corp.example`;
				await run({
					rows: rowsFor(email),
					parameters: { additionalFields: { zoomOneType: code }, options: { requestFormat } },
				});
				expect(zoom().journal.posts(email)[0].userInfoText).toContain(`"zoom_one_type":${code}}`);
			}
		},
	);

	it("accepts action and type in any case and by label, and sends Zoom's values", async () => {
		await run({
			rows: [
				{ email: 'a@corp.example', how: 'SSOCREATE', what: '2' },
				{ email: 'b@corp.example', how: ' custcreate ', what: 'licensed' },
				{ email: 'c@corp.example', how: 'Create', what: 'Unassigned without Meetings Basic' },
			],
			parameters: { action: '={{ $json.how }}', type: '={{ $json.what }}' },
		});
		const sent = ['a', 'b', 'c'].map((name) => {
			const [{ action }] = zoom().journal.posts(`${name}@corp.example`);
			return [action, posted(`${name}@corp.example`).type];
		});
		expect(sent).toEqual([
			['ssoCreate', 2],
			['custCreate', 2],
			['create', 4],
		]);
	});

	it('trims email and names, including no-break spaces', async () => {
		await run({
			rows: [{ email: '\u00a0 ada@corp.example\t', first: '\u2003Ada\u200b ', last: ' van der Berg\u00a0' }],
		});
		expect(posted('ada@corp.example')).toMatchObject({ first_name: 'Ada', last_name: 'van der Berg' });
	});

	it('reports the spelling of the row if Zoom changes the address', async () => {
		const { json } = await run({ rows: rowsFor('Ada.Lovelace@Corp.Example') });
		expect(json[0]).toMatchObject({
			email: 'ada.lovelace@corp.example',
			requestedEmail: 'Ada.Lovelace@Corp.Example',
		});
	});

	it('leaves out a password that Zoom does not use, with one hint', async () => {
		const { json, hints } = await run({
			rows: [
				{ email: 'a@corp.example', how: 'create' },
				{ email: 'b@corp.example', how: 'autoCreate' },
				{ email: 'c@corp.example', how: 'ssoCreate' },
			],
			parameters: { action: '={{ $json.how }}', password: 'Analytical1' },
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created']);
		expect(['a', 'b', 'c'].map((name) => posted(`${name}@corp.example`).password)).toEqual([
			undefined,
			'***',
			undefined,
		]);
		expect(hints).toEqual([expect.stringContaining('password was left out')]);
	});

	it('evaluates several expressions together as it would evaluate each alone', async () => {
		const rows = [
			{ email: 'a@corp.example', first: 'A', n: 7 },
			{ email: 'b@corp.example' },
			{ email: 'c@corp.example', first: { of: 'object' } },
			{ email: 'd@corp.example', first: 'D', nick: 'Dee // not a comment' },
		];
		const { json } = await run({
			rows,
			parameters: {
				firstName: '={{ $json.first.toString() }}',
				lastName: '=Number {{ $json.n }}',
				additionalFields: {
					displayName: '={{ $json.nick /* a comment */ }}',
					userInfoJson: '={{ { seen: $now.toISO().length > 10, list: [1, "2"] } }}',
				},
			},
			settings: { onError: 'continueRegularOutput' },
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'created'));
		expect(posted('a@corp.example')).toMatchObject({ first_name: 'A', last_name: 'Number 7', seen: true });
		expect(posted('b@corp.example')).not.toHaveProperty('first_name');
		expect(posted('d@corp.example')).toMatchObject({ display_name: 'Dee // not a comment', list: [1, '2'] });
	});

	it('reads a column as n8n does, even if it is missing, empty, or an object', async () => {
		const rows: Array<Record<string, unknown>> = [
			{ email: 'a@corp.example', 'First name': 'A', code: 7 },
			{ email: 'b@corp.example' },
			{ email: 'c@corp.example', 'First name': '', code: null },
			{ email: 'd@corp.example', 'First name': '={{ 1 + 1 }}', code: false },
		];
		const parameters = (form: (column: string) => string) => ({
			email: form('["email"]'),
			firstName: form("['First name']"),
			lastName: form('.code'),
			additionalFields: { displayName: form('.missing') },
		});
		const read = await run({
			rows: rows as never,
			parameters: parameters((column) => `={{ $json${column} }}`),
		});
		const sent = rows.map(({ email }) => posted(String(email)));
		zoom().reset();
		await run({
			rows: rows as never,
			parameters: parameters((column) => `={{ $json${column} /* by n8n */ }}`),
		});
		expect(sent).toEqual(rows.map(({ email }) => posted(String(email))));
		expect(read.json).toHaveLength(4);
	});

	it('accepts option expressions in any case, and rejects a row with an invalid option', async () => {
		const { json } = await run({
			rows: [
				{ email: 'a+is-active@corp.example', then: 'Skip', how: 'MULTIPART', input: 'true' },
				{ email: 'b@corp.example', then: 'ignore', how: 'auto', input: 'false' },
			],
			parameters: {
				options: {
					ifUserExists: '={{ $json.then }}',
					requestFormat: '={{ $json.how }}',
					includeInput: '={{ $json.input }}',
				},
			},
			settings: { onError: 'continueRegularOutput' },
		});
		expect(json[0]).toMatchObject({ outcome: 'exists', input: { then: 'Skip' } });
		expect(json[1]).toMatchObject({ reason: 'invalid', error: expect.stringContaining("'If User Exists'") });
		expect(zoom().journal.posts()[0].contentType).toMatch(/^multipart/);
	});

	it('never quotes an invalid JSON field, because it may contain a password', async () => {
		for (const userInfoJson of ['{"password": S3cretPw1x}', '["S3cretPw1x"]']) {
			const parameters = { action: 'autoCreate', additionalFields: { userInfoJson } };
			const ran = await run({ parameters, settings: { onError: 'continueRegularOutput' } });
			expect(ran.json[0]).toMatchObject({
				reason: 'invalid',
				error: expect.stringContaining('More Zoom Fields (JSON)'),
			});
			const stopped = await run({ parameters });
			for (const text of [ran.stored, stopped.stored, ...ran.log, ...stopped.log])
				expect(text).not.toContain('S3cret');
		}
	});

	it('includes the row under "input" if requested', async () => {
		const rows = [{ email: 'ada@corp.example', badge: 7 }];
		const { json } = await run({ rows, parameters: { options: { includeInput: true } } });
		expect(json[0]).toMatchObject({ outcome: 'created', input: rows[0] });
	});

	it('returns the full user if requested', async () => {
		const { json } = await run({
			rows: rowsFor('ada@corp.example', 'bob+get-noscope@corp.example'),
			parameters: { action: 'ssoCreate', options: { readBack: true } },
		});
		expect(json[0]).toMatchObject({
			outcome: 'created',
			status: 'active',
			user_created_at: expect.any(String),
		});
		expect(json[1]).toMatchObject({
			outcome: 'created',
			id: expect.any(String),
			notReadBack: expect.stringContaining('user:read:user:admin'),
		});
	});

	it('never exceeds the maximum of concurrent requests', async () => {
		zoom().settings.latencyMs = 20;
		await run({ rows: makeUsers(30), parameters: { options: { maxConcurrency: 3 } } });
		expect(zoom().journal.maxInFlight).toBe(3);
	});
});
