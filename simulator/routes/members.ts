import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess } from '../http/access';
import type { ZoomResponse, Outcome } from '../wire/response';
import { isoTime } from './serialize';
import { route } from '../http/exchange';
import { recordJsonBody, type JsonBody } from '../wire/jsonBody';
import { isJsonObject } from '../wire/jsonText';
import type { Person } from '../state/person';
import { bodyError, fieldErrors, formatError } from '../answers/errors';
import type { Call } from '../state/scopes';
import { emailOf, injectTaggedFaults } from '../http/tagged';
import type { Verb } from '../state/triggers';
import type { Zoom } from '../http/zoom';

/** Zoom's limit for one request. */
const MAX_MEMBERS = 30;

interface NewMembers {
	call: Call;
	/** Checks whether the group or role exists. */
	check: (zoom: Zoom, request: FastifyRequest) => ZoomResponse | undefined;
	/** @returns whether the user was added */
	add: (person: Person, id: string) => boolean;
	/** The name of the time in the response. */
	timeField: string;
}

/** The members of a group or role: list, add, and remove. */
export function memberRoutes(
	app: FastifyInstance,
	zoom: Zoom,
	members: {
		/** Contains `:id`. */
		url: string;
		verb: Verb;
		list: (zoom: Zoom, request: FastifyRequest) => ZoomResponse;
		added: NewMembers;
		remove: (zoom: Zoom, request: FastifyRequest) => Promise<Outcome>;
	},
): void {
	const { url, verb, list, added, remove } = members;
	route(app, zoom, { method: 'GET', url, category: 'Medium', respond: (request) => list(zoom, request) });
	route(app, zoom, {
		method: 'POST',
		url,
		category: 'Medium',
		read: async (request) => await readMembersBody(zoom, request, verb),
		respond: async (request, body) => await addMembers(zoom, request, body, added),
	});
	route(app, zoom, {
		method: 'DELETE',
		url: `${url}/:memberId`,
		category: 'Light',
		read: (request) => noteMember(zoom, request, verb),
		respond: async (request) => await remove(zoom, request),
	});
}

/** Reads the body of a POST, and records its users. */
async function readMembersBody(zoom: Zoom, request: FastifyRequest, verb: Verb): Promise<JsonBody> {
	const body = await recordJsonBody(request);
	const emails = idsOf(body.value?.members).map((id) => emailOf(zoom, id));
	request.tagged = { verb, emails: emails.filter((email) => email !== undefined) };
	return body;
}

/** Records the user of a DELETE. */
function noteMember(zoom: Zoom, request: FastifyRequest, verb: Verb): void {
	const email = emailOf(zoom, paramsOf(request).memberId);
	request.tagged = { verb, emails: email === undefined ? [] : [email] };
}

export function paramsOf(request: FastifyRequest): { id: string; memberId: string } {
	return request.params as { id: string; memberId: string };
}

/** The response lists the added users in `ids`, which can be empty. */
async function addMembers(
	zoom: Zoom,
	request: FastifyRequest,
	body: JsonBody,
	to: NewMembers,
): Promise<Outcome> {
	const { settings, account } = zoom;
	const access = checkAccess(zoom, request, to.call);
	if ('error' in access) return access.error;
	if (!body.isJson) return formatError('415');
	if (body.wrong) return bodyError(body.wrong);
	const members = body.value?.members;
	if (members === undefined) return fieldErrors(settings, [{ field: 'members', fault: 'missing' }]);
	const ids = idsOf(members);
	if (!Array.isArray(members) || ids.length !== members.length || ids.length > MAX_MEMBERS) {
		return fieldErrors(settings, [{ field: 'members', fault: 'invalid' }]);
	}
	const error = to.check(zoom, request);
	if (error) return error;
	return await injectTaggedFaults(zoom, request, () => {
		const added: string[] = [];
		for (const id of ids) {
			const person = account.find(id);
			const state = person && account.stateOf(person);
			if (!person || (state !== 'active' && state !== 'inactive') || !to.add(person, paramsOf(request).id))
				continue;
			added.push(person.id);
			request.entry.wrote = true;
		}
		const at = isoTime(zoom.now());
		return { status: 201, json: { ids: added.join(','), [to.timeField]: at } };
	});
}

/** The ID of each member, otherwise the email. Members without both are left out. */
function idsOf(members: unknown): string[] {
	if (!Array.isArray(members)) return [];
	return members
		.map((member) => (isJsonObject(member) ? (member.id ?? member.email) : undefined))
		.filter((id) => typeof id === 'string' && id !== '') as string[];
}
