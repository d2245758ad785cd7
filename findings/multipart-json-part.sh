#!/usr/bin/env bash
# busboy 1.6.0, formidable 3.5.4, and @fastify/multipart 9.4.0 (with fastify 5.12.8)
#
# A part of a form with "Content-Type: application/json" and no file name is three different things. busboy emits a
# field with text. formidable has an uploaded file, and no field. @fastify/multipart parses the JSON without being
# asked, so the value of the field is an object.
#
# Output seen:
#   busboy: field, string
#   formidable: file, no fields
#   @fastify/multipart: field, object
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts \
	busboy@1.6.0 formidable@3.5.4 @fastify/multipart@9.4.0 fastify@5.12.8
node <<'JS'
const assert = require('node:assert/strict');
const http = require('node:http');
const { once } = require('node:events');

const part = 'Content-Disposition: form-data; name="user_info"\r\nContent-Type: application/json';
const payload = `--limit\r\n${part}\r\n\r\n{"type":1}\r\n--limit--\r\n`;
const headers = { 'content-type': 'multipart/form-data; boundary=limit' };

const withBusboy = async () => {
	const seen = [];
	const parser = require('busboy')({ headers });
	parser.on('field', (name, value) => seen.push(`field, ${typeof value}`));
	parser.on('file', (name, stream) => seen.push('file') && stream.resume());
	parser.end(payload);
	await once(parser, 'close');
	return seen.join();
};
const withFormidable = async () => {
	const { formidable } = await import('formidable');
	const server = http.createServer(async (request, response) => {
		const [fields, files] = await formidable().parse(request);
		response.end(`${Object.keys(files).length ? 'file' : ''}, ${Object.keys(fields).length || 'no'} fields`);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const url = `http://127.0.0.1:${server.address().port}`;
	const response = await fetch(url, { method: 'POST', headers, body: payload });
	const seen = await response.text();
	server.close();
	return seen;
};
const withFastify = async () => {
	const app = require('fastify')();
	app.register(require('@fastify/multipart'), { attachFieldsToBody: true });
	app.post('/', async ({ body: { user_info: part } }) => `${part.type}, ${typeof part.value}`);
	return (await app.inject({ method: 'POST', url: '/', headers, payload })).body;
};

process.exitCode = 1; // until everything below has run
(async () => {
	const seen = [await withBusboy(), await withFormidable(), await withFastify()];
	console.log(`busboy: ${seen[0]}\nformidable: ${seen[1]}\n@fastify/multipart: ${seen[2]}`);
	assert.deepEqual(seen, ['field, string', 'file, no fields', 'field, object']);
	process.exitCode = 0;
})();
JS
