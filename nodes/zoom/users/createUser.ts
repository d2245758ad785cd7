import type { IDataObject } from 'n8n-workflow';
import { failureOf, inTheLightOf, type Refusal } from '../errors/classify';
import { lookUp, type Sighting } from '../lookup/findUser';
import type { Settled } from '../model/outcome';
import { sendPatiently } from '../calls/retry';
import type { ZoomClient } from '../transport/client';
import { endedBy, Run } from '../calls/run';
import { retryAt } from '../transport/retryAfter';
import { createCall, refusesFormat, understood, type RequestFormat } from '../calls/requestFormat';
import type { Person } from '../rules/newUser';

/** What all creates of one run share; what ends them is kept by action. */
export class CreateRun extends Run {
	/** The day's quota of invitations, as Zoom last told it. */
	quota?: { limit: number; remaining: number };

	constructor(
		client: ZoomClient,
		readonly format: RequestFormat,
	) {
		super(client);
	}

	/** What the answer to an invitation says of today's quota. When none is left, nobody need be refused first. */
	noteQuota(headers: Record<string, string>): void {
		const limit = Number(headers['x-ratelimit-limit']);
		const remaining = Number(headers['x-ratelimit-remaining'] ?? NaN);
		if (!DAILY_QUOTAS.includes(limit) || Number.isNaN(remaining)) return;
		this.quota = { limit, remaining };
		if (remaining === 0) this.end('create', USED_UP);
	}
}

export interface CreateRules {
	ifUserExists: 'fail' | 'skip';
	/** Give the whole user as Zoom has it, read after the create. */
	readBack: boolean;
	/** When today's invitations are used up. */
	onDailyLimit: 'fail' | 'defer';
}

/** `X-RateLimit-Limit` on the answer to a create: Zoom's quotas of invitations on Free, Pro and Business. */
const DAILY_QUOTAS = [50, 1_500, 10_000];

const SENDS = 6;

/** How long a write may still be under way after its answer was lost. */
const SETTLING_MS = 2_000;

/** Zoom tells times by the second. */
const CLOCK_GRAIN_MS = 2_000;

/** What is carried along while one person is created. */
interface Case {
	run: CreateRun;
	person: Person;
	rules: CreateRules;
	/** When the first request for them left, ms on our clock. */
	sentAt: number;
}

/**
 * Creates one person with `POST /users`, and comes back with exactly one outcome.
 *
 * A create is not idempotent. When its answer is lost, nobody knows whether the person exists: they are looked
 * up before anything is sent again.
 *
 * @param unsureSince when an earlier try of this execution sent them and never learned what became of it (ms)
 */
export async function createUser(
	run: CreateRun,
	person: Person,
	rules: CreateRules,
	unsureSince?: number,
): Promise<Settled> {
	const one: Case = { run, person, rules, sentAt: unsureSince ?? Date.now() };
	const ended = run.endOf('createUser') ?? run.endOf(person.action);
	if (ended) return refusedOrDeferred(ended, person.email, 'was not created', rules);
	if (unsureSince !== undefined) {
		const sighting = await lookUp(run, person.email);
		if (sighting.seen !== 'absent') return afterLoss(one, LOST_EARLIER, sighting);
	}

	let format = run.format.current;
	let lostBefore = unsureSince !== undefined;
	for (let sends = 1; ; sends++) {
		const { verdict, answer } = await sendPatiently(run.client, 'createUser', createCall(person, format));
		if (verdict.is === 'cancelled') return lostBefore || verdict.sent ? { cutOff: true } : { untried: true };
		if (verdict.is === 'done') {
			run.format.accepted(format);
			if (person.action === 'create' && answer.kind === 'answered') run.noteQuota(answer.headers);
			return await created(one, verdict.body);
		}
		const { refusal } = verdict;
		const formatOpen = run.format.open && format === 'multipart';
		if (verdict.is === 'refused') {
			if (understood(refusal) && !lostBefore) run.format.accepted(format);
			if (refusal.row.next === 'lookUp') return await whoIsThere(one, refusal, lostBefore);
			if (formatOpen && refusesFormat(refusal, person)) {
				format = 'json';
				continue;
			}
			return refused(one, refusal);
		}

		await run.client.wait(SETTLING_MS);
		const sighting = await lookUp(run, person.email);
		if (sighting.seen !== 'absent') {
			const settled = afterLoss(one, refusal, sighting);
			if ('done' in settled && settled.done.recovered) run.format.accepted(format);
			return settled;
		}
		if (sends === SENDS) return notCreated(refusal, person);
		if (formatOpen && (refusal.status ?? 0) >= 500) format = 'json';
		lostBefore = true;
		run.client.retries++;
	}
}

function refused(one: Case, refusal: Refusal): Settled {
	const { run, person } = one;
	const { next, afterWaiting } = refusal.row;
	if (next === 'endRun' || afterWaiting === 'endRun') run.end(endedBy(refusal, 'createUser'), refusal);
	if (next === 'endAction') run.end(person.action, refusal);
	if (afterWaiting === 'endInvitations' && person.action === 'create') {
		// A 429 that nothing explains and that waiting does not end is the day's quota.
		const quota = inTheLightOf(refusal, BY_THE_DAY);
		run.end('create', quota);
		return refusedOrDeferred(quota, person.email, 'was not created', one.rules);
	}
	return refusedOrDeferred(refusal, person.email, 'was not created', one.rules);
}

