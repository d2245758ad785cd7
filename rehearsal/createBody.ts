import type { FastifyRequest } from 'fastify';
import { decodeUtf8, readBytes } from './bodyBytes';
import { isJsonObject, JsonError, readJson } from './jsonText';
import { readMultipart } from './multipart';

export type Format = 'multipart' | 'json' | 'other';

/** The body of POST /v2/users, in either of its formats. */
export interface CreateBody {
	format: Format;
	action?: unknown;
	/** The exact text that arrived, which may not be JSON. */
	userInfoText?: string;
	/** Absent where the text is not a JSON object. */
	userInfo?: Record<string, unknown>;
	/** What is wrong with the body, in words: then nobody may be created from it. */
	wrong?: string;
}

export async function readCreateBody(request: FastifyRequest): Promise<CreateBody> {
	const type = (request.headers['content-type'] ?? '').split(';', 1)[0].trim().toLowerCase();
	if (type === 'multipart/form-data') {
		const { parts, wrong } = await readMultipart(request);
		const text = parts.user_info;
		const read: { userInfo?: Record<string, unknown>; wrong?: string } =
			text === undefined ? {} : readUserInfo(text);
		return {
			format: 'multipart',
			action: parts.action,
			userInfoText: text,
			userInfo: read.userInfo,
			// Of the two, what is wrong with the JSON is closer to whoever wrote it.
			wrong: read.wrong ?? wrong,
		};
	}
	if (type === 'application/json') return { format: 'json', ...(await readJsonBody(request)) };
	const { wrong } = await readBytes(request.raw);
	return { format: 'other', wrong };
}

async function readJsonBody(request: FastifyRequest): Promise<Omit<CreateBody, 'format'>> {
	const { bytes, wrong } = await readBytes(request.raw);
	if (wrong) return { wrong };
	const text = decodeUtf8(bytes);
	if (text === undefined) return { wrong: 'The body is not UTF-8.' };
	if (text === '') return { wrong: 'The body is empty.' };
	try {
		const { value, members } = readJson(text);
		if (!isJsonObject(value)) return { wrong: `The body is ${kindOf(value)}, not an object.` };
		const { action, user_info: userInfo } = value;
		const userInfoText = members.get('user_info');
		if (userInfo === undefined) return { action };
		if (isJsonObject(userInfo)) return { action, userInfoText, userInfo };
		return { action, userInfoText, wrong: `user_info is ${kindOf(userInfo)}, not an object.` };
	} catch (error) {
		if (error instanceof JsonError) return { wrong: `The body is not JSON: ${error.message}.` };
		throw error;
	}
}

function readUserInfo(text: string): { userInfo?: Record<string, unknown>; wrong?: string } {
	if (text === '') return { wrong: 'user_info is empty.' };
	try {
		const { value } = readJson(text);
		if (isJsonObject(value)) return { userInfo: value };
		return { wrong: `user_info is ${kindOf(value)}, not an object.` };
	} catch (error) {
		if (error instanceof JsonError) return { wrong: `user_info is not JSON: ${error.message}.` };
		throw error;
	}
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'an array';
	return `a ${typeof value === 'bigint' ? 'number' : typeof value}`;
}
