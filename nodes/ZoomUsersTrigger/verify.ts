import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far a timestamp may be in the future, because clocks differ. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** A request as n8n passes it on. */
export interface WebhookRequest {
	/** The body as it arrived. n8n doesn't keep it for forms. */
	rawBody?: Buffer;
	/** The names are in lower case. */
	headers: Record<string, string | string[] | undefined>;
}

/** `unsigned`: without a signature, as the validation of the address may be. */
export type Verification =
	| { kind: 'signed'; sentAt: number }
	| { kind: 'unsigned' }
	| { kind: 'invalid'; reason: string };

/** Checks the signature of a request, then its age. */
export function verify(request: WebhookRequest, secret: string, maxAgeMs: number, now: number): Verification {
	if (request.headers['x-zm-signature'] === undefined) return { kind: 'unsigned' };
	if (!isSignedWith(secret, request)) return { kind: 'invalid', reason: 'wrong signature' };
	const sentAt = readTimestamp(String(request.headers['x-zm-request-timestamp']));
	if (!isFresh(sentAt, maxAgeMs, now)) return { kind: 'invalid', reason: 'timestamp out of range' };
	return { kind: 'signed', sentAt };
}

/** Whether a request is signed with this secret. */
export function isSignedWith(secret: string, { rawBody, headers }: WebhookRequest): boolean {
	const { 'x-zm-signature': signature, 'x-zm-request-timestamp': timestamp } = headers;
	return rawBody !== undefined && isSigned(secret, String(signature), String(timestamp), rawBody);
}

/** Compares the signature of the unparsed body in constant time. */
export function isSigned(secret: string, signature: string, timestamp: string, body: Buffer): boolean {
	if (!/^v0=[0-9a-f]{64}$/.test(signature)) return false;
	const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
	return timingSafeEqual(Buffer.from(signature.slice(3), 'hex'), expected);
}

/** Zoom's timestamp in ms. NaN if it isn't a whole number of seconds. */
export function readTimestamp(timestamp: string): number {
	return /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : NaN;
}

export function isFresh(sentAt: number, maxAgeMs: number, now: number): boolean {
	return sentAt >= now - maxAgeMs && sentAt <= now + MAX_CLOCK_SKEW_MS;
}
