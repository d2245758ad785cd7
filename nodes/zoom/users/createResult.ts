import type { IDataObject } from 'n8n-workflow';
import { asUnknownEffect, failureOf, type ZoomError } from '../errors/classify';
import { findUser, type Found } from '../lookup/findUser';
import type { Done, RowResult } from '../model/outcome';
import type { ZoomUser } from '../model/user';
import type { Person } from '../rules/newUser';
import { retryAt } from '../transport/retryAfter';
import type { CreateAttempt, CreateRules } from './createContext';

export async function created({ run, person, rules }: CreateAttempt, user: ZoomUser): Promise<Done> {
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

export function recovered({ person }: CreateAttempt, { status, user }: Found): Done {
	const more = status === 'pending' ? invited() : { status };
	return { kind: 'done', item: { ...item(user, person, 'created'), ...more, recovered: true } };
}

export function existing({ status, user }: Found, person: Person): Done {
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

export function notCreated(error: ZoomError, { email }: Person): RowResult {
	return { kind: 'failed', failure: failureOf(error, email, 'was not created') };
}

export function unknownEffect(
	error: ZoomError,
	{ email }: Person,
	because: 'noRight' | 'unreadable',
): RowResult {
	const failure = failureOf(asUnknownEffect(error, because), email, 'may or may not have been created');
	return { kind: 'failed', failure };
}
