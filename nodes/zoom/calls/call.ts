import { failureOf, type CallResult, type FailedCall } from '../errors/classify';
import type { BodyOf, ZoomOperation } from '../model/calls';
import type { Failed, Interrupted } from '../model/outcome';
import type { ZoomCall, ZoomResponse } from '../transport/client';
import { sendWithRetry } from './retry';
import type { RunContext } from './runContext';

/** The result of a call that may have been sent several times. */
export interface CallOutcome<O extends ZoomOperation = ZoomOperation> {
	result: CallResult<BodyOf<O>>;
	response?: ZoomResponse;
	/** The response to an earlier attempt was lost, so this result can be the effect of that attempt. */
	lostBefore: boolean;
}

/**
 * Makes an idempotent call: if its response is lost, it is sent again. After an error that affects every call of its
 * kind, further calls are not sent.
 */
export async function call<O extends ZoomOperation>(
	run: RunContext,
	operation: O,
	request: ZoomCall,
): Promise<CallOutcome<O>> {
	const stopped = run.stopReason(operation);
	if (stopped) return { result: { kind: 'rejected', error: stopped }, lostBefore: false };
	let lost = false;
	let lostBefore = false;
	const { result, response } = await sendWithRetry(run.client, operation, request, (attempt) => {
		lostBefore ||= lost;
		lost = attempt.kind === 'lost' || (attempt.kind === 'rejected' && (attempt.error.status ?? 0) >= 500);
		return attempt.kind === 'lost';
	});
	if (result.kind === 'done') run.noteSuccess(operation);
	if (result.kind === 'rejected') run.stopAfter(result.error, operation);
	return { result, response, lostBefore };
}

/**
 * The result of a row whose call failed.
 *
 * @param verb what should happen: "updated"
 */
export function toRowResult(
	result: FailedCall,
	who: string,
	verb: string,
): Failed | Interrupted | { kind: 'notStarted' } {
	if (result.kind === 'cancelled') return { kind: result.sent ? 'interrupted' : 'notStarted' };
	const { error } = result;
	// A read has no effect that could be unknown.
	const unknown = verb !== 'read' && (result.kind === 'lost' || (error.status ?? 0) >= 500);
	if (!unknown) return { kind: 'failed', failure: failureOf(error, who, `was not ${verb}`) };
	const failure = failureOf(error, who, `may or may not have been ${verb}`);
	return { kind: 'failed', failure: { ...failure, reason: 'unknown' } };
}
