import { isDeepStrictEqual } from 'node:util';
import { summary, type ProbeResponse } from '../client';
import type { AssumptionId } from '../assumptions';
import { userPath, type CreateFormat, type Session } from '../session';

const TIME_ZONE = 'Europe/Berlin';
/** A number that is reserved for fiction. */
const PHONE = { country: 'US', code: '+1', number: '2015550123' };
const DEPARTMENT = 'Zoom Probe';

const ROWS: AssumptionId[] = [
	'patch-applies',
	'patch-ignores-email',
	'patch-one-plan',
	'timezone-iana',
	'phone-format',
	'group-add-ids',
	'group-add-twice',
	'deleted-user-1001',
];

/** A user who is active at once, without an invitation. */
export async function checkActive(session: Session, format: CreateFormat): Promise<void> {
	const { client } = session;
	const address = await session.nextAddress();
	const response = await createActive(session, format, address);
	if (response.status !== 201) {
		const seen = `The account creates no active users: ${summary(response)}`;
		for (const id of ROWS) session.note(id, null, seen);
		return;
	}
	const path = userPath(address);
	await client.sendJson('PATCH', path, { dept: DEPARTMENT, email: `other-${address}` });
	await client.sendJson('PATCH', path, { timezone: TIME_ZONE });
	await client.sendJson('PATCH', path, { phone_numbers: [{ ...PHONE, label: 'Mobile' }] });
	const { json: user } = await client.get(path);
	const compare = (id: AssumptionId, isSame: boolean) =>
		session.note(id, isSame, isSame ? 'as sent' : 'differently');
	compare('patch-applies', user.dept === DEPARTMENT);
	compare('timezone-iana', user.timezone === TIME_ZONE);
	const [phone] = (Array.isArray(user.phone_numbers) ? user.phone_numbers : []) as Array<typeof PHONE>;
	const stored = phone && { country: phone.country, code: phone.code, number: phone.number };
	compare('phone-format', isDeepStrictEqual(stored, PHONE));
	const keeps = String(user.email).toLowerCase() === address.toLowerCase();
	session.note('patch-ignores-email', keeps, keeps ? 'unchanged' : 'changed');
	const plans = await client.sendJson('PATCH', path, { type: 1, zoom_one_type: 0 });
	session.noteResponse('patch-one-plan', plans, plans.status === 400 && plans.json.code === 300);
	await checkMembership(session, String(user.id));

	const deleted = await client.send({ method: 'DELETE', path: `${path}?action=delete` });
	const after = deleted.status < 300 ? await client.get(path) : deleted;
	session.noteResponse('deleted-user-1001', after, after.status === 404 && after.json.code === 1001);
}

async function createActive(session: Session, format: CreateFormat, address: string): Promise<ProbeResponse> {
	// Nobody needs to know it: the user is deleted at the end.
	const password = `Aa1!${crypto.randomUUID().slice(0, 20)}`;
	session.redactor.learn('secret', password);
	const first = await session.create(format, address, 'autoCreate', { password });
	return first.status === 201 ? first : await session.create(format, address, 'custCreate');
}

async function checkMembership(session: Session, userId: string): Promise<void> {
	const { client, groupId } = session;
	if (groupId === undefined) {
		const seen = 'The account has no group, or the app cannot read them.';
		session.note('group-add-ids', null, seen);
		session.note('group-add-twice', null, seen);
		return;
	}
	const add = async () =>
		await client.sendJson('POST', `/groups/${encodeURIComponent(groupId)}/members`, {
			members: [{ id: userId }],
		});
	const first = await add();
	const isAdded = first.status === 201 && String(first.json.ids).includes(userId);
	session.noteResponse('group-add-ids', first, isAdded, {
		groupAddDropped: first.status === 201 && !isAdded,
	});
	const again = await add();
	session.noteResponse('group-add-twice', again, again.status === 201 && !again.json.ids);
}
