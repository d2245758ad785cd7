import { learnAccount, rateLimiterOf } from '../../../nodes/zoom/transport/accounts';
import { systemClock } from '../../../nodes/zoom/transport/clock';

const DAY_MS = 86_400_000;

describe('the rate limiter of a credential', () => {
	let now = 0;
	beforeEach(() => void jest.spyOn(systemClock, 'now').mockImplementation(() => now));
	afterEach(() => jest.restoreAllMocks());

	it('is shared by all credentials of one account, when it is known', () => {
		const own = rateLimiterOf('credential 1');
		expect(rateLimiterOf('credential 2')).not.toBe(own);
		learnAccount('credential 1', 'account');
		learnAccount('credential 2', 'account');
		expect(rateLimiterOf('credential 1')).toBe(rateLimiterOf('credential 2'));
	});

	it('is kept while a run uses it, and for an hour after the last run', () => {
		const limiter = rateLimiterOf('long');
		const run = limiter.join('pro', 50);
		now += DAY_MS;
		expect(rateLimiterOf('long')).toBe(limiter);
		run.leave();
		now += DAY_MS / 24;
		expect(rateLimiterOf('long')).not.toBe(limiter);
	});

	it('is separate again if its account was not seen for a day', () => {
		learnAccount('rare', 'account of rare');
		const shared = rateLimiterOf('rare');
		const run = shared.join('pro', 50);
		now += DAY_MS;
		expect(rateLimiterOf('rare')).not.toBe(shared);
		run.leave();
	});
});
