import { readAnswer, type Verdict } from './errors';
import type { ZoomOperation } from './atlas';
import type { Answer, ZoomCall, ZoomClient } from './request';

const TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Sends a call, and again for as long as the atlas says that waiting helps: five times at most, each wait
 * twice as long as the one before, with jitter, or as long as Zoom's `Retry-After` asks.
 */
export async function sendPatiently(
	client: ZoomClient,
	operation: ZoomOperation,
	call: ZoomCall,
	alsoWaitFor: (verdict: Verdict) => boolean = () => false,
): Promise<{ verdict: Verdict; answer: Answer }> {
	for (let tries = 1; ; tries++) {
		const answer = await client.send(call);
		const verdict = readAnswer(operation, answer);
		const worthWaiting =
			(verdict.is === 'refused' && verdict.refusal.row.next === 'wait') || alsoWaitFor(verdict);
		if (!worthWaiting || tries === TRIES || client.cancelled) return { verdict, answer };
		await client.wait(waitAfter(answer, tries));
	}
}

/** Milliseconds. Zoom's `Retry-After` by the second is a number; a longer one is not waited for here. */
function waitAfter(answer: Answer, tries: number): number {
	const asked = answer.kind === 'answered' ? Number(answer.headers['retry-after']) * 1_000 : NaN;
	const wait = asked > 0 ? asked : FIRST_WAIT_MS * 2 ** (tries - 1);
	return Math.min(wait, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);
}
