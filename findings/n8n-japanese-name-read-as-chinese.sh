#!/usr/bin/env bash
# n8n-workflow 2.41.0 (with transliteration), expression function replaceSpecialChars() of a string
#
# The function replaces accented letters with plain ones, for example to build an email address from a name. It
# spells the characters of a Japanese name the way they are read in Chinese: 山田 (Yamada) becomes "Shan Tian". The
# same name in kana has its Japanese reading.
#
# Output seen:
#   Müller -> Muller
#   山田 -> Shan Tian
#   やまだ -> yamada
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0
node <<'JS'
const assert = require('node:assert/strict');
const { ExpressionExtensions } = require('n8n-workflow');

const { replaceSpecialChars } = ExpressionExtensions.find(({ typeName }) => typeName === 'String').functions;
for (const [name, expected] of [['Müller', 'Muller'], ['山田', 'Shan Tian'], ['やまだ', 'yamada']]) {
	console.log(`${name} -> ${replaceSpecialChars(name)}`);
	assert.equal(replaceSpecialChars(name), expected);
}
JS
