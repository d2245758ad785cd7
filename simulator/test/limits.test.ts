import { setTimeout as sleep } from 'node:timers/promises';
import { SlidingSecond } from '../state/slidingSecond';
import { startSimulator, type FaultName, type Simulator } from '../server';

/* The limits of the Zoom simulator, its faults by chance, and what its journal says of both. */

type Json = Record<string, any>;
interface Seen {
	status: number;
	body: Json;
	/** Of a header, or null. */
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

async function send(url: string, init: RequestInit = {}): Promise<Seen> {
	const response = await fetch(url, {
		...init,
		headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...init.headers },
	});
	const text = await response.text();
	const body = text.startsWith('{') ? JSON.parse(text) : {};
	return { status: response.status, body, header: (name) => response.headers.get(name) };
}

async function create(email: string, action = 'create'): Promise<Seen> {
	const userInfo = { email, type: 1, password: 'Abcd1234x' };
	return await send(`${zoom.apiUrl}/users`, {
		method: 'POST',
		body: JSON.stringify({ action, user_info: userInfo }),
		headers: { 'content-type': 'application/json' },
	});
}

const lookUp = async (id: string) => await send(`${zoom.apiUrl}/users/${encodeURIComponent(id)}`);

async function takeToken(): Promise<Seen> {
	const basic = Buffer.from('simulator-client:simulator-secret').toString('base64');
	return await send(`${zoom.oauthUrl}/token`, {
		method: 'POST',
		body: new URLSearchParams({ grant_type: 'account_credentials', account_id: 'simulator-account' }),
		headers: { authorization: `Basic ${basic}` },
	});
}

async function control(method: string, path: string, body?: object): Promise<Seen> {
	return await send(`${zoom.url}/__admin${path}`, {
		method,
		body: body && JSON.stringify(body),
		headers: body && { 'content-type': 'application/json' },
	});
}

/** One after the other: the answers' statuses, or 'dropped'. */
async function statuses(count: number, ask: (n: number) => Promise<Seen>): Promise<(number | 'dropped')[]> {
	const seen: (number | 'dropped')[] = [];
	for (let n = 0; n < count; n += 1) {
		seen.push(
			await ask(n).then(
				({ status }) => status,
				() => 'dropped' as const,
			),
		);
	}
	return seen;
}

describe('a second that slides', () => {
	it('holds what is less than a second old', () => {
		const second = new SlidingSecond();
		for (const at of [0, 400, 999.9]) second.add(at);
		expect([second.count(999.9), second.count(1000), second.count(1400), second.count(3000)]).toEqual([
			3, 2, 1, 0,
		]);
	});

	it('remembers its fullest, across the turn of a second', () => {
		const second = new SlidingSecond();
		for (const at of [900, 950, 990, 1010, 1050, 1899, 2100]) second.add(at);
		expect(second.most).toBe(6);
	});

	it('costs the same for each of half a million', () => {
		const second = new SlidingSecond();
		const start = Date.now();
		for (let n = 0; n < 500_000; n += 1) second.add(n / 64);
		expect(second.most).toBe(64_000);
		expect(Date.now() - start).toBeLessThan(2_000);
	});
});

