#!/usr/bin/env bash
# jsonc-parser 3.3.1
#
# JSON allows the same key twice. parse() takes the last value, and modify() and findNodeAtLocation() take the first
# one. An edit of such a file changes a value that parse() never reads: the edit is applied, and the next parse()
# returns the old value. parse() reports nothing in its errors array.
#
# Output seen:
#   edited: {"retry":3,"retry":2}
#   parsed: {"retry":2}
#   errors: []
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jsonc-parser@3.3.1
node <<'JS'
const assert = require('node:assert/strict');
const { applyEdits, findNodeAtLocation, modify, parse, parseTree } = require('jsonc-parser');

const text = '{"retry":1,"retry":2}';
const errors = [];
const edited = applyEdits(text, modify(text, ['retry'], 3, {}));
const parsed = parse(edited, errors);
console.log(`edited: ${edited}\nparsed: ${JSON.stringify(parsed)}\nerrors: ${JSON.stringify(errors)}`);
assert.equal(edited, '{"retry":3,"retry":2}');
assert.deepEqual(parsed, { retry: 2 });
assert.deepEqual(errors, []);
assert.equal(findNodeAtLocation(parseTree(text), ['retry']).value, 1);
JS
