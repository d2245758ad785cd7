import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess, ME_NOT_SUPPORTED } from '../http/access';
import type { ZoomResponse, Outcome } from '../wire/response';
import { serializePerson, listRow } from './serialize';
import { route } from '../http/exchange';
import { readPage, type Query } from '../http/pages';
import type { Person } from '../state/person';
import { errorResponse, fieldErrors } from '../answers/errors';
import { emailOf, injectTaggedFaults } from '../http/tagged';
import { readTriggers } from '../state/triggers';
import type { Zoom } from '../http/zoom';

const STATUSES = ['active', 'inactive', 'pending'];
const LICENSES = ['zoom_workforce_management', 'zoom_compliance_management'];

/** Reads of users. */
export function readRoutes(app: FastifyInstance, zoom: Zoom): void {
	route(app, zoom, {
		method: 'GET',
		url: '/v2/users',
		category: 'Medium',
		respond: (request) => listUsers(zoom, request),
	});
	route(app, zoom, {
		method: 'GET',
		url: '/v2/users/:id',
		category: 'Light',
		read: (request) => {
			const email = emailOf(zoom, idOf(request));
			if (email !== undefined) request.tagged = { verb: 'get', emails: [email] };
		},
		respond: async (request) => await getUser(zoom, request),
	});
	route(app, zoom, {
		method: 'GET',
		url: '/v2/users/:id/settings',
		category: 'Medium',
		respond: (request) => getUserSettings(zoom, request),
	});
}

function idOf(request: FastifyRequest): string {
	return (request.params as { id: string }).id;
}

/** By ID or email, by employee ID if the query says so, and `me`. */
async function getUser(zoom: Zoom, request: FastifyRequest): Promise<Outcome> {
	const { settings, account } = zoom;
	const id = idOf(request);
	const access = checkAccess(zoom, request, id === 'me' ? 'me' : 'get');
	if ('error' in access) return access.error;
	if (id === 'me') {
		if (access.kind === 'serverToServer' && !settings.meIsOwner) return ME_NOT_SUPPORTED;
		return { status: 200, json: serializePerson(zoom, account.owner) };
	}
	const { search_by_unique_id: byUniqueId } = request.query as Query;
	const person = byUniqueId === 'true' ? account.findByUniqueId(id) : account.find(id);
	if (readTriggers(person?.email ?? id).getWithoutScope) {
		return errorResponse(settings, 4711, { scope: 'user:read:user:admin' });
	}
	return await injectTaggedFaults(zoom, request, () => {
		const state = person && account.stateOf(person);
		if (!person || state === 'otherAccount') return errorResponse(settings, 1001, { id });
		if (state === 'expired') return errorResponse(settings, 1120);
		return { status: 200, json: serializePerson(zoom, person) };
	});
}

/** Some of the settings that Zoom returns: each group as an object of flags. */
function getUserSettings(zoom: Zoom, request: FastifyRequest): ZoomResponse {
	const { settings, account } = zoom;
	const id = idOf(request);
	const access = checkAccess(zoom, request, 'settings');
	if ('error' in access) return access.error;
	const person = account.find(id);
	const state = person && account.stateOf(person);
	if (!person || state === 'otherAccount') return errorResponse(settings, 1001, { id });
	if (state === 'expired') return errorResponse(settings, 1120);
	return {
		status: 200,
		json: {
			schedule_meeting: { host_video: true, join_before_host: false },
			in_meeting: { chat: true, waiting_room: true },
			email_notification: { cancel_meeting_reminder: true },
			recording: { cloud_recording: person.type === 2, auto_recording: 'none' },
			feature: { meeting_capacity: person.type === 4 ? 0 : 100, zoom_phone: person.zoom_phone ?? false },
		},
	};
}

/** One status at a time, in pages. */
function listUsers(zoom: Zoom, request: FastifyRequest): ZoomResponse {
	const { settings, account } = zoom;
	const access = checkAccess(zoom, request, 'list');
	if ('error' in access) return access.error;
	const query = request.query as Query;
	const { status = 'active', role_id: role, license, include_fields: include } = query;
	if (!STATUSES.includes(status)) return fieldErrors(settings, [{ field: 'status', fault: 'invalid' }]);
	if (license !== undefined && !LICENSES.includes(license)) {
		return fieldErrors(settings, [{ field: 'license', fault: 'invalid' }]);
	}
	const isAskedFor = (person: Person) =>
		account.stateOf(person) === status &&
		(role === undefined || person.role_id === role) &&
		(license === undefined || person.addons?.includes(license) === true);
	const of = ['users', status, role, license].join(' ');
	const page = readPage(zoom, query, of, () => account.everyone.filter(isAskedFor));
	if ('error' in page) return page.error;
	const withAttributes = include?.split(',').includes('custom_attributes') === true;
	return {
		status: 200,
		json: { ...page.about, users: page.items.map((person) => listRow(zoom, person, withAttributes)) },
	};
}
