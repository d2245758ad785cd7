import type { ZoomOperation } from './calls';
import { failureOf, type Refusal, type Verdict } from './errors';
import type { Settled } from './outcome';
import { sendPatiently } from './patience';
import type { Answer, ZoomCall, ZoomClient } from './request';

/** What all requests of one run share. */
export class Run {
	/** Refusals that cannot change within a run, by the kind of request that they end, or for all. */
	private readonly ended = new Map<string, Refusal>();

	constructor(readonly client: ZoomClient) {}

	end(scope: string, refusal: Refusal): void {
		if (!this.ended.has(scope)) this.ended.set(scope, refusal);
	}

	endOf(scope: string): Refusal | undefined {
		return this.ended.get('all') ?? this.ended.get(scope);
	}
}

/** Refusals for these reasons meet every request, whatever it asks for. */
const FOR_ALL = ['auth', 'network', 'rate'];

/**
 * Makes a call that does no harm when it arrives twice: where its answer is lost, it is made again. A refusal
 * that cannot change within the run is met once; the calls of its kind that follow are not sent.
 */
export async function ask(
	run: Run,
	operation: ZoomOperation,
	call: ZoomCall,
): Promise<{ verdict: Verdict; answer?: Answer }> {
	const ended = run.endOf(operation);
	if (ended) return { verdict: { is: 'refused', refusal: ended } };
	const asked = await sendPatiently(run.client, operation, call, ({ is }) => is === 'lost');
	const { verdict } = asked;
	if (verdict.is === 'refused') {
		const { next, afterWaiting, reason } = verdict.refusal.row;
		if (next === 'endRun' || afterWaiting === 'endRun') {
			run.end(FOR_ALL.includes(reason) ? 'all' : operation, verdict.refusal);
		}
	}
	return asked;
}

/**
 * How somebody ends for whom a call did not work.
 *
 * @param verb what was to be done: "updated"
 */
export function unsuccessful(
	verdict: Exclude<Verdict, { is: 'done' }>,
	who: string,
	verb: string,
): Extract<Settled, { failed: unknown } | { untried: true } | { cutOff: true }> {
	if (verdict.is === 'cancelled') return verdict.sent ? { cutOff: true } : { untried: true };
	const { refusal } = verdict;
	const unknown = verdict.is === 'lost' || (refusal.status ?? 0) >= 500;
	if (!unknown) return { failed: failureOf(refusal, who, `was not ${verb}`) };
	return { failed: { ...failureOf(refusal, who, `may or may not have been ${verb}`), reason: 'unknown' } };
}
