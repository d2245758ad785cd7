#!/usr/bin/env bash
# papaparse 5.7.1, with the delimiter detected
#
# Papa Parse detects ";" from the first ten lines: the average number of fields has to be above 1.99. The empty line
# after the last line break counts as a line with one field. So a file with two columns is read correctly with nine
# rows, and as one column with eight, unless the last line has no line break. Files with three columns are not
# affected, and skipEmptyLines: true, which sounds like a matter of output, corrects the detection.
#
# Output seen:
#   9 rows: {"name":"Ada","email":"ada@example.com"}
#   8 rows: {"name;email":"Ada;ada@example.com"}
#   8 rows, skipEmptyLines: {"name":"Ada","email":"ada@example.com"}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts papaparse@5.7.1
node <<'JS'
const assert = require('node:assert/strict');
const { parse } = require('papaparse');

const firstRow = (rows, options) => {
	const text = `name;email\n${'Ada;ada@example.com\n'.repeat(rows)}`;
	const [row] = parse(text, { header: true, ...options }).data;
	console.log(`${[`${rows} rows`, ...Object.keys(options)].join(', ')}: ${JSON.stringify(row)}`);
	return row;
};
const right = { name: 'Ada', email: 'ada@example.com' };

assert.deepEqual(firstRow(9, {}), right);
assert.deepEqual(firstRow(8, {}), { 'name;email': 'Ada;ada@example.com' });
assert.deepEqual(firstRow(8, { skipEmptyLines: true }), right);
assert.deepEqual(firstRow(8, { delimiter: ';' }), right);
JS
