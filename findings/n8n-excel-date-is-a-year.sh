#!/usr/bin/env bash
# n8n-workflow 2.41.0 (with luxon), parameters with validateType: 'dateTime' or 'time', and the expression toDateTime()
#
# Excel stores the date 4 March 2026 as 46085. Read without its cell format, it is a valid date for n8n: the first
# day of the year 46085. Shorter numbers have other readings: 1230 is a year too, 12 is today at noon, and 1 is
# January 2001. A time is only checked for its shape.
#
# Output seen:
#   46085 -> 46085-1-1
#   1230 -> 1230-1-1
#   1 -> 2001-1-1
#   12 -> today at 12:00
#   time 25:61 -> valid
#   toDateTime("excel") of 46085 -> 2026-03-04
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0
TZ=UTC node <<'JS'
const assert = require('node:assert/strict');
const { ExpressionExtensions, validateFieldType } = require('n8n-workflow');

const { toDateTime } = ExpressionExtensions.find(({ typeName }) => typeName === 'String').functions;
const dateTime = (value) => validateFieldType('start', value, 'dateTime').newValue;
for (const [value, expected] of [['46085', 46085], [46085, 46085], ['1230', 1230], ['1', 2001]]) {
	const { year, month, day } = dateTime(value);
	console.log(`${value} -> ${year}-${month}-${day}`);
	assert.deepEqual([year, month, day], [expected, 1, 1]);
}
assert.equal(toDateTime('46085').year, 46085);
const noon = dateTime('12');
console.log(`12 -> ${noon.toISO()}`);
assert.equal(noon.hour, 12);
assert.ok(Math.abs(noon.diffNow('hours').hours) < 25);
assert.deepEqual(validateFieldType('start', '25:61', 'time'), { valid: true, newValue: '25:61' });
assert.equal(toDateTime('46085', ['excel']).toISODate(), '2026-03-04');
JS
