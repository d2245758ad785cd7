import { factsOf, figure, headingOf, tableOf, warningsOf, type Label, type SummaryData } from './summaryText';

const COLUMNS = ['Action', 'User', 'Changes'];

/**
 * A plan as Markdown, for a chat message. Names and values are escaped for Markdown and for Slack: they contain no link,
 * no mention, and no end of a table cell.
 */
export function renderMarkdown(summary: SummaryData, label: Label): string {
	const { lines, more } = tableOf(summary, label);
	const warnings = warningsOf(summary).map((warning) => `*Warning:* ${inMarkdown(warning)}`);
	const facts = factsOf(summary).map((fact) => `- ${inMarkdown(fact)}`);
	const rows = lines.map(({ action, user, changes }) =>
		[action, user, changes.join('; ')].map(inMarkdown).join(' | '),
	);
	const table = [COLUMNS.join(' | '), COLUMNS.map(() => '---').join(' | '), ...rows];
	return [
		`*${inMarkdown(headingOf(summary))}*`,
		...warnings,
		facts.join('\n'),
		...(rows.length > 0 ? [table.map((row) => `| ${row} |`).join('\n')] : []),
		...(more > 0 ? [`… and ${figure(more)} more`] : []),
	].join('\n\n');
}

const STYLES = {
	text: 'text-align:left;font-family:Arial,Helvetica,sans-serif;font-size:14px;color:#222222;',
	heading: 'font-size:18px;margin:0 0 12px;',
	warning: 'margin:0 0 12px;padding:8px 12px;border-left:4px solid #c0392b;background-color:#fdecea;',
	list: 'margin:0 0 12px;padding-left:20px;',
	table: 'border-collapse:collapse;',
	cell: 'border:1px solid #cccccc;padding:4px 8px;text-align:left;vertical-align:top;',
	header: 'background-color:#f2f2f2;',
	more: 'margin:12px 0 0;',
};

/** A plan as HTML, for an email: without a style sheet, a script, or an address. */
export function renderHtml(summary: SummaryData, label: Label): string {
	const { lines, more } = tableOf(summary, label);
	const cells = (tag: string, style: string, texts: string[]) =>
		`<tr>${texts.map((text) => element(tag, style, text)).join('')}</tr>`;
	const rows = lines.map(({ action, user, changes }) =>
		cells('td', STYLES.cell, [inHtml(action), inHtml(user), changes.map(inHtml).join('<br/>')]),
	);
	const header = cells('th', STYLES.cell + STYLES.header, COLUMNS);
	return element(
		'div',
		STYLES.text,
		[
			element('h2', STYLES.heading, inHtml(headingOf(summary))),
			...warningsOf(summary).map((warning) => element('p', STYLES.warning, inHtml(warning))),
			element(
				'ul',
				STYLES.list,
				factsOf(summary)
					.map((fact) => `<li>${inHtml(fact)}</li>`)
					.join(''),
			),
			...(rows.length > 0 ? [element('table', STYLES.table, header + rows.join(''))] : []),
			...(more > 0 ? [element('p', STYLES.more, `… and ${figure(more)} more`)] : []),
		].join('\n'),
	);
}

const element = (tag: string, style: string, content: string) =>
	`<${tag} style="${style}">${content}</${tag}>`;

const numeric = (character: string) => `&#${character.codePointAt(0)};`;

/**
 * The characters of markup as numbers: n8n's "Send and Wait for Response" reads &lt; as <, and "\\n" as a line break,
 * before it puts the text into its email.
 */
const inHtml = (text: string) => withoutLinks(text).replace(/[&<>"'\\]/g, numeric);

/** Markdown knows the numbers and the backslash. Slack reads &amp; only, and shows the others as they are. */
const inMarkdown = (text: string) =>
	withoutLinks(text)
		.replace(/&/g, '&amp;')
		.replace(/[<>\\]/g, numeric)
		.replace(/[`*~|[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&');

/**
 * Chat and mail programs make links of addresses, and mentions of words after an @, whether they are escaped or not. A
 * zero-width space prevents this. An email address stays as it is.
 */
const withoutLinks = (text: string) =>
	text
		.replace(/:\/\//g, ':\u200b//')
		.replace(/\bwww\./gi, '$&\u200b')
		.replace(/(?<![\w.+-])[@#](?=\w)/g, '$&\u200b');
