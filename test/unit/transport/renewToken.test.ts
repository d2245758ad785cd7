import { TokenRenewal } from '../../../nodes/zoom/transport/renewToken';
import type { NoAccess, Send, ZoomRequest, ZoomResponse } from '../../../nodes/zoom/transport/request';
import { SharedLock, sharedLock } from '../../../nodes/zoom/transport/sharedLock';
import { FakeClock } from '../support/fakeClock';

const request: ZoomRequest = {
	method: 'POST',
	path: '/users',
	rateClass: { label: 'light', priority: 'write' },
};
const answered: ZoomResponse = { kind: 'answered', status: 201, headers: {}, body: {} };
const rejected: NoAccess = { kind: 'auth', text: 'HTTP 401', permanent: false };

/**
 * A run whose token is invalid.
 *
 * @param renew the responses of exclusive requests. The first success brings a new token
 * @param stolen how many of the new tokens are ended at once by another client
 */
function setUp(renew: Array<ZoomResponse | NoAccess>, stolen = 0) {
	const clock = new FakeClock();
	const lock = new SharedLock();
	const cancel = new AbortController();
	const counted = { retries: 0, exclusive: 0, shared: 0, inProgress: 0, maxDuringExclusive: 0 };
	const exclusiveStarts: number[] = [];
	let tokenWorks = false;
	const send: Send = async ({ holdsLock }) => {
		counted.inProgress++;
		if (holdsLock) {
			exclusiveStarts.push(clock.now());
			counted.maxDuringExclusive = Math.max(counted.maxDuringExclusive, counted.inProgress - 1);
		}
		const worked = tokenWorks;
		await clock.sleep(10);
		counted.inProgress--;
		if (cancel.signal.aborted) return { kind: 'cancelled', sent: true };
		if (!holdsLock) {
			counted.shared++;
			return worked ? answered : rejected;
		}
		const response = renew[counted.exclusive++] ?? rejected;
		tokenWorks = response.kind === 'answered' && counted.exclusive > stolen;
		return response;
	};
	const renewal = new TokenRenewal(lock, clock, cancel.signal, () => counted.retries++);
	const layer = renewal.layer(sharedLock(lock, send));
	const sendAll = async (count: number) =>
		await clock.finish(Promise.all(Array.from({ length: count }, async () => await layer(request))));
	const endToken = () => void (tokenWorks = false);
	return { clock, cancel, counted, exclusiveStarts, renewal, layer, sendAll, endToken };
}

describe('an invalid token', () => {
	it('is renewed by one exclusive request, and all other requests are sent again with the new token', async () => {
		const { counted, sendAll } = setUp([answered]);
		expect(await sendAll(10)).toEqual(Array(10).fill(answered));
		expect(counted).toMatchObject({ exclusive: 1, shared: 10 + 9, retries: 10, maxDuringExclusive: 0 });
	});

	it('a request that is rejected during the renewal waits for it', async () => {
		const { clock, counted, layer } = setUp([answered]);
		const first = layer(request);
		await clock.advance(9);
		const second = layer(request);
		expect(await clock.finish(Promise.all([first, second]))).toEqual([answered, answered]);
		expect(counted.exclusive).toBe(1);
	});

	it('is renewed again when it becomes invalid again', async () => {
		const { counted, sendAll, endToken } = setUp([answered, answered]);
		await sendAll(3);
		endToken();
		expect(await sendAll(3)).toEqual(Array(3).fill(answered));
		expect(counted.exclusive).toBe(2);
	});

	it('that another client ends five times, before the other requests are sent, is renewed each time', async () => {
		const { counted, sendAll } = setUp(Array<ZoomResponse>(6).fill(answered), 5);
		expect(await sendAll(10)).toEqual(Array(10).fill(answered));
		expect(counted.exclusive).toBe(6);
	});

	it('three attempts with increasing delays, and no requests in between', async () => {
		const { exclusiveStarts, counted, sendAll } = setUp([rejected, rejected, answered]);
		expect(await sendAll(10)).toEqual(Array(10).fill(answered));
		expect(counted).toMatchObject({ exclusive: 3, shared: 10 + 9 });
		const [first, second] = exclusiveStarts.slice(1).map((at, i) => at - exclusiveStarts[i] - 10);
		expect(first).toBeGreaterThanOrEqual(500);
		expect(first).toBeLessThanOrEqual(1_500);
		expect(second).toBeGreaterThanOrEqual(1_000);
		expect(second).toBeLessThanOrEqual(3_000);
	});

	it('after three failed attempts, all requests of the run fail with the same error', async () => {
		const { counted, renewal, sendAll } = setUp([]);
		expect(await sendAll(10)).toEqual(Array(10).fill(rejected));
		expect(counted).toMatchObject({ exclusive: 3, shared: 10 });
		expect(renewal.ended).toBe(rejected);
	});

	it('a permanent error is not retried', async () => {
		const permanent = { ...rejected, permanent: true };
		const { counted, renewal, sendAll } = setUp([permanent]);
		expect(await sendAll(10)).toEqual(Array(10).fill(permanent));
		expect(counted).toMatchObject({ exclusive: 1, shared: 10 });
		expect(renewal.ended).toBe(permanent);
	});

	it('Retry-After of the token service is respected, up to 15 seconds', async () => {
		const busy = (retryAfterMs: number) => ({ ...rejected, tokenService: 'busy' as const, retryAfterMs });
		const { exclusiveStarts, sendAll } = setUp([busy(5_000), busy(600_000), answered]);
		await sendAll(2);
		const [first, second] = exclusiveStarts.slice(1).map((at, i) => at - exclusiveStarts[i] - 10);
		expect(first).toBeGreaterThanOrEqual(5_000);
		expect(first).toBeLessThanOrEqual(6_250);
		expect(second).toBeGreaterThanOrEqual(15_000);
		expect(second).toBeLessThanOrEqual(18_750);
	});

	it('the wait for another attempt ends when the run is cancelled', async () => {
		const { clock, cancel, layer } = setUp([rejected, rejected, rejected]);
		const response = layer(request);
		await clock.advance(40);
		cancel.abort();
		await clock.advance(20);
		expect(await response).toEqual({ kind: 'cancelled', sent: true });
	});
});
