import { ATLAS } from './catalog';
import type { AtlasRow } from './catalogEntry';
import { isAnswerOf, type ZoomOperation } from '../model/calls';
import type { Failure } from '../model/outcome';
import type { Answer } from '../transport/client';
import { retryAfterMs } from '../transport/retryAfter';

/** What an answer means. */
export type Verdict =
	/** Done as asked; `body` is Zoom's answer. */
	| { is: 'done'; body: Record<string, unknown> }
	/** Nothing was done, and this is why. */
	| { is: 'refused'; refusal: Refusal }
	/** Nobody knows whether it was done. */
	| { is: 'lost'; refusal: Refusal }
	/** The execution was cancelled, before the request left or after. */
	| { is: 'cancelled'; sent: boolean };

/** Any answer but the one hoped for. */
export type NotDone = Exclude<Verdict, { is: 'done' }>;

/** What is known of an answer that is not the one hoped for. */
export interface Refusal {
	row: AtlasRow;
	code?: number;
	status?: number;
	/** Zoom's own text, or what answered in its place. */
	said: string;
	/** The fields that Zoom complains of, by Zoom's names. */
	fields: string[];
	/** A page of somebody else's came, in the place of Zoom's JSON. */
	page: boolean;
	headers: Record<string, string>;
}

const MOVES: Record<AtlasRow['who'], string> = {
	you: 'What to do',
	admin: 'For your Zoom admin',
	person: 'For the person',
	zoom: 'For Zoom',
};

/** Looks an answer up in the atlas. */
export function readAnswer(operation: ZoomOperation, answer: Answer): Verdict {
	if (answer.kind === 'cancelled') return { is: 'cancelled', sent: answer.sent };
	if (answer.kind === 'auth') return refused(find(operation, { status: 401 }), { said: answer.text });
	if (answer.kind === 'lost') {
		const row = find(operation, { network: answer.reached ? 'lost' : networkTrouble(answer.code) });
		return verdict(row, { said: answer.code });
	}
	const { status, headers, body } = answer;
	const record = isRecord(body) ? body : undefined;
	const succeeded = status >= 200 && status < 300;
	if (succeeded && isAnswerOf(operation, body)) return { is: 'done', body: record ?? {} };
	const code = /^\d+$/.test(String(record?.code)) ? Number(record?.code) : undefined;
	const fields = fieldsOf(record?.errors);
	const said = record ? String(record.message ?? record.reason ?? '') : pageText(body);
	const details = { code, status, said: [said, ...fields.map(({ text }) => text)].join(' ').trim() };
	const row = find(operation, {
		status: succeeded && code === undefined ? 'withoutId' : status,
		code,
		text: details.said,
		page: record === undefined,
		limit: status === 429 ? limitOf(headers) : undefined,
	});
	const page = record === undefined && said !== '';
	return verdict(row, { ...details, fields: fields.map(({ field }) => field), page, headers });
}

/**
 * The sentence and the fixed words for somebody who failed.
 *
 * @param who the person, as the row names them
 * @param happened what that means for them: "was not created"
 */
export function failureOf(refusal: Refusal, who: string, happened: string): Failure {
	const { row, code, status, fields, headers } = refusal;
	const scopes = /scopes:?\s*\[([^\]]+)\]/i.exec(refusal.said)?.[1];
	const fill = (text: string) =>
		text
			.replace('{fields}', fields.map((field) => field.replace(/^user_info\./, '')).join(', ') || 'a field')
			.replace('{scopes}', scopes ?? 'the one that this operation needs (see the README)');
	const facts = [
		refusal.said && `"${refusal.said.slice(0, 300)}"`,
		code !== undefined && `Zoom code ${code}`,
		status !== undefined && `HTTP ${status}`,
		row.unexplained && headers['x-zm-trackingid'] && `tracking ID ${headers['x-zm-trackingid']}`,
	].filter(Boolean);
	const because = facts.length > 0 ? ` (${facts.join(', ')})` : '';
	return {
		reason: row.reason,
		sentence: `${who} ${happened}: ${fill(row.means)}${because}. ${MOVES[row.who]}: ${fill(row.remedy)}`,
		...(code === undefined ? {} : { code }),
	};
}

