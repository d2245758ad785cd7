#!/usr/bin/env bash
# @zoom/rivet 0.4.0 (Zoom's SDK), AwsLambdaReceiver
#
# AWS passes a webhook to a Lambda function either as text, or as base64 with isBase64Encoded: true. The receiver
# decodes base64 as ASCII. A correctly signed event is then accepted with the name "Ada" and rejected with the name
# "花子", and the message blames the JSON. As text, both are accepted.
#
# Output seen:
#   text   Ada 200 {"message":"Zoom event processed successfully."}
#   text   花子 200 {"message":"Zoom event processed successfully."}
#   base64 Ada 200 {"message":"Zoom event processed successfully."}
#   base64 花子 400 {"error":"Failed to parse payload string to JSON."}
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @zoom/rivet@0.4.0
node <<'JS'
const assert = require('node:assert/strict');
const { createHmac } = require('node:crypto');
const { AwsLambdaReceiver } = require('@zoom/rivet/users');

console.debug = () => {};
const secret = 'example';
const timestamp = '1772352000';
const send = async (name, isBase64Encoded) => {
	const receiver = new AwsLambdaReceiver({ webhooksSecretToken: secret });
	receiver.init({ eventEmitter: { emit: async () => {} } });
	const text = JSON.stringify({ event: 'user.created', payload: { object: { first_name: name } } });
	const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex');
	const headers = { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${signature}` };
	const body = isBase64Encoded ? Buffer.from(text).toString('base64') : text;
	const answer = await receiver.start()({ body, headers, isBase64Encoded }, {});
	console.log(isBase64Encoded ? 'base64' : 'text  ', name, answer.statusCode, answer.body);
	return answer.statusCode;
};

process.exitCode = 1; // until everything below has run
(async () => {
	assert.equal(await send('Ada', false), 200);
	assert.equal(await send('花子', false), 200);
	assert.equal(await send('Ada', true), 200);
	assert.equal(await send('花子', true), 400);
	process.exitCode = 0;
})();
JS
