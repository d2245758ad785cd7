/** Zoom's `Retry-After` may be seconds, an HTTP date or an ISO time, and may be missing. */

type Headers = Record<string, string>;

/** How long Zoom asks to wait, in ms from now. Undefined if it does not say. */
export function retryAfterMs(headers: Headers): number | undefined {
	const { 'retry-after': given, date } = headers;
	if (!given) return undefined;
	const seconds = Number(given);
	if (!Number.isNaN(seconds)) return seconds * 1_000;
	const now = Date.parse(date ?? '') || Date.now(); // by Zoom's clock, if the response has a date
	const until = Date.parse(given);
	return Number.isNaN(until) ? undefined : Math.max(0, until - now);
}

/**
 * When to continue after the daily quota is used up, as ISO: the time that Zoom gave, or else two minutes into the next
 * day, because quotas start again at 00:00 UTC.
 */
export function retryAt(headers: Headers, now = new Date()): string {
	const given = headers['retry-after'] ?? '';
	if (given !== '' && !Number.isNaN(Number(given))) {
		return new Date(now.getTime() + Number(given) * 1_000).toISOString();
	}
	const time = Date.parse(given);
	if (!Number.isNaN(time)) return new Date(time).toISOString();
	return new Date(
		Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, 0, 2),
	).toISOString();
}
