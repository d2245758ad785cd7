const ISO =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A date as milliseconds: a whole ISO date or date-time, a `Date`, or a Luxon `DateTime` from an expression. Nothing
 * else is a date: `Date.parse` reads "Room 5" as the year 2001.
 */
export function readDate(given: unknown): number | undefined {
	if (given instanceof Date) return validMs(given.getTime());
	if (typeof given === 'object' && given !== null && 'toMillis' in given) {
		const { toMillis } = given as { toMillis: unknown };
		return typeof toMillis === 'function' ? validMs(Number(toMillis.call(given))) : undefined;
	}
	const text = String(given ?? '').trim();
	const [, year, month, day, hour = '00', minute = '00', second = '00'] = ISO.exec(text) ?? [];
	if (year === undefined) return undefined;
	const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	const exists =
		Number(month) >= 1 &&
		Number(month) <= 12 &&
		Number(day) >= 1 &&
		Number(day) <= daysInMonth &&
		Number(hour) <= 23 &&
		Number(minute) <= 59 &&
		Number(second) <= 59;
	return exists ? validMs(Date.parse(text.replace(' ', 'T'))) : undefined;
}

function validMs(ms: number): number | undefined {
	return Number.isNaN(ms) ? undefined : ms;
}
