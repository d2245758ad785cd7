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
const refused: NoAccess = { kind: 'auth', text: 'HTTP 401', permanent: false };

/**
 * A run whose token has ended.
 *
 * @param renew how the requests end that are sent alone; the first that is answered brings a new token
 */
function setUp(renew: Array<ZoomResponse | NoAccess>) {
	const clock = new FakeClock();
	const lock = new SharedLock();
	const cancel = new AbortController();
	const counted = { retries: 0, alone: 0, together: 0, underWay: 0, mostBesideAlone: 0 };
	const aloneAt: number[] = [];
	let tokenWorks = false;
	const send: Send = async ({ holdsLock }) => {
		counted.underWay++;
		if (holdsLock) {
			aloneAt.push(clock.now());
			counted.mostBesideAlone = Math.max(counted.mostBesideAlone, counted.underWay - 1);
		}
		const worked = tokenWorks;
		await clock.sleep(10);
		counted.underWay--;
		if (cancel.signal.aborted) return { kind: 'cancelled', sent: true };
		if (!holdsLock) {
			counted.together++;
			return worked ? answered : refused;
		}
		const response = renew[counted.alone++] ?? refused;
		tokenWorks = response.kind === 'answered';
		return response;
	};
	const renewal = new TokenRenewal(lock, clock, cancel.signal, () => counted.retries++);
	const layer = renewal.layer(sharedLock(lock, send));
	const sendAll = async (count: number) =>
		await clock.finish(Promise.all(Array.from({ length: count }, async () => await layer(request))));
	const endToken = () => void (tokenWorks = false);
	return { clock, cancel, counted, aloneAt, renewal, layer, sendAll, endToken };
}

describe('a token that has ended', () => {
	it('one request alone brings the new one, and all others are sent again with it', async () => {
		const { counted, sendAll } = setUp([answered]);
		expect(await sendAll(10)).toEqual(Array(10).fill(answered));
		expect(counted).toMatchObject({ alone: 1, together: 10 + 9, retries: 10, mostBesideAlone: 0 });
	});

	it('a request that is refused while another one renews the token waits for that', async () => {
		const { clock, counted, layer } = setUp([answered]);
		const first = layer(request);
		await clock.advance(9);
		const second = layer(request);
		expect(await clock.finish(Promise.all([first, second]))).toEqual([answered, answered]);
		expect(counted.alone).toBe(1);
	});

	it('is renewed again when it ends again', async () => {
		const { counted, sendAll, endToken } = setUp([answered, answered]);
		await sendAll(3);
		endToken();
		expect(await sendAll(3)).toEqual(Array(3).fill(answered));
		expect(counted.alone).toBe(2);
	});

	it('three attempts, each a little later, and none during the wait', async () => {
		const { aloneAt, counted, sendAll } = setUp([refused, refused, answered]);
		expect(await sendAll(10)).toEqual(Array(10).fill(answered));
		expect(counted).toMatchObject({ alone: 3, together: 10 + 9 });
		const [first, second] = aloneAt.slice(1).map((at, i) => at - aloneAt[i] - 10);
		expect(first).toBeGreaterThanOrEqual(500);
		expect(first).toBeLessThanOrEqual(1_500);
		expect(second).toBeGreaterThanOrEqual(1_000);
		expect(second).toBeLessThanOrEqual(3_000);
	});

	it('after three attempts in vain, all requests of the run end so', async () => {
		const { counted, renewal, sendAll } = setUp([]);
		expect(await sendAll(10)).toEqual(Array(10).fill(refused));
		expect(counted).toMatchObject({ alone: 3, together: 10 });
		expect(renewal.ended).toBe(refused);
	});

	it('a cause that cannot change is not tried again', async () => {
		const permanent = { ...refused, permanent: true };
		const { counted, renewal, sendAll } = setUp([permanent]);
		expect(await sendAll(10)).toEqual(Array(10).fill(permanent));
		expect(counted).toMatchObject({ alone: 1, together: 10 });
		expect(renewal.ended).toBe(permanent);
	});

	it('a token service that says when to come back is not asked before, and a quarter of a minute at most', async () => {
		const busy = (retryAfterMs: number) => ({ ...refused, tokenService: 'busy' as const, retryAfterMs });
		const { aloneAt, sendAll } = setUp([busy(5_000), busy(600_000), answered]);
		await sendAll(2);
		const [first, second] = aloneAt.slice(1).map((at, i) => at - aloneAt[i] - 10);
		expect(first).toBeGreaterThanOrEqual(5_000);
		expect(first).toBeLessThanOrEqual(6_250);
		expect(second).toBeGreaterThanOrEqual(15_000);
		expect(second).toBeLessThanOrEqual(18_750);
	});

	it('the wait for another attempt ends when the run is cancelled', async () => {
		const { clock, cancel, layer } = setUp([refused, refused, refused]);
		const response = layer(request);
		await clock.advance(40);
		cancel.abort();
		await clock.advance(20);
		expect(await response).toEqual({ kind: 'cancelled', sent: true });
	});
});
