import type { IDataObject } from 'n8n-workflow';
import {
	createCall,
	refusesFormat,
	understood,
	type Format,
	type RequestFormat,
} from '../calls/requestFormat';
import { sendWithRetry } from '../calls/retry';
import { RunContext } from '../calls/runContext';
import {
	asConflict,
	asDailyQuota,
	asExisting,
	asUnknownEffect,
	failureOf,
	NO_RESPONSE,
	type ZoomError,
} from '../errors/classify';
import { AccountUsers } from '../lookup/accountUsers';
import { findUser, type Found, type LookupResult } from '../lookup/findUser';
import type { Done, RowResult } from '../model/outcome';
import type { ZoomUser } from '../model/user';
import type { Person } from '../rules/newUser';
import { retryAt } from '../transport/retryAfter';
import type { ZoomClient } from '../transport/client';
import { InvitationQuota } from './invitationQuota';

/** What all creates of one run share; what stops them is kept by action. */
export class CreateContext extends RunContext {
	readonly accountUsers = new AccountUsers(this);

	readonly quota = new InvitationQuota();

	constructor(
		client: ZoomClient,
		readonly format: RequestFormat,
	) {
		super(client);
	}

	/** Reads the quota from the response to an invitation. When none is left, no further invitation is sent. */
	noteQuota(headers: Record<string, string>): void {
		this.quota.note(headers);
		if (this.quota.isUsedUp) this.stop('create', QUOTA_USED_UP);
	}
}

export interface CreateRules {
	ifUserExists: 'fail' | 'skip';
	/** Return the whole user as Zoom has it, read after the create. */
	readBack: boolean;
	/** When the daily invitations are used up. */
	onDailyLimit: 'fail' | 'defer';
}

const MAX_SENDS = 6;

/** How long a write can still be in progress after its response was lost. */
const SETTLING_MS = 2_000;

/** Zoom's times have no fractions of a second. */
const CLOCK_GRAIN_MS = 2_000;

/** One user who is being created. */
interface CreateAttempt {
	run: CreateContext;
	person: Person;
	rules: CreateRules;
	/** When the first request for them was sent, ms by our clock. */
	sentAt: number;
}

/** The account already has a user with this address, who was not created by this run. */
export interface Existing {
	kind: 'existing';
	found: Found;
	error: ZoomError;
}

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
 * A create is not idempotent. If its response is lost, the user may or may not exist, so they are looked up before
 * anything is sent again.
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
		const found = await findUser(run, person.email);
		if (found.kind !== 'absent') return resolveLostResponse(attempt, LOST_EARLIER, found);
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
		await run.client.wait(SETTLING_MS);
		const found = await findUser(run, person.email);
		if (found.kind !== 'absent') return resolveLostResponse(attempt, sent.error, found, format);
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

/** Failed, or deferred if the daily invitations are used up and the option says so. */
export function failedOrDeferred(
	error: ZoomError,
	email: string,
	happened: string,
	{ onDailyLimit }: Pick<CreateRules, 'onDailyLimit'>,
): RowResult {
	if (error.meaning.reason !== 'quota' || onDailyLimit !== 'defer') {
		return { kind: 'failed', failure: failureOf(error, email, happened) };
	}
	return { kind: 'deferred', deferred: { email, reason: 'quota', retryAt: retryAt(error.headers) } };
}

function notCreated(error: ZoomError, { email }: Person): RowResult {
	return { kind: 'failed', failure: failureOf(error, email, 'was not created') };
}

function unknownEffect(error: ZoomError, { email }: Person, because: 'noRight' | 'unreadable'): RowResult {
	const failure = failureOf(asUnknownEffect(error, because), email, 'may or may not have been created');
	return { kind: 'failed', failure };
}

/** Zoom reports that the address is already used. A look-up finds out by which user. */
async function resolveConflict(
	attempt: CreateAttempt,
	error: ZoomError,
	lostBefore: boolean,
): Promise<RowResult | Existing> {
	const { run, person } = attempt;
	const found = await findUser(run, person.email);
	switch (found.kind) {
		case 'cancelled':
			return { kind: 'interrupted' };
		case 'found':
			return conflictWith(attempt, error, found, lostBefore);
		case 'absent': {
			const listed = await run.accountUsers.find(person.email);
			if (listed.kind === 'found') return conflictWith(attempt, error, listed, lostBefore);
			const kind = listed.kind === 'absent' ? 'absent' : 'maybeAbsent';
			return notCreated(asConflict(error, kind), person);
		}
		case 'expired':
			return notCreated(asConflict(error, 'expired'), person);
		default:
			if (lostBefore) return unknownEffect(error, person, found.kind);
			return notCreated(asConflict(error, found.kind), person);
	}
}

