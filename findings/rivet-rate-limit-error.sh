#!/usr/bin/env bash
# @zoom/rivet 0.4.0 (Zoom's SDK), a response with 429
#
# A response with 429 says in Retry-After when to try again. The SDK throws an ApiResponseError that has neither the header nor the
# tracking ID, and status and code exist only as part of the message. errorCode is the same for every failed
# response, so a caller has to parse the text to tell a rate limit from a user that doesn't exist, and can't know how
# long to wait. A successful response has its status and tracking ID.
#
# Output seen:
#   404: [404/1001]: "User does not exist" {"errorCode":"zoom_rivet_api_response_error","name":"ApiResponseError"}
#   429: [429/429]: "Too many requests" {"errorCode":"zoom_rivet_api_response_error","name":"ApiResponseError"}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @zoom/rivet@0.4.0
node <<'JS'
const assert = require('node:assert/strict');
const http = require('node:http');
const { UsersS2SAuthClient } = require('@zoom/rivet/users');

const bodies = {
	429: { code: 429, message: 'Too many requests' },
	404: { code: 1001, message: 'User does not exist' },
};
const server = http.createServer((request, response) => {
	const status = request.url.split('/').pop();
	const headers = { 'Content-Type': 'application/json', 'Retry-After': '2', 'X-Zm-Trackingid': 'example' };
	response.writeHead(Number(status), headers).end(JSON.stringify(bodies[status]));
});
server.listen(0, '127.0.0.1', async () => {
	const token = { accessToken: 'example', expirationTimeIso: '2999-01-01T00:00:00Z', scopes: [] };
	const client = new UsersS2SAuthClient({
		...{ clientId: 'a', clientSecret: 'b', accountId: 'c', disableReceiver: true },
		baseUrl: `http://127.0.0.1:${server.address().port}/v2`,
		tokenStore: { getLatestToken: () => token, storeToken() {} },
	});
	for (const [status, { code, message }] of Object.entries(bodies)) {
		const error = await client.endpoints.users.getUser({ path: { userId: status } }).catch((reason) => reason);
		console.log(`${status}: ${error.message} ${JSON.stringify(error)}`);
		assert.equal(error.message, `[${status}/${code}]: "${message}"`);
		assert.deepEqual(Object.keys(error).sort(), ['errorCode', 'name']);
		assert.equal(error.errorCode, 'zoom_rivet_api_response_error');
		assert.equal(error.cause, undefined);
	}
	server.close();
});
JS
