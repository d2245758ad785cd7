#!/usr/bin/env bash
# axios-retry 4.5.0 with axios 1.18.0
#
# axios-retry waits as long as Retry-After says, but the timeout of the request counts for all tries together, with
# the waiting between them. If Retry-After is longer than the timeout, there is no second try. Nothing shows it: the
# error is the 429 of the first response, at once, and not a timeout. shouldResetTimeout: true gives each try its
# own.
#
# Output seen:
#   {"timeout":1000,"status":429,"requests":1}
#   {"timeout":1000,"shouldResetTimeout":true,"status":200,"requests":2}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts axios@1.18.0 axios-retry@4.5.0
node <<'JS'
const assert = require('node:assert/strict');
const http = require('node:http');
const axios = require('axios');
const axiosRetry = require('axios-retry').default;

let requests = 0;
const server = http.createServer((request, response) => {
	requests++;
	response.writeHead(requests === 1 ? 429 : 200, { 'Retry-After': '2' }).end();
});
server.listen(0, '127.0.0.1', async () => {
	const get = async (options) => {
		requests = 0;
		const client = axios.create({ timeout: 1000, proxy: false });
		axiosRetry(client, { retries: 1, ...options });
		const url = `http://127.0.0.1:${server.address().port}`;
		const { status } = await client.get(url).catch((error) => error.response);
		console.log(JSON.stringify({ timeout: 1000, ...options, status, requests }));
		return [status, requests];
	};
	assert.deepEqual(await get({}), [429, 1]);
	assert.deepEqual(await get({ shouldResetTimeout: true }), [200, 2]);
	server.close();
});
JS
