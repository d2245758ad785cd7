import { ASSUMPTION_IDS, assumption, type AssumptionId, type Confidence } from './assumptions';

/** One assumption, and what was seen. */
export interface Row {
	id: AssumptionId;
	assumption: string;
	confidence: Confidence;
	source: string;
	/** null: it was not seen, and `seen` says why. */
	agrees: boolean | null;
	seen: string;
	/** The settings with which the simulator behaves as seen. */
	settings?: Record<string, unknown>;
}

export interface Report {
	version: 1;
	/** The day, in UTC. */
	day: string;
	environment: 'zoom.us' | 'zoomgov.com' | 'other';
	requests: number;
	invitations: number;
	/** The headers of rate limits that were seen: status and names. */
	limitHeaders: string[];
	rows: Row[];
}

/** What a check has seen of one assumption. */
export interface Seen {
	agrees: boolean | null;
	seen: string;
	settings?: Record<string, unknown>;
}

/** A row for each assumption, in the order of the table. */
export function rowsOf(seen: ReadonlyMap<AssumptionId, Seen>, otherwise: string): Row[] {
	return ASSUMPTION_IDS.map((id) => {
		const { text, confidence, source } = assumption(id);
		const found = seen.get(id) ?? { agrees: null, seen: otherwise };
		return { id, assumption: text, confidence, source, ...found };
	});
}

const VERDICTS = new Map<boolean | null, string>([
	[true, 'agrees'],
	[false, '**differs**'],
	[null, 'not seen'],
]);

/** The report for a person. */
export function toMarkdown({ day, environment, requests, invitations, limitHeaders, rows }: Report): string {
	const count = (agrees: boolean | null) => rows.filter((row) => row.agrees === agrees).length;
	return [
		'# Zoom probe report',
		'',
		`${day}, ${environment}: ${requests} requests, ${invitations} invitations. ` +
			`${count(true)} assumptions agree, ${count(false)} differ, ${count(null)} were not seen.`,
		'',
		'IDs, addresses, names and tokens are replaced.',
		'',
		'| assumption | seen | |',
		'| --- | --- | --- |',
		...rows.map(
			({ id, assumption: text, seen, agrees }) =>
				`| \`${id}\`: ${cell(text)} | ${cell(seen)} | ${VERDICTS.get(agrees)} |`,
		),
		'',
		`Headers of rate limits: ${limitHeaders.length === 0 ? 'none' : limitHeaders.map((one) => `\`${one}\``).join(', ')}.`,
		'',
	].join('\n');
}

function cell(text: string): string {
	return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');
}
