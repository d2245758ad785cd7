import { setImmediate } from 'node:timers/promises';
import type { ZoomRequest, ZoomResponse } from '../../../nodes/zoom/transport/request';
import { SharedLock, sharedLock } from '../../../nodes/zoom/transport/sharedLock';

/** A call that ends when the test calls `end`. */
function pending() {
	let end = () => {};
	const ended = new Promise<void>((resolve) => (end = resolve));
	const call = { started: false, end: () => end(), run: async () => {} };
	call.run = async () => {
		call.started = true;
		await ended;
	};
	return call;
}

const request: ZoomRequest = { method: 'GET', path: '/', rateClass: { label: 'light', priority: 'read' } };
const answered: ZoomResponse = { kind: 'answered', status: 200, headers: {}, body: {} };

describe('the lock of a run', () => {
	it('runs shared calls in parallel', async () => {
		const lock = new SharedLock();
		const calls = [pending(), pending()];
		for (const { run } of calls) void lock.runShared(run);
		await setImmediate();
		expect(calls.map(({ started }) => started)).toEqual([true, true]);
	});

	it('runs an exclusive call after all shared ones, and shared ones after it', async () => {
		const lock = new SharedLock();
		const [first, second, exclusive, later] = [pending(), pending(), pending(), pending()];
		void lock.runShared(first.run);
		void lock.runShared(second.run);
		void lock.runExclusive(exclusive.run);
		void lock.runShared(later.run);
		first.end();
		await setImmediate();
		expect([exclusive.started, later.started, lock.isClosed]).toEqual([false, false, true]);
		second.end();
		await setImmediate();
		expect([exclusive.started, later.started]).toEqual([true, false]);
		exclusive.end();
		await setImmediate();
		expect([later.started, lock.isClosed]).toEqual([true, false]);
	});

	it('starts no shared call during a pause, and an exclusive one', async () => {
		const lock = new SharedLock();
		const [shared, exclusive, token] = [pending(), pending(), pending()];
		lock.pauseUntil(token.run());
		void lock.runShared(shared.run);
		void lock.runExclusive(exclusive.run);
		await setImmediate();
		expect([shared.started, exclusive.started, lock.isClosed]).toEqual([false, true, true]);
		exclusive.end();
		await setImmediate();
		expect(shared.started).toBe(false);
		token.end();
		await setImmediate();
		expect([shared.started, lock.isClosed]).toEqual([true, false]);
	});

	it('makes an exclusive call wait for one shared call', async () => {
		const lock = new SharedLock();
		const [shared, exclusive] = [pending(), pending()];
		void lock.runShared(shared.run);
		void lock.runExclusive(exclusive.run);
		await setImmediate();
		expect(exclusive.started).toBe(false);
	});

	it('runs one exclusive call at a time', async () => {
		const lock = new SharedLock();
		const [first, second] = [pending(), pending()];
		void lock.runExclusive(first.run);
		void lock.runExclusive(second.run);
		await setImmediate();
		expect([first.started, second.started]).toEqual([true, false]);
		first.end();
		await setImmediate();
		expect(second.started).toBe(true);
	});

	it('is released after a call that throws', async () => {
		const lock = new SharedLock();
		const fail = async () => await Promise.reject(new Error('no'));
		await expect(lock.runExclusive(fail)).rejects.toThrow('no');
		await expect(lock.runShared(fail)).rejects.toThrow('no');
		await expect(lock.runExclusive(async () => await Promise.resolve('done'))).resolves.toBe('done');
	});
});

describe('a request with the lock', () => {
	it('that waited for an exclusive one is sent after it', async () => {
		const lock = new SharedLock();
		const exclusive = pending();
		const sent: string[] = [];
		const layer = sharedLock(lock, async () => {
			await setImmediate(); // waits for the rate limit
			if (lock.isClosed) return await Promise.resolve(undefined);
			sent.push('request');
			return answered;
		});
		const response = layer(request);
		void lock.runExclusive(async () => {
			await exclusive.run();
			sent.push('exclusive');
		});
		await setImmediate();
		await setImmediate();
		expect(exclusive.started).toBe(true);
		exclusive.end();
		expect(await response).toBe(answered);
		expect(sent).toEqual(['exclusive', 'request']);
	});

	it('is sent by the holder of the exclusive lock without waiting', async () => {
		const lock = new SharedLock();
		const layer = sharedLock(lock, async () => await Promise.resolve(answered));
		await lock.runExclusive(async () => expect(await layer({ ...request, holdsLock: true })).toBe(answered));
	});
});
