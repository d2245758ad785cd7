import { createCall, refusesFormat, understood, type Format } from '../calls/requestFormat';
import { sendWithRetry } from '../calls/retry';
import { asDailyQuota, asExisting, type ZoomError } from '../errors/classify';
import type { RowResult } from '../model/outcome';
import type { Person } from '../rules/newUser';
import { resolveConflict } from './createConflict';
import type { CreateAttempt, CreateContext, CreateRules, Existing } from './createContext';
import { created, existing, failedOrDeferred, notCreated } from './createResult';
import { lookUpLost, lookUpLostEarlier } from './lostResponse';

const MAX_SENDS = 6;

/** The result of one request of a create. */
type Sent =
	| { kind: 'settled'; result: RowResult | Existing }
	/** Zoom rejected the format. The other one is tried next. */
	| { kind: 'formatRefused' }
	| { kind: 'lost'; error: ZoomError };

/** Creates one user with `POST /users`. The rules decide what happens if the user exists. */
export async function createUser(
	run: CreateContext,
	person: Person,
	rules: CreateRules,
	unsureSince?: number,
): Promise<RowResult> {
	const result = await createOrFind(run, person, rules, unsureSince);
	if (result.kind !== 'existing') return result;
	const { found, error } = result;
	if (found.status !== 'inactive' && rules.ifUserExists === 'skip') return existing(found, person);
	return notCreated(asExisting(error, found.status), person);
}

/**
 * Creates one user, or finds the one who has the address already.
 *
 * @param unsureSince when an earlier attempt of this execution sent the request without getting a response (ms)
 */
export async function createOrFind(
	run: CreateContext,
	person: Person,
	rules: CreateRules,
	unsureSince?: number,
): Promise<RowResult | Existing> {
	const attempt: CreateAttempt = { run, person, rules, sentAt: unsureSince ?? Date.now() };
	const stopped = run.stopReason('createUser') ?? run.stopReason(person.action);
	if (stopped) return failedOrDeferred(stopped, person.email, 'was not created', rules);
	if (unsureSince !== undefined) {
		const found = await lookUpLostEarlier(attempt);
		if (found) return found;
	}

	let format = run.format.current;
	let lostBefore = unsureSince !== undefined;
	for (let sends = 1; ; sends++) {
		const sent = await sendOnce(attempt, format, lostBefore);
		if (sent.kind === 'settled') return sent.result;
		if (sent.kind === 'formatRefused') {
			format = 'json';
			continue;
		}
		const found = await lookUpLost(attempt, sent.error, format);
		if (found) return found;
		if (sends === MAX_SENDS) return notCreated(sent.error, person);
		// A 5xx that created no user may be about the format.
		if (mayChangeFormat(run, format) && (sent.error.status ?? 0) >= 500) format = 'json';
		lostBefore = true;
		run.client.retries++;
	}
}

async function sendOnce(attempt: CreateAttempt, format: Format, lostBefore: boolean): Promise<Sent> {
	const { run, person } = attempt;
	const { result, response } = await sendWithRetry(run.client, 'createUser', createCall(person, format));
	switch (result.kind) {
		case 'cancelled': {
			const kind = lostBefore || result.sent ? 'interrupted' : 'notStarted';
			return { kind: 'settled', result: { kind } };
		}
		case 'done':
			run.format.accepted(format);
			run.noteSuccess('createUser');
			run.noteSuccess(person.action);
			if (person.action === 'create' && response.kind === 'answered') run.noteQuota(response.headers);
			return { kind: 'settled', result: await created(attempt, result.body) };
		case 'lost':
			return result;
		default: {
			const { error } = result;
			if (understood(error) && !lostBefore) run.format.accepted(format);
			if (error.meaning.handling === 'lookUp') {
				return { kind: 'settled', result: await resolveConflict(attempt, error, lostBefore) };
			}
			if (mayChangeFormat(run, format) && refusesFormat(error, person)) return { kind: 'formatRefused' };
			return { kind: 'settled', result: rejected(attempt, error) };
		}
	}
}

const mayChangeFormat = (run: CreateContext, format: Format) => run.format.open && format === 'multipart';

function rejected({ run, person, rules }: CreateAttempt, error: ZoomError): RowResult {
	run.stopAfter(error, 'createUser');
	run.stopActionAfter(error, person.action);
	if (error.meaning.afterRetries !== 'endInvitations' || person.action !== 'create') {
		return failedOrDeferred(error, person.email, 'was not created', rules);
	}
	// A 429 that remains after all retries, without an explanation, is the daily quota.
	const quota = asDailyQuota(error);
	run.stop('create', quota);
	return failedOrDeferred(quota, person.email, 'was not created', rules);
}
