#!/usr/bin/env bash
# @zoom/rivet 0.4.0 (Zoom's SDK), option doubleEncodeUrl
#
# Zoom asks for double encoding of meeting UUIDs that begin with "/" or contain "//". The option doubleEncodeUrl
# encodes the whole path instead, with the slashes between its parts. Every call of the client then asks for a single
# path segment, also calls with plain IDs. Without the option, the client encodes nothing, and the caller has to.
#
# Output seen:
#   doubleEncodeUrl: true, id abc: /v2/%252Fusers%252Fabc
#   doubleEncodeUrl: false, id abc: /v2/users/abc
#   doubleEncodeUrl: false, id ab%252Fc: /v2/users/ab%252Fc
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

const token = { accessToken: 'example', expirationTimeIso: '2999-01-01T00:00:00Z', scopes: [] };
const server = http.createServer((request, response) => {
	response.setHeader('Content-Type', 'application/json');
	response.end(JSON.stringify({ asked: request.url }));
});
server.listen(0, '127.0.0.1', async () => {
	const asked = async (doubleEncodeUrl, userId) => {
		const client = new UsersS2SAuthClient({
			...{ clientId: 'a', clientSecret: 'b', accountId: 'c', disableReceiver: true, doubleEncodeUrl },
			baseUrl: `http://127.0.0.1:${server.address().port}/v2`,
			tokenStore: { getLatestToken: () => token, storeToken() {} },
		});
		const { data } = await client.endpoints.users.getUser({ path: { userId } });
		console.log(`doubleEncodeUrl: ${doubleEncodeUrl}, id ${userId}: ${data.asked}`);
		return data.asked;
	};
	assert.equal(await asked(true, 'abc'), '/v2/%252Fusers%252Fabc');
	assert.equal(await asked(false, 'abc'), '/v2/users/abc');
	assert.equal(await asked(false, 'ab%252Fc'), '/v2/users/ab%252Fc');
	server.close();
});
JS
