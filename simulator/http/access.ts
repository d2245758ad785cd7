import type { FastifyRequest } from 'fastify';
import type { ZoomResponse } from '../wire/response';
import { fingerprint } from '../state/journal';
import { errorResponse } from '../answers/errors';
import { SCOPES, type Call } from '../state/scopes';
import type { Zoom } from './zoom';

export type Access = { kind: 'oauth2' | 'serverToServer' } | { error: ZoomResponse };

/** Checks the token and its scope. The journal gets the fingerprint of any token. */
export function checkAccess(zoom: Zoom, request: FastifyRequest, call: Call): Access {
	const { settings } = zoom;
	const [scheme, value, ...more] = (request.headers.authorization ?? '').split(' ');
	if (scheme.toLowerCase() !== 'bearer' || !value || more.length > 0) {
		const inQuery = (request.query as Record<string, unknown>)?.access_token !== undefined;
		const simulator = inQuery
			? 'The token is in the query. Zoom accepts it in the Authorization header only.'
			: 'There is no "Authorization: Bearer <token>" header.';
		return { error: { ...errorResponse(settings, 124), simulator } };
	}
	request.entry.authorization = fingerprint(value);
	const token = zoom.tokens.inspect(value);
	if (token === 'unknown') return { error: errorResponse(settings, 124) };
	if (token === 'expired') return { error: errorResponse(settings, 124, {}, 2) };
	const scopes = settings.scopesInNewTokensOnly ? token.scopes : settings.scopes;
	if (!SCOPES[call].some((scope) => scopes.includes(scope))) {
		return { error: errorResponse(settings, 4711, { scope: SCOPES[call][0] }) };
	}
	return { kind: token.kind };
}

/** The response to `me` for a token that has no user. */
export const ME_NOT_SUPPORTED: ZoomResponse = {
	status: 400,
	json: {
		code: 200,
		message:
			'The "me" value is not supported for a Server-to-Server OAuth token. Provide the userId instead.',
	},
};
