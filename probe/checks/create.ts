import { fieldsOf, summary, type ProbeResponse } from '../client';
import type { AssumptionId } from '../assumptions';
import type { CreateFormat, Session } from '../session';

/** A plan code of Zoom's documentation above 2^53, and what JavaScript makes of it. */
const PLAN_CODE = '72057594037927936';
const ROUNDED_PLAN_CODE = '72057594037927940';

const isCode = ({ status, json }: ProbeResponse, wanted: number, code: number) =>
	status === wanted && json.code === code;
const names = ({ json }: ProbeResponse, field: string) =>
	fieldsOf(json.errors).some((one) => one.field === field);

/** The users that the formats have created: by format. */
export type Created = Partial<Record<CreateFormat, string>>;

/** POST /users, in three formats and with errors. */
export async function checkCreate(session: Session): Promise<Created> {
	const created: Created = {};
	const remaining: Array<string | undefined> = [];
	let limit: string | undefined;
	for (const [format, id] of [
		['multipart', 'create-multipart'],
		['multipart-fetch', 'create-multipart-fetch'],
		['json', 'create-json'],
	] as const) {
		const address = await session.nextAddress();
		// One of them with a capital letter.
		const sent = format === 'json' ? address[0].toUpperCase() + address.slice(1) : address;
		const response = await session.create(format, sent);
		noteFormat(session, id, format, response);
		if (response.status !== 201) continue;
		created[format] = address;
		session.accepted = format;
		noteCreated(session, response);
		remaining.push(response.headers['x-ratelimit-remaining']);
		limit ??= response.headers['x-ratelimit-limit'];
		if (format !== 'json') continue;
		const stored = String(response.json.email);
		session.note(
			'create-lower-case',
			stored === sent.toLowerCase(),
			stored === sent ? 'as sent' : 'in lower case',
		);
	}
	noteQuota(session, remaining, limit);
	const [existing] = Object.values(created);
	if (session.accepted && existing) await checkErrors(session, session.accepted, existing);
	return created;
}

function noteFormat(session: Session, id: AssumptionId, format: CreateFormat, response: ProbeResponse): void {
	const { status, json } = response;
	const isAboutFormat = status === 415 || status >= 500 || json.code === 300;
	if (status === 201) session.note(id, true, '201');
	else if (!isAboutFormat) session.note(id, null, `It was rejected for another reason: ${summary(response)}`);
	else {
		const refuseFormat = format === 'json' ? 'json' : 'multipart';
		session.note(id, false, summary(response), { refuseFormat, refusalShape: shapeOf(response) });
	}
}

/** The simulator's name for a rejected format. */
function shapeOf(response: ProbeResponse): string {
	const { status, json } = response;
	if (status === 415) return '415';
	if (status >= 500) return '500';
	if (names(response, 'action')) return '300-missing-action';
	if (fieldsOf(json.errors).length > 0) return '300-missing-field';
	return /content.?type/i.test(String(json.message)) ? '300-content-type' : '300-json-object';
}

function noteCreated(session: Session, { json }: ProbeResponse): void {
	const expected = ['id', 'email', 'first_name', 'last_name', 'type'];
	const missing = expected.filter((field) => !(field in json));
	const isAsExpected = missing.length === 0 && !('status' in json);
	session.note('create-201-fields', isAsExpected, `the fields ${Object.keys(json).sort().join(', ')}`);
}

function noteQuota(session: Session, remaining: Array<string | undefined>, limit?: string): void {
	const [first, second] = remaining;
	if (remaining.length < 2) {
		session.note('create-201-quota', null, 'Fewer than two invitations were sent.');
		return;
	}
	const counts = first !== undefined && Number(second) < Number(first);
	session.note('create-201-quota', counts, counts ? 'it counts down' : 'no such header', {
		limitHeaders: counts,
		...(counts ? { invitationsPerDay: Number(limit) } : {}),
	});
}

/** Errors that create nobody, in a format that the account accepts. */
async function checkErrors(session: Session, format: CreateFormat, existing: string): Promise<void> {
	const { client } = session;
	const again = await session.create(format, existing);
	const known = again.json.code === 1005 || again.json.code === 1009;
	session.noteResponse(
		'create-existing-1005',
		again,
		isCode(again, 409, 1005),
		known ? { existingCode: again.json.code } : undefined,
	);

	const cased = await session.create(format, await session.nextAddress(), 'CREATE');
	session.noteResponse('create-action-exact-case', cased, isCode(cased, 400, 300), {
		actionAnyCase: cased.status === 201,
	});
	const invalid = await session.create(format, 'not-an-address');
	session.noteResponse(
		'create-invalid-email-300',
		invalid,
		isCode(invalid, 400, 300) && names(invalid, 'user_info.email'),
	);
	const empty = await session.post(format, 'create', '{}');
	session.noteResponse(
		'create-missing-fields-300',
		empty,
		isCode(empty, 400, 300) && names(empty, 'user_info.email') && names(empty, 'user_info.type'),
	);
	const form = 'action=create';
	const urlencoded = await client.send({
		method: 'POST',
		path: '/users',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: form,
	});
	session.noteResponse('create-urlencoded-415', urlencoded, isCode(urlencoded, 415, 300));
	if (format === 'json') {
		const headers = { 'content-type': 'application/json' };
		const text = await client.send({ method: 'POST', path: '/users', headers, body: form });
		session.noteResponse('create-not-json-300', text, isCode(text, 400, 300));
	} else session.note('create-not-json-300', null, 'The account accepts no JSON.');
	await checkPlanCodes(session, format);
}

/** With an invalid address, so that nobody is created and no license is used. */
async function checkPlanCodes(session: Session, format: CreateFormat): Promise<void> {
	const send = async (code: string) => {
		const userInfo = `{"email":"not-an-address","type":1,"feature":{"zoom_one_type":${code}}}`;
		return await session.post(format, 'create', userInfo);
	};
	const exact = await send(PLAN_CODE);
	const rounded = await send(ROUNDED_PLAN_CODE);
	const field = 'user_info.feature.zoom_one_type';
	if (!names(exact, field) && !names(rounded, field)) {
		const seen = `Zoom does not name the field: ${summary(rounded)}`;
		session.note('plan-code-exact', null, seen);
		session.note('plan-code-rounded', null, seen);
		return;
	}
	session.noteResponse('plan-code-exact', exact, !names(exact, field));
	session.noteResponse('plan-code-rounded', rounded, names(rounded, field));
}
