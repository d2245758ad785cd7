import type { FastifyRequest } from 'fastify';
import { decodeUtf8, readBytes } from './bodyBytes';
import { isJsonObject, JsonError, maskPasswords, readJson } from './jsonText';

export interface JsonObject {
	/** undefined if the text is not a JSON object. */
	value?: Record<string, unknown>;
	/** The exact text of each member. */
	members?: Map<string, string>;
	/** What is wrong with the text. */
	wrong?: string;
}

export type JsonBody = JsonObject & { isJson: boolean };

/** Reads the body of a write, and adds its text to the journal. */
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

/** @param what the name of the text in error messages */
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