/** A refusal seen in the light of a look-up: which of several things that share its code it is. */
export function inTheLightOf(refusal: Omit<Refusal, 'row'>, sign: Sign): Refusal {
	return { ...refusal, row: find('createUser', sign) };
}

interface Sign {
	status?: number | 'withoutId';
	code?: number;
	text?: string;
	/** Something other than Zoom's JSON came back. */
	page?: boolean;
	network?: AtlasRow['network'];
	limit?: AtlasRow['limit'];
	seen?: AtlasRow['seen'];
	unsure?: AtlasRow['unsure'];
}

/** The first row of the atlas whose every sign is there. The last row takes everything. */
function find(operation: ZoomOperation, sign: Sign): AtlasRow {
	return ATLAS.find(
		(row) =>
			(row.operation === undefined || [row.operation].flat().includes(operation)) &&
			row.network === sign.network &&
			row.seen === sign.seen &&
			row.unsure === sign.unsure &&
			(row.code === undefined || row.code === sign.code) &&
			(row.codes === undefined || row.codes.includes(sign.code ?? 0)) &&
			(row.status === undefined || statusMatches(row.status, sign.status)) &&
			(row.page === undefined || row.page === sign.page) &&
			(row.limit === undefined || row.limit === sign.limit) &&
			(row.text === undefined || row.text.test(sign.text ?? '')),
	) as AtlasRow;
}

function statusMatches(wanted: NonNullable<AtlasRow['status']>, status: Sign['status']): boolean {
	if (typeof status !== 'number' || typeof wanted === 'number' || wanted === 'withoutId')
		return wanted === status;
	return Math.floor(status / 100) === Number(wanted[0]);
}

function verdict(row: AtlasRow, known: Partial<Refusal>): Verdict {
	return row.next === 'lookUpLost' ? { ...refused(row, known), is: 'lost' } : refused(row, known);
}

function refused(row: AtlasRow, known: Partial<Refusal>): { is: 'refused'; refusal: Refusal } {
	return { is: 'refused', refusal: { said: '', fields: [], page: false, headers: {}, ...known, row } };
}

/**
 * Which limit the headers of a 429 speak of; they are optional. A `Retry-After` that is far away is one of the
 * day: no limit by the second is waited for so long.
 */
function limitOf(headers: Record<string, string>): AtlasRow['limit'] {
	const type = headers['x-ratelimit-type'] ?? '';
	if (/daily/i.test(type)) return 'day';
	const wait = retryAfterMs(headers);
	if (wait !== undefined) return wait > LONGEST_SECOND_MS ? 'day' : 'second';
	return /qps/i.test(type) ? 'second' : undefined;
}

const LONGEST_SECOND_MS = 60_000;

function networkTrouble(code: string): AtlasRow['network'] {
	if (/CERT|SELF_SIGNED|ERR_TLS|EPROTO/.test(code)) return 'certificate';
	return 'unreachable';
}

function fieldsOf(errors: unknown): Array<{ field: string; text: string }> {
	if (!Array.isArray(errors)) return [];
	return errors.filter(isRecord).map(({ field, message }) => ({
		field: String(field ?? ''),
		text: `${String(field ?? '')}: ${String(message ?? '')}`,
	}));
}

/** What a page says of itself, for the person who must find out whose page it is. */
function pageText(body: unknown): string {
	if (typeof body !== 'string' || body.trim() === '') return '';
	const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1]?.trim();
	return title
		? `a page with the title: ${title}`
		: body
				.replace(/<[^>]*>/g, ' ')
				.replace(/\s+/g, ' ')
				.trim()
				.slice(0, 120);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
