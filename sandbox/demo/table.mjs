const GAP = '   ';

/** Characters that take two columns in a terminal. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/**
 * Formats a table for the terminal.
 *
 * @param {string[]} header
 * @param {string[][]} rows
 * @returns {string}
 */
export function table(header, rows) {
	const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => width(row[column]))));
	const rule = widths.map((columns) => '-'.repeat(columns));
	return [header, rule, ...rows]
		.map((row) =>
			row
				.map((cell, column) => cell + ' '.repeat(widths[column] - width(cell)))
				.join(GAP)
				.trimEnd(),
		)
		.join('\n');
}

function width(cell) {
	return [...cell.normalize('NFC')].length + (cell.match(WIDE) ?? []).length;
}
