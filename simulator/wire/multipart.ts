import type { FastifyRequest } from 'fastify';
import { decodeUtf8, readBytes } from './bodyBytes';

const PARTS = ['action', 'user_info'] as const;
/** @fastify/multipart truncates a field at this size without an error. */
const MAX_BYTES = 1_048_576;

type PartName = (typeof PARTS)[number];

/** The content types that each part can have. The default is text/plain (RFC 7578, 4.4). */
const PART_TYPES: Record<PartName, RegExp> = {
	action: /^text\/plain$/,
	user_info: /^(text\/plain|application\/json)$/,
};

export interface MultipartBody {
	/** The parts that can be read, even if something is wrong. */
	parts: Partial<Record<PartName, string>>;
	wrong?: string;
}

/**
 * Reads the parts of POST /v2/users. Parses them twice: with @fastify/multipart, and byte by byte. Parsers
 * for browsers are lenient where a strict server is not, and don't report it.
 */
export async function readMultipart(request: FastifyRequest): Promise<MultipartBody> {
	const boundary = readBoundary(request.headers['content-type'] ?? '');
	const arriving = readBytes(request.raw);
	const parsing = typeof boundary === 'string' ? parseFields(request) : undefined;
	const { bytes, wrong } = await arriving;
	if (bytes.length > MAX_BYTES) return { parts: {}, wrong: 'The body is larger than 1 MB.' };
	if (typeof boundary !== 'string') return { parts: {}, wrong: boundary.wrong };

	const strict = splitParts(bytes, boundary);
	if (wrong) return { parts: strict.parts, wrong };
	if (strict.wrong) return strict;

	const fields = await parsing;
	for (const name of PARTS) {
		const read = fields?.[name];
		// A part with the content type JSON is parsed, so it is an object here.
		if (typeof read !== 'object' && read !== strict.parts[name]) {
			return { parts: strict.parts, wrong: `The part "${name}" can be read in two ways.` };
		}
	}
	return strict;
}

/**
 * Parses with @fastify/multipart.
 * @returns undefined if the parser fails
 */
async function parseFields(request: FastifyRequest): Promise<Record<string, unknown> | undefined> {
	const fields: Record<string, unknown> = {};
	try {
		for await (const part of request.parts()) {
			if (part.type === 'file') part.file.resume();
			else fields[part.fieldname] = part.value;
		}
		return fields;
	} catch {
		return undefined;
	} finally {
		// A parser that fails stops the stream. The rest must still be read.
		request.raw.resume();
	}
}

/**
 * Reads the boundary (RFC 2046, 5.1.1).
 * @returns the boundary, or what is wrong with it
 */
function readBoundary(contentType: string): string | { wrong: string } {
	const found = [...contentType.matchAll(/;\s*boundary=(?:"([^"]*)"|([^\s;"]*))/gi)];
	if (found.length === 0) return { wrong: 'The Content-Type names no boundary.' };
	if (found.length > 1) return { wrong: 'The Content-Type names more than one boundary.' };
	const [, quoted, bare] = found[0];
	const boundary = quoted ?? bare;
	if (boundary === '') return { wrong: 'The boundary is empty.' };
	if (boundary.length > 70) return { wrong: 'The boundary is longer than 70 characters.' };
	if (!/^[0-9A-Za-z'()+_,./:=? -]*[0-9A-Za-z'()+_,./:=?-]$/.test(boundary)) {
		return { wrong: 'The boundary has characters that are not allowed.' };
	}
	if (quoted === undefined && /[()<>@,;:\\"/[\]?=]/.test(boundary)) {
		return { wrong: 'The boundary has characters that require quotes.' };
	}
	return boundary;
}

