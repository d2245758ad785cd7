import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess } from '../http/access';
import type { ZoomResponse, Outcome } from '../wire/response';
import { readCreateBody, type CreateBody } from '../wire/createBody';
import { lock, route } from '../http/exchange';
import { maskPasswords } from '../wire/jsonText';
import type { Person } from '../state/person';
import { errorResponse, bodyError, formatError, invitationError } from '../answers/errors';
import { injectTaggedFaults } from '../http/tagged';
import { readTriggers } from '../state/triggers';
import { ACTIONS, checkBody, type UserInfo } from '../answers/userInfoRules';
import type { Zoom } from '../http/zoom';

/** POST /v2/users */
export function createRoute(app: FastifyInstance, zoom: Zoom): void {
	route(app, zoom, {
		method: 'POST',
		url: '/v2/users',
		category: 'Light',
		read: async (request) => {
			const body = await readCreateBody(request);
			noteBody(zoom, request, body);
			return body;
		},
		respond: async (request, body) => await createUser(zoom, request, body),
	});
}

function noteBody(zoom: Zoom, request: FastifyRequest, body: CreateBody): void {
	const { entry } = request;
	if (typeof body.action === 'string') entry.action = body.action;
	if (body.userInfoText !== undefined) entry.userInfoText = maskPasswords(body.userInfoText);
	const email = body.userInfo?.email;
	if (typeof email === 'string') {
		request.post = zoom.journal.notePerson(entry, email);
		request.tagged = { verb: 'post', emails: [email] };
	}
	if (body.wrong) entry.simulator = body.wrong;
}

/**
 * The order of Zoom's checks: token, concurrency, role, format, body, user. Faults in the address apply
 * only to requests that pass the first five.
 */
async function createUser(zoom: Zoom, request: FastifyRequest, body: CreateBody): Promise<Outcome> {
	const { settings } = zoom;
	const access = checkAccess(zoom, request, 'create');
	if ('error' in access) return access.error;
	if (request.exceeded === 'writes') return errorResponse(settings, 429, {}, 4);
	if (!settings.roleMayEditUsers) return errorResponse(settings, 200, {}, 3);
	if (body.format === 'other') return formatError('415');
	if (body.format === settings.refuseFormat) return formatError(settings.refusalShape);
	if (body.wrong) return bodyError(body.wrong);
	const action = settings.actionAnyCase ? inZoomsCase(body.action) : body.action;
	const checked = checkBody(action, body.userInfo ?? {}, settings);
	if ('error' in checked) return checked.error;
	const { userInfo } = checked;

	return await injectTaggedFaults(zoom, request, () => addUser(zoom, action as string, userInfo, request));
}

function inZoomsCase(action: unknown): unknown {
	return ACTIONS.find((one) => one.toLowerCase() === String(action).toLowerCase()) ?? action;
}

/** Checks against the account. The only place that creates a user. */
function addUser(zoom: Zoom, action: string, userInfo: UserInfo, request: FastifyRequest): ZoomResponse {
	const { settings, account, journal, invitations } = zoom;
	const { email, type } = userInfo;
	if (action === 'create' && invitations.left() === 0) return invitationError(settings);
	if (account.find(email)) {
		return errorResponse(settings, readTriggers(email).says1009 ? 1009 : settings.existingCode, { email });
	}
	if (action === 'ssoCreate' && !settings.ssoEnabled) return errorResponse(settings, 2002);
	if (action === 'autoCreate' && !settings.managedDomain) return errorResponse(settings, 200, {}, 2);
	if (type === 2 && settings.licenses !== null && account.licensesInUse() >= settings.licenses) {
		return errorResponse(settings, 2034);
	}
	const person = account.add({
		...userInfo,
		action,
		status: action === 'create' ? 'pending' : 'active',
		createdAt: zoom.now(),
	});
	journal.created.push(person.email);
	request.entry.wrote = true;
	lock(zoom, request, person.id);
	zoom.emit('user.created', person, { creationType: action });
	if (action === 'create') invitations.count();
	return created(zoom, person);
}

function created(zoom: Zoom, person: Person): ZoomResponse {
	const { id, email, first_name, last_name, type, action } = person;
	return {
		status: 201,
		json: { id, email, first_name, last_name, type },
		headers: {
			'Content-Location': `${zoom.url}/v2/users/${id}`,
			...(action === 'create' ? quotaHeaders(zoom) : {}),
		},
	};
}

function quotaHeaders({ settings, invitations }: Zoom): Record<string, string> {
	const left = invitations.left();
	if (left === null || !settings.limitHeaders) return {};
	return {
		'X-RateLimit-Limit': String(settings.invitationsPerDay),
		'X-RateLimit-Remaining': String(left),
	};
}
