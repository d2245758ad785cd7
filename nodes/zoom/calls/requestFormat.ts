import { randomBytes } from 'node:crypto';
import { CREATE_ERRORS } from '../errors/catalogCreate';
import type { ZoomError } from '../errors/classify';
import type { ZoomCall } from '../transport/client';
import { ExpiringMap } from '../transport/expiringMap';
import { userInfoText, type Person } from '../rules/newUser';

/** The two formats in which `POST /users` has been documented. */
export type Format = 'multipart' | 'json';
export type FormatChoice = 'auto' | Format;

const DAY_MS = 86_400_000;

/**
 * The format that Zoom accepts for a credential, remembered for a day. A webhook starts a run for each row, and must
 * not try the rejected format every time.
 */
const learned = new ExpiringMap<string, Format>({ maxSize: 500, maxAgeMs: DAY_MS });

/**
 * The format of the body for one run. Zoom documented multipart until about 2022, and its newest OpenAPI lists
 * JSON only: `auto` sends multipart, and if Zoom rejects it, sends the same user as JSON.
 */
export class RequestFormat {
	/** The format to send first. */
	current: Format;

	/** Whether another format can be tried, because it is not known yet which one Zoom accepts. */
	open: boolean;

	/** Zoom rejected multipart in this run, so JSON was sent. */
	switched = false;

	/** @param key tells credentials and their API addresses apart */
	constructor(
		choice: FormatChoice,
		readonly key: string,
	) {
		const known = choice === 'auto' ? learned.get(key) : choice;
		this.current = known ?? 'multipart';
		this.open = known === undefined;
	}

	/** Called if Zoom has accepted this format. */
	accepted(format: Format): void {
		if (!this.open) return;
		learned.set(this.key, format);
		this.current = format;
		this.open = false;
		this.switched = format === 'json';
	}
}

/**
 * The form as one text, as the `form-data` package writes it. A text can be sent again with a new token. n8n would
 * convert an object to a stream, which takes a third more CPU time. A part can contain anything but the boundary, which
 * is random for each form. Source: RFC 7578.
 */
function multipartForm(parts: Record<string, string>): Pick<ZoomCall, 'contentType' | 'body'> {
	const boundary = `--------------------------${randomBytes(12).toString('hex')}`;
	const written = Object.entries(parts).map(
		([name, text]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
	);
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		body: `${written.join('')}--${boundary}--\r\n`,
	};
}

/** The `POST /users` of a user, in one of the two formats. */
export function createCall(person: Person, format: Format): ZoomCall {
	const userInfo = userInfoText(person);
	if (format === 'multipart') {
		return {
			method: 'POST',
			path: '/users',
			...multipartForm({ action: person.action, user_info: userInfo }),
		};
	}
	return {
		method: 'POST',
		path: '/users',
		contentType: 'application/json',
		body: `{"action":${JSON.stringify(person.action)},"user_info":${userInfo}}`,
	};
}

/**
 * Whether an error is about the format and not about the user. Such an error creates no user.
 *
 * A 5xx can be one too, but only a look-up can show that no user was created.
 */
export function refusesFormat({ status, code, text, fields }: ZoomError, person: Person): boolean {
	if (status === 415) return true;
	if (code !== 300) return false;
	// Zoom responds to some accounts in another language. Then the text cannot be checked, and the other format is tried.
	const foreign = /[^\p{Script=Latin}\p{Script=Common}]/u.test(text);
	if (fields.length === 0) return foreign || /content.?type|json object/i.test(text);
	const parts = ['action', 'user_info'];
	const sent = fields.every(
		(field) => parts.includes(field) || field.replace(/^user_info\./, '') in person.userInfo,
	);
	const both = ['user_info.email', 'user_info.type'].every((field) => fields.includes(field));
	const part = parts.some((field) => fields.includes(field));
	return sent && (both || part || /missing/i.test(text));
}

/** Codes that Zoom returns before it has read which user a request is about. */
const NOT_ABOUT_A_PERSON = [200, 300, 429];

/** Whether an error shows that Zoom has read the body: it is about the user. */
export function understood({ code }: ZoomError): boolean {
	if (code === undefined || NOT_ABOUT_A_PERSON.includes(code)) return false;
	return CREATE_ERRORS.some((entry) => entry.code === code || entry.codes?.includes(code));
}
