import type { FastifyRequest } from 'fastify';
import type { Answer } from './answer';
import { fingerprint } from './book';
import { refuse } from './refusals';
import type { Zoom } from './zoom';

/** The granular scope of each call, and the classic names that stand for it. */
export const SCOPES = {
	create: ['user:write:user:admin', 'user:write:admin', 'user:write'],
	get: ['user:read:user:admin', 'user:read:admin'],
	list: ['user:read:list_users:admin', 'user:read:admin'],
	me: ['user:read:user:admin', 'user:read:user', 'user:read:admin', 'user:read'],
};

export type Access = { kind: 'oauth2' | 'serverToServer' } | { refusal: Answer };

/** Who is calling, and whether they may. The book gets the token's fingerprint, whatever it is. */
export function checkAccess(zoom: Zoom, request: FastifyRequest, call: keyof typeof SCOPES): Access {
	const { settings } = zoom;
	const [scheme, value, ...more] = (request.headers.authorization ?? '').split(' ');
	if (scheme.toLowerCase() !== 'bearer' || !value || more.length > 0) {
		const inQuery = (request.query as Record<string, unknown>)?.access_token !== undefined;
		const rehearsal = inQuery
			? 'The token is in the address. Zoom takes it in the Authorization header only.'
			: 'There is no "Authorization: Bearer <token>" header.';
		return { refusal: { ...refuse(settings, 124), rehearsal } };
	}
	request.entry.authorization = fingerprint(value);
	const token = zoom.tokens.look(value);
	if (token === 'unknown') return { refusal: refuse(settings, 124) };
	if (token === 'expired') return { refusal: refuse(settings, 124, {}, 2) };
	const scopes = settings.scopesInNewTokensOnly ? token.scopes : settings.scopes;
	if (!SCOPES[call].some((scope) => scopes.includes(scope))) {
		return { refusal: refuse(settings, 4711, { scope: SCOPES[call][0] }) };
	}
	return { kind: token.kind };
}
