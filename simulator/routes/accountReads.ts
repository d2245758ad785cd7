import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAccess, ME_NOT_SUPPORTED } from '../http/access';
import type { ZoomResponse } from '../wire/response';
import { route } from '../http/exchange';
import { errorResponse } from '../answers/errors';
import type { Call } from '../state/scopes';
import type { Zoom } from '../http/zoom';

/** The licenses in the plan usage if the setting has no limit. */
const DEFAULT_LICENSES = 100;

/** Reads of the account: counts, plans, settings, and what the role of the app's user allows. */
export function accountRoutes(app: FastifyInstance, zoom: Zoom): void {
	const add = (
		url: string,
		category: 'Light' | 'Medium' | 'Heavy',
		call: Call,
		respond: (request: FastifyRequest, kind: 'oauth2' | 'serverToServer') => ZoomResponse,
	) =>
		route(app, zoom, {
			method: 'GET',
			url,
			category,
			respond: (request) => {
				const access = checkAccess(zoom, request, call);
				return 'error' in access ? access.error : respond(request, access.kind);
			},
		});
	add('/v2/users/summary', 'Medium', 'summary', () => summarize(zoom));
	add('/v2/users/:id/permissions', 'Light', 'permissions', (request, kind) =>
		permissions(zoom, request, kind),
	);
	add('/v2/accounts/me/plans/usage', 'Heavy', 'planUsage', () => planUsage(zoom));
	add('/v2/accounts/me/settings', 'Medium', 'accountSettings', (request) => accountSettings(zoom, request));
	add('/v2/accounts/me/managed_domains', 'Medium', 'managedDomains', () => managedDomains(zoom));
}

/** The owner has all rights, except if the setting takes one away. Other users have none. */
function permissions(
	{ settings, account }: Zoom,
	request: FastifyRequest,
	kind: 'oauth2' | 'serverToServer',
): ZoomResponse {
	const { id } = request.params as { id: string };
	if (id === 'me' && kind === 'serverToServer' && !settings.meIsOwner) return ME_NOT_SUPPORTED;
	const person = id === 'me' ? account.owner : account.find(id);
	if (!person || account.stateOf(person) === 'otherAccount') return errorResponse(settings, 1001, { id });
	const rights = ['User', 'Group', 'Role', 'AccountSetting'].flatMap((of) => [`${of}:Read`, `${of}:Edit`]);
	const isAllowed = (right: string) => right !== 'User:Edit' || settings.roleMayEditUsers;
	return { status: 200, json: { permissions: person === account.owner ? rights.filter(isAllowed) : [] } };
}

/** The settings under "security" that are about signing in. */
function accountSettings({ settings }: Zoom, request: FastifyRequest): ZoomResponse {
	if (!settings.accountSettings) return errorResponse(settings, 200, {}, 2);
	const { option } = request.query as Record<string, string | undefined>;
	if (option !== 'security') return { status: 200, json: { feature: { meeting_capacity: 100 } } };
	const { ssoEnabled: enable, managedDomains: domains } = settings;
	return {
		status: 200,
		json: {
			security: {
				sign_in_with_two_factor_auth: 'none',
				signin_with_sso: { enable, require_sso_for_domains: enable && domains.length > 0, domains },
			},
		},
	};
}

function managedDomains({ settings }: Zoom): ZoomResponse {
	const domains = settings.managedDomains.map((domain) => ({ domain, status: 'verified' }));
	return { status: 200, json: { domains, total_records: domains.length } };
}

/** Includes the owner, as the list does. */
function summarize(zoom: Zoom): ZoomResponse {
	const { account } = zoom;
	const states = account.everyone.map((person) => ({ ...person, status: account.stateOf(person) }));
	const joined = states.filter(({ status }) => status === 'active' || status === 'inactive');
	const ofType = (...types: number[]) => joined.filter(({ type }) => types.includes(type)).length;
	return {
		status: 200,
		json: {
			licensed_users_count: ofType(2),
			basic_users_count: ofType(1),
			on_prem_users_count: ofType(3),
			room_users_count: 0,
			pending_users_count: states.filter(({ status }) => status === 'pending').length,
			join_only_users_count: ofType(4, 99),
			total_users_count: joined.length,
		},
	};
}

function planUsage(zoom: Zoom): ZoomResponse {
	const { settings, account } = zoom;
	if (!settings.planUsage) return errorResponse(settings, 200, {}, 2);
	return {
		status: 200,
		json: {
			plan_base: {
				type: 'yearly',
				hosts: settings.licenses ?? DEFAULT_LICENSES,
				usage: account.licensesInUse(['active']),
				pending: account.licensesInUse(['pending']),
			},
			plan_zoom_one: [],
			plan_united: [],
		},
	};
}
