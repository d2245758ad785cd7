const GAP = '   ';

/** Letters of these scripts are two columns wide in a terminal. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/**
 * Lines up cells in columns.
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
