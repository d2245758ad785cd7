#!/usr/bin/env bash
# n8n-workflow 2.41.0, expression functions extractEmail() and isEmail() of a string
#
# extractEmail() ends an address at the first character that can't be in a domain, but it doesn't know where one
# starts: only spaces and some punctuation end the search to the left. In Japanese, where no space comes before an
# address, the words before it become part of it. isEmail() uses the same pattern without anchors, so text around an
# address is fine as long as it has no space. And an address at a domain with an umlaut isn't one.
#
# Output seen:
#   連絡先はada@example.comです -> 連絡先はada@example.com, isEmail true
#   contact=ada@example.com -> contact=ada@example.com, isEmail true
#   (ada@example.com) -> ada@example.com, isEmail true
#   ada@example.com;bob@example.com -> ada@example.com, isEmail true
#   ada@bücher.example -> undefined, isEmail false
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0
node <<'JS'
const assert = require('node:assert/strict');
const { ExpressionExtensions } = require('n8n-workflow');

const { extractEmail, isEmail } = ExpressionExtensions.find(({ typeName }) => typeName === 'String').functions;
const check = (text, address, valid) => {
	console.log(`${text} -> ${extractEmail(text)}, isEmail ${isEmail(text)}`);
	assert.deepEqual([extractEmail(text), isEmail(text)], [address, valid]);
};
check('連絡先はada@example.comです', '連絡先はada@example.com', true);
check('contact=ada@example.com', 'contact=ada@example.com', true);
check('(ada@example.com)', 'ada@example.com', true);
check('ada@example.com;bob@example.com', 'ada@example.com', true);
check('ada@bücher.example', undefined, false);
JS
