import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess } from '../http/access';
import { NO_CONTENT, type ZoomResponse, type Outcome } from '../wire/response';
import { route } from '../http/exchange';
import { recordJsonBody, type JsonBody } from '../wire/jsonBody';
import { memberRoutes, paramsOf } from './members';
import { readPage, type Query } from '../http/pages';
import type { Person } from '../state/person';
import { bodyError, formatError } from '../answers/errors';
import { injectTaggedFaults } from '../http/tagged';
import { writeError } from '../answers/writeErrors';
import type { Zoom } from '../http/zoom';

/** /v2/groups: the groups and their members. */
export function groupRoutes(app: FastifyInstance, zoom: Zoom): void {
	route(app, zoom, {
		method: 'GET',
		url: '/v2/groups',
		category: 'Medium',
		respond: (request) => listGroups(zoom, request),
	});
	route(app, zoom, {
		method: 'POST',
		url: '/v2/groups',
		category: 'Light',
		read: async (request) => await recordJsonBody(request),
		respond: (request, body) => createGroup(zoom, request, body),
	});
	memberRoutes(app, zoom, {
		url: '/v2/groups/:id/members',
		verb: 'group',
		list: listMembers,
		added: {
			call: 'groupAdd',
			check: unknownGroupError,
			add: (person, groupId) => addMember(zoom, person, groupId),
			timeField: 'added_at',
		},
		remove: removeMember,
	});
}

function unknownGroupError({ settings, groups }: Zoom, request: FastifyRequest): ZoomResponse | undefined {
	const { id } = paramsOf(request);
	return groups.find(id) ? undefined : writeError(settings, 'groupUnknown', { groupId: id });
}

function listGroups(zoom: Zoom, request: FastifyRequest): ZoomResponse {
	const access = checkAccess(zoom, request, 'groups');
	if ('error' in access) return access.error;
	const page = readPage(zoom, request.query as Query, 'groups', () => zoom.groups.all);
	if ('error' in page) return page.error;
	const { total_records, next_page_token } = page.about;
	const sizes = new Map<string, number>();
	for (const { group_ids: ids } of zoom.account.everyone) {
		for (const id of ids) sizes.set(id, (sizes.get(id) ?? 0) + 1);
	}
	const groups = page.items.map((group) => ({ ...group, total_members: sizes.get(group.id) ?? 0 }));
	return { status: 200, json: { groups, total_records, next_page_token } };
}

function createGroup(zoom: Zoom, request: FastifyRequest, body: JsonBody): ZoomResponse {
	const { settings, groups } = zoom;
	const access = checkAccess(zoom, request, 'groupCreate');
	if ('error' in access) return access.error;
	if (!body.isJson) return formatError('415');
	if (body.wrong) return bodyError(body.wrong);
	const name = typeof body.value?.name === 'string' ? body.value.name.trim() : '';
	if (name === '') return writeError(settings, 'groupNameMissing');
	if (groups.named(name)) return writeError(settings, 'groupName', { groupName: name });
	request.entry.wrote = true;
	return { status: 201, json: { ...groups.add(name), total_members: 0 } };
}

function listMembers(zoom: Zoom, request: FastifyRequest): ZoomResponse {
	const { account } = zoom;
	const access = checkAccess(zoom, request, 'groupMembers');
	if ('error' in access) return access.error;
	const error = unknownGroupError(zoom, request);
	if (error) return error;
	const { id: groupId } = paramsOf(request);
	const page = readPage(zoom, request.query as Query, `group ${groupId}`, () =>
		account.everyone.filter((person) => person.group_ids.includes(groupId)),
	);
	if ('error' in page) return page.error;
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
	if ('error' in access) return access.error;
	const error = unknownGroupError(zoom, request);
	if (error) return error;
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
