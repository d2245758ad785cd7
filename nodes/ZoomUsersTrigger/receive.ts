import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { chosenPeople, type Filters } from './filters';
import type { Seen } from './seen';
import { answerChallenge, isFresh, isSigned, readTimestamp } from './signature';
import { simplify } from './simplify';
import { readEvent, URL_VALIDATION } from './zoomEvent';

/** What Zoom has sent, as n8n hands it on. */
export interface Delivery {
	/** The bytes; n8n keeps none of a form. */
	rawBody?: Buffer;
	/** By their names in lower case. */
	headers: Record<string, string | string[] | undefined>;
}

export interface Wanted {
	secret: string;
	/** ms */
	maxAge: number;
	events: string[];
	filters: Filters;
	simplify: boolean;
	/** Tells this webhook from others: what is new to one may be known to another. */
	webhook: string;
}

/** What is answered, and what the workflow starts with, if it starts. */
export interface Verdict {
	status: number;
	answer: IDataObject;
	items?: IDataObject[];
	/** For the log: why nothing was believed. */
	refused?: string;
}

const TAKEN: Verdict = { status: 200, answer: {} };

/** Whether a delivery is signed with this secret. */
export function isSignedWith(secret: string, { rawBody, headers }: Delivery): boolean {
	const { 'x-zm-signature': signature, 'x-zm-request-timestamp': timestamp } = headers;
	return rawBody !== undefined && isSigned(secret, String(signature), String(timestamp), rawBody);
}

/**
 * Judges one delivery. Zoom repeats what was not answered in time, so the same body is the same event, whether
 * its timestamp and signature are the first ones or new.
 */
export function receive(delivery: Delivery, wanted: Wanted, seen: Seen, now: number): Verdict {
	const { rawBody, headers } = delivery;
	if (!rawBody) return refuse('not JSON');
	const hasSignature = headers['x-zm-signature'] !== undefined;
	const sentAt = readTimestamp(String(headers['x-zm-request-timestamp']));
	if (hasSignature && !isSignedWith(wanted.secret, delivery)) return refuse('wrong signature');
	if (hasSignature && !isFresh(sentAt, wanted.maxAge, now)) return refuse('stale timestamp');

	const event = readEvent(rawBody);
	if (event?.event === URL_VALIDATION) {
		const answer = answerChallenge(wanted.secret, event.payload.plainToken);
		return answer ? { status: 200, answer } : refuse('not a token to validate');
	}
	if (!hasSignature) return refuse('no signature');
	if (!event || !wanted.events.includes(event.event)) return TAKEN;

	const people = chosenPeople(event, wanted.filters);
	if (people.length === 0) return TAKEN;
	const digest = createHash('sha256').update(rawBody).digest('base64');
	const forgetAt = Math.max(sentAt, now) + wanted.maxAge;
	if (!seen.isNew(`${wanted.webhook} ${digest}`, forgetAt, now)) return TAKEN;
	return {
		...TAKEN,
		items: wanted.simplify ? people.map((person) => simplify(event, person)) : [event.body],
	};
}

function refuse(refused: string): Verdict {
	return { status: 401, answer: { message: 'Not signed by Zoom, or too old' }, refused };
}
