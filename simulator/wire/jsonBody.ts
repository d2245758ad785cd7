import type { FastifyRequest } from 'fastify';
import { decodeUtf8, readBytes } from './bodyBytes';
import { isJsonObject, JsonError, maskPasswords, readJson } from './jsonText';

export interface JsonObject {
	/** Absent where the text is not a JSON object. */
	value?: Record<string, unknown>;
	/** The exact text of each of its members. */
	members?: Map<string, string>;
	/** What is wrong with it, in words. */
	wrong?: string;
}

export type JsonBody = JsonObject & { isJson: boolean };

/** The body of a write, which goes into the journal as it is. */
export async function recordJsonBody(request: FastifyRequest): Promise<JsonBody> {
	const type = (request.headers['content-type'] ?? '').split(';', 1)[0].trim().toLowerCase();
	const { text, ...body } = await readJsonBody(request);
	if (text) request.entry.bodyText = maskPasswords(text);
	return { isJson: type === 'application/json', ...body };
}

export async function readJsonBody(request: FastifyRequest): Promise<JsonObject & { text?: string }> {
	const { bytes, wrong } = await readBytes(request.raw);
	if (wrong) return { wrong };
	const text = decodeUtf8(bytes);
	return text === undefined ? { wrong: 'The body is not UTF-8.' } : { text, ...readObject(text, 'The body') };
}

/** @param what how the words that say what is wrong call the text */
export function readObject(text: string, what: string): JsonObject {
	if (text === '') return { wrong: `${what} is empty.` };
	try {
		const { value, members } = readJson(text);
		if (isJsonObject(value)) return { value, members };
		return { wrong: `${what} is ${kindOf(value)}, not an object.` };
	} catch (error) {
		if (error instanceof JsonError) return { wrong: `${what} is not JSON: ${error.message}.` };
		throw error;
	}
}

export function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'an array';
	return `a ${typeof value === 'bigint' ? 'number' : typeof value}`;
}
