#!/usr/bin/env bash
# csv-parse 7.0.3
#
# csv-parse takes the line ending from the first line, and uses only that one. A line that was appended with a
# Windows line ending is read without an error, and its last column keeps the carriage return. It is invisible in
# most outputs, and makes an email address invalid. The other way round, two rows of a single column become one value
# with a line break. "trim: true" helps in the first case only.
#
# Output seen:
#   LF first:   {"name":"Ada","email":"ada@example.com\r"}
#   CRLF first: {"email":"ada@example.com\nbob@example.com"}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts csv-parse@7.0.3
node <<'JS'
const assert = require('node:assert/strict');
const { parse } = require('csv-parse/sync');

const [appended] = parse('name,email\nAda,ada@example.com\r\nBob,bob@example.com\n', { columns: true });
const merged = parse('email\r\nada@example.com\nbob@example.com\r\n', { columns: true });
console.log(`LF first:   ${JSON.stringify(appended)}\nCRLF first: ${merged.map((row) => JSON.stringify(row))}`);
assert.equal(appended.email, 'ada@example.com\r');
assert.deepEqual(merged.map(({ email }) => email), ['ada@example.com\nbob@example.com']);

const trim = (text) => parse(text, { columns: true, trim: true }).map(({ email }) => email);
assert.deepEqual(trim('name,email\nAda,ada@example.com\r\n'), ['ada@example.com']);
assert.deepEqual(trim('email\r\nada@example.com\nbob@example.com\r\n'), ['ada@example.com\nbob@example.com']);
JS
