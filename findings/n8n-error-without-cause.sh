#!/usr/bin/env bash
# n8n-workflow 1.98.0, 1.100.0, 2.33.2, and 2.35.3, NodeApiError
#
# n8n throws a NodeApiError with the error of axios as its cause, from which a node can read Zoom's or any API's status,
# headers, and body. From n8n-workflow 1.99 to 2.33, the cause is missing: the class declares a field "cause" that is
# compiled to an assignment, which runs after the constructor of Error has set the cause, and resets it. A node that was
# tested on an older or a newer version sees no response at all: every 404 looks like a request that failed to leave.
#
# Output seen:
#   1.98.0: status 404 in the cause
#   1.100.0: no cause
#   2.33.2: no cause
#   2.35.3: status 404 in the cause
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
	a@npm:n8n-workflow@1.98.0 b@npm:n8n-workflow@1.100.0 c@npm:n8n-workflow@2.33.2 d@npm:n8n-workflow@2.35.3 axios@1.12.0
cat >seen.js <<'JS'
const { AxiosError } = require('axios');
const node = { id: '1', name: 'Users', type: 'example.users', typeVersion: 1, position: [0, 0], parameters: {} };
const response = { status: 404, statusText: 'Not Found', headers: {}, config: {}, data: { code: 1001 } };
const seen = ['a', 'b', 'c', 'd'].map((name) => {
	const { NodeApiError } = require(name);
	const thrown = new AxiosError('Request failed with status code 404', 'ERR_BAD_REQUEST', {}, {}, response);
	const { cause } = new NodeApiError(node, thrown);
	const { version } = require(`./node_modules/${name}/package.json`);
	return `${version}: ${cause ? `status ${cause.response.status} in the cause` : 'no cause'}`;
});
console.log(seen.join('\n'));
require('node:assert/strict').deepEqual(seen, [
	'1.98.0: status 404 in the cause',
	'1.100.0: no cause',
	'2.33.2: no cause',
	'2.35.3: status 404 in the cause',
]);
JS
node seen.js
