#!/usr/bin/env bash
# libphonenumber-js 1.13.16
#
# SCIM recommends telephone numbers as URIs, such as tel:+1-201-555-0123 (RFC 7643, 4.1.2). parsePhoneNumber() reads
# them and says that they are valid. isValidPhoneNumber() and isPossiblePhoneNumber() reject the same text, because
# they don't accept anything before the number. The exception is a URI with phone-context.
#
# Output seen:
#   +1-201-555-0123: isValidPhoneNumber true, parsePhoneNumber().isValid() true
#   tel:+1-201-555-0123: isValidPhoneNumber false, parsePhoneNumber().isValid() true
#   tel:+81-3-1234-5678: isValidPhoneNumber false, parsePhoneNumber().isValid() true
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts libphonenumber-js@1.13.16
node <<'JS'
const assert = require('node:assert/strict');
const { isPossiblePhoneNumber, isValidPhoneNumber, parsePhoneNumber } = require('libphonenumber-js');

const check = (text, expected) => {
	const parsed = parsePhoneNumber(text).isValid();
	console.log(`${text}: isValidPhoneNumber ${isValidPhoneNumber(text)}, parsePhoneNumber().isValid() ${parsed}`);
	assert.deepEqual([isValidPhoneNumber(text), isPossiblePhoneNumber(text), parsed], [expected, expected, true]);
};
check('+1-201-555-0123', true);
check('tel:+1-201-555-0123', false);
check('tel:+81-3-1234-5678', false);
assert.equal(isValidPhoneNumber('tel:201-555-0123;phone-context=+1'), true);
JS
