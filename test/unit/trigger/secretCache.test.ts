import { SecretCache, testSecretToken } from '../../../nodes/ZoomUsersTrigger/secretCache';
import { FakeClock } from '../support/fakeClock';

/** A cache, and a credential whose readings end when the test says so. */
function setUp() {
	const clock = new FakeClock();
	const cache = new SecretCache(clock);
	const readings: Array<{ resolve: (secret: string) => void; reject: (error: Error) => void }> = [];
	const read = async () =>
		await new Promise<string>((resolve, reject) => {
			readings.push({ resolve, reject });
		});
	/** A request that is signed with `secret`. */
	const request = async (secret: string, key = 'key') =>
		await cache.get(key, (known) => known === secret, read);
	/** A request for which the credential is read. */
	const requestAndRead = async (secret: string, key = 'key') => {
		const response = request(secret, key);
		readings[readings.length - 1].resolve(secret);
		return await response;
	};
	return { clock, readings, request, requestAndRead };
}

describe('the secret cache', () => {
	it('reads a credential once in 60 s', async () => {
		const { clock, readings, request, requestAndRead } = setUp();
		await requestAndRead('one');
		clock.stall(59_999);
		expect(await request('one')).toBe('one');
		expect(readings).toHaveLength(1);
		clock.stall(1);
		await requestAndRead('one');
		expect(readings).toHaveLength(2);
	});

	it('reads it again for a request that the cached secret does not match', async () => {
		const { readings, request, requestAndRead } = setUp();
		await requestAndRead('one');
		expect(await requestAndRead('two')).toBe('two');
		expect(await request('two')).toBe('two');
		expect(readings).toHaveLength(2);
	});

	it('shares one reading between concurrent requests', async () => {
		const { readings, request } = setUp();
		const responses = [request('one'), request('one')];
		expect(readings).toHaveLength(1);
		readings[0].resolve('one');
		expect(await Promise.all(responses)).toEqual(['one', 'one']);
	});

	it('does not share a reading for longer than 60 s', async () => {
		const { clock, readings, request } = setUp();
		void request('one');
		clock.stall(60_000);
		const later = request('one');
		expect(readings).toHaveLength(2);
		readings[1].resolve('one');
		expect(await later).toBe('one');
	});

	it.each(['before', 'after'])('ignores a slow reading that ends %s the next one', async (order) => {
		const { clock, readings, request } = setUp();
		const slow = request('old');
		clock.stall(60_000);
		const next = request('new');
		const end = [() => readings[0].resolve('old'), () => readings[1].resolve('new')];
		for (const resolve of order === 'before' ? end : end.reverse()) {
			resolve();
			await Promise.race([slow, next]);
		}
		expect(await Promise.all([slow, next])).toEqual(['old', 'new']);
		const later = request('new');
		expect(readings).toHaveLength(2);
		expect(await later).toBe('new');
	});

	it('drops the secret when the credential cannot be read', async () => {
		const { readings, request, requestAndRead } = setUp();
		await requestAndRead('one');
		const failed = request('two');
		readings[1].reject(new Error('gone'));
		await expect(failed).rejects.toThrow('gone');
		await requestAndRead('one');
		expect(readings).toHaveLength(3);
	});

	it('holds 1,000 secrets and forgets the oldest', async () => {
		const { readings, request, requestAndRead } = setUp();
		for (let i = 0; i <= 1_000; i++) await requestAndRead('one', `key ${i}`);
		await request('one', 'key 1');
		expect(readings).toHaveLength(1_001);
		await requestAndRead('one', 'key 0');
		expect(readings).toHaveLength(1_002);
	});
});

describe('the credential test', () => {
	it.each([undefined, '', '  ', 'a b', 'Geheimnïs', 'a\nb'])('fails for %j and says why', (token) => {
		expect(testSecretToken(token)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/Secret Token/),
		});
	});

	it('passes for a valid format and says how to check the token', () => {
		expect(testSecretToken(' aBcD3fGh1JkLmN0pQrStUv\n')).toEqual({
			status: 'OK',
			message: expect.stringMatching(/Validate/),
		});
	});
});