function conflictWith(
	attempt: CreateAttempt,
	error: ZoomError,
	found: Found,
	lostBefore: boolean,
): RowResult | Existing {
	// The first look-up found no user: this is the create whose response was lost.
	if (lostBefore && found.status !== 'inactive') return recovered(attempt, found);
	return { kind: 'existing', found, error };
}

/** A lost response, and a look-up that found something other than an unused address. */
function resolveLostResponse(
	attempt: CreateAttempt,
	error: ZoomError,
	found: Exclude<LookupResult, { kind: 'absent' }>,
	format?: Format,
): RowResult | Existing {
	const { run, person } = attempt;
	switch (found.kind) {
		case 'cancelled':
			return { kind: 'interrupted' };
		case 'noRight':
			return unknownEffect(error, person, 'noRight');
		case 'unreadable':
			// Both responses are pages: this address is not Zoom's, so nothing more is sent to it.
			if (error.page && found.error.page && error.meaning.reason === 'network') run.stop('all', error);
			return unknownEffect(error, person, 'unreadable');
		case 'expired':
			return notCreated(asConflict(error, 'expired'), person);
		case 'found':
			if (wasCreatedByThisRun(attempt, found)) {
				if (format) run.format.accepted(format);
				return recovered(attempt, found);
			}
			return { kind: 'existing', found, error };
	}
}

/**
 * Whether the user who was found was created by this run. A pending user has no `user_created_at`, and their
 * `created_at` is the time of the call: for them the names that were sent must match, and only `create` leaves a user
 * pending.
 */
function wasCreatedByThisRun(
	{ person, sentAt }: CreateAttempt,
	{ status, user, clockSkewMs }: Found,
): boolean {
	if (status === 'pending') {
		const same = (name: string) => (user[name] ?? '') === (person.userInfo[name] ?? '');
		return person.action === 'create' && same('first_name') && same('last_name');
	}
	return Date.parse(String(user.user_created_at)) >= sentAt + clockSkewMs - CLOCK_GRAIN_MS;
}

async function created({ run, person, rules }: CreateAttempt, user: ZoomUser): Promise<Done> {
	// The action `create` only invites.
	const more: IDataObject = person.action === 'create' ? invited() : {};
	if (!rules.readBack) return { kind: 'done', item: { ...item(user, person, 'created'), ...more } };
	const found = await findUser(run, person.email);
	if (found.kind === 'found') {
		const whole = item({ ...user, ...found.user }, person, 'created');
		return { kind: 'done', item: { ...whole, ...more, status: found.status } };
	}
	if (found.kind !== 'cancelled') {
		const { sentence } = failureOf(found.error, person.email, 'was created, but could not be read back');
		more.notReadBack = sentence;
	}
	return { kind: 'done', item: { ...item(user, person, 'created'), ...more } };
}

function recovered({ person }: CreateAttempt, { status, user }: Found): Done {
	const more = status === 'pending' ? invited() : { status };
	return { kind: 'done', item: { ...item(user, person, 'created'), ...more, recovered: true } };
}

function existing({ status, user }: Found, person: Person): Done {
	return { kind: 'done', item: { ...item(user, person, 'exists'), status } };
}

/** Zoom does not return when a user was invited, and an invitation expires after 30 days. */
function invited(): IDataObject {
	return { status: 'pending', invitedAt: new Date().toISOString() };
}

/** The user as Zoom has them, with the address of the row if Zoom spells it differently. */
function item<O extends 'created' | 'exists'>(user: ZoomUser, person: Person, outcome: O) {
	const respelled = user.email === person.email ? {} : { requestedEmail: person.email };
	return { ...(user as IDataObject), ...respelled, outcome };
}

/** The error of an earlier attempt of the same execution that got no response. */
const LOST_EARLIER: ZoomError = asUnknownEffect(NO_RESPONSE, 'unreadable');

/** The error that the next invitation would get. */
const QUOTA_USED_UP: ZoomError = asDailyQuota(NO_RESPONSE);