function splitParts(bytes: Buffer, boundary: string): MultipartBody {
	const parts: MultipartBody['parts'] = {};
	const wrong = (what: string): MultipartBody => ({ parts, wrong: what });
	// One character per byte, so that positions are in bytes.
	const text = bytes.toString('latin1');
	const delimiter = `--${boundary}`;

	if (text === '') return wrong('The body is empty.');
	if (!text.startsWith(delimiter)) {
		return wrong(
			text.includes(delimiter)
				? 'There is something before the first boundary.'
				: `The boundary "${boundary}" of the Content-Type is not in the body.`,
		);
	}

	let at = delimiter.length;
	for (let number = 1; ; number += 1) {
		if (text.startsWith('--', at)) {
			const rest = text.slice(at + 2);
			if (rest === '' || rest === '\r\n') return { parts };
			return wrong(`There is something after the closing boundary, at byte ${at + 2}.`);
		}
		if (at >= text.length || text.slice(at) === '\r\n' || text.slice(at) === '-') {
			return wrong('The closing boundary is missing.');
		}
		if (text[at] === '\n') return wrong(lfInsteadOfCrlf(at));
		if (!text.startsWith('\r\n', at)) {
			return wrong(`A boundary is not followed by CRLF, at byte ${at}.`);
		}
		at += 2;

		const blank = text.startsWith('\r\n', at) ? at - 2 : text.indexOf('\r\n\r\n', at);
		const head = text.slice(at, blank === -1 ? undefined : blank);
		const lfInHeaders = /(?<!\r)\n/.exec(head);
		if (lfInHeaders) return wrong(lfInsteadOfCrlf(at + lfInHeaders.index));
		if (blank === -1) return wrong(`The headers of part ${number} never end in a blank line.`);
		const start = blank + 4;
		const end = text.indexOf(`\r\n${delimiter}`, start);
		if (end === -1) {
			const lfBeforeEnd = text.indexOf(`\n${delimiter}`, start - 1);
			return wrong(lfBeforeEnd === -1 ? 'The closing boundary is missing.' : lfInsteadOfCrlf(lfBeforeEnd));
		}

		const heading = readHeading(head, number);
		if (typeof heading !== 'string') return wrong(heading.wrong);
		if (!isPartName(heading)) return wrong(`The part "${heading}" is unknown.`);
		if (parts[heading] !== undefined) return wrong(`The part "${heading}" appears twice.`);
		const value = decodeUtf8(bytes.subarray(start, end));
		if (value === undefined) return wrong(`The part "${heading}" is not UTF-8.`);
		parts[heading] = value;
		at = end + 2 + delimiter.length;
	}
}

function isPartName(name: string): name is PartName {
	return (PARTS as readonly string[]).includes(name);
}

function lfInsteadOfCrlf(position: number): string {
	return `A line ends in LF instead of CRLF, at byte ${position}.`;
}

/**
 * Reads the headers of a part (RFC 7578, 4.2 to 4.7).
 * @returns the name of the part, or what is wrong with its headers
 */
function readHeading(head: string, number: number): string | { wrong: string } {
	const headers = new Map<string, string>();
	for (const line of head === '' ? [] : head.split('\r\n')) {
		const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/.exec(line);
		if (!match) return { wrong: `Part ${number} has an invalid header line.` };
		const name = match[1].toLowerCase();
		if (headers.has(name)) return { wrong: `Part ${number} has the header ${match[1]} twice.` };
		headers.set(name, match[2].trim());
	}

	const disposition = headers.get('content-disposition');
	if (disposition === undefined) return { wrong: `Part ${number} has no Content-Disposition.` };
	if (!/^form-data(\s*;|$)/i.test(disposition)) {
		return { wrong: `The Content-Disposition of part ${number} is not form-data.` };
	}
	const named = /;\s*name=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(disposition);
	if (!named) return { wrong: `Part ${number} has no name.` };
	const name = Buffer.from(named[1] ?? named[2], 'latin1').toString('utf8');
	if (/;\s*filename\*?=/i.test(disposition)) {
		return { wrong: `The part "${name}" is a file: it has a filename.` };
	}

	const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? '8bit';
	if (!['7bit', '8bit', 'binary'].includes(encoding)) {
		return { wrong: `The part "${name}" has the encoding ${encoding}, which is not allowed.` };
	}
	const [type, ...parameters] = (headers.get('content-type') ?? 'text/plain').split(';');
	if (isPartName(name) && !PART_TYPES[name].test(type.trim().toLowerCase())) {
		return { wrong: `The part "${name}" has the content type ${type.trim()}.` };
	}
	const charset = parameters.find((parameter) => /^\s*charset=/i.test(parameter));
	if (charset && !/=\s*"?(utf-8|us-ascii)"?\s*$/i.test(charset)) {
		return { wrong: `The part "${name}" declares${charset}, not UTF-8.` };
	}
	return name;
}
