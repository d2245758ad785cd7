#!/usr/bin/env bash
# n8n-workflow 2.41.0 and n8n-core 2.41.1
#
# n8n turns text into a boolean in three places, and they disagree on the same cell. ensureType: 'boolean' of
# getNodeParameter is JavaScript's Boolean(): the text "false" is true. The expression function toBoolean() knows
# "false", "no", and "0", and everything else is true. validateType: 'boolean' of a parameter takes "true", "false",
# and any spelling of the numbers 0 and 1, and rejects the rest.
#
# Output seen:
#   text    ensureType  toBoolean()  validateType
#   false   true        false        false
#   no      true        false        invalid
#   off     true        true         invalid
#   0.0     true        true         false
#   true    true        true         true
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0
# Only one file of n8n-core is needed, and it depends on nothing but n8n-workflow.
npm pack --silent n8n-core@2.41.1 >/dev/null
tar xzf n8n-core-2.41.1.tgz
node <<'JS'
const assert = require('node:assert/strict');
const { ExpressionExtensions, validateFieldType } = require('n8n-workflow');
const { ensureType } = require('./package/dist/execution-engine/node-execution-context/utils/ensure-type');

const { toBoolean } = ExpressionExtensions.find(({ typeName }) => typeName === 'String').functions;
const validate = (text) => {
	const { valid, newValue } = validateFieldType('active', text, 'boolean');
	return valid ? newValue : 'invalid';
};
const expected = {
	false: [true, false, false],
	no: [true, false, 'invalid'],
	off: [true, true, 'invalid'],
	'0.0': [true, true, false],
	true: [true, true, true],
};
console.log('text    ensureType  toBoolean()  validateType');
for (const [text, answers] of Object.entries(expected)) {
	const seen = [ensureType('boolean', text, 'active'), toBoolean(text), validate(text)];
	console.log(text.padEnd(7), String(seen[0]).padEnd(11), String(seen[1]).padEnd(12), String(seen[2]));
	assert.deepEqual(seen, answers);
}
JS
