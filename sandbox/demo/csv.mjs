/**
 * Reads a CSV as RFC 4180 has it: the sandbox's own reading, so that it does not learn from n8n what it checks n8n by.
 *
 * @param {string} text  with a header row
 * @returns {Record<string, string>[]} a row each, by the header's names
 */
export function readCsv(text) {
	const rows = [[]];
	const field = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/y;
	const body = text.replace(/^\uFEFF/, '').trimEnd();
	while (field.lastIndex < body.length) {
		const [, raw, end] = field.exec(body) ?? [];
		if (raw === undefined) throw new Error(`A quote is open in row ${rows.length} of the CSV`);
		rows.at(-1).push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
		if (end === ',' && field.lastIndex === body.length) rows.at(-1).push('');
		if (end !== ',' && end !== '') rows.push([]);
	}
	const [header, ...people] = rows;
	return people.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])));
}
