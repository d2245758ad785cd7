#!/usr/bin/env bash
# scim-patch 0.8.3
#
# Some identity providers remove a member from a group with {"op":"remove","path":"members","value":[{"value":"2"}]}.
# scim-patch compares the whole object. If the stored member also has a display name, nothing is removed and nothing
# is thrown. The other way round, "add" with the id alone adds the same member a second time.
#
# Output seen:
#   removed [{"value":"1","display":"Ada"},{"value":"2","display":"Bob"}]
#   added [{"value":"1","display":"Ada"},{"value":"2","display":"Bob"},{"value":"2"}]
#   filtered [{"value":"1","display":"Ada"}]
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3
node <<'JS'
const assert = require('node:assert/strict');
const { scimPatch } = require('scim-patch');

const ada = { value: '1', display: 'Ada' };
const bob = { value: '2', display: 'Bob' };
const members = (operation) => scimPatch({ members: [{ ...ada }, { ...bob }] }, [operation]).members;

const removed = members({ op: 'remove', path: 'members', value: [{ value: '2' }] });
const added = members({ op: 'add', path: 'members', value: [{ value: '2' }] });
const filtered = members({ op: 'remove', path: 'members[value eq "2"]' });
for (const [label, result] of Object.entries({ removed, added, filtered })) console.log(label, JSON.stringify(result));
assert.deepEqual(removed, [ada, bob]);
assert.deepEqual(added, [ada, bob, { value: '2' }]);
assert.deepEqual(filtered, [ada]);
JS
