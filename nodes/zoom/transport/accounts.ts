import { ExpiringMap } from './expiringMap';
import { RateLimiter } from './rateLimiter';

const HOUR_MS = 3_600_000;

/** The limits of the accounts that this process talks to. They remember the last second only; those of a run are kept. */
const limiters = new ExpiringMap<string, RateLimiter>({
	maxSize: 500,
	maxAgeMs: HOUR_MS,
	isInUse: (limiter) => limiter.isInUse,
});

/** The account of a credential, where it had to be learned. */
const accountOf = new ExpiringMap<string, string>({ maxSize: 500, maxAgeMs: 24 * HOUR_MS });

/**
 * The limits of a credential's account; of the credential alone, as long as its account is not known.
 *
 * @param accountKey where the credential names its account
 */
export function rateLimiterOf(credentialKey: string, accountKey?: string): RateLimiter {
	const key = accountKey ?? accountOf.get(credentialKey) ?? credentialKey;
	const limiter = limiters.get(key) ?? new RateLimiter();
	limiters.set(key, limiter);
	return limiter;
}

/** A user that was read has named the account: from the next run on, all its credentials share one rate. */
export function learnAccount(credentialKey: string, accountKey: string): void {
	accountOf.set(credentialKey, accountKey);
}
