import type { IDataObject } from 'n8n-workflow';
import { failureOf, inTheLightOf, type Refusal, type Verdict } from './errors';
import { lookUp, type Sighting } from './lookUp';
import type { Settled } from './outcome';
import { sendPatiently } from './patience';
import type { ZoomClient } from './request';
import { createCall, refusesFormat, understood, type RequestFormat } from './requestFormat';
import type { Action, Person } from './userInfo';

/** What all creates of one run share. */
export class CreateRun {
	readonly startedAt = Date.now();

	/** Refusals that cannot change within a run, by the action that they end, or for all. */
	private readonly ended = new Map<Action | 'all', Refusal>();

	constructor(
		readonly client: ZoomClient,
		readonly format: RequestFormat,
	) {}

	end(scope: Action | 'all', refusal: Refusal): void {
		if (!this.ended.has(scope)) this.ended.set(scope, refusal);
	}

	endOf(action: Action): Refusal | undefined {
		return this.ended.get('all') ?? this.ended.get(action);
	}
}

export interface CreateRules {
	ifUserExists: 'fail' | 'skip';
	/** Give the whole user as Zoom has it, read after the create. */
	readBack: boolean;
}

const SENDS = 4;

/** How long a write may still be under way after its answer was lost. */
const SETTLING_MS = 2_000;

/** Zoom tells times by the second. */
const CLOCK_GRAIN_MS = 2_000;

/**
 * Creates one person with `POST /users`, and comes back with exactly one outcome.
 *
 * A create is not idempotent. When its answer is lost, nobody knows whether the person exists: they are looked
 * up before anything is sent again.
 */
export async function createUser(run: CreateRun, person: Person, rules: CreateRules): Promise<Settled> {
	const ended = run.endOf(person.action);
	if (ended) return notCreated(ended, person);
	const { client } = run;
	let format = run.format.current;
	let lostBefore = false;
	for (let sends = 1; ; sends++) {
		const { verdict } = await sendPatiently(client, 'createUser', createCall(person, format));
		if (verdict.is === 'cancelled') return lostBefore || verdict.sent ? { cutOff: true } : { untried: true };
		if (verdict.is === 'done') {
			run.format.accepted(format);
			return await created(run, person, rules, verdict.body);
		}
		const { refusal } = verdict;
		const formatOpen = run.format.open && format === 'multipart';
		if (verdict.is === 'refused') {
			if (understood(refusal)) run.format.accepted(format);
			if (refusal.row.next === 'lookUp') return await whoIsThere(run, person, rules, refusal, lostBefore);
			if (formatOpen && refusesFormat(refusal, person)) {
				format = 'json';
				continue;
			}
			return refused(run, person, refusal);
		}

		await client.wait(SETTLING_MS);
		const sighting = await lookUp(client, person.email);
		if (sighting.seen !== 'absent') return await afterLoss(run, person, rules, verdict, sighting);
		if (sends === SENDS) return notCreated(refusal, person);
		if (formatOpen && (refusal.status ?? 0) >= 500) format = 'json';
		lostBefore = true;
	}
}

function refused(run: CreateRun, person: Person, refusal: Refusal): Settled {
	const { next, afterWaiting } = refusal.row;
	if (next === 'endRun' || afterWaiting === 'endRun') run.end('all', refusal);
	if (next === 'endAction') run.end(person.action, refusal);
	return notCreated(refusal, person);
}

function notCreated(refusal: Refusal, person: Person): Settled {
	return { failed: failureOf(refusal, person.email, 'was not created') };
}

