#!/usr/bin/env bash
# scim2-parse-filter 0.2.10
#
# In SCIM, emails[type eq "work" and value eq "x"] asks for one email that meets both conditions (RFC 7644, 3.4.2.2).
# scim2-parse-filter checks each condition against the whole list. A user matches if one email has the type and
# another has the value, so a lookup by work address finds users by their home address. The form emails[...].value is
# read the same way.
#
# Output seen:
#   emails[type eq "work" and value eq "ada@home.example"]: true
#   emails[type eq "work"].value eq "ada@home.example": true
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10
node <<'JS'
const assert = require('node:assert/strict');
const { filter, parse } = require('scim2-parse-filter');

const user = {
	userName: 'ada',
	emails: [
		{ type: 'work', value: 'ada@work.example' },
		{ type: 'home', value: 'ada@home.example' },
	],
};
const matches = (text) => {
	const result = filter(parse(text))(user);
	console.log(`${text}: ${result}`);
	return result;
};

assert.equal(matches('emails[type eq "work" and value eq "ada@home.example"]'), true);
assert.equal(matches('emails[type eq "work"].value eq "ada@home.example"'), true);
assert.equal(matches('emails[type eq "work" and value eq "bob@home.example"]'), false);
JS
