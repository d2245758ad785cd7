import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess } from '../http/access';
import { NO_CONTENT, type ZoomResponse, type Outcome } from '../wire/response';
import { route } from '../http/exchange';
import { memberRoutes, paramsOf } from './members';
import { readPage, type Query } from '../http/pages';
import type { Person } from '../state/person';
import { errorResponse } from '../answers/errors';
import { MEMBER, OWNER, ROLES } from '../state/roles';
import { injectTaggedFaults } from '../http/tagged';
import { writeError } from '../answers/writeErrors';
import type { Zoom } from '../http/zoom';

/** /v2/roles: the roles and their members. */
export function roleRoutes(app: FastifyInstance, zoom: Zoom): void {
	route(app, zoom, {
		method: 'GET',
		url: '/v2/roles',
		category: 'Medium',
		respond: (request) => listRoles(zoom, request),
	});
	memberRoutes(app, zoom, {
		url: '/v2/roles/:id/members',
		verb: 'role',
		list: listMembers,
		added: {
			call: 'roleAdd',
			check: roleError,
			add: (person, roleId) => assignRole(zoom, person, roleId),
			timeField: 'add_at',
		},
		remove: removeRole,
	});
}

function unknownRoleError({ settings }: Zoom, request: FastifyRequest): ZoomResponse | undefined {
	const { id } = paramsOf(request);
	return ROLES.some((role) => role.id === id) ? undefined : writeError(settings, 'roleUnknown');
}

/** The roles Owner and Member cannot be assigned or removed. */
function roleError(zoom: Zoom, request: FastifyRequest): ZoomResponse | undefined {
	const { id } = paramsOf(request);
	if (id === OWNER || id === MEMBER) return writeError(zoom.settings, 'roleFixed');
	return unknownRoleError(zoom, request);
}

/** The active and inactive users with the role. */
function holders({ account }: Zoom, roleId: string): Person[] {
	return account.everyone.filter(
		(person) => person.role_id === roleId && (person.status === 'active' || person.status === 'inactive'),
	);
}

/** The complete list: it has no pages. */
function listRoles(zoom: Zoom, request: FastifyRequest): ZoomResponse {
	const access = checkAccess(zoom, request, 'roles');
	if ('error' in access) return access.error;
	const roles = ROLES.map((role) => ({
		...role,
		type: 'common',
		total_members: holders(zoom, role.id).length,
	}));
	return { status: 200, json: { total_records: roles.length, roles } };
}

function listMembers(zoom: Zoom, request: FastifyRequest): ZoomResponse {
	const access = checkAccess(zoom, request, 'roleMembers');
	if ('error' in access) return access.error;
	const error = unknownRoleError(zoom, request);
	if (error) return error;
	const { id: roleId } = paramsOf(request);
	const page = readPage(zoom, request.query as Query, `role ${roleId}`, () => holders(zoom, roleId));
	if ('error' in page) return page.error;
	const members = page.items.map(({ id, email, first_name, last_name, dept, type }) => ({
		id,
		email,
		first_name,
		last_name,
		department: dept ?? '',
		type,
	}));
	return { status: 200, json: { ...page.about, members } };
}

/** A user has one role: a new one replaces it. The owner keeps the role. */
function assignRole(zoom: Zoom, person: Person, roleId: string): boolean {
	if (person === zoom.account.owner || person.role_id === roleId) return false;
	person.role_id = roleId;
	return true;
}

/** By ID only, as documented. An email finds no user here. */
async function removeRole(zoom: Zoom, request: FastifyRequest): Promise<Outcome> {
	const { settings, account } = zoom;
	const access = checkAccess(zoom, request, 'roleRemove');
	if ('error' in access) return access.error;
	const error = roleError(zoom, request);
	if (error) return error;
	return await injectTaggedFaults(zoom, request, () => {
		const { id: roleId, memberId } = paramsOf(request);
		const person = memberId.includes('@') ? undefined : account.find(memberId);
		if (person?.role_id !== roleId) return errorResponse(settings, 1001, { id: memberId });
		person.role_id = MEMBER;
		request.entry.wrote = true;
		return NO_CONTENT;
	});
}