describe('the limit by the second', () => {
	it('turns away what comes beyond it, whatever it is, and creates nobody from it', async () => {
		zoom.settings.perSecond = 3;
		expect((await takeToken()).status).toBe(200);
		expect((await lookUp('me')).status).toBe(200);
		expect((await create('a@x.example')).status).toBe(201);
		for (const beyond of [await create('b@x.example'), await lookUp('me'), await takeToken()]) {
			expect([beyond.status, beyond.body]).toEqual([429, { code: 429, message: PER_SECOND }]);
			expect(beyond.header('retry-after')).toBe('1');
			expect(beyond.header('x-ratelimit-type')).toBe('QPS');
			expect(beyond.header('x-ratelimit-limit')).toBe('3');
		}
		expect(zoom.journal.created).toEqual(['a@x.example']);
		expect(zoom.journal.posts('b@x.example')).toMatchObject([{ n: 4, status: 429 }]);
		expect(zoom.journal).toMatchObject({ maxPerSecond: 3, maxArrivedPerSecond: 6, refusedPerSecond: 3 });
	});

	it('has room again after a second, however many it turned away meanwhile', async () => {
		zoom.settings.perSecond = 2;
		expect(await statuses(3, async () => await lookUp('me'))).toEqual([200, 200, 429]);
		await sleep(500);
		expect(await statuses(3, async () => await lookUp('me'))).toEqual([429, 429, 429]);
		await sleep(510);
		expect(await statuses(3, async () => await lookUp('me'))).toEqual([200, 200, 429]);
		expect(zoom.journal.maxPerSecond).toBe(2);
	});

	it('goes by a clock that nobody moves', async () => {
		zoom.settings.perSecond = 1;
		await lookUp('me');
		await control('POST', '/clock', { advanceMs: 5_000 });
		expect((await lookUp('me')).status).toBe(429);
	});

	it('uses no fault up on what it turns away', async () => {
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
		'gives its Retry-After as %s, of this machine, no less than a second away',
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

	it('may leave every header out', async () => {
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

describe('the invitations of a day', () => {
	it('run out, and every invitation says how many are left', async () => {
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

	it('are not used up by people of other actions, who go on when they are', async () => {
		zoom.settings.invitationsPerDay = 1;
		for (const action of ['custCreate', 'ssoCreate', 'autoCreate']) {
			const seen = await create(`${action}@x.example`, action);
			expect([seen.status, seen.header('x-ratelimit-remaining')]).toEqual([201, null]);
		}
		expect((await create('a@x.example')).status).toBe(201);
		expect((await create('b@x.example')).status).toBe(429);
		expect((await create('c@x.example', 'custCreate')).status).toBe(201);
	});

	it('are not used up by refusals', async () => {
		zoom.settings.invitationsPerDay = 1;
		await create('a+refuse-1107@x.example');
		await create('a+is-active@x.example');
		await create('a+500-before@x.example');
		expect((await create('b@x.example')).header('x-ratelimit-remaining')).toBe('0');
	});

	it('are there again on the next day of the movable clock, Retry-After in seconds from then on', async () => {
		zoom.settings.invitationsPerDay = 1;
		zoom.settings.tokenLifetimeMs = 3 * DAY_MS;
		token = zoom.issueOAuthTokens().access_token;
		await create('a@x.example');
		expect((await create('b@x.example')).status).toBe(429);
		const moved = await control('POST', '/clock', { advanceMs: DAY_MS });
		expect(moved.body.clockOffsetMs).toBe(DAY_MS);
		expect((await create('b@x.example')).status).toBe(201);
		const seconds = Number((await create('c@x.example')).header('retry-after'));
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual(DAY_MS / 1000);
	});

	it('give the Retry-After that was set, or no header at all, and a text in another language', async () => {
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

describe('writes at one time', () => {
	it('beyond the limit are refused and not written, reads untouched', async () => {
		Object.assign(zoom.settings, { concurrentWrites: 2, latencyMs: 100 });
		const names = ['a', 'b', 'c', 'd', 'e'];
		const [me, ...seen] = await Promise.all([
			lookUp('me'),
			...names.map(async (name) => await create(`${name}@x.example`)),
		]);
		expect(me.status).toBe(200);
		expect(seen.map(({ status }) => status).sort()).toEqual([201, 201, 429, 429, 429]);
		const refused = seen.find(({ status }) => status === 429);
		expect(refused?.body.message).toContain('Too many concurrent requests.');
		expect(refused?.header('retry-after')).toBeNull();
		expect(refused?.header('x-ratelimit-type')).toBeNull();
		expect(zoom.journal.created).toHaveLength(2);
	});

	it('are let in again as soon as one is done with, be it by being cut off', async () => {
		zoom.settings.concurrentWrites = 1;
		expect(
			await statuses(
				3,
				async (n) => await create(['a+drop-after@x.example', 'b@x.example', 'c@x.example'][n]),
			),
		).toEqual(['dropped', 201, 201]);
	});
});

describe('faults by chance', () => {
	const chances: Partial<Record<FaultName, number>> = { '500-before': 0.3, 'html-503-after': 0.2 };

	it('are the same with the same seed, and others with another', async () => {
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

	it('come about as often as they are to, and do what they do at request', async () => {
		zoom.settings.randomFaults = { seed: 3, post: chances };
		const seen = await statuses(400, async (n) => await create(`p${n}@x.example`));
		const count = (status: number) => seen.filter((one) => one === status).length;
		expect(count(500)).toBeGreaterThan(90);
		expect(count(500)).toBeLessThan(150);
		expect(count(503)).toBeGreaterThan(55);
		expect(count(503)).toBeLessThan(105);
		expect(zoom.journal.created).toHaveLength(400 - count(500));
	});

	it('keep to their kind of request', async () => {
		const all: Partial<Record<FaultName, number>> = { '500-before': 1 };
		const seen = async () => [
			(await create(`p${Math.random()}@x.example`)).status,
			(await lookUp('nobody@x.example')).status,
			(await send(`${zoom.apiUrl}/users`)).status,
			(await takeToken()).status,
		];
		zoom.settings.newestTokenOnly = false;
		zoom.settings.randomFaults = { seed: 1, post: all };
		expect(await seen()).toEqual([500, 404, 200, 200]);
		zoom.settings.randomFaults = { seed: 1, get: all };
		expect(await seen()).toEqual([201, 500, 500, 200]);
		zoom.settings.randomFaults = { seed: 1, token: all };
		expect(await seen()).toEqual([201, 404, 200, 500]);
	});

	it('leave a request to the fault that its address or a test asks for', async () => {
		const all: Partial<Record<FaultName, number>> = { '500-before': 1 };
		zoom.settings.randomFaults = { seed: 1, post: all, get: all };
		const email = 'a+html-503-before+get-html@x.example';
		expect(await statuses(2, async () => await create(email))).toEqual([503, 500]);
		expect(await statuses(2, async () => await lookUp(email))).toEqual([503, 500]);
		zoom.settings.breakRequest = () => 'html-400';
		expect((await create('b@x.example')).status).toBe(400);
	});

	it('draw once for each request, whoever decides in the end', async () => {
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

	it('slow: answered late, and written at once', async () => {
		Object.assign(zoom.settings, { slowMs: 1_000, randomFaults: { seed: 1, post: { slow: 1 } } });
		const start = Date.now();
		let answered = false;
		const answer = create('a@x.example').finally(() => (answered = true));
		while (zoom.journal.created.length === 0) await sleep(10);
		expect(answered).toBe(false);
		expect((await answer).status).toBe(201);
		expect(Date.now() - start).toBeGreaterThanOrEqual(995);
	});

	it('+slow in an address is late the first time', async () => {
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

describe('the control room', () => {
	it('takes the limits and the chances, and nothing that makes no sense', async () => {
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
		expect((await control('PUT', '/settings', good)).body).toMatchObject(good);
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
			expect((await control('PUT', '/settings', bad)).status).toBe(400);
		}
		expect((await control('POST', '/clock', { advanceMs: 'a day' })).status).toBe(400);
		expect(zoom.settings).toMatchObject(good);
	});

	it('starts the faults by chance anew when they are set anew', async () => {
		const respond = async () => {
			await control('PUT', '/settings', { randomFaults: { seed: 2, get: { '500-before': 0.5 } } });
			return await statuses(20, async () => await lookUp('me'));
		};
		expect(await respond()).toEqual(await respond());
	});

	it('forgets what was counted when it is reset', async () => {
		Object.assign(zoom.settings, { perSecond: 1, invitationsPerDay: 1 });
		await create('a@x.example');
		await create('b@x.example');
		await control('POST', '/reset');
		expect(zoom.journal).toMatchObject({ maxPerSecond: 0, maxArrivedPerSecond: 0, refusedPerSecond: 0 });
		token = zoom.issueOAuthTokens().access_token;
		Object.assign(zoom.settings, { perSecond: 1, invitationsPerDay: 1 });
		expect((await create('b@x.example')).status).toBe(201);
	});

	it('hands out a journal of 50,000 requests whole, and in good time', async () => {
		const start = Date.now();
		for (let n = 1; n <= 50_000; n += 1) {
			zoom.journal.letIn(null);
			const headers = { accept: 'application/json' };
			const entry = zoom.journal.open({ at: n, method: 'POST', path: '/v2/users', headers });
			entry.userInfoText = `{"email":"p${n}@corp.example","type":1,"first_name":"Ada"}`;
			zoom.journal.notePerson(entry, `p${n % 10_000}@corp.example`);
			zoom.journal.close();
		}
		const { body } = await control('GET', '/journal');
		expect(body.requests).toHaveLength(50_000);
		expect(body.requests[49_999]).toMatchObject({ n: 50_000, email: 'p0@corp.example' });
		expect(body).toMatchObject({ created: [], maxInFlight: 1, refusedPerSecond: 0 });
		expect(body.maxPerSecond).toBe(zoom.journal.maxPerSecond);
		expect(zoom.journal.posts('P7@corp.example')).toHaveLength(5);
		expect(Date.now() - start).toBeLessThan(5_000);
	});
});
