#!/usr/bin/env bash
# validator 13.15.35, normalizeEmail
#
# With its default options, normalizeEmail removes subaddresses. For Yahoo it takes a hyphen for the separator, so
# two users with a hyphen in their names get the same address, without the second name. For Outlook, only what
# follows a plus sign is removed.
#
# Output seen:
#   mary-ann@yahoo.com -> mary@yahoo.com
#   mary-jane@yahoo.com -> mary@yahoo.com
#   mary-ann@outlook.com -> mary-ann@outlook.com
#   mary-ann+zoom@outlook.com -> mary-ann@outlook.com
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts validator@13.15.35
node <<'JS'
const assert = require('node:assert/strict');
const { isEmail, normalizeEmail } = require('validator');

const expected = {
	'mary-ann@yahoo.com': 'mary@yahoo.com',
	'mary-jane@yahoo.com': 'mary@yahoo.com',
	'mary-ann@outlook.com': 'mary-ann@outlook.com',
	'mary-ann+zoom@outlook.com': 'mary-ann@outlook.com',
};
for (const [email, normalized] of Object.entries(expected)) {
	console.log(`${email} -> ${normalizeEmail(email)}`);
	assert.equal(isEmail(email), true);
	assert.equal(normalizeEmail(email), normalized);
}
JS
