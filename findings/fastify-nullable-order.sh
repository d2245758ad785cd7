#!/usr/bin/env bash
# fastify 5.12.8 (with its default ajv options) and @sinclair/typebox 0.34.41
#
# A nullable field is a union of a type and null. Fastify coerces types by default, and the union takes the first
# member that a value can be coerced to. So null survives only if null comes first, and then false, 0, and "" turn
# into null. No order keeps all values of a nullable boolean. With oneOf instead of anyOf, a plain number or numeric
# string matches both members and is rejected.
#
# Output seen:
#   Union([Boolean, Null]): null -> false, false -> false, true -> true
#   Union([Null, Boolean]): null -> null, false -> null, true -> true
#   oneOf integer or string: 12 -> 400, "12" -> 400, "a" -> "a"
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8 @sinclair/typebox@0.34.41
node <<'JS'
const assert = require('node:assert/strict');
const Fastify = require('fastify');
const { Type } = require('@sinclair/typebox');

const check = async (label, schema, values, expected) => {
	const app = Fastify();
	app.post('/', { schema: { body: Type.Object({ value: schema }) } }, async (request) => request.body);
	const seen = [];
	for (const value of values) {
		const response = await app.inject({ method: 'POST', url: '/', payload: { value } });
		seen.push(response.statusCode === 200 ? response.json().value : response.statusCode);
	}
	const pairs = values.map((value, index) => `${JSON.stringify(value)} -> ${JSON.stringify(seen[index])}`);
	console.log(`${label}: ${pairs.join(', ')}`);
	assert.deepEqual(seen, expected);
};

process.exitCode = 1; // until everything below has run
(async () => {
	const values = [null, false, true];
	await check('Union([Boolean, Null])', Type.Union([Type.Boolean(), Type.Null()]), values, [false, false, true]);
	await check('Union([Null, Boolean])', Type.Union([Type.Null(), Type.Boolean()]), values, [null, null, true]);
	const oneOf = Type.Unsafe({ oneOf: [{ type: 'integer' }, { type: 'string' }] });
	await check('oneOf integer or string', oneOf, [12, '12', 'a'], [400, 400, 'a']);
	process.exitCode = 0;
})();
JS
