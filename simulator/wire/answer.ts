import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** What goes back over the wire: one of `json`, `html` or, with neither, no body at all. */
export interface Answer {
	status: number;
	json?: object;
	html?: string;
	headers?: Record<string, string>;
	/** Leaves X-RateLimit-Category out. */
	withoutCategory?: boolean;
	/** What was wrong with the request, in words; joins the JSON, and the journal. */
	simulator?: string;
}

/** Done, and nothing to say: also where nothing was done. */
export const NO_CONTENT: Answer = { status: 204 };

/** What becomes of a request: an answer, a connection cut, or silence. */
export type Outcome = Answer | 'drop' | 'hang';

export type RateLimitCategory = 'Light' | 'Medium' | 'Heavy';

/** Zoom answers errors in XML unless it is told that JSON will do. */
export function takesJson(accept: string | undefined): boolean {
	return accept !== undefined && /\*\/\*|application\/\*|[/+]json\b/i.test(accept);
}

export function sendAnswer(
	reply: FastifyReply,
	answer: Answer,
	as: { json: boolean; category?: RateLimitCategory },
): FastifyReply {
	reply.code(answer.status);
	if (as.category) {
		// Zoom's support asks for the tracking id first.
		reply.header('x-zm-trackingid', `v=2.0;clid=us04;rid=WEB_${randomBytes(16).toString('hex')}`);
		if (!answer.withoutCategory) reply.header('X-RateLimit-Category', as.category);
	}
	if (answer.headers) reply.headers(answer.headers);
	if (answer.html !== undefined) {
		return reply.header('content-type', 'text/html;charset=utf-8').send(answer.html);
	}
	if (answer.json === undefined) return reply.send('');
	const body = answer.simulator ? { ...answer.json, simulator: answer.simulator } : answer.json;
	if (answer.status >= 400 && !as.json) {
		return reply.header('content-type', 'application/xml;charset=UTF-8').send(xmlError(body));
	}
	return reply.header('content-type', 'application/json;charset=UTF-8').send(writeJson(body));
}

/** JSON in which the plans that are kept as text for their digits are the integers that Zoom gives. */
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
