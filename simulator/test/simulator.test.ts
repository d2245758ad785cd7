import FormDataPackage from 'form-data';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERROR_TEXTS } from '../answers/errors';
import { startSimulator, type Simulator } from '../server';
import { restsOn } from '../../test/support/restsOn';

restsOn(
	'token-invalid-401',
	'unknown-user-1001',
	'unknown-endpoint-2300',
	'errors-xml-without-accept',
	'create-multipart-fetch',
	'create-201-fields',
	'create-lower-case',
	'create-action-exact-case',
	'create-existing-1005',
	'create-invalid-email-300',
	'create-missing-fields-300',
	'create-not-json-300',
	'create-urlencoded-415',
	'pending-get',
);

/* The Zoom simulator over HTTP. */

let zoom: Simulator;
let token: string;

beforeAll(async () => {
	zoom = await startSimulator();
});
beforeEach(() => {
	zoom.reset();
	token = zoom.issueOAuthTokens().access_token;
});
afterAll(async () => {
	await zoom.close();
});

type Json = Record<string, any>;
interface ReceivedResponse {
	status: number;
	body: Json;
	text: string;
	headers: Headers;
}

async function readResponse(response: Response): Promise<ReceivedResponse> {
	const text = await response.text();
	let body: Json = {};
	try {
		body = JSON.parse(text);
	} catch {
		// Some tests expect a body that is not JSON.
	}
	return { status: response.status, body, text, headers: response.headers };
}

const ada = (email = 'ada@corp.example') => ({ email, type: 1, first_name: 'Ada', last_name: 'L' });

async function call(method: string, path: string, init: RequestInit = {}): Promise<ReceivedResponse> {
	const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...init.headers };
	return await readResponse(
		await fetch(`${zoom.apiUrl}${path}`, { redirect: 'manual', ...init, method, headers }),
	);
}

async function postForm(userInfo: object | string, action = 'create'): Promise<ReceivedResponse> {
	const form = new FormData();
	form.append('action', action);
	form.append('user_info', typeof userInfo === 'string' ? userInfo : JSON.stringify(userInfo));
	return await call('POST', '/users', { body: form });
}

async function postJson(body: object | string): Promise<ReceivedResponse> {
	return await call('POST', '/users', {
		body: typeof body === 'string' ? body : JSON.stringify(body),
		headers: { 'content-type': 'application/json' },
	});
}

const get = async (id: string) => await call('GET', `/users/${encodeURIComponent(id)}`);

/**
 * Sends raw bytes.
 * @returns everything that comes back
 */
async function sendRaw(head: string[], body: string | Buffer, path = '/v2/users'): Promise<string> {
	const { hostname, port } = new URL(zoom.url);
	const socket = connect(Number(port), hostname);
	const lines = [
		`POST ${path} HTTP/1.1`,
		`Host: ${hostname}:${port}`,
		`Authorization: Bearer ${token}`,
		'Accept: application/json',
		'Connection: close',
		...head,
	];
	socket.write(`${lines.join('\r\n')}\r\n\r\n`);
	socket.write(body);
	let answer = '';
	socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
	await once(socket, 'close');
	return answer;
}

async function sendMultipart(body: string | Buffer, contentType?: string): Promise<string> {
	const answer = await sendRaw(
		[
			`Content-Type: ${contentType ?? 'multipart/form-data; boundary=XX'}`,
			`Content-Length: ${Buffer.byteLength(body)}`,
		],
		body,
	);
	expect(answer).toContain('HTTP/1.1 400');
	expect(answer).toContain('"code":300,"message":"Request Body should be a valid JSON object."');
	return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)).simulator;
}

