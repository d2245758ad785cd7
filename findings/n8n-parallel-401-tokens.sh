#!/usr/bin/env bash
# n8n-core 2.41.1, httpRequestWithAuthentication with a credential that has preAuthentication
#
# If parallel requests of one node get a 401, because the token has expired, n8n calls preAuthentication once for each of
# them. It doesn't let the others wait for the first new token. If the API accepts only its newest token, as some OAuth
# servers do for client credentials, all requests but one are sent again with a token that another one has ended, and
# fail. n8n refreshes OAuth2 tokens once for all requests, so only credentials with preAuthentication are affected.
#
# Output seen:
#   5 requests with an expired token: 5 new tokens, 1 succeeded, 4 failed with 401
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts n8n-core@2.41.1 >/dev/null
cat >seen.js <<'JS'
const http = require('node:http');
require('reflect-metadata');
const utils = 'n8n-core/dist/execution-engine/node-execution-context/utils';
const { getRequestHelperFunctions } = require(`./node_modules/${utils}/request-helper-functions.js`);

let newest = 0;
const server = http.createServer(async (request, response) => {
	const given = request.headers['x-token'];
	await new Promise((resolve) => setTimeout(resolve, 50));
	response.statusCode = given === String(newest) ? 200 : 401;
	response.end('{}');
});

server.listen(0, '127.0.0.1', async () => {
	const url = `http://127.0.0.1:${server.address().port}/`;
	const credentialsHelper = {
		getParentTypes: () => [],
		// As n8n does it: only if the token is missing or has expired.
		preAuthentication: async (_helpers, credentials, _type, _node, isExpired) => {
			if (!isExpired) return undefined;
			await new Promise((resolve) => setTimeout(resolve, 50));
			return { token: String(++newest) };
		},
		authenticate: async ({ token }, _type, options) => ({ ...options, headers: { 'x-token': token } }),
	};
	const node = { id: '1', name: 'Users', type: 'example.users', typeVersion: 1, position: [0, 0], parameters: {} };
	const helpers = getRequestHelperFunctions({}, node, { credentialsHelper });
	const context = {
		helpers,
		getNode: () => node,
		getCredentials: async () => ({ token: 'expired' }),
		logger: { warn() {}, debug() {} },
	};
	const send = () => helpers.httpRequestWithAuthentication.call(context, 'exampleApi', { method: 'GET', url });
	const results = await Promise.allSettled(Array.from({ length: 5 }, send));
	const failed = results.filter(({ reason }) => reason?.httpCode === '401').length;
	const succeeded = results.filter(({ status }) => status === 'fulfilled').length;
	const seen = `5 requests with an expired token: ${newest} new tokens, ${succeeded} succeeded, ${failed} failed with 401`;
	console.log(seen);
	server.close();
	require('node:assert/strict').equal(seen, '5 requests with an expired token: 5 new tokens, 1 succeeded, 4 failed with 401');
	process.exit();
});
JS
node seen.js
