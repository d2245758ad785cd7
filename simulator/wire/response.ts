import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A response. The body is `json` or `html`; without both there is no body. */
export interface ZoomResponse {
	status: number;
	json?: object;
	html?: string;
	headers?: Record<string, string>;
	/** Leaves X-RateLimit-Category out. */
	withoutCategory?: boolean;
	/** What is wrong with the request. Added to the JSON and the journal. */
	simulator?: string;
}

/** Success without a body, even if nothing changed. */
export const NO_CONTENT: ZoomResponse = { status: 204 };

/** The outcome of a request: a response, a closed connection, or no response. */
export type Outcome = ZoomResponse | 'drop' | 'hang';

export type RateLimitCategory = 'Light' | 'Medium' | 'Heavy';

/** Zoom returns errors in XML, unless the request accepts JSON. */
export function takesJson(accept: string | undefined): boolean {
	return accept !== undefined && /\*\/\*|application\/\*|[/+]json\b/i.test(accept);
}

export function sendResponse(
	reply: FastifyReply,
	response: ZoomResponse,
	as: { json: boolean; category?: RateLimitCategory },
): FastifyReply {
	reply.code(response.status);
	if (as.category) {
		// Zoom's support asks for the tracking ID first.
		reply.header('x-zm-trackingid', `v=2.0;clid=us04;rid=WEB_${randomBytes(16).toString('hex')}`);
		if (!response.withoutCategory) reply.header('X-RateLimit-Category', as.category);
	}
	if (response.headers) reply.headers(response.headers);
	if (response.html !== undefined) {
		return reply.header('content-type', 'text/html;charset=utf-8').send(response.html);
	}
	if (response.json === undefined) return reply.send('');
	const body = response.simulator ? { ...response.json, simulator: response.simulator } : response.json;
	if (response.status >= 400 && !as.json) {
		return reply.header('content-type', 'application/xml;charset=UTF-8').send(xmlError(body));
	}
	return reply.header('content-type', 'application/json;charset=UTF-8').send(writeJson(body));
}

/** JSON with the plans as numbers. They are stored as text, because they can be above 2^53. */
function writeJson(body: object): string {
	return JSON.stringify(body).replace(/"(zoom_one_type|license_option)":"(\d+)"/g, '"$1":$2');
}

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

export function escapeMarkup(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

function xmlError(error: object): string {
	const elements = (value: unknown): string => {
		if (Array.isArray(value)) return value.map((entry) => elements(entry)).join('');
		if (typeof value !== 'object' || value === null) return escapeMarkup(String(value));
		return Object.entries(value)
			.map(([name, inner]) => `<${name}>${elements(inner)}</${name}>`)
			.join('');
	};
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><error>${elements(error)}</error>`;
}