const part = (name: string, value: string, more = '') =>
	`--XX\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const ACTION = part('action', 'create');
const USER_INFO = part('user_info', JSON.stringify(ada()));

describe('creating a user', () => {
	it('accepts the form of the platform, and responds as Zoom does', async () => {
		const response = await postForm(ada('Ada@Corp.Example'));
		expect(response.status).toBe(201);
		expect(response.body).toEqual({
			id: expect.stringMatching(/^[\w-]{22}$/),
			email: 'ada@corp.example',
			first_name: 'Ada',
			last_name: 'L',
			type: 1,
		});
		expect(response.headers.get('content-location')).toBe(`${zoom.apiUrl}/users/${response.body.id}`);
		expect(response.headers.get('x-zm-trackingid')).toMatch(/^v=2\.0;clid=\w+;rid=WEB_[0-9a-f]{32}$/);
		expect(response.headers.get('x-ratelimit-category')).toBe('Light');
		expect(zoom.journal.created).toEqual(['ada@corp.example']);
	});

	it('accepts the form of the form-data package', async () => {
		const form = new FormDataPackage();
		form.append('action', 'ssoCreate');
		form.append('user_info', JSON.stringify({ ...ada(), first_name: 'Ädä 😀' }));
		const response = await call('POST', '/users', {
			body: new Uint8Array(form.getBuffer()),
			headers: form.getHeaders(),
		});
		expect(response.status).toBe(201);
		expect(response.body.first_name).toBe('Ädä 😀');
		expect((await get('ada@corp.example')).body.status).toBe('active');
	});

	it('accepts the form-data package as a stream, in chunks', async () => {
		const form = new FormDataPackage();
		form.append('action', 'create');
		form.append('user_info', JSON.stringify(ada()), { contentType: 'application/json' });
		const { port } = new URL(zoom.url);
		const headers = { ...form.getHeaders(), authorization: `Bearer ${token}` };
		const sent = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/v2/users', headers });
		form.pipe(sent);
		const [response] = await once(sent, 'response');
		response.resume();
		expect(response.statusCode).toBe(201);
	});

	it('accepts JSON', async () => {
		expect((await postJson({ action: 'create', user_info: ada() })).status).toBe(201);
	});

	it('creates pending users with create, and active ones with the other actions', async () => {
		await postForm(ada('one@x.example'), 'create');
		await postForm(ada('two@x.example'), 'custCreate');
		await postForm({ ...ada('three@x.example'), password: 'Abcd1234x' }, 'autoCreate');
		expect(zoom.account.people.map(({ status }) => status)).toEqual(['pending', 'active', 'active']);
	});

	it('does not round integers above 2^53, in either format', async () => {
		const text = (email: string) =>
			`{"email":"${email}","type":1,"feature":{"zoom_one_type":576460752303423488}}`;
		await postForm(text('a@x.example'));
		await postJson(`{"action":"create","user_info": ${text('b@x.example')} }`);
		expect(zoom.account.people.map((person) => person.zoom_one_type)).toEqual([
			'576460752303423488',
			'576460752303423488',
		]);
		expect(zoom.journal.posts('b@x.example')[0].userInfoText).toBe(text('b@x.example'));
		expect((await get('a@x.example')).text).toContain('"zoom_one_type":576460752303423488}');
		const rounded = await postForm(text('c@x.example').replace('3488', '3500'));
		expect(rounded.body.errors).toEqual([
			{ field: 'user_info.feature.zoom_one_type', message: 'Invalid field.' },
		]);
	});

	it('rejects an existing user, in any case', async () => {
		await postForm(ada());
		const response = await postForm(ada('ADA@corp.example'));
		expect([response.status, response.body]).toEqual([
			409,
			{ code: 1005, message: 'Email "ADA@corp.example" has already been used.' },
		]);
	});

	it('lists missing fields as Zoom does', async () => {
		expect((await postForm({})).body).toEqual({
			code: 300,
			message: 'Validation Failed.',
			errors: [
				{ field: 'user_info.type', message: 'Missing field.' },
				{ field: 'user_info.email', message: 'Missing field.' },
			],
		});
	});

	it.each([
		['type as text', { type: '1' }, 'user_info.type'],
		['an unknown type', { type: 5 }, 'user_info.type'],
		['an invalid address', { email: 'a..b@x.example' }, 'user_info.email'],
		['an address of 129 characters', { email: `${'a'.repeat(119)}@x.example` }, 'user_info.email'],
		['a long name', { first_name: 'x'.repeat(65) }, 'user_info.first_name'],
		['six Chinese characters', { last_name: '一二三四五六' }, 'user_info.last_name'],
		['two divisions', { division_ids: ['a', 'b'] }, 'user_info.division_ids'],
	])('rejects %s', async (_what, change, field) => {
		const response = await postForm({ ...ada(), ...change });
		expect(response.body.errors).toEqual([{ field, message: 'Invalid field.' }]);
		expect(zoom.journal.created).toEqual([]);
	});

	it.each(['short1A', 'alllower1', 'NODIGITSx', 'x12345678A', undefined])(
		'rejects the password %s for autoCreate',
		async (password) => {
			const response = await postForm({ ...ada(), password }, 'autoCreate');
			expect(response.body).toEqual({ code: 300, message: 'Invalid parameter: password' });
		},
	);

	it('ignores the password of other actions, and masks it in the journal', async () => {
		expect((await postForm('{"email":"a@x.example","type":1,"password": "se\\"cret"}')).status).toBe(201);
		const recorded = zoom.journal.posts('A@x.example')[0].userInfoText;
		expect(recorded).toBe('{"email":"a@x.example","type":1,"password": "***"}');
	});

	it('stops at the number of licenses', async () => {
		zoom.settings.licenses = 1;
		expect((await postForm({ ...ada('a@x.example'), type: 2 })).status).toBe(201);
		expect((await postForm({ ...ada('b@x.example'), type: 2 })).body.code).toBe(2034);
		expect((await postForm(ada('c@x.example'))).status).toBe(201);
	});

	it('rejects what is not enabled for the account', async () => {
		Object.assign(zoom.settings, { ssoEnabled: false, managedDomain: false });
		expect((await postForm(ada(), 'ssoCreate')).body.code).toBe(2002);
		const auto = await postForm({ ...ada(), password: 'Abcd1234x' }, 'autoCreate');
		expect(auto.body).toEqual({ code: 200, message: 'No permission.' });
		zoom.settings.roleMayEditUsers = false;
		expect((await postForm(ada())).body.message).toContain('[User:Edit]');
		expect(zoom.journal.created).toEqual([]);
	});
});

describe('the bytes of a form', () => {
	it.each([
		[
			'no boundary in its header',
			`${ACTION}${USER_INFO}--XX--\r\n`,
			'names no boundary',
			'multipart/form-data',
		],
		[
			'another boundary than its header',
			`${ACTION}${USER_INFO}--XX--\r\n`,
			'is not in the body',
			'multipart/form-data; boundary=YY',
		],
		['no closing boundary', `${ACTION}${USER_INFO}`, 'closing boundary is missing', undefined],
		['an incomplete part', ACTION + USER_INFO.slice(0, -30), 'closing boundary is missing', undefined],
		['an unknown part', `${ACTION}${part('User_Info', '{}')}--XX--`, '"User_Info" is unknown', undefined],
		['a duplicate part', `${ACTION}${ACTION}${USER_INFO}--XX--`, '"action" appears twice', undefined],
		[
			'a file',
			`${ACTION}${part('user_info', '{}', '; filename="u.json"')}--XX--`,
			'"user_info" is a file',
			undefined,
		],
		[
			'a part without a name',
			`${ACTION}--XX\r\nContent-Disposition: form-data\r\n\r\n{}\r\n--XX--`,
			'Part 2 has no name',
			undefined,
		],
		['LF line ends', `${ACTION}${USER_INFO}--XX--`.replace(/\r\n/g, '\n'), 'LF instead of CRLF', undefined],
		['one LF line end', `${ACTION}${USER_INFO.slice(0, -2)}\n--XX--`, 'LF instead of CRLF', undefined],
		[
			'something before the first boundary',
			`hello\r\n${ACTION}${USER_INFO}--XX--`,
			'before the first boundary',
			undefined,
		],
		[
			'something after the last',
			`${ACTION}${USER_INFO}--XX--\r\nmore`,
			'after the closing boundary',
			undefined,
		],
		[
			'an LF in the headers',
			`--XX\r\nContent-Disposition: form-data; name="action"\nX-Y: z\r\n\r\ncreate\r\n${USER_INFO}--XX--`,
			'LF instead of CRLF, at byte 51',
			undefined,
		],
		[
			'broken JSON',
			`${ACTION}${part('user_info', '{"email":}')}--XX--`,
			'user_info is not JSON: ValueExpected at position 9',
			undefined,
		],
		['an array', `${ACTION}${part('user_info', '[]')}--XX--`, 'user_info is an array', undefined],
		[
			'a duplicate name',
			`${ACTION}${part('user_info', '{"type":1,"type":2}')}--XX--`,
			'"type" appears twice',
			undefined,
		],
		['text in front of the JSON', `${ACTION}${part('user_info', 'create{}')}--XX--`, 'position 0', undefined],
		['nothing', '', 'body is empty', undefined],
		[
			'more than 1 MB',
			`${ACTION}${part('user_info', 'x'.repeat(1_100_000))}--XX--`,
			'larger than 1 MB',
			undefined,
		],
	])('with %s are rejected with an explanation', async (_what, body, words, contentType) => {
		expect(await sendMultipart(body, contentType)).toContain(words);
		expect(zoom.journal.created).toEqual([]);
		expect(zoom.journal.posts()[0]).toMatchObject({ status: 400, simulator: expect.stringContaining(words) });
	});

	it('that are not UTF-8 are rejected', async () => {
		const body = Buffer.from(`${ACTION}${USER_INFO}--XX--`.replace('Ada', 'Ad\xe4'), 'latin1');
		expect(await sendMultipart(body)).toBe('The part "user_info" is not UTF-8.');
	});

	it('fewer than the Content-Length are rejected', async () => {
		const body = `${ACTION}${USER_INFO}--XX--\r\n`;
		const type = 'Content-Type: multipart/form-data; boundary=XX';
		const answer = await sendRaw([type, `Content-Length: ${body.length + 20}`], body);
		expect(answer).toContain(`the Content-Length says ${body.length + 20}, ${body.length} bytes`);
		expect(zoom.journal.created).toEqual([]);
	});

	it('more than the Content-Length are rejected', async () => {
		const body = `${ACTION}${USER_INFO}--XX--\r\n`;
		const type = 'Content-Type: multipart/form-data; boundary=XX';
		const answer = await sendRaw([type, `Content-Length: ${body.length - 30}`], body);
		// The remaining bytes are not a valid request, and that is detected first.
		expect(answer).toContain('a body ends before or after its Content-Length');
		expect(zoom.journal.posts()[0].simulator).toBe('The closing boundary is missing.');
		expect(zoom.journal.created).toEqual([]);
	});

	it('with a quoted boundary are accepted', async () => {
		const body = `${ACTION}${USER_INFO}--XX--`;
		const type = 'Content-Type: multipart/form-data; boundary="XX"';
		expect(await sendRaw([type, `Content-Length: ${body.length}`], body)).toContain('201 Created');
	});
});

describe('other content types', () => {
	it('are rejected with 415', async () => {
		const body = new URLSearchParams({ action: 'create', user_info: JSON.stringify(ada()) });
		const response = await call('POST', '/users', { body });
		expect([response.status, response.body]).toEqual([
			415,
			{ code: 300, message: 'Unsupported Content Type' },
		]);
		expect((await call('POST', '/users', { body: '{}' })).status).toBe(415);
		expect((await call('POST', '/users', { body: '{}', headers: { 'content-type': 'x' } })).status).toBe(415);
	});

	it('are rejected with the problem in the JSON', async () => {
		expect((await postJson('{"action":"create",}')).body.simulator).toContain('position 19');
		expect((await postJson('[]')).body.simulator).toBe('The body is an array, not an object.');
		const asText = await postJson({ action: 'create', user_info: JSON.stringify(ada()) });
		expect(asText.body.simulator).toBe('user_info is a string, not an object.');
	});
});

describe('a rejected format', () => {
	it.each([
		['415', 415, { code: 300, message: 'Unsupported Content Type' }],
		['300-content-type', 400, { code: 300, message: 'Unsupported Content Type' }],
		['300-json-object', 400, { code: 300, message: 'Request Body should be a valid JSON object.' }],
		[
			'300-missing-field',
			400,
			{ code: 300, errors: [{ field: 'user_info.type' }, { field: 'user_info.email' }] },
		],
		['500', 500, { code: 500 }],
	] as const)('has a response in the form %s, and creates no user', async (shape, status, body) => {
		Object.assign(zoom.settings, { refuseFormat: 'multipart', refusalShape: shape });
		const response = await postForm(ada());
		expect(response.status).toBe(status);
		expect(response.body).toMatchObject(body);
		expect(zoom.journal.created).toEqual([]);
		expect((await postJson({ action: 'create', user_info: ada() })).status).toBe(201);
		zoom.settings.refuseFormat = 'json';
		expect((await postJson({ action: 'create', user_info: ada() })).status).toBe(status);
	});
});

describe('looking up a user', () => {
	it('works by ID, and by email in any case', async () => {
		const { id } = (await postForm(ada('ada+home@corp.example'))).body;
		expect((await get(id)).body.id).toBe(id);
		expect((await get('ADA+Home@Corp.example')).body.id).toBe(id);
		expect((await get('nobody@corp.example')).body).toEqual({
			code: 1001,
			message: 'User does not exist: nobody@corp.example.',
		});
	});

	it('returns the current time for pending users', async () => {
		zoom.settings.clockOffsetMs = -86_400_000;
		await postForm(ada('a@x.example'));
		await postForm(ada('b@x.example'), 'custCreate');
		zoom.settings.clockOffsetMs = 0;
		const pending = (await get('a@x.example')).body;
		expect(pending.status).toBe('pending');
		expect(pending).not.toHaveProperty('user_created_at');
		expect(Date.now() - Date.parse(pending.created_at)).toBeLessThan(5_000);
		const active = (await get('b@x.example')).body;
		expect(Date.now() - Date.parse(active.user_created_at)).toBeGreaterThan(86_000_000);
	});

	it('finds an expired invitation after 30 days', async () => {
		await postForm(ada());
		zoom.settings.clockOffsetMs = 31 * 86_400_000;
		token = zoom.issueOAuthTokens().access_token;
		expect((await get('ada@corp.example')).body.code).toBe(1120);
		expect((await postForm(ada())).body.code).toBe(1005);
	});

	it('accepts "me" with OAuth2 only', async () => {
		expect((await get('me')).body.role_name).toBe('Owner');
		token = zoom.takeServerToServerToken();
		const response = await get('me');
		expect(response.status).toBe(400);
		expect(response.body.message).toContain('Server-to-Server');
	});

	it('lists a status in pages, with pending users without ID', async () => {
		for (const name of ['a', 'b', 'c']) await postForm(ada(`${name}@x.example`));
		const one = (await call('GET', '/users?status=pending&page_size=2')).body;
		expect(one.total_records).toBe(3);
		expect(one.users[0]).not.toHaveProperty('id');
		const next = `/users?status=pending&page_size=2&next_page_token=${one.next_page_token}`;
		const two = (await call('GET', next)).body;
		expect(two.users.map(({ email }: Json) => email)).toEqual(['c@x.example']);
		expect(two.next_page_token).toBe('');
		zoom.settings.clockOffsetMs = 16 * 60_000;
		expect((await call('GET', next)).body.message).toContain('page token is invalid or expired');
	});
});

describe('an address with an error tag', () => {
	const rows = Object.entries(ERROR_TEXTS).flatMap(([code, texts]) =>
		texts.map(
			(text, index) => [`refuse-${code}${index ? `-${index + 1}` : ''}`, Number(code), text] as const,
		),
	);

	it.each(rows)('+%s gets the error every time', async (tag, code, text) => {
		const email = `ada+${tag}@corp.example`;
		for (let time = 0; time < 2; time += 1) {
			const response = await postForm(ada(email));
			expect([response.status, response.body.code]).toEqual([text.status, code]);
			expect(response.body.message).not.toMatch(/\{\w+\}/);
			expect(response.body.message.slice(0, 5)).toBe(text.text.slice(0, 5));
		}
		expect(zoom.journal.created).toEqual([]);
	});

	it('+refuse-9999 gets an undocumented code', async () => {
		expect((await postForm(ada('a+refuse-9999@x.example'))).body.code).toBe(9999);
	});

	it('gets a text in another language, with the same code', async () => {
		zoom.settings.language = 'ja';
		const response = await postForm(ada('a+refuse-1107@x.example'));
		expect(response.body).toEqual({ code: 1107, message: expect.stringMatching(/^[^A-Za-z]+$/) });
	});
});

describe('an address of an existing user', () => {
	it.each([
		['is-active', 200, 'active'],
		['is-invited', 200, 'pending'],
		['is-inactive', 200, 'inactive'],
		['is-expired', 400, 1120],
		['is-other-account', 404, 1001],
	])('+%s already exists, and a look-up returns the state', async (tag, status, state) => {
		const email = `bo+${tag}@x.example`;
		expect((await postForm(ada(email))).body.code).toBe(1005);
		const response = await get(email.toUpperCase());
		expect([response.status, response.body.status ?? response.body.code]).toEqual([status, state]);
		const says = await postForm(ada(`bo+${tag}+says-1009@x.example`));
		expect([says.status, says.body.code]).toEqual([400, 1009]);
		expect(zoom.journal.created).toEqual([]);
	});
});

describe('an address with a fault tag', () => {
	const outcome = async (email: string) => {
		try {
			const { status, body, text } = await postForm(ada(email));
			return body.code ?? (body.id ? 'id' : `${status}:${text.startsWith('<') ? 'html' : text && 'json'}`);
		} catch {
			return 'dropped';
		}
	};

	it.each([
		['drop-before', 'dropped', 'id'],
		['drop-after', 'dropped', 1005],
		['500-before', 500, 'id'],
		['500-after', 500, 1005],
		['html-503-before', '503:html', 'id'],
		['html-503-after', '503:html', 1005],
		['html-200', '200:html', 'id'],
		['html-200-after', '200:html', 1005],
		['empty-201-before', '201:', 'id'],
		['empty-201-after', '201:', 1005],
		['empty-400', '400:', 'id'],
		['html-400', '400:html', 'id'],
		['error-in-200', 1107, 'id'],
		['redirect', '302:', 'id'],
		['429', 429, 'id'],
		['429-bare', 429, 'id'],
		['429-daily', 429, 'id'],
	])('+%s gets the fault the first time only', async (tag, first, second) => {
		expect(await outcome(`cy+${tag}@x.example`)).toBe(first);
		expect(await outcome(`cy+${tag}@x.example`)).toBe(second);
		expect(await outcome(`cy+${tag}-always@x.example`)).toBe(first);
		expect(await outcome(`cy+${tag}-always@x.example`)).toBe(first);
	});

	it('+noid-201-after is created, and the response has no ID', async () => {
		expect(await outcome('cy+noid-201-after@x.example')).toBe('201:json');
		expect(await outcome('cy+noid-201-after@x.example')).toBe(1005);
	});

	it.each(['hang-before', 'hang-after'])('+%s gets no response', async (tag) => {
		const email = `cy+${tag}@x.example`;
		const form = new FormData();
		form.append('action', 'create');
		form.append('user_info', JSON.stringify(ada(email)));
		const signal = AbortSignal.timeout(300);
		await expect(call('POST', '/users', { body: form, signal })).rejects.toThrow();
		expect(zoom.journal.posts(email)[0].status).toBe('hung');
		expect(zoom.journal.created).toEqual(tag === 'hang-after' ? [email] : []);
	});

	it('does not apply its fault to a request that was rejected before', async () => {
		const email = 'cy+500-before@x.example';
		const good = token;
		token = 'stale';
		expect(await outcome(email)).toBe(124);
		token = good;
		expect(await outcome(email)).toBe(500);
	});

	it('gets rate-limit headers as from Zoom', async () => {
		const headersOf = async (tag: string) => (await postForm(ada(`d+${tag}@x.example`))).headers;
		expect((await headersOf('429')).get('retry-after')).toBe('1');
		expect((await headersOf('429-bare')).get('retry-after')).toBeNull();
		const midnight = new Date(new Date().setUTCHours(24, 0, 0, 0)).toISOString();
		expect((await headersOf('429-daily')).get('retry-after')).toBe(midnight.replace('.000', ''));
		zoom.settings.clockOffsetMs = 1000;
		expect(Number((await headersOf('429-daily-always')).get('retry-after'))).toBeGreaterThan(0);
	});

	it('+slow-<ms> responds late, and writes at once', async () => {
		const start = Date.now();
		let answered = false;
		const answer = postForm(ada('d+slow-1000@x.example')).finally(() => (answered = true));
		while (zoom.journal.created.length === 0) await sleep(10);
		expect(answered).toBe(false);
		expect((await answer).status).toBe(201);
		expect(Date.now() - start).toBeGreaterThanOrEqual(995);
	});

	it('can have several tags: first the fault, then the error', async () => {
		expect(await outcome('e+drop-before+refuse-2034@x.example')).toBe('dropped');
		expect(await outcome('e+drop-before+refuse-2034@x.example')).toBe(2034);
	});

	it('gets faults of look-ups: the first time, or always', async () => {
		const lookUp = async (tag: string) => {
			const email = `f+is-active+${tag}@x.example`;
			return await get(email).then(
				({ status, body }) => body.code ?? status,
				() => 'dropped',
			);
		};
		for (const [tag, first] of [
			['get-500', 500],
			['get-drop', 'dropped'],
			['get-html', 503],
			['get-429', 429],
		] as const) {
			expect([await lookUp(tag), await lookUp(tag)]).toEqual([first, 200]);
			expect([await lookUp(`${tag}-always`), await lookUp(`${tag}-always`)]).toEqual([first, first]);
		}
		expect([await lookUp('get-noscope'), await lookUp('get-noscope')]).toEqual([4711, 4711]);
	});
});

describe('a fault from a test', () => {
	it('breaks a request by its number, its user, or its path', async () => {
		zoom.settings.breakRequest = ({ path, email, post, grantType }) => {
			if (path === '/oauth/token' && grantType === 'refresh_token') return 'html-503-before';
			return email === 'g@x.example' && post === 2 ? '500-before' : undefined;
		};
		expect((await postForm({ email: 'g@x.example' })).body.code).toBe(300);
		expect((await postForm(ada('g@x.example'))).status).toBe(500);
		expect((await postForm(ada('g@x.example'))).status).toBe(201);
		expect((await tokenCall({ grant_type: 'refresh_token' })).status).toBe(503);
	});
});

async function tokenCall(fields: Record<string, string>, basic?: string): Promise<ReceivedResponse> {
	const credentials = basic ?? 'simulator-client:simulator-secret';
	return await readResponse(
		await fetch(`${zoom.oauthUrl}/token`, {
			method: 'POST',
			headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
			body: new URLSearchParams(fields),
		}),
	);
}

async function authorize(query: Record<string, string>): Promise<{ response: ReceivedResponse; back?: URL }> {
	const fields = new URLSearchParams({
		client_id: 'simulator-client',
		response_type: 'code',
		redirect_uri: 'http://localhost:5678/rest/callback',
		...query,
	});
	const response = await readResponse(await fetch(`${zoom.oauthUrl}/authorize?${fields}`));
	const href = /id="allow"[^>]*href="([^"]*)"/.exec(response.text)?.[1];
	return { response, back: href === undefined ? undefined : new URL(href.replace(/&amp;/g, '&')) };
}

describe('the authorization of a user', () => {
	const redirect_uri = 'http://localhost:5678/rest/callback';
	const redeem = async (code: string, more: Record<string, string> = {}) =>
		await tokenCall({ grant_type: 'authorization_code', code, redirect_uri, ...more });

	it('redirects with the state and a code that works once', async () => {
		const { back } = await authorize({ state: 'a=b&c"d' });
		expect(back?.searchParams.get('state')).toBe('a=b&c"d');
		const code = back?.searchParams.get('code') ?? '';
		const response = await redeem(code);
		expect(response.body).toMatchObject({ token_type: 'bearer', expires_in: 3600, api_url: zoom.url });
		token = response.body.access_token;
		expect((await get('me')).status).toBe(200);
		expect((await redeem(code)).body.error).toBe('invalid_grant');
	});

	it('rejects unknown clients, other addresses, and old codes', async () => {
		expect((await authorize({ client_id: 'other' })).response.text).toContain('Invalid client_id');
		expect((await authorize({ redirect_uri: 'javascript:alert(1)' })).response.status).toBe(400);
		zoom.settings.requireHttpsRedirect = true;
		expect((await authorize({})).response.text).toContain('https');
		zoom.settings.requireHttpsRedirect = false;
		const code = (await authorize({})).back?.searchParams.get('code') ?? '';
		expect((await redeem(code, { redirect_uri: 'http://other/' })).status).toBe(400);
		const old = (await authorize({})).back?.searchParams.get('code') ?? '';
		zoom.settings.clockOffsetMs = 5 * 60_000 + 1;
		expect((await redeem(old)).status).toBe(400);
	});

	it('checks PKCE if there is a challenge', async () => {
		const challenge = createHash('sha256').update('verifier').digest('base64url');
		const query = { code_challenge: challenge, code_challenge_method: 'S256' };
		const code = async () => (await authorize(query)).back?.searchParams.get('code') ?? '';
		expect((await redeem(await code())).body.error).toBe('invalid_grant');
		expect((await redeem(await code(), { code_verifier: 'wrong' })).status).toBe(400);
		expect((await redeem(await code(), { code_verifier: 'verifier' })).status).toBe(200);
	});

	it('rotates refresh tokens, and invalidates the previous access token', async () => {
		const first = zoom.issueOAuthTokens();
		const refresh = async (refresh_token: string) =>
			await tokenCall({ grant_type: 'refresh_token', refresh_token });
		const second = (await refresh(first.refresh_token)).body;
		expect(second.refresh_token).not.toBe(first.refresh_token);
		const again = await refresh(first.refresh_token);
		expect([again.status, again.body]).toEqual([400, { reason: 'Invalid Token!', error: 'invalid_grant' }]);
		token = first.access_token;
		expect((await get('me')).body).toEqual({ code: 124, message: 'Invalid access token.' });
		token = second.access_token;
		expect((await get('me')).status).toBe(200);
	});

	it('expires tokens by command or by time, and refreshes them', async () => {
		const { access_token, refresh_token } = zoom.issueOAuthTokens();
		token = access_token;
		zoom.expireTokens();
		const response = await postForm(ada());
		expect([response.status, response.body]).toEqual([
			401,
			{ code: 124, message: 'Access token is expired.' },
		]);
		token = (await tokenCall({ grant_type: 'refresh_token', refresh_token })).body.access_token;
		expect((await postForm(ada())).status).toBe(201);
		zoom.settings.clockOffsetMs = 3_600_001;
		expect((await get('me')).body.message).toBe('Access token is expired.');
	});

	it('can be revoked', async () => {
		const basic = Buffer.from('simulator-client:simulator-secret').toString('base64');
		const response = await fetch(`${zoom.oauthUrl}/revoke`, {
			method: 'POST',
			headers: { authorization: `Basic ${basic}` },
			body: new URLSearchParams({ token }),
		});
		expect(await response.json()).toEqual({ status: 'success' });
		expect((await get('me')).status).toBe(401);
	});
});

describe('a Server-to-Server app', () => {
	const grant = { grant_type: 'account_credentials', account_id: 'simulator-account' };

	it('gets tokens, and only the newest is valid', async () => {
		token = (await tokenCall(grant)).body.access_token;
		expect((await postForm(ada())).status).toBe(201);
		const other = zoom.takeServerToServerToken();
		expect((await get('ada@corp.example')).status).toBe(401);
		zoom.settings.newestTokenOnly = false;
		zoom.takeServerToServerToken();
		token = other;
		expect((await get('ada@corp.example')).status).toBe(200);
	});

	it('can send its grant in the query', async () => {
		const basic = Buffer.from('simulator-client:simulator-secret').toString('base64');
		for (const type of ['application/x-www-form-urlencoded', 'application/json']) {
			const response = await readResponse(
				await fetch(`${zoom.oauthUrl}/token?${new URLSearchParams(grant)}`, {
					method: 'POST',
					headers: { authorization: `Basic ${basic}`, 'content-type': type },
				}),
			);
			expect(response.status).toBe(200);
		}
	});

	it('gets an error for wrong credentials', async () => {
		const secret = await tokenCall(grant, 'simulator-client:wrong');
		expect([secret.status, secret.body]).toEqual([
			400,
			{ reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
		]);
		expect((await tokenCall({ ...grant, account_id: 'x' })).body.error).toBe('invalid_request');
		expect((await tokenCall({ grant_type: 'password' })).status).toBe(400);
	});
});

describe('access', () => {
	it('requires the scope that the token was issued with', async () => {
		zoom.settings.scopes = ['user:read:admin'];
		expect((await postForm(ada('a@x.example'))).status).toBe(201);
		token = zoom.issueOAuthTokens().access_token;
		const response = await postForm(ada());
		expect([response.status, response.body]).toEqual([
			400,
			{
				code: 4711,
				message: 'Invalid access token, does not contain scopes:[user:write:user:admin].',
			},
		]);
		expect((await get('a@x.example')).status).toBe(200);
		zoom.settings.scopesInNewTokensOnly = false;
		zoom.settings.scopes = ['user:write:admin'];
		expect((await postForm(ada())).status).toBe(201);
	});

	it('requires the token in a header, not in the query', async () => {
		const response = await fetch(`${zoom.apiUrl}/users/me?access_token=${token}`);
		expect(response.status).toBe(401);
	});

	it('to an unknown path returns an error', async () => {
		expect((await call('PATCH', '/nothing/x')).body.code).toBe(2300);
		expect((await call('GET', '/users/%zz')).body.code).toBe(2300);
	});

	it('returns XML to clients that do not accept JSON', async () => {
		const answer = await sendRaw(['Content-Length: 0'], '', '/v2/nothing');
		expect(answer).toContain('{"code":2300,"message":"This API endpoint is not recognized."}');
		const response = await fetch(`${zoom.apiUrl}/nothing`, { headers: { accept: 'text/html' } });
		expect(response.status).toBe(404);
		expect(await response.text()).toContain('<error><code>2300</code><message>This API');
	});
});

describe('the journal', () => {
	it('has every request, and no secret', async () => {
		await postForm({ ...ada(), password: 'Sup3rSecret' }, 'autoCreate');
		await tokenCall({ grant_type: 'refresh_token', refresh_token: 'hush-hush' });
		expect(zoom.journal.requests).toHaveLength(2);
		expect(zoom.journal.requests[0]).toMatchObject({
			n: 1,
			method: 'POST',
			path: '/v2/users',
			status: 201,
			contentType: expect.stringContaining('multipart/form-data; boundary='),
			authorization: createHash('sha256').update(token).digest('hex').slice(0, 6),
			email: 'ada@corp.example',
			action: 'autoCreate',
			headers: { accept: 'application/json', 'content-length': expect.any(String) },
		});
		const text = JSON.stringify(zoom.journal.requests);
		for (const secret of ['Sup3rSecret', 'hush-hush', token, 'simulator-secret']) {
			expect(text).not.toContain(secret);
		}
	});

	it('has the maximum number of concurrent requests', async () => {
		zoom.settings.latencyMs = [30, 60];
		await Promise.all(['a', 'b', 'c'].map(async (name) => await postForm(ada(`${name}@x.example`))));
		await postForm(ada());
		expect(zoom.journal.maxInFlight).toBe(3);
	});
});

describe('the admin API', () => {
	const admin = async (method: string, path: string, body?: object) =>
		await readResponse(
			await fetch(`${zoom.url}/__admin${path}`, {
				method,
				body: body && JSON.stringify(body),
				headers: body && { 'content-type': 'application/json' },
			}),
		);

	it('changes all given settings, or none', async () => {
		expect((await admin('PUT', '/settings', { licenses: 3 })).body.licenses).toBe(3);
		const response = await admin('PUT', '/settings', { licenses: 5, colour: 'red', language: 'fr' });
		expect([response.status, response.body.wrong.length]).toEqual([400, 2]);
		expect(zoom.settings.licenses).toBe(3);
	});

	it('returns its state, adds users, issues and expires tokens, and resets', async () => {
		const person = { email: 'Old@x.example', status: 'inactive', type: 2, first_name: 'Old' };
		expect((await admin('POST', '/people', person)).status).toBe(201);
		token = (await admin('POST', '/tokens', { kind: 'serverToServer' })).body.access_token;
		expect((await get('old@x.example')).body).toMatchObject({ status: 'inactive', type: 2 });
		expect((await admin('GET', '')).body.counts).toMatchObject({ people: 1, requests: 1 });
		expect((await admin('GET', '/journal')).body.requests).toHaveLength(1);
		token = (await admin('POST', '/tokens', { kind: 'oauth2' })).body.access_token;
		await admin('POST', '/expire-tokens');
		expect((await get('me')).status).toBe(401);
		zoom.settings.licenses = 1;
		await admin('POST', '/reset');
		expect((await admin('GET', '/people')).text).toBe('[]');
		expect([zoom.settings.licenses, zoom.journal.requests]).toEqual([null, []]);
	});
});

describe('the command', () => {
	it('prints its addresses, and stops within a second, also with an open connection', async () => {
		const root = resolve(__dirname, '../..');
		const child = spawn(process.execPath, ['--import', 'tsx', 'simulator/cli.ts', '--port', '0'], {
			cwd: root,
		});
		let printed = '';
		child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
		while (!printed.includes('Ctrl+C')) await once(child.stdout, 'data');
		const url = /API URL +(\S+)/.exec(printed)?.[1] ?? '';
		const origin = url.replace('/v2', '');
		const made = await fetch(`${origin}/__admin/tokens`, {
			method: 'POST',
			body: '{"kind":"oauth2"}',
			headers: { 'content-type': 'application/json' },
		});
		const { access_token } = (await made.json()) as Json;
		const hanging = fetch(`${url}/users`, {
			method: 'POST',
			body: JSON.stringify({ action: 'create', user_info: ada('h+hang-before@x.example') }),
			headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
		}).catch(() => 'cut');
		for (let status; status !== 'hung'; ) {
			const journal = (await (await fetch(`${origin}/__admin/journal`)).json()) as Json;
			status = journal.requests[0]?.status;
		}
		child.kill('SIGTERM');
		const [code] = await once(child, 'exit');
		expect(code).toBe(0);
		expect(await hanging).toBe('cut');
	}, 20_000);
});
