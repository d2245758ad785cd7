import { CALLS, type BodyOf, type ZoomOperation } from '../model/calls';
import { classifyResponse, type CallResult } from '../errors/classify';
import type { ZoomResponse, ZoomCall, ZoomClient } from '../transport/client';
import { retryAfterMs } from '../transport/retryAfter';

const TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** How long no request starts after one was refused for the rate: half of the second that Zoom counts over. */
const PAUSE_ALL_MS = 500;

/** How long a run retries while Zoom limits the rate and no call succeeds. */
const LONGEST_RATE_LIMIT_MS = 60_000;

/**
 * Sends a call, and sends it again for as long as the error catalog says that waiting helps: five times, or, where Zoom
 * limits the rate, until no call of this run has succeeded for a minute. Each wait is twice as long as the one before, or
 * as long as Zoom's `Retry-After` asks, with jitter so that not all requests return at once.
 *
 * @param alsoRetry results that are worth another attempt besides those of the catalog
 */
export async function sendWithRetry<O extends ZoomOperation>(
	client: ZoomClient,
	operation: O,
	request: ZoomCall,
	alsoRetry: (result: CallResult<BodyOf<O>>) => boolean = () => false,
): Promise<{ result: CallResult<BodyOf<O>>; response: ZoomResponse }> {
	const startedAt = Date.now();
	const { rateClass } = CALLS[operation];
	for (let tries = 1; ; tries++) {
		const response = await client.send({ ...request, rateClass });
		const result = classifyResponse(operation, response);
		if (result.kind === 'done') client.noteSuccess();
		const meaning = result.kind === 'rejected' ? result.error.meaning : undefined;
		const worthRetrying = alsoRetry(result) || meaning?.handling === 'wait';
		const rateLimited = meaning?.reason === 'rate' && meaning.afterRetries !== 'endInvitations';
		const sinceSuccess = Date.now() - Math.max(startedAt, client.lastSuccess);
		const mayRetry = rateLimited ? sinceSuccess < LONGEST_RATE_LIMIT_MS : tries < TRIES;
		if (!worthRetrying || !mayRetry || client.cancelled) return { result, response };

		const ms = retryDelayMs(response, tries);
		if (meaning?.tooManyConcurrent) client.limits.decrease();
		else if (rateLimited) client.limits.pauseFor(PAUSE_ALL_MS);
		await client.wait(ms);
		client.retries++;
	}
}

function retryDelayMs(response: ZoomResponse, tries: number): number {
	const wanted = response.kind === 'answered' ? retryAfterMs(response.headers) : undefined;
	const wait = wanted ?? FIRST_WAIT_MS * 2 ** (tries - 1);
	return Math.min(wait, LONGEST_WAIT_MS) * (1 + Math.random() / 4);
}
