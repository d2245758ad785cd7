import { CALLS, type BodyOf, type ZoomOperation } from '../model/calls';
import { classifyResponse, type CallResult } from '../errors/classify';
import type { ZoomCall, ZoomClient, ZoomResponse } from '../transport/client';
import { retryAfterMs } from '../transport/retryAfter';

const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** After a call has exceeded the rate limit. The rate limiter then decides when it is sent. */
const FIRST_RATE_WAIT_MS = 100;

/** How long a run retries while Zoom limits the rate and no call succeeds. */
const LONGEST_RATE_LIMIT_MS = 60_000;

/** What a retry needs of a run's client. */
export type RetryingClient = Pick<
	ZoomClient,
	'send' | 'clock' | 'wait' | 'signal' | 'lastSuccess' | 'noteSuccess' | 'retries'
> & { limits: Pick<ZoomClient['limits'], 'decreaseConcurrency' | 'noteRejected'> };

/**
 * Sends a call, and retries it if the error catalog says that waiting helps: up to five times, or, if Zoom limits the
 * rate, until no call of this run has succeeded for a minute. The delay doubles each time, or is the one of Zoom's
 * `Retry-After`, with jitter so that not all requests are sent again at once.
 *
 * @param alsoRetry results that are worth another attempt besides those of the catalog
 */
export async function sendWithRetry<O extends ZoomOperation>(
	client: RetryingClient,
	operation: O,
	call: ZoomCall,
	alsoRetry: (result: CallResult<BodyOf<O>>) => boolean = () => false,
): Promise<{ result: CallResult<BodyOf<O>>; response: ZoomResponse }> {
	const { limits, clock } = client;
	let rejectedAt: number | undefined;
	const request = { ...call, rateClass: CALLS[operation].rateClass };
	for (let attempts = 1; ; attempts++) {
		const response = await client.send(request);
		const result = classifyResponse(operation, response);
		if (result.kind === 'done') client.noteSuccess();
		const meaning = result.kind === 'rejected' ? result.error.meaning : undefined;
		const worthRetrying = alsoRetry(result) || meaning?.handling === 'wait';
		const rateLimited = meaning?.reason === 'rate' && meaning.afterRetries !== 'endInvitations';
		// While no request could be sent, for example because the token was renewed, none could succeed either.
		if (rateLimited) rejectedAt ??= clock.now();
		const limitedSince = Math.max(rejectedAt ?? -Infinity, client.lastSuccess);
		const mayRetry = rateLimited
			? clock.now() - limitedSince < LONGEST_RATE_LIMIT_MS
			: attempts < MAX_ATTEMPTS;
		if (!worthRetrying || !mayRetry || client.signal?.aborted) return { result, response };

		let firstWaitMs = FIRST_WAIT_MS;
		if (meaning?.tooManyConcurrent) limits.decreaseConcurrency();
		else if (rateLimited) {
			limits.noteRejected(request.rateClass.label);
			firstWaitMs = FIRST_RATE_WAIT_MS;
		}
		await client.wait(retryDelayMs(response, attempts, firstWaitMs));
		client.retries++;
	}
}

function retryDelayMs(response: ZoomResponse, attempts: number, firstWaitMs: number): number {
	const wanted = response.kind === 'answered' ? retryAfterMs(response.headers) : undefined;
	const wait = wanted ?? firstWaitMs * 2 ** (attempts - 1);
	return Math.min(wait, LONGEST_WAIT_MS) * (1 + Math.random() / 4);
}
