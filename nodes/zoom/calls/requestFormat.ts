import { randomBytes } from 'node:crypto';
import { CREATE_ERRORS } from '../errors/catalogCreate';
import type { ZoomError } from '../errors/classify';
import type { ZoomCall } from '../transport/client';
import { userInfoText, type Person } from '../rules/newUser';

/** The two forms in which `POST /users` has been documented. */
export type Format = 'multipart' | 'json';
export type FormatChoice = 'auto' | Format;

/**
 * What a credential's Zoom was seen to take, for as long as this n8n process lives: an HR webhook is a run
 * of one, and must not try the refused form every time.
 */
const learned = new Map<string, Format>();

/**
 * The form of the body for one run. Zoom documented multipart until about 2022, and its newest OpenAPI lists
 * JSON only: `auto` sends multipart, and where Zoom refuses the form, sends the same person as JSON.
 */
export class RequestFormat {
	/** Zoom refused multipart in this run, so that JSON was sent. */
	switched = false;

	constructor(
		private readonly choice: FormatChoice,
		/** Whose Zoom it is: credential and address. */
		private readonly key: string,
	) {}

	get current(): Format {
		return this.choice === 'auto' ? (learned.get(this.key) ?? 'multipart') : this.choice;
	}

	/** Whether another form may be tried, since nothing is known yet of what this Zoom takes. */
	get open(): boolean {
		return this.choice === 'auto' && !learned.has(this.key);
	}

	/** Zoom has created somebody from this form. */
	accepted(format: Format): void {
		if (!this.open) return;
		learned.set(this.key, format);
		this.switched = format === 'json';
	}
}

/**
 * The form as one text, as the `form-data` package writes it, which can be sent again when the token has ended. n8n
 * would make a stream of an object, and sending a stream costs it a third more. A part may hold anything but the
 * boundary, which is drawn anew for each form. Source: RFC 7578.
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

/** The `POST /users` of a person, in one of the two forms. */
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
 * Whether a error is about the form and not about the person. Such a error creates nobody.
 *
 * A 5xx can be one too; only a look-up that finds nobody tells, so that is not for here.
 */
export function refusesFormat({ status, code, text, fields }: ZoomError, person: Person): boolean {
	if (status === 415) return true;
	if (code !== 300) return false;
	// For some accounts Zoom answers in another language: then the text says nothing, and trying is cheap.
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

/** Codes that Zoom gives before it has read whom a request is about. */
const NOT_ABOUT_A_PERSON = [200, 300, 429];

/** Whether a error shows that Zoom has read the form: it speaks of the person. */
export function understood({ code }: ZoomError): boolean {
	if (code === undefined || NOT_ABOUT_A_PERSON.includes(code)) return false;
	return CREATE_ERRORS.some((entry) => entry.code === code || entry.codes?.includes(code));
}