/** The address is used, says Zoom: by one of five. */
async function whoIsThere(
	run: CreateRun,
	person: Person,
	rules: CreateRules,
	refusal: Refusal,
	lostBefore: boolean,
): Promise<Settled> {
	const sighting = await lookUp(run.client, person.email);
	if (sighting.seen === 'cancelled') return { cutOff: true };
	const here = sighting.seen === 'active' || sighting.seen === 'pending';
	if (here && lostBefore) {
		// Nobody was there at the first look, so this is the create whose answer was lost.
		return await created(run, person, { ...rules, readBack: false }, sighting.user, { recovered: true });
	}
	if (here && rules.ifUserExists === 'skip') return { done: existing(sighting.user, person, sighting.seen) };
	return notCreated(inTheLightOf(refusal, { seen: sighting.seen }), person);
}

/** A lost answer, and a look-up that did not find the place empty. */
async function afterLoss(
	run: CreateRun,
	person: Person,
	rules: CreateRules,
	{ refusal }: Verdict & { is: 'lost' },
	sighting: Exclude<Sighting, { seen: 'absent' }>,
): Promise<Settled> {
	switch (sighting.seen) {
		case 'cancelled':
			return { cutOff: true };
		case 'noRight':
			return unsure(inTheLightOf(refusal, { unsure: 'noRight' }), person);
		case 'unreadable':
			if (refusal.row.page && sighting.refusal.row.reason === 'network') {
				// Neither answer came from Zoom: this is not its address.
				run.end('all', refusal);
				return notCreated(refusal, person);
			}
			return unsure(inTheLightOf(refusal, { unsure: 'unreadable' }), person);
		case 'expired':
			return notCreated(inTheLightOf(refusal, { seen: 'expired' }), person);
		default:
			if (isOfThisRun(run, person, sighting)) {
				return await created(run, person, { ...rules, readBack: false }, sighting.user, { recovered: true });
			}
			if (sighting.seen !== 'inactive' && rules.ifUserExists === 'skip') {
				return { done: existing(sighting.user, person, sighting.seen) };
			}
			return notCreated(inTheLightOf(refusal, { seen: sighting.seen }), person);
	}
}

function unsure(refusal: Refusal, person: Person): Settled {
	return { failed: failureOf(refusal, person.email, 'may or may not have been created') };
}

/**
 * Whether the person who is there was created by this run. A pending person has no `user_created_at`, and
 * their `created_at` is the time of the call: for them the names that were sent must be there.
 */
function isOfThisRun(
	run: CreateRun,
	person: Person,
	{ seen, user, clockAhead }: Extract<Sighting, { user: unknown }>,
): boolean {
	if (seen === 'pending') {
		return ['first_name', 'last_name'].every((name) => (user[name] ?? '') === (person.userInfo[name] ?? ''));
	}
	const createdAt = Date.parse(String(user.user_created_at));
	return createdAt >= run.startedAt + clockAhead - CLOCK_GRAIN_MS;
}

async function created(
	run: CreateRun,
	person: Person,
	rules: CreateRules,
	user: Record<string, unknown>,
	how: IDataObject = {},
): Promise<Settled> {
	const told: IDataObject = {};
	if (person.action === 'create') {
		// The action only invites. Zoom never gives the time back, and an invitation dies after 30 days.
		Object.assign(told, { status: 'pending', invitedAt: new Date().toISOString() });
	}
	let whole = user;
	if (rules.readBack) {
		const sighting = await lookUp(run.client, person.email);
		if ('user' in sighting) {
			whole = { ...user, ...sighting.user };
			told.status = sighting.seen;
		} else if ('refusal' in sighting) {
			told.notReadBack = failureOf(
				sighting.refusal,
				person.email,
				'was created, but could not be read back',
			).sentence;
		}
	}
	return {
		done: { ...(whole as IDataObject), ...told, ...respelled(user, person), ...how, outcome: 'created' },
	};
}

function existing(user: Record<string, unknown>, person: Person, status: string) {
	return { ...(user as IDataObject), ...respelled(user, person), status, outcome: 'exists' as const };
}

/** Where Zoom's spelling of the address differs from the row's, the row's is told too. */
function respelled(user: Record<string, unknown>, person: Person): IDataObject {
	return user.email === person.email ? {} : { requestedEmail: person.email };
}
