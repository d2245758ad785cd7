import { createHmac } from 'node:crypto';

export const URL_VALIDATION = 'endpoint.url_validation';

/**
 * Letters and digits. A colon is never allowed: the response to `v0:…:…` would be the signature of an event, so
 * anyone who knows the address could get a forged event signed.
 */
const PLAIN_TOKEN = /^[\w+/=.-]{1,256}$/;

/** The response to `endpoint.url_validation`, or nothing if the token isn't one that Zoom sends. */
export function urlValidationResponse(secret: string, plainToken: unknown) {
	if (typeof plainToken !== 'string' || !PLAIN_TOKEN.test(plainToken)) return undefined;
	return { plainToken, encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex') };
}
