#!/usr/bin/env bash
# n8n-workflow 2.41.0, expression functions toNumber() and toInt() of a string
#
# Both remove currency signs first. The list has signs that are ordinary letters: P (pula), Q (quetzal), S
# (shilling), R (rand), L (lempira). Employee numbers that differ only in such a letter become the same number. Other
# letters are an error, as one would expect.
#
# Output seen:
#   P1001 -> 1001
#   Q1001 -> 1001
#   S1001 -> 1001
#   R1001 -> 1001
#   L1001 -> 1001
#   1001L -> 1001
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0
node <<'JS'
const assert = require('node:assert/strict');
const { ExpressionExtensions } = require('n8n-workflow');

const { toInt, toNumber } = ExpressionExtensions.find(({ typeName }) => typeName === 'String').functions;
for (const text of ['P1001', 'Q1001', 'S1001', 'R1001', 'L1001', '1001L']) {
	console.log(`${text} -> ${toNumber(text, [])}`);
	assert.equal(toNumber(text, []), 1001);
	assert.equal(toInt(text, []), 1001);
}
assert.throws(() => toNumber('A1001', []), { message: 'cannot convert to number' });
JS
