import { CALLS, type ZoomOperation } from '../model/calls';
import { readAnswer, type Verdict } from '../errors/classify';
import type { Answer, ZoomCall, ZoomClient } from '../transport/client';
import { retryAfterMs } from '../transport/retryAfter';

const TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** How long nobody starts when one is refused for the rate: half of the second that Zoom counts over. */
const HOLD_ALL_MS = 500;

/** How long a run waits for a Zoom that finds itself asked too often and answers nothing else. */
const RATE_PATIENCE_MS = 60_000;

/**
 * Sends a call, and again for as long as the atlas says that waiting helps: five times, or where Zoom says that
 * it is asked too often until nobody of this run has had a good answer for a minute. Each wait is twice as long as the one before, or as long
 * as Zoom's `Retry-After` asks, and a little longer, so that not all come back at once.
 */
export async function sendPatiently(
	client: ZoomClient,
	operation: ZoomOperation,
	call: ZoomCall,
	alsoWaitFor: (verdict: Verdict) => boolean = () => false,
): Promise<{ verdict: Verdict; answer: Answer }> {
	const startedAt = Date.now();
	const { weight } = CALLS[operation];
	for (let tries = 1; ; tries++) {
		const answer = await client.send({ ...call, weight });
		const verdict = readAnswer(operation, answer);
		if (verdict.is === 'done') client.answeredWell();
		const row = verdict.is === 'refused' ? verdict.refusal.row : undefined;
		const worthWaiting = alsoWaitFor(verdict) || row?.next === 'wait';
		const tooOften = row?.reason === 'rate' && row.afterWaiting !== 'endInvitations';
		const sinceGood = Date.now() - Math.max(startedAt, client.lastGoodAnswer);
		const patient = tooOften ? sinceGood < RATE_PATIENCE_MS : tries < TRIES;
		if (!worthWaiting || !patient || client.cancelled) return { verdict, answer };

		const ms = waitAfter(answer, tries);
		if (row?.crowded) client.limits.shrink();
		else if (tooOften) client.limits.holdFor(HOLD_ALL_MS);
		await client.wait(ms);
		client.retries++;
	}
}

function waitAfter(answer: Answer, tries: number): number {
	const asked = answer.kind === 'answered' ? retryAfterMs(answer.headers) : undefined;
	const wait = asked ?? FIRST_WAIT_MS * 2 ** (tries - 1);
	return Math.min(wait, LONGEST_WAIT_MS) * (1 + Math.random() / 4);
}
