import { cleanText, type Complain } from './text';

export const PHONE_LABELS = ['Mobile', 'Office', 'Home', 'Fax'] as const;

/** A phone number as `PATCH /users/{userId}` accepts it. */
export interface PhoneNumber {
	country?: string;
	/** With its plus sign: "+41". */
	code?: string;
	label: string;
	number: string;
}

/** Reads phone numbers: a list from the editor, one number, or a text such as "+41 44 123 45 67". */
export function readPhoneNumbers(given: unknown, complain: Complain): PhoneNumber[] | undefined {
	const list = (Array.isArray(given) ? given : [given])
		.map(
			(one: unknown) => (typeof one === 'object' ? { ...one } : { number: one }) as Record<string, unknown>,
		)
		.filter(({ number }) => cleanText(String(number ?? '')) !== '');
	if (list.length === 0) return undefined;
	if (list.length > 3)
		return complain('has more than three numbers', 'Zoom allows three numbers for each user.');
	const phones: PhoneNumber[] = [];
	for (const { country, code, label, number } of list) {
		const read = readPhone(cleanText(String(number)), digitsOf(code).replace(/^00/, ''));
		const where = cleanText(String(country ?? '')).toUpperCase();
		const word = cleanText(String(label ?? ''));
		const known = PHONE_LABELS.find((one) => one.toLowerCase() === word.toLowerCase());
		if ('wrong' in read) return complain(read.wrong, 'Write it as +41 44 123 45 67.');
		if (read.code === '' && where === '') {
			const remedy = 'Start it with + and the country code, or fill in the country.';
			return complain('has no country code', remedy);
		}
		if (word && !known) return complain(`has the label "${word}"`, `Use ${PHONE_LABELS.join(', ')}.`);
		phones.push({
			...(where ? { country: where } : {}),
			...(read.code ? { code: `+${read.code}` } : {}),
			label: known ?? 'Office',
			number: read.number,
		});
	}
	return phones;
}

/** Whether Zoom has these numbers. If a row has only the country, Zoom's country code is not compared. */
export function samePhoneNumbers(has: unknown, wanted: readonly PhoneNumber[]): boolean {
	const current = (Array.isArray(has) ? has : []) as Array<Record<string, unknown>>;
	return (
		current.length === wanted.length &&
		wanted.every((phone) =>
			current.some(
				(own) =>
					own.label === phone.label &&
					digitsOf(own.number) === digitsOf(phone.number) &&
					(phone.code === undefined
						? own.country === phone.country
						: digitsOf(own.code) === digitsOf(phone.code)),
			),
		)
	);
}

const digitsOf = (value: unknown) => String(value ?? '').replace(/\D/g, '');

/** Country codes of one and of two digits; all others have three. Source: ITU-T E.164. */
const SHORT_CODES = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** One number, with a separate country code if it is clear. */
function readPhone(text: string, code: string): { code: string; number: string } | { wrong: string } {
	const written = text.replace(/^00/, '+').replace(/\(0\)/, '');
	if (!/^\+?[\d\s()./–-]+$/.test(written)) return { wrong: 'is not a phone number' };
	const digits = digitsOf(written);
	const international = written.startsWith('+');
	const own = international ? (SHORT_CODES.exec(digits)?.[0] ?? digits.slice(0, 3)) : code;
	if (international && code !== '' && !digits.startsWith(code)) {
		return { wrong: `starts with another country code than +${code}` };
	}
	const used = international && code !== '' ? code : own;
	const number = international ? digits.slice(used.length) : digits;
	return number.length < 3 ? { wrong: 'is not a phone number' } : { code: used, number };
}
