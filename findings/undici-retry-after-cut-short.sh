#!/usr/bin/env bash
# undici 7.30.2, RetryAgent
#
# RetryAgent reads Retry-After, but maxTimeout (30 seconds by default) is a limit for it too. If a server asks for a
# longer pause, undici sends the request again too early, and uses up its retries while they can only be rejected.
#
# Output seen:
#   Retry-After: 2, maxTimeout: 5000 -> second request after 2071 ms
#   Retry-After: 2, maxTimeout: 500 -> second request after 502 ms
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts undici@7.30.2
node <<'JS'
const assert = require('node:assert/strict');
const http = require('node:http');
const { Agent, RetryAgent, request } = require('undici');

let times = [];
const server = http.createServer((incoming, response) => {
	times.push(Date.now());
	response.writeHead(times.length === 1 ? 429 : 200, { 'Retry-After': '2' }).end();
});
server.listen(0, '127.0.0.1', async () => {
	const pause = async (maxTimeout) => {
		times = [];
		const dispatcher = new RetryAgent(new Agent(), { maxTimeout });
		const { body } = await request(`http://127.0.0.1:${server.address().port}`, { dispatcher });
		await body.dump();
		await dispatcher.close();
		const milliseconds = times[1] - times[0];
		console.log(`Retry-After: 2, maxTimeout: ${maxTimeout} -> second request after ${milliseconds} ms`);
		return milliseconds;
	};
	assert.ok((await pause(5000)) >= 1990);
	assert.ok((await pause(500)) < 1500);
	server.close();
});
JS
