import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess, ME_IS_NOBODY } from '../http/access';
import type { Answer, Ending } from '../wire/answer';
import { lock, route } from '../http/exchange';
import { recordJsonBody, type JsonBody } from '../wire/jsonBody';
import type { Query } from '../http/pages';
import type { Person } from '../state/person';
import { refuse, refuseBody, refuseFormat } from '../answers/refusals';
import type { Call } from '../state/scopes';
import type { Settings } from '../state/settings';
import { emailOf, sufferTags } from '../http/tagged';
import { changeEmail, changeStatus, endSessions } from './personState';
import type { Verb } from '../state/triggers';
import { updateUser } from './userPatch';
import { removeUser } from './userRemoval';
import { refuseWrite } from '../answers/writeRefusals';
import type { Zoom } from '../http/zoom';

/** What a write asks for. */
export interface Asked {
	/** As it stands in the address, decoded. */
	id: string;
	query: Query;
	/** Empty where the write has none. */
	body: Record<string, unknown>;
	/** The write took effect: the journal notes it. */
	took(): void;
}

/** A write of one person, under /v2/users/:id. */
export interface PersonWrite {
	verb: Verb;
	call: Call;
	/** What is wrong with the body or the query, whoever it is about. */
	check?(asked: Asked, settings: Settings): Answer | undefined;
	/** Expired invitations are its own business. */
	takesExpired?: boolean;
	/** Whether the person can be had, and the write itself. */
	apply(zoom: Zoom, person: Person, asked: Asked): Answer;
}

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
			answer: async (request, body) => await writePerson(zoom, request, write, body),
		});
	add('PATCH', '/v2/users/:id', updateUser);
	add('DELETE', '/v2/users/:id', removeUser);
	add('PUT', '/v2/users/:id/status', changeStatus);
	add('PUT', '/v2/users/:id/email', changeEmail);
	add('DELETE', '/v2/users/:id/token', endSessions);
}

/** The same order as in POST /v2/users; the lock on the person comes before the tags. */
async function writePerson(
	zoom: Zoom,
	request: FastifyRequest,
	write: PersonWrite,
	body: JsonBody | undefined,
): Promise<Ending> {
	const { settings, account } = zoom;
	const access = checkAccess(zoom, request, write.call);
	if ('refusal' in access) return access.refusal;
	if (!settings.roleMayEditUsers) return refuse(settings, 200, {}, 3);
	if (body?.isJson === false) return refuseFormat('415');
	if (body?.wrong) return refuseBody(body.wrong);
	const id = idOf(request);
	const asked: Asked = {
		id,
		query: request.query as Query,
		body: body?.value ?? {},
		took: () => (request.entry.wrote = true),
	};
	const wrong = write.check?.(asked, settings);
	if (wrong) return wrong;

	if (id === 'me' && access.kind === 'serverToServer') return ME_IS_NOBODY;
	const person = id === 'me' ? account.owner : account.find(id);
	if (person) {
		if (zoom.locked.has(person.id)) return refuseWrite(settings, 'underWay');
		lock(zoom, request, person.id);
	}
	return await sufferTags(zoom, request, () => {
		const state = person && account.stateOf(person);
		if (!person || state === 'elsewhere') return refuse(settings, 1001, { id });
		if (state === 'expired' && !write.takesExpired) return refuse(settings, 1120);
		return write.apply(zoom, person, asked);
	});
}

function idOf(request: FastifyRequest): string {
	return (request.params as { id: string }).id;
}
