import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { chosenPeople, type Filters } from './filters';
import type { Seen } from './seen';
import { answerChallenge, isFresh, isSigned, readTimestamp } from './signature';
import { simplify } from './simplify';
import { readEvent, URL_VALIDATION } from './zoomEvent';

/** As Node gives them: by their names in lower case. */
export type Headers = Record<string, string | string[] | undefined>;

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

/**
 * Judges one delivery. Zoom repeats what was not answered in time, so the same body is the same event, whether
 * its timestamp and signature are the first ones or new.
 */
export function receive(
	rawBody: Buffer | undefined,
	headers: Headers,
	wanted: Wanted,
	seen: Seen,
	now: number,
): Verdict {
	// n8n keeps no bytes of a form, and there is no signature over anything else.
	if (!rawBody) return refuse('not JSON');
	const { 'x-zm-signature': signature, 'x-zm-request-timestamp': timestamp } = headers;
	const sentAt = readTimestamp(String(timestamp));
	if (signature !== undefined) {
		if (!isSigned(wanted.secret, String(signature), String(timestamp), rawBody))
			return refuse('wrong signature');
		if (!isFresh(sentAt, wanted.maxAge, now)) return refuse('stale timestamp');
	}

	const event = readEvent(rawBody);
	if (event?.event === URL_VALIDATION) {
		const answer = answerChallenge(wanted.secret, event.payload.plainToken);
		return answer ? { status: 200, answer } : refuse('not a token to validate');
	}
	if (signature === undefined) return refuse('no signature');
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
