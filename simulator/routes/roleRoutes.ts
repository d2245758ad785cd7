import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess } from '../http/access';
import { NO_CONTENT, type Answer, type Outcome } from '../wire/answer';
import { route } from '../http/exchange';
import { memberRoutes, paramsOf } from './members';
import { readPage, type Query } from '../http/pages';
import type { Person } from '../state/person';
import { errorResponse } from '../answers/errors';
import { MEMBER, OWNER, ROLES } from '../state/roles';
import { injectTaggedFaults } from '../http/tagged';
import { writeError } from '../answers/writeErrors';
import type { Zoom } from '../http/zoom';

/** /v2/roles: the roles, and who holds them. */
export function roleRoutes(app: FastifyInstance, zoom: Zoom): void {
	route(app, zoom, {
		method: 'GET',
		url: '/v2/roles',
		category: 'Medium',
		answer: (request) => listRoles(zoom, request),
	});
	memberRoutes(app, zoom, {
		url: '/v2/roles/:id/members',
		verb: 'role',
		list: listMembers,
		added: {
			call: 'roleAdd',
			check: refuseRole,
			add: (person, roleId) => giveRole(zoom, person, roleId),
			timeField: 'add_at',
		},
		remove: takeRole,
	});
}

function refuseUnknown({ settings }: Zoom, request: FastifyRequest): Answer | undefined {
	const { id } = paramsOf(request);
	return ROLES.some((role) => role.id === id) ? undefined : writeError(settings, 'roleUnknown');
}

/** Nobody is made or unmade an owner, or a mere member, this way. */
function refuseRole(zoom: Zoom, request: FastifyRequest): Answer | undefined {
	const { id } = paramsOf(request);
	if (id === OWNER || id === MEMBER) return writeError(zoom.settings, 'roleFixed');
	return refuseUnknown(zoom, request);
}

/** Who holds the role: of those who joined. */
function holders({ account }: Zoom, roleId: string): Person[] {
	return account.everyone.filter(
		(person) => person.role_id === roleId && (person.status === 'active' || person.status === 'inactive'),
	);
}

/** All at once: this list has no pages. */
function listRoles(zoom: Zoom, request: FastifyRequest): Answer {
	const access = checkAccess(zoom, request, 'roles');
	if ('refusal' in access) return access.refusal;
	const roles = ROLES.map((role) => ({
		...role,
		type: 'common',
		total_members: holders(zoom, role.id).length,
	}));
	return { status: 200, json: { total_records: roles.length, roles } };
}

function listMembers(zoom: Zoom, request: FastifyRequest): Answer {
	const access = checkAccess(zoom, request, 'roleMembers');
	if ('refusal' in access) return access.refusal;
	const no = refuseUnknown(zoom, request);
	if (no) return no;
	const { id: roleId } = paramsOf(request);
	const page = readPage(zoom, request.query as Query, `role ${roleId}`, () => holders(zoom, roleId));
	if ('refusal' in page) return page.refusal;
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

/** One role each: the new one takes the place of the old. The owner stays the owner. */
function giveRole(zoom: Zoom, person: Person, roleId: string): boolean {
	if (person === zoom.account.owner || person.role_id === roleId) return false;
	person.role_id = roleId;
	return true;
}

/** By id only, as documented: an e-mail names nobody here. */
async function takeRole(zoom: Zoom, request: FastifyRequest): Promise<Outcome> {
	const { settings, account } = zoom;
	const access = checkAccess(zoom, request, 'roleRemove');
	if ('refusal' in access) return access.refusal;
	const no = refuseRole(zoom, request);
	if (no) return no;
	return await injectTaggedFaults(zoom, request, () => {
		const { id: roleId, memberId } = paramsOf(request);
		const person = memberId.includes('@') ? undefined : account.find(memberId);
		if (person?.role_id !== roleId) return errorResponse(settings, 1001, { id: memberId });
		person.role_id = MEMBER;
		request.entry.wrote = true;
		return NO_CONTENT;
	});
}
