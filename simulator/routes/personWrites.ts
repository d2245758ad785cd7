import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess, ME_NOT_SUPPORTED } from '../http/access';
import type { Outcome } from '../wire/response';
import { lock, route } from '../http/exchange';
import { recordJsonBody, type JsonBody } from '../wire/jsonBody';
import type { Query } from '../http/pages';
import { errorResponse, bodyError, formatError } from '../answers/errors';
import { emailOf, injectTaggedFaults } from '../http/tagged';
import { changeEmail, changeStatus, endSessions } from './personState';
import type { WriteRequest, PersonWrite } from './personWrite';
import { updateUser } from './userPatch';
import { removeUser } from './userRemoval';
import { writeError } from '../answers/writeErrors';
import type { Zoom } from '../http/zoom';

export function personWriteRoutes(app: FastifyInstance, zoom: Zoom): void {
	const add = (method: 'PATCH' | 'PUT' | 'DELETE', url: string, write: PersonWrite) =>
		route<JsonBody | undefined>(app, zoom, {
			method,
			url,
			category: 'Light',
			read: async (request) => {
				const email = emailOf(zoom, idOf(request));
				request.entry.email = email;
				request.tagged = { verb: write.verb, emails: email === undefined ? [] : [email] };
				return method === 'DELETE' ? undefined : await recordJsonBody(request);
			},
			respond: async (request, body) => await writePerson(zoom, request, write, body),
		});
	add('PATCH', '/v2/users/:id', updateUser);
	add('DELETE', '/v2/users/:id', removeUser);
	add('PUT', '/v2/users/:id/status', changeStatus);
	add('PUT', '/v2/users/:id/email', changeEmail);
	add('DELETE', '/v2/users/:id/token', endSessions);
}

/** The same order of checks as in POST /v2/users. The user is locked before the tags apply. */
async function writePerson(
	zoom: Zoom,
	request: FastifyRequest,
	write: PersonWrite,
	body: JsonBody | undefined,
): Promise<Outcome> {
	const { settings, account } = zoom;
	const access = checkAccess(zoom, request, write.call);
	if ('error' in access) return access.error;
	if (!settings.roleMayEditUsers) return errorResponse(settings, 200, {}, 3);
	if (body?.isJson === false) return formatError('415');
	if (body?.wrong) return bodyError(body.wrong);
	const id = idOf(request);
	const writeRequest: WriteRequest = {
		id,
		query: request.query as Query,
		body: body?.value ?? {},
		markWritten: () => (request.entry.wrote = true),
	};
	const wrong = write.check?.(writeRequest, settings);
	if (wrong) return wrong;

	if (id === 'me' && access.kind === 'serverToServer') return ME_NOT_SUPPORTED;
	const person = id === 'me' ? account.owner : account.find(id);
	if (person) {
		if (zoom.locked.has(person.id)) return writeError(settings, 'underWay');
		lock(zoom, request, person.id);
	}
	return await injectTaggedFaults(zoom, request, () => {
		const state = person && account.stateOf(person);
		if (!person || state === 'otherAccount') return errorResponse(settings, 1001, { id });
		if (state === 'expired' && !write.allowsExpired) return errorResponse(settings, 1120);
		return write.apply(zoom, person, writeRequest);
	});
}

function idOf(request: FastifyRequest): string {
	return (request.params as { id: string }).id;
}
