import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import { systemClock } from '../../../nodes/zoom/transport/clock';
import { canReadAgain, storedToken } from '../../../nodes/zoom/transport/storedToken';
import { newerToken } from '../../../nodes/zoom/transport/token';
import { ZoomUsersServerToServerApi } from '../../../credentials/ZoomUsersServerToServerApi.credentials';
import { FakeClock } from '../support/fakeClock';

const NONE: ReadonlySet<string> = new Set();

/** The credential in n8n's database, and the copies that requests are sent with. */
function setUp(accessToken = 'old') {
	const clock = new FakeClock();
	jest.spyOn(systemClock, 'now').mockImplementation(() => clock.now());
	jest.spyOn(systemClock, 'sleep').mockImplementation(async (ms) => await clock.sleep(ms));
	const stored: ICredentialDataDecryptedObject = {
		accountId: `account ${Math.random()}`,
		clientId: 'c',
		clientSecret: 's',
		accessToken,
		connectionState: 'fetched',
		grantedScopes: 'user:read:user:admin',
	};
	let reads = 0;
	const copyOf = (read?: () => Promise<ICredentialDataDecryptedObject>) => {
		const copy = { ...stored };
		canReadAgain(
			copy,
			read ??
				(async () => {
					reads++;
					return { ...stored };
				}),
		);
		return copy;
	};
	let fetched = 0;
	const n8n = {
		helpers: {
			httpRequest: async () => {
				await clock.sleep(300);
				return { statusCode: 200, headers: {}, body: { access_token: `new ${++fetched}`, scope: 'a b' } };
			},
		},
	} as unknown as IHttpRequestHelper;
	return { clock, stored, copyOf, n8n, fetched: () => fetched, reads: () => reads };
}

describe('a token that another process has stored', () => {
	afterEach(() => jest.restoreAllMocks());

	it('is used at once, instead of a new one', async () => {
		const { clock, stored, copyOf, n8n, fetched } = setUp();
		const copy = copyOf();
		stored.accessToken = 'of another process';
		expect(await clock.finish(newerToken(n8n, copy, 'old'))).toEqual({
			accessToken: 'of another process',
			scopes: 'user:read:user:admin',
			mustStore: false,
		});
		expect(fetched()).toBe(0);
	});

	it('is waited for, at most two seconds', async () => {
		const { clock, stored, copyOf, reads } = setUp();
		jest.spyOn(Math, 'random').mockReturnValue(0.999);
		const waiting = storedToken(copyOf(), NONE);
		await clock.advance(500);
		stored.accessToken = 'of another process';
		expect(await clock.finish(waiting)).toMatchObject({ accessToken: 'of another process' });

		const start = clock.now();
		expect(await clock.finish(storedToken(copyOf(), NONE))).toBeUndefined();
		expect(clock.now() - start).toBeCloseTo(1_998, 6);
		expect(reads()).toBeLessThan(25);
	});

	it('is not used if it was replaced already, or is the one that failed', async () => {
		const { clock, copyOf } = setUp('replaced');
		expect(await clock.finish(storedToken(copyOf(), new Set(['replaced'])))).toBeUndefined();
		expect(await clock.finish(storedToken(copyOf(), NONE))).toBeUndefined();
	});

	it('is not looked for in a test of a credential', async () => {
		const { clock, stored, n8n, fetched } = setUp();
		const start = clock.now();
		await clock.finish(newerToken(n8n, { ...stored }));
		expect(fetched()).toBe(1);
		expect(clock.now() - start).toBe(300);
	});

	it('if the credential cannot be read, a new one is fetched', async () => {
		const { clock, copyOf, n8n, fetched } = setUp();
		const copy = copyOf(async () => await Promise.reject(new Error('The database is not available')));
		expect(await clock.finish(newerToken(n8n, copy, 'old'))).toMatchObject({ accessToken: 'new 1' });
		expect(fetched()).toBe(1);
	});

	it('is not stored again, and a new one is stored once', async () => {
		const { clock, stored, copyOf, n8n } = setUp();
		const { preAuthentication } = new ZoomUsersServerToServerApi();
		const renew = async (copy: ICredentialDataDecryptedObject) =>
			await clock.finish(preAuthentication.call(n8n, copy));
		const [first, second] = [copyOf(), copyOf()];
		const outputs = await clock.finish(
			Promise.all([first, second].map(async (copy) => await preAuthentication.call(n8n, copy))),
		);
		expect(outputs.map((output) => output.accessToken).sort()).toEqual(['new 1', undefined]);
		expect([first.accessToken, second.accessToken].filter((token) => token === 'new 1')).toHaveLength(1);

		stored.accessToken = 'of another process';
		const third = { ...copyOf(), accessToken: 'new 1' };
		canReadAgain(third, async () => ({ ...stored }));
		expect(await renew(third)).toEqual({});
		expect(third).toMatchObject({
			accessToken: 'of another process',
			connectionState: expect.stringContaining('fetched'),
		});
	});
});

describe('three processes whose token ends', () => {
	afterEach(() => jest.restoreAllMocks());

	it.each([1, 2, 3, 4, 5])('fetch at most three tokens, and end with the same one (%i)', async () => {
		const { clock, stored } = setUp();
		let living = '';
		let issued = 0;
		/** Each process has its own memory of tokens. */
		const work = async () => {
			const superseded = new Set<string>();
			let token = 'old';
			while (token !== living || token === 'old') {
				const copy = { ...stored, accessToken: token };
				canReadAgain(copy, async () => ({ ...stored }));
				superseded.add(token);
				const other = await storedToken(copy, superseded);
				if (other) token = other.accessToken;
				else {
					await clock.sleep(250);
					living = token = `new ${++issued}`;
					await clock.sleep(60);
					stored.accessToken = token;
				}
				await clock.sleep(100);
			}
		};
		await clock.finish(Promise.all([work(), work(), work()]));
		expect(issued).toBeLessThanOrEqual(3);
		expect(stored.accessToken).toBe(living);
	});
});