/** Failed, or put off where today's invitations are used up and the user wants that. */
export function refusedOrDeferred(
	refusal: Refusal,
	email: string,
	happened: string,
	{ onDailyLimit }: Pick<CreateRules, 'onDailyLimit'>,
): Settled {
	if (refusal.row.reason !== 'quota' || onDailyLimit !== 'defer') {
		return { failed: failureOf(refusal, email, happened) };
	}
	return { deferred: { email, reason: 'quota', retryAt: retryAt(refusal.headers) } };
}

function notCreated(refusal: Refusal, person: Person): Settled {
	return { failed: failureOf(refusal, person.email, 'was not created') };
}

function unsure(refusal: Refusal, person: Person, sign: 'noRight' | 'unreadable'): Settled {
	const inLight = inTheLightOf(refusal, { unsure: sign });
	return { failed: failureOf(inLight, person.email, 'may or may not have been created') };
}

/** The address is used, says Zoom: by one of five. */
async function whoIsThere(one: Case, refusal: Refusal, lostBefore: boolean): Promise<Settled> {
	const { run, person, rules } = one;
	const sighting = await lookUp(run, person.email);
	if (sighting.seen === 'cancelled') return { cutOff: true };
	if (lostBefore && (sighting.seen === 'noRight' || sighting.seen === 'unreadable')) {
		return unsure(refusal, person, sighting.seen);
	}
	if (sighting.seen === 'active' || sighting.seen === 'pending') {
		// Nobody was there at the first look: this is the create whose answer was lost.
		if (lostBefore) return recovered(one, sighting);
		if (rules.ifUserExists === 'skip') return existing(sighting, person);
	}
	return notCreated(inTheLightOf(refusal, { seen: sighting.seen }), person);
}

/** A lost answer, and a look-up that did not find the place empty. */
function afterLoss(one: Case, refusal: Refusal, sighting: Exclude<Sighting, { seen: 'absent' }>): Settled {
	const { run, person, rules } = one;
	switch (sighting.seen) {
		case 'cancelled':
			return { cutOff: true };
		case 'noRight':
			return unsure(refusal, person, 'noRight');
		case 'unreadable':
			// Pages came in the place of both answers: this is not Zoom's address, so nobody else is sent there.
			if (refusal.page && sighting.refusal.page && refusal.row.reason === 'network') run.end('all', refusal);
			return unsure(refusal, person, 'unreadable');
		case 'expired':
			return notCreated(inTheLightOf(refusal, { seen: 'expired' }), person);
		default:
			if (isOurs(one, sighting)) return recovered(one, sighting);
			if (sighting.seen !== 'inactive' && rules.ifUserExists === 'skip') return existing(sighting, person);
			return notCreated(inTheLightOf(refusal, { seen: sighting.seen }), person);
	}
}

type Present = Extract<Sighting, { user: unknown }>;

/**
 * Whether the person who is there was created by us. A pending person has no `user_created_at`, and their
 * `created_at` is the time of the call: for them the names that were sent must be there, and only `create`
 * leaves somebody pending.
 */
function isOurs({ person, sentAt }: Case, { seen, user, clockAhead }: Present): boolean {
	if (seen === 'pending') {
		const same = (name: string) => (user[name] ?? '') === (person.userInfo[name] ?? '');
		return person.action === 'create' && same('first_name') && same('last_name');
	}
	return Date.parse(String(user.user_created_at)) >= sentAt + clockAhead - CLOCK_GRAIN_MS;
}

async function created({ run, person, rules }: Case, user: Record<string, unknown>): Promise<Settled> {
	// The action `create` only invites.
	const told: IDataObject = person.action === 'create' ? invited() : {};
	if (!rules.readBack) return { done: { ...item(user, person, 'created'), ...told } };
	const sighting = await lookUp(run, person.email);
	if ('user' in sighting) {
		return {
			done: { ...item({ ...user, ...sighting.user }, person, 'created'), ...told, status: sighting.seen },
		};
	}
	if ('refusal' in sighting) {
		const { sentence } = failureOf(sighting.refusal, person.email, 'was created, but could not be read back');
		told.notReadBack = sentence;
	}
	return { done: { ...item(user, person, 'created'), ...told } };
}

function recovered({ person }: Case, { seen, user }: Present): Settled {
	const told = seen === 'pending' ? invited() : { status: seen };
	return { done: { ...item(user, person, 'created'), ...told, recovered: true } };
}

function existing({ seen, user }: Present, person: Person): Settled {
	return { done: { ...item(user, person, 'exists'), status: seen } };
}

/** Zoom never tells when somebody was invited, and an invitation dies after 30 days. */
function invited(): IDataObject {
	return { status: 'pending', invitedAt: new Date().toISOString() };
}

/** The user as Zoom has them. Where Zoom's spelling of the address differs from the row's, the row's is told too. */
function item<O extends 'created' | 'exists'>(user: Record<string, unknown>, person: Person, outcome: O) {
	const respelled = user.email === person.email ? {} : { requestedEmail: person.email };
	return { ...(user as IDataObject), ...respelled, outcome };
}

const NOTHING_SAID = { said: '', fields: [], page: false, headers: {} };

/** Stands for the answer that an earlier try of the same execution lost. */
const LOST_EARLIER = inTheLightOf(NOTHING_SAID, { unsure: 'unreadable' });

const BY_THE_DAY = { status: 429, limit: 'day' } as const;

/** Stands for the refusal that the next invitation would meet. */
const USED_UP = inTheLightOf(NOTHING_SAID, BY_THE_DAY);
