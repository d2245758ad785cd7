import { setTimeout as sleep } from 'node:timers/promises';
import {
	CONTINUE,
	CREDENTIALS,
	makeUsers,
	rowsFor,
	TO_ERROR_OUTPUT,
	withSimulator,
} from './support/withSimulator';

const fourAtOnce = { options: { maxConcurrency: 4 } };

/** Twenty users. Zoom rejects the seventh, and responds to it later than to the others. */
const seventhRejected = () => {
	const rows: Array<{ email: string; first?: string }> = makeUsers(20);
	rows[6] = { email: 'seven+refuse-1107+slow-120@corp.example' };
	return rows;
};

describe('On Error = stop', () => {
	const { zoom, run } = withSimulator();

	it('names the user rejected in row 7 of 20 and all created users, including those in progress', async () => {
		zoom().settings.latencyMs = [30, 60];
		const rows = seventhRejected();
		// Slow enough that some rows are not started when the error arrives, on any machine.
		for (const row of rows.slice(12)) row.email = row.email.replace('@', '+slow-1500@');
		const { error, outputs } = await run({ rows, parameters: fourAtOnce });
		const { created } = zoom().journal;
		expect(outputs).toEqual([]);
		expect(created.length).toBeGreaterThanOrEqual(9);
		expect(created.length).toBeLessThan(19);
		expect(error?.message).toBe(
			`1 of 20 users failed; ${created.length} created, ${19 - created.length} not tried`,
		);
		expect(error?.description).toContain(
			'seven+refuse-1107+slow-120@corp.example was not created: the email domain is blocked',
		);
		const named = /Created: \d+ \((.*)\)\./.exec(error?.description ?? '')?.[1].split(', ');
		expect(named?.sort()).toEqual([...created].sort());
		expect(error?.description).toContain("set 'If User Exists' to 'Skip' and run it again");
	});

	it('rejects a batch with invalid rows before the first request, and lists them all', async () => {
		const rows = makeUsers(20);
		rows[2].email = 'not-an-address';
		rows[8].first = 'x'.repeat(65);
		const { error } = await run({ rows });
		expect(error?.message).toBe('2 of 20 rows cannot be sent to Zoom. No user was created');
		expect(error?.description).toContain(
			'Row 3 (not-an-address) was not sent: \'Email\' ("not-an-address") is not an email address.',
		);
		expect(error?.description).toContain(
			"Row 9 (p9@corp.example) was not sent: 'First Name' (\"" +
				'x'.repeat(64) +
				'x") is 65 characters long, and Zoom allows at most 64. Shorten it.',
		);
		expect(zoom().journal.requests).toEqual([]);
	});

	it('names the first fifty of many, and logs all of them', async () => {
		const rows: Array<{ email: string }> = [...makeUsers(120), ...rowsFor('late+refuse-1107@corp.example')];
		const { error, log } = await run({ rows });
		expect(error?.description).toMatch(
			/Created: 120 \(p\d+@corp\.example(, p\d+@corp\.example){49} and 70 more/,
		);
		const logged = log.find((line) => line.includes('stopped')) ?? '';
		for (const { email } of rows) expect(logged).toContain(email);
	});

	it('links to the entry of each reason in the documentation, and shows text as it is in HTML', async () => {
		const page =
			'https://github.com/zoom-users-for-n8n/n8n-nodes-zoom-users/blob/main/docs/results-and-errors.md';
		const rejected = await run({ rows: rowsFor('ada+refuse-1107@corp.example') });
		expect(rejected.error?.description).toMatch(
			`\nMore about: <a href="${page}#reason-account" target="_blank">account</a>`,
		);
		const invalid = await run({ rows: rowsFor('Ada <ada@corp.example>', 'R&D', 'ada@corp.example') });
		const { description } = invalid.error ?? {};
		expect(description).toContain('Row 1 (Ada &lt;ada@corp.example&gt;) was not sent');
		expect(description).toContain('Row 2 (R&amp;D) was not sent');
		expect(description?.match(/<.*>/g)).toEqual([
			`<a href="${page}#reason-invalid" target="_blank">invalid</a>`,
		]);
	});

	it('has no HTML in the items of a run that continues', async () => {
		const { json } = await run({ rows: rowsFor('Ada <ada@corp.example>'), settings: CONTINUE });
		expect(json[0].error).toContain('Row 1 (Ada <ada@corp.example>) was not sent');
		expect(json[0].error).not.toContain('href');
	});

	it("does not replace a part of an address that looks like one of n8n's error codes", async () => {
		for (const name of ['dedepermana', 'preexisting']) {
			const email = `${name}+refuse-1107@corp.example`;
			const { error } = await run({ rows: rowsFor(email) });
			expect(error?.message).toBe(`${email} was not created`);
			expect(error?.description).toContain(`${email} was not created: the email domain is blocked`);
		}
	});

	it('does not include a password in the error', async () => {
		const { error, stored } = await run({
			rows: rowsFor('ada+refuse-1107@corp.example'),
			parameters: { action: 'autoCreate', password: 'Analytical1' },
		});
		expect(error?.node?.parameters).toEqual({});
		expect(JSON.stringify(error)).not.toContain('Analytical1');
		expect(stored).not.toContain('Analytical1');
	});
});

describe.each(Object.entries(CREDENTIALS))('with %s', (_name, credential) => {
	const { zoom, run } = withSimulator();

	it('On Error = continue: every row has an item in its place, and nothing is thrown', async () => {
		const rows = seventhRejected();
		rows[11] = { email: 'not-an-address' };
		const { error, json, outputs } = await run({ rows, settings: CONTINUE, credential: credential(zoom()) });
		expect(error).toBeUndefined();
		expect(json).toHaveLength(20);
		expect(json[6]).toEqual({
			outcome: 'failed',
			email: rows[6].email,
			reason: 'account',
			code: 1107,
			error: expect.stringContaining('the email domain is blocked'),
		});
		expect(json[11]).toEqual({
			outcome: 'failed',
			email: 'not-an-address',
			reason: 'invalid',
			error: expect.stringContaining("'Email'"),
		});
		const others = json.filter((_, i) => i !== 6 && i !== 11);
		expect(others.every(({ outcome }) => outcome === 'created')).toBe(true);
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(rows.map((_, item) => ({ item })));
		expect(zoom().journal.created).toHaveLength(18);
	});

	it('Error output: every row is on its branch, with its own fields', async () => {
		const rows = seventhRejected().map((row, badge) => ({ ...row, badge }));
		rows[11].email = 'not-an-address';
		const { error, json, errorJson } = await run({
			rows,
			settings: TO_ERROR_OUTPUT,
			credential: credential(zoom()),
		});
		expect(error).toBeUndefined();
		expect(json).toHaveLength(18);
		expect(json.every(({ outcome }) => outcome === 'created')).toBe(true);
		expect(errorJson).toEqual([
			{ ...rows[6], error: expect.stringContaining('Zoom code 1107'), message: 'account' },
			{ ...rows[11], error: expect.stringContaining("'Email'"), message: 'invalid' },
		]);
	});
});

describe('a run that cannot start', () => {
	const { zoom, run } = withSimulator();
	const rows = makeUsers(3);

	const cases = {
		'no credential': { withoutCredential: true },
		'an address without https': {
			credential: (data: object) => ({ ...data, apiUrl: 'http://zoom.example/v2' }),
		},
		'a wrong client secret': { credential: (data: object) => ({ ...data, clientSecret: 'wrong' }) },
		'an unreachable address': {
			credential: (data: object) => ({ ...data, oauthUrl: 'http://127.0.0.1:9/oauth' }),
		},
	};

	for (const [name, { credential, ...more }] of Object.entries<{
		credential?: (data: object) => object;
		withoutCredential?: boolean;
	}>(cases)) {
		const given = () => {
			const { type, data } = CREDENTIALS.serverToServer(zoom());
			return {
				...more,
				credential: { type, data: credential ? { ...data, ...credential(data) } : data } as never,
			};
		};

		it(`${name}: continue returns a failed item for each row`, async () => {
			const { json, error } = await run({ rows, settings: CONTINUE, ...given() });
			expect(error).toBeUndefined();
			expect(json.map(({ outcome, reason, email }) => ({ outcome, reason, email }))).toEqual(
				rows.map(({ email }) => ({ outcome: 'failed', reason: 'auth', email })),
			);
		});

		it(`${name}: the Error output gets every row, the success branch none`, async () => {
			const { json, errorJson } = await run({ rows, settings: TO_ERROR_OUTPUT, ...given() });
			expect(json).toEqual([]);
			expect(errorJson.map(({ email, message }) => [email, message])).toEqual(
				rows.map(({ email }) => [email, 'auth']),
			);
		});

		it(`${name}: stop fails, and no user is created`, async () => {
			const { error } = await run({ rows, ...given() });
			expect(error?.description).toMatch(/credential|secret|address/i);
			expect(zoom().journal.created).toEqual([]);
		});
	}

	it('an expression that fails in one row does not affect other rows', async () => {
		const { json } = await run({
			rows: [{ email: 'a@corp.example', name: { first: 'A' } }, { email: 'b@corp.example' }],
			parameters: { firstName: '={{ $json.name ? $json.name.first : $("Missing").item.json.first }}' },
			settings: CONTINUE,
		});
		expect(json.map(({ outcome }) => outcome)).toEqual(['created', 'failed']);
	});
});

describe('Retry On Fail', () => {
	const { zoom, run } = withSimulator();
	const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

	it('reports users created in the first try as created, and sends them once', async () => {
		const rows = [...rowsFor('bad+refuse-1107@corp.example'), ...makeUsers(5)];
		const { json } = await run({ rows, settings: { ...retry, ...CONTINUE } });
		expect(json.map(({ outcome }) => outcome)).toEqual(['failed', ...Array(5).fill('created')]);
		expect(zoom().journal.created).toHaveLength(5);
		expect(zoom().journal.posts('bad+refuse-1107@corp.example')).toHaveLength(3);
		for (const { email } of makeUsers(5)) expect(zoom().journal.posts(email)).toHaveLength(1);
	});

	it('On Error = stop names the rejected user, and not those created before', async () => {
		const rows = [...makeUsers(3), ...rowsFor('bad+refuse-1107@corp.example')];
		const { error } = await run({ rows, settings: retry });
		expect(error?.description).toContain(
			'bad+refuse-1107@corp.example was not created: the email domain is blocked',
		);
		expect(error?.description).toContain('Created: 3 (p1@corp.example, p2@corp.example, p3@corp.example)');
	});
});

describe('Stop in n8n', () => {
	const { zoom, run } = withSimulator();

	it('starts no further request, and logs the created users and those without a response', async () => {
		zoom().settings.latencyMs = 150;
		const someCreated = async () => {
			while (zoom().journal.created.length < 5) await sleep(10);
		};
		const { log, status } = await run({ rows: makeUsers(40), cancelAfter: someCreated() });
		expect(status).toBe('canceled');
		const { created } = zoom().journal;
		expect(created.length).toBeLessThan(25);
		const line = log.find((text) => text.includes('cancelled')) ?? '';
		for (const email of created) expect(line).toContain(email);
		expect(line).toMatch(/nterrupted, so unknown: p\d+@/);
	});
});
