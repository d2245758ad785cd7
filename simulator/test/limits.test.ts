import { setTimeout as sleep } from 'node:timers/promises';
import { SlidingSecond } from '../state/slidingSecond';
import { startSimulator, type FaultName, type Simulator } from '../server';
import { restsOn } from '../../test/support/restsOn';

restsOn('create-201-quota');

/* The limits of the Zoom simulator, its random faults, and their journal entries. */

type Json = Record<string, any>;
interface ReceivedResponse {
	status: number;
	body: Json;
	/** The value of a header, or null. */
	header: (name: string) => string | null;
}

const DAY_MS = 86_400_000;
const PER_SECOND = 'You have reached the maximum per-second rate limit for this API. Try again later.';

let zoom: Simulator;
let token: string;

beforeAll(async () => {
	zoom = await startSimulator();
});
beforeEach(() => {
	zoom.reset();
	token = zoom.issueOAuthTokens().access_token;
});
afterAll(async () => {
	await zoom.close();
});

async function send(url: string, init: RequestInit = {}): Promise<ReceivedResponse> {
	const response = await fetch(url, {
		...init,
		headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...init.headers },
	});
	const text = await response.text();
	const body = text.startsWith('{') ? JSON.parse(text) : {};
	return { status: response.status, body, header: (name) => response.headers.get(name) };
}

async function create(email: string, action = 'create'): Promise<ReceivedResponse> {
	const userInfo = { email, type: 1, password: 'Abcd1234x' };
	return await send(`${zoom.apiUrl}/users`, {
		method: 'POST',
		body: JSON.stringify({ action, user_info: userInfo }),
		headers: { 'content-type': 'application/json' },
	});
}

const lookUp = async (id: string) => await send(`${zoom.apiUrl}/users/${encodeURIComponent(id)}`);

async function requestToken(): Promise<ReceivedResponse> {
	const basic = Buffer.from('simulator-client:simulator-secret').toString('base64');
	return await send(`${zoom.oauthUrl}/token`, {
		method: 'POST',
		body: new URLSearchParams({ grant_type: 'account_credentials', account_id: 'simulator-account' }),
		headers: { authorization: `Basic ${basic}` },
	});
}

async function admin(method: string, path: string, body?: object): Promise<ReceivedResponse> {
	return await send(`${zoom.url}/__admin${path}`, {
		method,
		body: body && JSON.stringify(body),
		headers: body && { 'content-type': 'application/json' },
	});
}

/**
 * Sends requests one after another.
 * @returns the status of each response, or 'dropped'
 */
async function statuses(
	count: number,
	ask: (n: number) => Promise<ReceivedResponse>,
): Promise<(number | 'dropped')[]> {
	const results: (number | 'dropped')[] = [];
	for (let n = 0; n < count; n += 1) {
		results.push(
			await ask(n).then(
				({ status }) => status,
				() => 'dropped' as const,
			),
		);
	}
	return results;
}

describe('a sliding second', () => {
	it('counts the events of the last second', () => {
		const second = new SlidingSecond();
		for (const at of [0, 400, 999.9]) second.add(at);
		expect([second.count(999.9), second.count(1000), second.count(1400), second.count(3000)]).toEqual([
			3, 2, 1, 0,
		]);
	});

	it('records the maximum, also across a full second', () => {
		const second = new SlidingSecond();
		for (const at of [900, 950, 990, 1010, 1050, 1899, 2100]) second.add(at);
		expect(second.max).toBe(6);
	});

	it('counts 500,000 events', () => {
		const second = new SlidingSecond();
		for (let n = 0; n < 500_000; n += 1) second.add(n / 64);
		expect(second.max).toBe(64_000);
	});
});

