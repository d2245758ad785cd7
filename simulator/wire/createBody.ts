import type { FastifyRequest } from 'fastify';
import { readBytes } from './bodyBytes';
import { kindOf, readJsonBody, readObject } from './jsonBody';
import { isJsonObject } from './jsonText';
import { readMultipart } from './multipart';

export type Format = 'multipart' | 'json' | 'other';

/** The body of POST /v2/users, in either format. */
export interface CreateBody {
	format: Format;
	action?: unknown;
	/** The exact text as received, which may not be JSON. */
	userInfoText?: string;
	/** undefined if the text is not a JSON object. */
	userInfo?: Record<string, unknown>;
	/** What is wrong with the body. If set, no user is created. */
	wrong?: string;
}

export async function readCreateBody(request: FastifyRequest): Promise<CreateBody> {
	const type = (request.headers['content-type'] ?? '').split(';', 1)[0].trim().toLowerCase();
	if (type === 'multipart/form-data') {
		const { parts, wrong } = await readMultipart(request);
		const text = parts.user_info;
		const read = text === undefined ? {} : readObject(text, 'user_info');
		return {
			format: 'multipart',
			action: parts.action,
			userInfoText: text,
			userInfo: read.value,
			// If both are wrong, the JSON is more helpful to report.
			wrong: read.wrong ?? wrong,
		};
	}
	if (type === 'application/json') return { format: 'json', ...(await readCreateJson(request)) };
	const { wrong } = await readBytes(request.raw);
	return { format: 'other', wrong };
}

async function readCreateJson(request: FastifyRequest): Promise<Omit<CreateBody, 'format'>> {
	const { value, members, wrong } = await readJsonBody(request);
	if (!value) return { wrong };
	const { action, user_info: userInfo } = value;
	const userInfoText = members?.get('user_info');
	if (userInfo === undefined) return { action };
	if (isJsonObject(userInfo)) return { action, userInfoText, userInfo };
	return { action, userInfoText, wrong: `user_info is ${kindOf(userInfo)}, not an object.` };
}
