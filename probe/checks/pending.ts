import { setTimeout as sleep } from 'node:timers/promises';
import { summary } from '../client';
import { userPath, type Session } from '../session';

/** Zoom's times have whole seconds. */
const OVER_A_SECOND_MS = 1_100;

const asList = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []);

/** An invited user: reads, changes, groups, and three ways to remove them. `other` is a second one. */
export async function checkPending(session: Session, invited: string, other?: string): Promise<void> {
	const { client } = session;
	const path = userPath(invited);
	const first = await client.get(path);
	const isPending = first.json.status === 'pending' && typeof first.json.id === 'string';
	session.note('pending-get', isPending, `${summary(first)}, status ${String(first.json.status)}`);
	await sleep(OVER_A_SECOND_MS);

	await client.sendJson('PATCH', path, { first_name: 'Changed' });
	const second = await client.get(path);
	const moves = first.json.created_at !== second.json.created_at;
	session.note('pending-created-at-now', moves, moves ? 'it moves' : 'it stays', {
		pendingCreatedAtIsNow: moves,
	});
	const changed = second.json.first_name === 'Changed';
	session.note('pending-patch-ignored', !changed, changed ? 'changed' : 'unchanged', {
		pendingTakesPatch: changed,
	});

	const list = await client.get('/users?status=pending');
	const row = asList(list.json.users).find(
		(one) => String((one as { email?: unknown }).email).toLowerCase() === invited.toLowerCase(),
	);
	if (row === undefined) session.note('pending-no-id-in-lists', null, 'The user is not on the first page.');
	else {
		const hasId = Boolean((row as { id?: unknown }).id);
		session.note('pending-no-id-in-lists', !hasId, hasId ? 'with `id`' : 'without `id`', {
			pendingIdInLists: hasId,
		});
	}
	await checkGroups(session, invited, other);
	await checkRemoval(session, invited, other);
}

async function checkGroups(session: Session, invited: string, other?: string): Promise<void> {
	const { client, groupId } = session;
	if (groupId === undefined) {
		for (const id of ['pending-group-by-patch', 'pending-group-by-post'] as const) {
			session.note(id, null, 'The account has no group, or the app cannot read them.');
		}
		return;
	}
	await client.sendJson('PATCH', userPath(invited), { group_id: groupId });
	const { json } = await client.get(userPath(invited));
	const isMember = asList(json.group_ids).includes(groupId);
	session.note('pending-group-by-patch', isMember, isMember ? 'a member' : 'not a member', {
		pendingGroup: isMember,
	});
	if (other === undefined) return;
	const members = [{ email: other }];
	const added = await client.sendJson('POST', `/groups/${encodeURIComponent(groupId)}/members`, { members });
	session.noteResponse('pending-group-by-post', added, added.status === 201 && !added.json.ids);
}

async function checkRemoval(session: Session, invited: string, other?: string): Promise<void> {
	const { client } = session;
	const path = userPath(invited);
	const remove = async (from: string, query: string) =>
		await client.send({ method: 'DELETE', path: from + query });
	const isGone = async (from: string) => (await client.get(from)).json.code === 1001;
	const deleted = await remove(path, '?action=delete');
	session.noteResponse('pending-delete-needs-disassociate', deleted, deleted.status >= 400);
	if (deleted.status < 400) {
		session.note('pending-delete-with-query', null, 'The user was already deleted.');
	} else {
		const unlinked = await remove(path, '?action=disassociate');
		const isCancelled = unlinked.status < 300 && (await isGone(path));
		session.noteResponse('pending-delete-with-query', unlinked, isCancelled, {
			pendingTakesNoQuery: !isCancelled,
		});
	}
	if (other === undefined) return;
	const plain = await remove(userPath(other), '');
	const isCancelled = plain.status < 300 && (await isGone(userPath(other)));
	session.noteResponse('pending-delete-without-query', plain, isCancelled);
}
