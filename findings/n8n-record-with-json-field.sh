#!/usr/bin/env bash
# n8n-core 2.41.1, helpers.returnJsonArray
#
# Nodes turn the records of an API into items with returnJsonArray. A record with a field named "json" is taken for
# an item that is already complete: the field becomes the item's data, and the other fields are no longer part of it.
# If the field is empty, the same record is wrapped as usual, so two records of one list come out in two shapes.
#
# Output seen:
#   {"json":{"plan":"pro"},"id":1}
#   {"json":{"json":null,"id":2}}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
# The helper is one file of n8n-core that depends on nothing.
npm pack --silent n8n-core@2.41.1 >/dev/null
tar xzf n8n-core-2.41.1.tgz
node <<'JS'
const assert = require('node:assert/strict');
const { returnJsonArray } = require('./package/dist/execution-engine/node-execution-context/utils/return-json-array');

const items = returnJsonArray([
	{ json: { plan: 'pro' }, id: 1 },
	{ json: null, id: 2 },
]);
for (const item of items) console.log(JSON.stringify(item));
assert.deepEqual(items, [{ json: { plan: 'pro' }, id: 1 }, { json: { json: null, id: 2 } }]);
JS
