import { sendWithRetry, type RetryingClient } from '../../../nodes/zoom/calls/retry';
import type { ZoomRequest, ZoomResponse } from '../../../nodes/zoom/transport/client';
import { FakeClock } from '../support/fakeClock';

const answer = (status: number, body: object = {}, headers: Record<string, string> = {}): ZoomResponse => ({
	kind: 'answered',
	status,
	headers,
	body,
});
const FOUND = answer(200, { id: 'u1' });
const OUTAGE = answer(503, {});
const TOO_FAST = answer(429, { code: 429, message: 'You have reached the maximum per-second rate limit.' });
const TOO_MANY = answer(429, { code: 429, message: 'Too many concurrent requests.' });
const LOST: ZoomResponse = { kind: 'lost', code: 'ECONNRESET', reached: true };

/** A client with these responses. The last one repeats. */
function setUp(responses: ZoomResponse[]) {
	const clock = new FakeClock();
	const sent: Array<{ at: number; request: ZoomRequest }> = [];
	const limits = { rejected: [] as string[], decreases: 0 };
	const client: RetryingClient = {
		clock,
		lastSuccess: -Infinity,
		retries: 0,
		send: async (request) => {
			sent.push({ at: clock.now(), request });
			await clock.sleep(10);
			return responses[Math.min(sent.length, responses.length) - 1];
		},
		wait: async (ms) => await clock.sleep(ms),
		noteSuccess: () => void (client.lastSuccess = clock.now()),
		limits: {
			noteRejected: (label) => void limits.rejected.push(label),
			decreaseConcurrency: () => void limits.decreases++,
		},
	};
	const getUser = async (alsoRetry?: Parameters<typeof sendWithRetry<'getUser'>>[3]) =>
		await clock.finish(sendWithRetry(client, 'getUser', { method: 'GET', path: '/users/u1' }, alsoRetry));
	/** ms between a response and the next attempt. */
	const waits = () => sent.slice(1).map(({ at }, i) => at - sent[i].at - 10);
	return { client, clock, limits, sent, getUser, waits };
}

describe('a call that fails', () => {
	it('is not retried if waiting does not help', async () => {
		const { sent, getUser } = setUp([answer(404, { code: 1001, message: 'User does not exist.' })]);
		expect((await getUser()).result).toMatchObject({ kind: 'rejected', error: { code: 1001 } });
		expect(sent).toHaveLength(1);
	});

	it('is retried after an outage, and the result is that of the last attempt', async () => {
		const { client, sent, getUser } = setUp([OUTAGE, OUTAGE, FOUND]);
		expect((await getUser()).result).toEqual({ kind: 'done', body: { id: 'u1' } });
		expect(sent).toHaveLength(3);
		expect(client.retries).toBe(2);
		expect(sent[2].request.rateClass).toEqual({ label: 'light', priority: 'read' });
	});

	it('is sent at most five times, with delays that double and up to 25% jitter', async () => {
		const { sent, getUser, waits } = setUp([OUTAGE]);
		expect((await getUser()).result).toMatchObject({ kind: 'rejected', error: { status: 503 } });
		expect(sent).toHaveLength(5);
		for (const [i, base] of [1_000, 2_000, 4_000, 8_000].entries()) {
			expect(waits()[i]).toBeGreaterThanOrEqual(base);
			expect(waits()[i]).toBeLessThanOrEqual(base * 1.25);
		}
	});

	it.each([
		['seconds', { 'retry-after': '3' }],
		[
			'an HTTP date',
			{ 'retry-after': 'Tue, 24 Nov 2026 10:00:03 GMT', date: 'Tue, 24 Nov 2026 10:00:00 GMT' },
		],
		['an ISO time', { 'retry-after': '2026-11-24T10:00:03Z', date: 'Tue, 24 Nov 2026 10:00:00 GMT' }],
	])('waits as long as Zoom asks for in %s', async (_form, headers) => {
		const { getUser, waits } = setUp([answer(503, {}, headers), FOUND]);
		await getUser();
		expect(waits()[0]).toBeGreaterThanOrEqual(3_000);
		expect(waits()[0]).toBeLessThanOrEqual(3_750);
	});

	it('waits at most 15 seconds, regardless of Retry-After', async () => {
		const { getUser, waits } = setUp([answer(503, {}, { 'retry-after': '500' }), FOUND]);
		await getUser();
		expect(waits()[0]).toBeGreaterThanOrEqual(15_000);
		expect(waits()[0]).toBeLessThanOrEqual(18_750);
	});

	it('is retried after a lost response only if the caller allows it', async () => {
		const careful = setUp([LOST, FOUND]);
		expect((await careful.getUser()).result.kind).toBe('lost');
		expect(careful.sent).toHaveLength(1);
		const harmless = setUp([LOST, FOUND]);
		expect((await harmless.getUser(({ kind }) => kind === 'lost')).result.kind).toBe('done');
	});

	it('is not retried after the run was cancelled', async () => {
		const { client, sent, getUser } = setUp([OUTAGE]);
		client.wait = async () => void Object.assign(client, { signal: AbortSignal.abort() });
		await getUser();
		expect(sent).toHaveLength(2);
	});
});

describe('a rate that is exceeded', () => {
	it('is retried until no call of the run has succeeded for a minute', async () => {
		const { client, clock, sent, getUser } = setUp([TOO_FAST]);
		const start = clock.now();
		expect((await getUser()).result).toMatchObject({
			kind: 'rejected',
			error: { meaning: { reason: 'rate' } },
		});
		expect(clock.now() - start).toBeGreaterThanOrEqual(60_000);
		expect(clock.now() - start).toBeLessThanOrEqual(60_000 + 19_000);
		expect(sent.length).toBeGreaterThan(5);
		expect(client.retries).toBe(sent.length - 1);
	});

	it('is retried longer while other calls of the run succeed', async () => {
		const { client, clock, getUser } = setUp([TOO_FAST]);
		const start = clock.now();
		void clock.sleep(50_000).then(() => client.noteSuccess());
		await getUser();
		expect(clock.now() - start).toBeGreaterThanOrEqual(110_000);
	});

	it('slows the requests of its label down, and is soon sent again', async () => {
		const { limits, getUser, waits } = setUp([TOO_FAST, TOO_FAST, FOUND]);
		await getUser();
		expect(limits).toEqual({ rejected: ['light', 'light'], decreases: 0 });
		for (const [i, base] of [100, 200].entries()) {
			expect(waits()[i]).toBeGreaterThanOrEqual(base);
			expect(waits()[i]).toBeLessThanOrEqual(base * 1.25);
		}
	});

	it('decreases the concurrency instead, if too many requests were in progress', async () => {
		const { limits, getUser } = setUp([TOO_MANY, FOUND]);
		await getUser();
		expect(limits).toEqual({ rejected: [], decreases: 1 });
	});
});

describe('a call that succeeds', () => {
	it('is recorded with its time', async () => {
		const { client, clock, getUser } = setUp([FOUND]);
		await getUser();
		expect(client.lastSuccess).toBe(clock.now());
	});
});
