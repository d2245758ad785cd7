import type { ZoomOperation } from '../model/calls';
import { failureOf, type Refusal, type Verdict, type NotDone } from '../errors/classify';
import type { Settled } from '../model/outcome';
import { sendPatiently } from './retry';
import type { Answer, ZoomCall, ZoomClient } from '../transport/client';

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

/** Which requests a refusal ends: all, where it is none of Zoom's answers to this one, and those of its kind otherwise. */
export function endedBy({ row, status }: Refusal, operation: ZoomOperation): 'all' | ZoomOperation {
	const forAll =
		row.reason === 'auth' || row.reason === 'rate' || (row.reason === 'network' && status === undefined);
	return forAll ? 'all' : operation;
}

/** How a call ended that may have been made several times. */
export interface Asked {
	verdict: Verdict;
	answer?: Answer;
	/** The answer to an earlier attempt was lost: what this one says may be that attempt's doing. */
	lostBefore: boolean;
}

/**
 * Makes a call that does no harm when it arrives twice: where its answer is lost, it is made again. A refusal
 * that cannot change within the run is met once; the calls of its kind that follow are not sent.
 */
export async function ask(run: Run, operation: ZoomOperation, call: ZoomCall): Promise<Asked> {
	const ended = run.endOf(operation);
	if (ended) return { verdict: { is: 'refused', refusal: ended }, lostBefore: false };
	let lost = false;
	let lostBefore = false;
	const asked = await sendPatiently(run.client, operation, call, (verdict) => {
		lostBefore ||= lost;
		lost = verdict.is === 'lost' || (verdict.is === 'refused' && (verdict.refusal.status ?? 0) >= 500);
		return verdict.is === 'lost';
	});
	const { verdict } = asked;
	if (verdict.is === 'refused') {
		const { next, afterWaiting } = verdict.refusal.row;
		if (next === 'endRun' || afterWaiting === 'endRun') {
			run.end(endedBy(verdict.refusal, operation), verdict.refusal);
		}
	}
	return { ...asked, lostBefore };
}

/**
 * How somebody ends for whom a call did not work.
 *
 * @param verb what was to be done: "updated"
 */
export function unsuccessful(
	verdict: NotDone,
	who: string,
	verb: string,
): Extract<Settled, { failed: unknown } | { untried: true } | { cutOff: true }> {
	if (verdict.is === 'cancelled') return verdict.sent ? { cutOff: true } : { untried: true };
	const { refusal } = verdict;
	// To read what cannot be read leaves nobody unsure.
	const unknown = verb !== 'read' && (verdict.is === 'lost' || (refusal.status ?? 0) >= 500);
	if (!unknown) return { failed: failureOf(refusal, who, `was not ${verb}`) };
	return { failed: { ...failureOf(refusal, who, `may or may not have been ${verb}`), reason: 'unknown' } };
}
