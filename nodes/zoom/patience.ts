import type { ZoomOperation } from './atlas';
import { readAnswer, type Verdict } from './errors';
import type { Answer, ZoomCall, ZoomClient } from './request';
import { retryAfterMs } from './retryAfter';

const TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** How long a Zoom that is asked too often is waited for; its limit is one by the second. */
const RATE_PATIENCE_MS = 90_000;

/**
 * Sends a call, and again for as long as the atlas says that waiting helps: five times, or for a minute and
 * a half where Zoom says that it is asked too often. Each wait is twice as long as the one before, or as long
 * as Zoom's `Retry-After` asks, and a little longer, so that not all come back at once.
 */
export async function sendPatiently(
	client: ZoomClient,
	operation: ZoomOperation,
	call: ZoomCall,
	alsoWaitFor: (verdict: Verdict) => boolean = () => false,
): Promise<{ verdict: Verdict; answer: Answer }> {
	let waited = 0;
	for (let tries = 1; ; tries++) {
		const answer = await client.send(call);
		const verdict = readAnswer(operation, answer);
		if (verdict.is === 'done') client.limits.answeredWell();
		const row = verdict.is === 'refused' ? verdict.refusal.row : undefined;
		const worthWaiting = row?.next === 'wait' || alsoWaitFor(verdict);
		const tooOften = row?.reason === 'rate' && !row.afterWaiting;
		const patient = tooOften ? waited < RATE_PATIENCE_MS : tries < TRIES;
		if (!worthWaiting || !patient || client.cancelled) return { verdict, answer };

		const ms = waitAfter(answer, tries);
		if (row?.crowded) client.limits.shrink();
		else if (tooOften) client.limits.holdFor(ms);
		await client.wait(ms);
		waited += ms;
		client.retries++;
	}
}

function waitAfter(answer: Answer, tries: number): number {
	const asked = answer.kind === 'answered' ? retryAfterMs(answer.headers) : undefined;
	const wait = asked ?? FIRST_WAIT_MS * 2 ** (tries - 1);
	return Math.min(wait, LONGEST_WAIT_MS) * (1 + Math.random() / 4);
}