describe('the limit per second', () => {
	it('rejects every request above it, and creates no user', async () => {
		zoom.settings.perSecond = 3;
		expect((await requestToken()).status).toBe(200);
		expect((await lookUp('me')).status).toBe(200);
		expect((await create('a@x.example')).status).toBe(201);
		for (const beyond of [await create('b@x.example'), await lookUp('me'), await requestToken()]) {
			expect([beyond.status, beyond.body]).toEqual([429, { code: 429, message: PER_SECOND }]);
			expect(beyond.header('retry-after')).toBe('1');
			expect(beyond.header('x-ratelimit-type')).toBe('QPS');
			expect(beyond.header('x-ratelimit-limit')).toBe('3');
		}
		expect(zoom.journal.created).toEqual(['a@x.example']);
		expect(zoom.journal.posts('b@x.example')).toMatchObject([{ n: 4, status: 429 }]);
		expect(zoom.journal).toMatchObject({ maxPerSecond: 3, maxArrivedPerSecond: 6, refusedPerSecond: 3 });
	});

	it('accepts requests again after a second, regardless of rejected ones', async () => {
		let now = performance.now();
		const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
		zoom.settings.perSecond = 2;
		expect(await statuses(3, async () => await lookUp('me'))).toEqual([200, 200, 429]);
		now += 999;
		expect(await statuses(3, async () => await lookUp('me'))).toEqual([429, 429, 429]);
		now += 1;
		expect(await statuses(3, async () => await lookUp('me'))).toEqual([200, 200, 429]);
		expect(zoom.journal.maxPerSecond).toBe(2);
		clock.mockRestore();
	});

	it('uses the real clock', async () => {
		zoom.settings.perSecond = 1;
		await lookUp('me');
		await admin('POST', '/clock', { advanceMs: 5_000 });
		expect((await lookUp('me')).status).toBe(429);
	});

	it('does not apply the fault of a rejected request', async () => {
		const asked: number[] = [];
		zoom.settings.breakRequest = ({ n }) => void asked.push(n);
		zoom.settings.perSecond = 0;
		expect((await create('a+500-before@x.example')).status).toBe(429);
		zoom.settings.perSecond = null;
		expect((await create('a+500-before@x.example')).status).toBe(500);
		expect(asked).toEqual([2]);
	});

	it.each([
		['seconds', /^1$/],
		['http-date', /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/],
		['iso', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
	] as const)(
		'sends a Retry-After as %s, by the real clock, at least one second ahead',
		async (form, looks) => {
			Object.assign(zoom.settings, { perSecond: 0, retryAfterForm: form, clockOffsetMs: DAY_MS });
			const start = Date.now();
			const value = (await lookUp('me')).header('retry-after') ?? '';
			expect(value).toMatch(looks);
			const at = form === 'seconds' ? start + 1000 : Date.parse(value);
			expect(at - start).toBeGreaterThanOrEqual(1000);
			expect(at - start).toBeLessThan(3000);
		},
	);

	it('can leave out all headers', async () => {
		Object.assign(zoom.settings, { perSecond: 0, limitHeaders: false });
		const { status, header } = await lookUp('me');
		expect(status).toBe(429);
		for (const name of ['retry-after', 'x-ratelimit-type', 'x-ratelimit-limit', 'x-ratelimit-category']) {
			expect(header(name)).toBeNull();
		}
		zoom.settings.perSecond = null;
		expect((await lookUp('me')).header('x-ratelimit-category')).toBe('Light');
	});
});

describe('rate headers', () => {
	const names = ['x-ratelimit-type', 'x-ratelimit-limit', 'x-ratelimit-remaining'];
	const headersOf = ({ header }: ReceivedResponse) => names.map((name) => header(name));

	it('say what is left of the last second on every API response', async () => {
		Object.assign(zoom.settings, { perSecond: 4, rateHeaders: true });
		expect(headersOf(await lookUp('me'))).toEqual(['QPS', '4', '3']);
		expect(headersOf(await requestToken())).toEqual([null, null, null]);
		expect(headersOf(await create('a@x.example'))).toEqual(['QPS', '4', '1']);
		expect(headersOf(await lookUp('nobody@x.example'))).toEqual(['QPS', '4', '0']);
		expect(headersOf(await lookUp('me'))).toEqual(['QPS', '4', '0']);
		await sleep(1_010);
		expect(headersOf(await lookUp('me'))).toEqual(['QPS', '4', '3']);
	});

	it('give way to those of the daily limit', async () => {
		Object.assign(zoom.settings, { perSecond: 4, rateHeaders: true, invitationsPerDay: 9 });
		expect(headersOf(await create('a@x.example'))).toEqual([null, '9', '8']);
	});

	it('are off at the start, and without a limit, and with limitHeaders off', async () => {
		const none = [null, null, null];
		zoom.settings.perSecond = 4;
		expect(headersOf(await lookUp('me'))).toEqual(none);
		Object.assign(zoom.settings, { perSecond: null, rateHeaders: true });
		expect(headersOf(await lookUp('me'))).toEqual(none);
		Object.assign(zoom.settings, { perSecond: 4, limitHeaders: false });
		expect(headersOf(await lookUp('me'))).toEqual(none);
	});
});

describe('a slow token endpoint', () => {
	it('delays its own responses only', async () => {
		zoom.settings.tokenLatencyMs = 200;
		const start = performance.now();
		expect((await requestToken()).status).toBe(200);
		const asked = performance.now();
		expect(asked - start).toBeGreaterThan(190);
		token = zoom.issueOAuthTokens().access_token;
		await lookUp('me');
		expect(performance.now() - asked).toBeLessThan(190);
	});
});

describe('the daily invitation limit', () => {
	it('rejects further invitations, and each response has the number left', async () => {
		zoom.settings.invitationsPerDay = 2;
		const [one, two] = [await create('a@x.example'), await create('b@x.example')];
		expect([one, two].map(({ header }) => header('x-ratelimit-limit'))).toEqual(['2', '2']);
		expect([one, two].map(({ header }) => header('x-ratelimit-remaining'))).toEqual(['1', '0']);
		const three = await create('c@x.example');
		expect([three.status, three.body]).toEqual([
			429,
			{
				code: 429,
				message:
					'You have exceeded the daily rate limit (2) of user invite requests permitted for this account. You may resume these requests at GMT 00:00:00.',
			},
		]);
		expect(three.header('x-ratelimit-type')).toBe('Daily-limit');
		const midnight = new Date(new Date().setUTCHours(24, 0, 0, 0)).toISOString().replace('.000', '');
		expect(three.header('retry-after')).toBe(midnight);
		expect(zoom.journal.created).toEqual(['a@x.example', 'b@x.example']);
	});

	it('does not apply to other actions', async () => {
		zoom.settings.invitationsPerDay = 1;
		for (const action of ['custCreate', 'ssoCreate', 'autoCreate']) {
			const response = await create(`${action}@x.example`, action);
			expect([response.status, response.header('x-ratelimit-remaining')]).toEqual([201, null]);
		}
		expect((await create('a@x.example')).status).toBe(201);
		expect((await create('b@x.example')).status).toBe(429);
		expect((await create('c@x.example', 'custCreate')).status).toBe(201);
	});

	it('does not count failed requests', async () => {
		zoom.settings.invitationsPerDay = 1;
		await create('a+refuse-1107@x.example');
		await create('a+is-active@x.example');
		await create('a+500-before@x.example');
		expect((await create('b@x.example')).header('x-ratelimit-remaining')).toBe('0');
	});

	it('ends on the next day of the simulated clock, with Retry-After in seconds from then on', async () => {
		zoom.settings.invitationsPerDay = 1;
		zoom.settings.tokenLifetimeMs = 3 * DAY_MS;
		token = zoom.issueOAuthTokens().access_token;
		await create('a@x.example');
		expect((await create('b@x.example')).status).toBe(429);
		const moved = await admin('POST', '/clock', { advanceMs: DAY_MS });
		expect(moved.body.clockOffsetMs).toBe(DAY_MS);
		expect((await create('b@x.example')).status).toBe(201);
		const seconds = Number((await create('c@x.example')).header('retry-after'));
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual(DAY_MS / 1000);
	});

	it('sends the configured Retry-After, or no header, and a text in another language', async () => {
		const quotaRetryAfter = '2031-02-03T07:00:00Z';
		Object.assign(zoom.settings, { invitationsPerDay: 0, quotaRetryAfter, clockOffsetMs: 1 });
		expect((await create('a@x.example')).header('retry-after')).toBe(quotaRetryAfter);
		Object.assign(zoom.settings, { limitHeaders: false, language: 'ja' });
		const bare = await create('a@x.example');
		expect(bare.header('retry-after')).toBeNull();
		expect(bare.body.message).toContain('リクエストを処理できませんでした。');
		zoom.settings.invitationsPerDay = 1;
		expect((await create('a@x.example')).header('x-ratelimit-remaining')).toBeNull();
	});
});

describe('concurrent writes', () => {
	it('above the limit are rejected and not written, and reads are not affected', async () => {
		Object.assign(zoom.settings, { concurrentWrites: 2, latencyMs: 100 });
		const names = ['a', 'b', 'c', 'd', 'e'];
		const [me, ...creates] = await Promise.all([
			lookUp('me'),
			...names.map(async (name) => await create(`${name}@x.example`)),
		]);
		expect(me.status).toBe(200);
		expect(creates.map(({ status }) => status).sort()).toEqual([201, 201, 429, 429, 429]);
		const rejected = creates.find(({ status }) => status === 429);
		expect(rejected?.body.message).toContain('Too many concurrent requests.');
		expect(rejected?.header('retry-after')).toBeNull();
		expect(rejected?.header('x-ratelimit-type')).toBeNull();
		expect(zoom.journal.created).toHaveLength(2);
	});

	it('are accepted again when a write has ended, also by a dropped connection', async () => {
		zoom.settings.concurrentWrites = 1;
		expect(
			await statuses(
				3,
				async (n) => await create(['a+drop-after@x.example', 'b@x.example', 'c@x.example'][n]),
			),
		).toEqual(['dropped', 201, 201]);
	});
});

describe('random faults', () => {
	const chances: Partial<Record<FaultName, number>> = { '500-before': 0.3, 'html-503-after': 0.2 };

	it('are the same with the same seed, and different with another', async () => {
		const respond = async (seed: number) => {
			zoom.reset();
			token = zoom.issueOAuthTokens().access_token;
			zoom.settings.randomFaults = { seed, post: chances };
			return await statuses(60, async (n) => await create(`p${n}@x.example`));
		};
		const first = await respond(7);
		expect(await respond(7)).toEqual(first);
		expect(await respond(8)).not.toEqual(first);
	});

	it('occur with the given probability, with the same effect as tagged faults', async () => {
		zoom.settings.randomFaults = { seed: 3, post: chances };
		const results = await statuses(400, async (n) => await create(`p${n}@x.example`));
		const count = (status: number) => results.filter((one) => one === status).length;
		expect(count(500)).toBeGreaterThan(90);
		expect(count(500)).toBeLessThan(150);
		expect(count(503)).toBeGreaterThan(55);
		expect(count(503)).toBeLessThan(105);
		expect(zoom.journal.created).toHaveLength(400 - count(500));
	});

	it('apply to their kind of request only', async () => {
		const all: Partial<Record<FaultName, number>> = { '500-before': 1 };
		const statusOfEach = async () => [
			(await create(`p${Math.random()}@x.example`)).status,
			(await lookUp('nobody@x.example')).status,
			(await send(`${zoom.apiUrl}/users`)).status,
			(await requestToken()).status,
		];
		zoom.settings.newestTokenOnly = false;
		zoom.settings.randomFaults = { seed: 1, post: all };
		expect(await statusOfEach()).toEqual([500, 404, 200, 200]);
		zoom.settings.randomFaults = { seed: 1, get: all };
		expect(await statusOfEach()).toEqual([201, 500, 500, 200]);
		zoom.settings.randomFaults = { seed: 1, token: all };
		expect(await statusOfEach()).toEqual([201, 404, 200, 500]);
	});

	it('do not replace a fault from an address or a test', async () => {
		const all: Partial<Record<FaultName, number>> = { '500-before': 1 };
		zoom.settings.randomFaults = { seed: 1, post: all, get: all };
		const email = 'a+html-503-before+get-html@x.example';
		expect(await statuses(2, async () => await create(email))).toEqual([503, 500]);
		expect(await statuses(2, async () => await lookUp(email))).toEqual([503, 500]);
		zoom.settings.breakRequest = () => 'html-400';
		expect((await create('b@x.example')).status).toBe(400);
	});

	it('draw one number for each request, also when another fault applies', async () => {
		const respond = async (breaks: boolean) => {
			zoom.reset();
			token = zoom.issueOAuthTokens().access_token;
			zoom.settings.randomFaults = { seed: 5, post: { '500-before': 0.5 } };
			if (breaks) zoom.settings.breakRequest = ({ n }) => (n === 1 ? 'html-400' : undefined);
			return await statuses(20, async (n) => await create(`p${n}@x.example`));
		};
		const [undisturbed, broken] = [await respond(false), await respond(true)];
		expect(broken).toEqual([400, ...undisturbed.slice(1)]);
	});

	it('slow: responds late, and writes at once', async () => {
		Object.assign(zoom.settings, { slowMs: 1_000, randomFaults: { seed: 1, post: { slow: 1 } } });
		const start = Date.now();
		let answered = false;
		const answer = create('a@x.example').finally(() => (answered = true));
		while (zoom.journal.created.length === 0) await sleep(10);
		expect(answered).toBe(false);
		expect((await answer).status).toBe(201);
		expect(Date.now() - start).toBeGreaterThanOrEqual(995);
	});

	it('+slow in an address delays the first response', async () => {
		zoom.settings.slowMs = 1_000;
		const times: number[] = [];
		for (const status of [201, 409]) {
			const start = Date.now();
			expect((await create('a+slow@x.example')).status).toBe(status);
			times.push(Date.now() - start);
		}
		expect(times[0]).toBeGreaterThanOrEqual(995);
		expect(times[1]).toBeLessThan(995);
	});
});

describe('the admin API', () => {
	it('accepts valid limits and probabilities only', async () => {
		const good = {
			perSecond: 30,
			concurrentWrites: 4,
			invitationsPerDay: 1500,
			limitHeaders: false,
			retryAfterForm: 'iso',
			quotaRetryAfter: '2031-02-03T07:00:00Z',
			slowMs: 10,
			randomFaults: { seed: 1, post: { 'drop-after': 0.5, '429-bare': 0.5 }, get: {}, token: { slow: 1 } },
		};
		expect((await admin('PUT', '/settings', good)).body).toMatchObject(good);
		for (const bad of [
			{ perSecond: -1 },
			{ perSecond: 1.5 },
			{ retryAfterForm: 'minutes' },
			{ quotaRetryAfter: 'tomorrow' },
			{ randomFaults: { seed: 1, post: { 'no-such-fault': 0.1 } } },
			{ randomFaults: { seed: 1, post: { '500-before': 0.6, '429': 0.6 } } },
			{ randomFaults: { seed: 1, put: {} } },
			{ randomFaults: { post: {} } },
		]) {
			expect((await admin('PUT', '/settings', bad)).status).toBe(400);
		}
		expect((await admin('POST', '/clock', { advanceMs: 'a day' })).status).toBe(400);
		expect(zoom.settings).toMatchObject(good);
	});

	it('restarts the random faults when they are set again', async () => {
		const respond = async () => {
			await admin('PUT', '/settings', { randomFaults: { seed: 2, get: { '500-before': 0.5 } } });
			return await statuses(20, async () => await lookUp('me'));
		};
		expect(await respond()).toEqual(await respond());
	});

	it('resets all counters', async () => {
		Object.assign(zoom.settings, { perSecond: 1, invitationsPerDay: 1 });
		await create('a@x.example');
		await create('b@x.example');
		await admin('POST', '/reset');
		expect(zoom.journal).toMatchObject({ maxPerSecond: 0, maxArrivedPerSecond: 0, refusedPerSecond: 0 });
		token = zoom.issueOAuthTokens().access_token;
		Object.assign(zoom.settings, { perSecond: 1, invitationsPerDay: 1 });
		expect((await create('b@x.example')).status).toBe(201);
	});

	it('returns a journal of 50,000 requests', async () => {
		for (let n = 1; n <= 50_000; n += 1) {
			zoom.journal.admit(null);
			const headers = { accept: 'application/json' };
			const entry = zoom.journal.open({ at: n, method: 'POST', path: '/v2/users', headers });
			entry.userInfoText = `{"email":"p${n}@corp.example","type":1,"first_name":"Ada"}`;
			zoom.journal.notePerson(entry, `p${n % 10_000}@corp.example`);
			zoom.journal.close();
		}
		const { body } = await admin('GET', '/journal');
		expect(body.requests).toHaveLength(50_000);
		expect(body.requests[49_999]).toMatchObject({ n: 50_000, email: 'p0@corp.example' });
		expect(body).toMatchObject({ created: [], maxInFlight: 1, refusedPerSecond: 0 });
		expect(body.maxPerSecond).toBe(zoom.journal.maxPerSecond);
		expect(zoom.journal.posts('P7@corp.example')).toHaveLength(5);
	});
});
