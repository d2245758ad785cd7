import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess } from '../http/access';
import { NO_CONTENT, type Answer, type Outcome } from '../wire/answer';
import { route } from '../http/exchange';
import { recordJsonBody, type JsonBody } from '../wire/jsonBody';
import { memberRoutes, paramsOf } from './members';
import { readPage, type Query } from '../http/pages';
import type { Person } from '../state/person';
import { bodyError, formatError } from '../answers/errors';
import { injectTaggedFaults } from '../http/tagged';
import { writeError } from '../answers/writeErrors';
import type { Zoom } from '../http/zoom';

/** /v2/groups: the groups, and who is in them. */
export function groupRoutes(app: FastifyInstance, zoom: Zoom): void {
	route(app, zoom, {
		method: 'GET',
		url: '/v2/groups',
		category: 'Medium',
		answer: (request) => listGroups(zoom, request),
	});
	route(app, zoom, {
		method: 'POST',
		url: '/v2/groups',
		category: 'Light',
		read: async (request) => await recordJsonBody(request),
		answer: (request, body) => createGroup(zoom, request, body),
	});
	memberRoutes(app, zoom, {
		url: '/v2/groups/:id/members',
		verb: 'group',
		list: listMembers,
		added: {
			call: 'groupAdd',
			check: refuseUnknown,
			add: (person, groupId) => addMember(zoom, person, groupId),
			timeField: 'added_at',
		},
		remove: removeMember,
	});
}

function refuseUnknown({ settings, groups }: Zoom, request: FastifyRequest): Answer | undefined {
	const { id } = paramsOf(request);
	return groups.find(id) ? undefined : writeError(settings, 'groupUnknown', { groupId: id });
}

function listGroups(zoom: Zoom, request: FastifyRequest): Answer {
	const access = checkAccess(zoom, request, 'groups');
	if ('refusal' in access) return access.refusal;
	const page = readPage(zoom, request.query as Query, 'groups', () => zoom.groups.all);
	if ('refusal' in page) return page.refusal;
	const { total_records, next_page_token } = page.about;
	const sizes = new Map<string, number>();
	for (const { group_ids: ids } of zoom.account.everyone) {
		for (const id of ids) sizes.set(id, (sizes.get(id) ?? 0) + 1);
	}
	const groups = page.items.map((group) => ({ ...group, total_members: sizes.get(group.id) ?? 0 }));
	return { status: 200, json: { groups, total_records, next_page_token } };
}

function createGroup(zoom: Zoom, request: FastifyRequest, body: JsonBody): Answer {
	const { settings, groups } = zoom;
	const access = checkAccess(zoom, request, 'groupCreate');
	if ('refusal' in access) return access.refusal;
	if (!body.isJson) return formatError('415');
	if (body.wrong) return bodyError(body.wrong);
	const name = typeof body.value?.name === 'string' ? body.value.name.trim() : '';
	if (name === '') return writeError(settings, 'groupNameMissing');
	if (groups.named(name)) return writeError(settings, 'groupName', { groupName: name });
	request.entry.wrote = true;
	return { status: 201, json: { ...groups.add(name), total_members: 0 } };
}

function listMembers(zoom: Zoom, request: FastifyRequest): Answer {
	const { account } = zoom;
	const access = checkAccess(zoom, request, 'groupMembers');
	if ('refusal' in access) return access.refusal;
	const no = refuseUnknown(zoom, request);
	if (no) return no;
	const { id: groupId } = paramsOf(request);
	const page = readPage(zoom, request.query as Query, `group ${groupId}`, () =>
		account.everyone.filter((person) => person.group_ids.includes(groupId)),
	);
	if ('refusal' in page) return page.refusal;
	const members = page.items.map((person) => {
		const { id, email, first_name, last_name, type } = person;
		const row = { email, first_name, last_name, type };
		return account.stateOf(person) === 'pending' ? row : { id, ...row };
	});
	return { status: 200, json: { ...page.about, members } };
}

function addMember(zoom: Zoom, person: Person, groupId: string): boolean {
	if (zoom.settings.groupAddDropped || person.group_ids.includes(groupId)) return false;
	person.group_ids = [...person.group_ids, groupId];
	zoom.emit('group.member_added', person, { groupId });
	return true;
}

async function removeMember(zoom: Zoom, request: FastifyRequest): Promise<Outcome> {
	const { settings, account } = zoom;
	const access = checkAccess(zoom, request, 'groupRemove');
	if ('refusal' in access) return access.refusal;
	const no = refuseUnknown(zoom, request);
	if (no) return no;
	return await injectTaggedFaults(zoom, request, () => {
		const { id: groupId, memberId } = paramsOf(request);
		const person = account.find(memberId);
		if (person && account.stateOf(person) === 'pending') return NO_CONTENT;
		if (!person?.group_ids.includes(groupId)) return writeError(settings, 'memberUnknown');
		person.group_ids = person.group_ids.filter((id) => id !== groupId);
		request.entry.wrote = true;
		zoom.emit('group.member_deleted', person, { groupId });
		return NO_CONTENT;
	});
}
