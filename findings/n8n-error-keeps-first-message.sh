#!/usr/bin/env bash
# n8n-workflow 2.41.0, NodeApiError and NodeOperationError
#
# "new NodeApiError(node, cause, { message, description, itemIndex })" doesn't always make a new error. If the cause
# is a NodeApiError itself, the constructor returns the cause and ignores the message, the description, and the item
# index. A node that adds "in row 3" to an error of a shared function adds nothing. NodeOperationError does the same.
#
# Output seen:
#   NodeApiError: same object true, message "First", itemIndex undefined
#   NodeOperationError: same object true, message "First", itemIndex undefined
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0
node <<'JS'
const assert = require('node:assert/strict');
const { NodeApiError, NodeOperationError } = require('n8n-workflow');

const node = { id: '1', name: 'Users', type: 'example.users', typeVersion: 1, position: [0, 0], parameters: {} };
for (const Kind of [NodeApiError, NodeOperationError]) {
	const first = new Kind(node, { message: 'cause' }, { message: 'First' });
	const second = new Kind(node, first, { message: 'Second', description: 'In row 3', itemIndex: 3 });
	const { message, context } = second;
	console.log(`${Kind.name}: same object ${second === first}, message "${message}", itemIndex ${context.itemIndex}`);
	assert.equal(second, first);
	assert.notEqual(message, 'Second');
	assert.notEqual(second.description, 'In row 3');
	assert.equal(context.itemIndex, undefined);
}
JS
