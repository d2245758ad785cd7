import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { urlValidationResponse } from '../../../nodes/ZoomUsersTrigger/urlValidation';
import { isFresh, isSigned, readTimestamp } from '../../../nodes/ZoomUsersTrigger/verify';

const SECRET = 'aBcD3fGh1JkLmN0pQrStUv';
const TIMESTAMP = '1763993400';
const MINUTE = 60_000;

/** Created by openssl, not by the code under test: `printf … | openssl dgst -sha256 -hmac …`. */
const VECTORS: Array<[name: string, body: Buffer, signature: string]> = [
	[
		'an event with names in other scripts',
		Buffer.from(
			'{"event":"user.invitation_accepted","event_ts":1626230691572,"payload":{"account_id":"AAAAAABBBB","object":{"id":"abcD3ojfdbjfg","first_name":"Zoë","last_name":"Müller 山田","email":"jchill@example.com","type":1}}}',
		),
		'v0=405a90aa4017f2cdac537dcda755451ae31ce174afdc29a1a73113b10ef3e9f0',
	],
	[
		'a byte order mark, spaces, and a byte that is not UTF-8',
		Buffer.concat([
			Buffer.from([0xef, 0xbb, 0xbf]),
			Buffer.from('{ "event" : "user.deleted" }\r\n'),
			Buffer.from([0xff]),
		]),
		'v0=2e2c3eeb468479633a800954030f5bd702219ad6d36ee98c45738360774506a5',
	],
];

function openssl(secret: string, ...message: Array<string | Buffer>): string {
	const input = Buffer.concat(message.map((part) => Buffer.from(part)));
	const output = execFileSync('openssl', ['dgst', '-sha256', '-hmac', secret], { input, encoding: 'utf8' });
	return output.trim().split('= ')[1];
}

describe('the signature', () => {
	it.each(VECTORS)('of %s is valid', (_name, body, signature) => {
		expect(isSigned(SECRET, signature, TIMESTAMP, body)).toBe(true);
	});

	it.each(VECTORS)('of %s is not valid for another secret, timestamp, or body', (_name, body, signature) => {
		expect(isSigned('another', signature, TIMESTAMP, body)).toBe(false);
		expect(isSigned(SECRET, signature, '1763993401', body)).toBe(false);
		for (let at = 0; at < body.length; at++) {
			const other = Buffer.from(body);
			other[at] ^= 1;
			expect(isSigned(SECRET, signature, TIMESTAMP, other)).toBe(false);
		}
	});

	it('matches openssl for any bytes', () => {
		for (const size of [0, 1, 100, 70_000]) {
			const body = randomBytes(size);
			const secret = randomBytes(16).toString('base64url').replace(/^-/, '_');
			const signature = `v0=${openssl(secret, `v0:${TIMESTAMP}:`, body)}`;
			expect(isSigned(secret, signature, TIMESTAMP, body)).toBe(true);
		}
	});

	const [, body, right] = VECTORS[0];
	it.each([
		'',
		'undefined',
		right.slice(3),
		right.toUpperCase(),
		right.replace('v0', 'v1'),
		right.slice(0, -1),
		`${right}0`,
		`${right}, ${right}`,
		` ${right}`,
		`${right}\n`,
		right.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
	])('%j is not valid', (signature) => {
		expect(isSigned(SECRET, signature, TIMESTAMP, body)).toBe(false);
	});
});

describe('the response to a URL validation', () => {
	it('matches openssl', () => {
		expect(urlValidationResponse(SECRET, 'qgg8vlvZRS6UYooatFL8Aw')).toEqual({
			plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
			encryptedToken: '9344d77c212c57844992aa9b97b241b181af99842ead235b4bdda0033898dbac',
		});
		const plainToken = randomBytes(16).toString('base64url');
		expect(urlValidationResponse(SECRET, plainToken)?.encryptedToken).toBe(openssl(SECRET, plainToken));
	});

	it.each([undefined, null, 7, '', {}, 'a'.repeat(257), 'v0:1763993400:{"event":"user.deleted"}', 'v0:1:x'])(
		'is not given to %j',
		(plainToken) => {
			expect(urlValidationResponse(SECRET, plainToken)).toBeUndefined();
		},
	);
});

describe('the timestamp', () => {
	it.each(['', 'undefined', 'now', '-1', '1e3', '1763993400.5', '1763993400, 1763993400', '1763993400000'])(
		'%j is not valid',
		(timestamp) => {
			expect(isFresh(readTimestamp(timestamp), 90 * MINUTE, Number(TIMESTAMP) * 1000)).toBe(false);
		},
	);

	it.each([
		[0, true],
		[85, true],
		[90, true],
		[90.1, false],
		[-5, true],
		[-5.1, false],
	])('from %d minutes ago is fresh: %s', (minutes, fresh) => {
		const now = Number(TIMESTAMP) * 1000;
		expect(isFresh(now - minutes * MINUTE, 90 * MINUTE, now)).toBe(fresh);
	});
});
