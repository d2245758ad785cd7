#!/usr/bin/env bash
# scim-patch 0.8.3
#
# A SCIM PATCH can add the enterprise extension in three ways. With a path to one attribute, scim-patch puts it under
# the URN of the extension. Without a path, or with the URN as the path, it takes the last part of the URN for an
# attribute name: the department lands under "...:enterprise:2.0" > "User", where nothing reads it. There is no
# error.
#
# Output seen:
#   path of the attribute:  {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Research"}}
#   path of the extension:  {"urn:ietf:params:scim:schemas:extension:enterprise:2.0":{"User":{"department":"Research"}}}
#   no path:                {"urn:ietf:params:scim:schemas:extension:enterprise:2.0":{"User":{"department":"Research"}}}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3
node <<'JS'
const assert = require('node:assert/strict');
const { scimPatch } = require('scim-patch');

const schema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const patch = (label, operation) => {
	const result = scimPatch({}, [operation]);
	console.log(`${label.padEnd(23)} ${JSON.stringify(result)}`);
	return result;
};
const right = { [schema]: { department: 'Research' } };
const misplaced = { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0': { User: { department: 'Research' } } };

const path = `${schema}:department`;
assert.deepEqual(patch('path of the attribute:', { op: 'add', path, value: 'Research' }), right);
const value = { department: 'Research' };
assert.deepEqual(patch('path of the extension:', { op: 'add', path: schema, value }), misplaced);
assert.deepEqual(patch('no path:', { op: 'add', value: { [schema]: value } }), misplaced);
JS
