import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Claim, EventDeduplicator } from './eventDeduplicator';
import { matchingUsers, type Filters } from './filters';
import { simplify } from './simplify';
import { URL_VALIDATION, urlValidationResponse } from './urlValidation';
import { verify, type WebhookRequest } from './verify';
import { readEvent } from './zoomEvent';

export interface WebhookSettings {
	secret: string;
	maxAgeMs: number;
	events: string[];
	filters: Filters;
	simplify: boolean;
	/** Identifies the webhook: each one starts its own execution for an event. */
	webhook: string;
}

/**
 * `start`: n8n starts the workflow and responds. `event` identifies the event. The node responds to everything else
 * itself.
 */
export type WebhookReply =
	| { kind: 'start'; items: IDataObject[]; event: string; claim: Extract<Claim, { kind: 'new' }> }
	| { kind: 'acknowledge'; body?: IDataObject }
	/** Zoom retries after 503, and not after 401. The reason is for the log. */
	| { kind: 'reject'; status: 401 | 503; reason: string };

/** Zoom can deliver an event again with the same signature or a new one. The same body is the same event. */
export function replyTo(
	request: WebhookRequest,
	settings: WebhookSettings,
	deduplicator: EventDeduplicator,
	now: number,
): WebhookReply {
	const { rawBody } = request;
	if (!rawBody) return unauthorized('not JSON');
	const verification = verify(request, settings.secret, settings.maxAgeMs, now);
	if (verification.kind === 'invalid') return unauthorized(verification.reason);

	const event = readEvent(rawBody);
	if (event?.event === URL_VALIDATION) {
		const body = urlValidationResponse(settings.secret, event.payload.plainToken);
		return body ? { kind: 'acknowledge', body } : unauthorized('invalid token to validate');
	}
	if (verification.kind === 'unsigned') return unauthorized('no signature');
	if (!event || !settings.events.includes(event.event)) return { kind: 'acknowledge' };

	const users = matchingUsers(event, settings.filters);
	if (users.length === 0) return { kind: 'acknowledge' };
	const items = settings.simplify ? users.map((user) => simplify(event, user)) : [event.body];

	const eventId = createHash('sha256').update(rawBody).digest('base64');
	const expiresAt = Math.max(verification.sentAt, now) + settings.maxAgeMs;
	const claim = deduplicator.claim(`${settings.webhook} ${eventId}`, expiresAt, now);
	if (claim.kind === 'new') return { kind: 'start', items, event: eventId, claim };
	if (claim.kind === 'started') return { kind: 'acknowledge' };
	return { kind: 'reject', status: 503, reason: 'n8n is still starting an execution for this event' };
}

function unauthorized(reason: string): WebhookReply {
	return { kind: 'reject', status: 401, reason };
}
