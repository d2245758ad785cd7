import { retryAfterMs, retryAt } from '../../../nodes/zoom/transport/retryAfter';

const date = 'Tue, 24 Nov 2026 10:00:00 GMT';

describe("Zoom's Retry-After", () => {
	it.each([
		['seconds', '3', 3_000],
		['an HTTP date', 'Tue, 24 Nov 2026 10:00:05 GMT', 5_000],
		['an ISO time', '2026-11-24T10:00:07Z', 7_000],
		['a past time', '2026-11-24T09:00:00Z', 0],
		['a word', 'soon', undefined],
		['nothing', '', undefined],
	])('as %s', (_form, given, ms) => {
		expect(retryAfterMs({ 'retry-after': given, date })).toBe(ms);
	});

	it.each([
		['the time from Zoom', '2026-11-25T07:00:00Z', '2026-11-25T07:00:00.000Z'],
		['a number of seconds from now', '90', '2026-11-24T10:01:30.000Z'],
		['two minutes into the next day without a value', undefined, '2026-11-25T00:02:00.000Z'],
		['two minutes into the next day for an invalid value', 'tomorrow', '2026-11-25T00:02:00.000Z'],
	])('deferred rows can be sent again at %s', (_when, given, at) => {
		const headers: Record<string, string> = given === undefined ? {} : { 'retry-after': given };
		expect(retryAt(headers, new Date('2026-11-24T10:00:00Z'))).toBe(at);
	});
});
