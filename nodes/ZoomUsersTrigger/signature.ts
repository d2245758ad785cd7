import { createHmac, timingSafeEqual } from 'node:crypto';

/** Clocks differ: a timestamp may be this far ahead of ours, in ms. */
const AHEAD = 5 * 60_000;

/**
 * What Zoom sends to see who is at an address: letters and digits. Never a colon: an answer to `v0:…:…` would be
 * the signature of an event, and whoever knows the address could have one signed.
 */
const PLAIN_TOKEN = /^[\w+/=.-]{1,256}$/;

/** Whether an event is signed with the secret token of the app: over the bytes as they came, in constant time. */
export function isSigned(secret: string, signature: string, timestamp: string, body: Buffer): boolean {
	if (!/^v0=[0-9a-f]{64}$/.test(signature)) return false;
	const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
	return timingSafeEqual(Buffer.from(signature.slice(3), 'hex'), expected);
}

/** Zoom's timestamp in ms; NaN for anything but whole seconds. */
export function readTimestamp(timestamp: string): number {
	return /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : NaN;
}

export function isFresh(sentAt: number, maxAge: number, now: number): boolean {
	return sentAt >= now - maxAge && sentAt <= now + AHEAD;
}

/** The answer to `endpoint.url_validation`, or nothing where the token is none of Zoom's. */
export function answerChallenge(secret: string, plainToken: unknown) {
	if (typeof plainToken !== 'string' || !PLAIN_TOKEN.test(plainToken)) return undefined;
	return { plainToken, encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex') };
}
