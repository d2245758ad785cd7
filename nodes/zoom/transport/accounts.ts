import { ExpiringMap } from './expiringMap';
import { RateLimiter } from './rateLimiter';

const HOUR_MS = 3_600_000;

/** The rate limiters of the accounts that this process uses. Those of active runs are kept. */
const limiters = new ExpiringMap<string, RateLimiter>({
	maxSize: 500,
	maxAgeMs: HOUR_MS,
	isInUse: (limiter) => limiter.isInUse,
});

/** The account of each credential, once it is known. */
const accountOf = new ExpiringMap<string, string>({ maxSize: 500, maxAgeMs: 24 * HOUR_MS });

/**
 * The rate limiter of a credential's account, or of the credential if its account is not known yet.
 *
 * @param accountKey the account, if the credential names it
 */
export function rateLimiterOf(credentialKey: string, accountKey?: string): RateLimiter {
	const key = accountKey ?? accountOf.get(credentialKey) ?? credentialKey;
	const limiter = limiters.get(key) ?? new RateLimiter();
	limiters.set(key, limiter);
	return limiter;
}

/** Stores the account of a credential. From the next run on, all credentials of the account share one rate limiter. */
export function learnAccount(credentialKey: string, accountKey: string): void {
	accountOf.set(credentialKey, accountKey);
}
