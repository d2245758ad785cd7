import { summary } from '../client';
import { lacksScope, userPath, type Session } from '../session';

const NOBODY = userPath('nobody@zoom-probe.invalid');

/** Fields that the node reads from lists. */
const CORE_FIELDS = ['first_name', 'last_name', 'type', 'role_id', 'group_ids', 'dept', 'timezone'];

/** Tokens: two of them are requested. */
export async function checkTokens(session: Session): Promise<void> {
	const { client } = session;
	const { token: first, scope } = await client.newToken();
	const names = scope === undefined ? 'no `scope`' : `\`scope\` with ${scope.split(' ').length} scopes`;
	session.note('token-names-scopes', scope !== undefined, names, { tokenNamesScopes: scope !== undefined });
	await client.newToken();
	const older = await client.send({ path: NOBODY, token: first });
	const hasEnded = older.status === 401;
	session.note('token-newest-only', hasEnded, `the older token: ${summary(older)}`, {
		newestTokenOnly: hasEnded,
	});
	const invalid = await client.send({ path: NOBODY, token: 'not-a-token' });
	session.noteResponse('token-invalid-401', invalid, invalid.status === 401 && invalid.json.code === 124);
}

/** Reads that need no user of the probe. */
export async function checkReads(session: Session): Promise<void> {
	const { client } = session;
	const nobody = await client.get(NOBODY);
	session.noteResponse('unknown-user-1001', nobody, nobody.status === 404 && nobody.json.code === 1001);
	const isEnglish = /^[\x20-\x7e]+$/.test(String(nobody.json.message ?? ''));
	session.noteResponse('errors-in-english', nobody, isEnglish, { language: isEnglish ? 'en' : 'ja' });

	const xml = await client.send({ path: NOBODY, headers: { accept: 'application/xml' } });
	session.noteResponse('errors-xml-without-accept', xml, xml.text.trimStart().startsWith('<'));
	const unknown = await client.get('/zoom-probe');
	session.noteResponse(
		'unknown-endpoint-2300',
		unknown,
		unknown.status === 404 && unknown.json.code === 2300,
	);
	const me = await client.get('/users/me');
	session.note('me-not-for-server-to-server', me.status >= 400, me.status < 400 ? '200' : summary(me), {
		meIsOwner: me.status < 400,
	});
	const usage = await client.get('/accounts/me/plans/usage');
	session.noteResponse('plan-usage-readable', usage, usage.status === 200, {
		planUsage: usage.status === 200,
	});
	await checkLists(session);
}

async function checkLists(session: Session): Promise<void> {
	const { client } = session;
	let list = await client.get('/users?page_size=300');
	const is300 = list.status === 200 && list.json.page_size === 300;
	if (list.status === 200 || lacksScope(list)) {
		const size = Number(list.json.page_size);
		session.note('page-size-300', lacksScope(list) ? null : is300, `${summary(list)}, page_size ${size}`, {
			maxPageSize: size,
		});
	} else {
		const refused = summary(list);
		list = await client.get('/users?page_size=100');
		const accepted = list.status === 200;
		const seen = `${refused}; page_size=100: ${summary(list)}`;
		session.note('page-size-300', false, seen, { maxPageSize: accepted ? 100 : 30 });
		if (!accepted) list = await client.get('/users');
	}
	const badToken = await client.get('/users?next_page_token=zoom-probe');
	session.noteResponse(
		'page-token-invalid-300',
		badToken,
		badToken.status === 400 && badToken.json.code === 300,
	);
	const [row] = (Array.isArray(list.json.users) ? list.json.users : []) as Array<Record<string, unknown>>;
	if (typeof row?.id !== 'string') {
		session.note('list-has-core-fields', null, 'The list has no active user.');
		return;
	}
	const { json: user } = await client.get(userPath(row.id));
	const missing = CORE_FIELDS.filter((field) => field in user && !(field in row));
	const seen = missing.length === 0 ? 'all of them' : `without ${missing.join(', ')}`;
	session.note('list-has-core-fields', missing.length === 0, seen, { listLeavesOut: missing });
}

/** A group for the checks of memberships. Only users of the probe are added to it. */
export async function findGroup(session: Session): Promise<void> {
	const { json } = await session.client.get('/groups?page_size=10');
	const [group] = (Array.isArray(json.groups) ? json.groups : []) as Array<{ id?: unknown }>;
	if (typeof group?.id === 'string') session.groupId = group.id;
}
