import type { FastifyRequest } from 'fastify';
import type { Answer } from '../wire/answer';
import { fingerprint } from '../state/journal';
import { errorResponse } from '../answers/errors';
import { SCOPES, type Call } from '../state/scopes';
import type { Zoom } from './zoom';

export type Access = { kind: 'oauth2' | 'serverToServer' } | { refusal: Answer };

/** Who is calling, and whether they may. The journal gets the token's fingerprint, whatever it is. */
export function checkAccess(zoom: Zoom, request: FastifyRequest, call: Call): Access {
	const { settings } = zoom;
	const [scheme, value, ...more] = (request.headers.authorization ?? '').split(' ');
	if (scheme.toLowerCase() !== 'bearer' || !value || more.length > 0) {
		const inQuery = (request.query as Record<string, unknown>)?.access_token !== undefined;
		const simulator = inQuery
			? 'The token is in the address. Zoom takes it in the Authorization header only.'
			: 'There is no "Authorization: Bearer <token>" header.';
		return { refusal: { ...errorResponse(settings, 124), simulator } };
	}
	request.entry.authorization = fingerprint(value);
	const token = zoom.tokens.look(value);
	if (token === 'unknown') return { refusal: errorResponse(settings, 124) };
	if (token === 'expired') return { refusal: errorResponse(settings, 124, {}, 2) };
	const scopes = settings.scopesInNewTokensOnly ? token.scopes : settings.scopes;
	if (!SCOPES[call].some((scope) => scopes.includes(scope))) {
		return { refusal: errorResponse(settings, 4711, { scope: SCOPES[call][0] }) };
	}
	return { kind: token.kind };
}

/** What `me` gets who has no user behind the token. */
export const ME_IS_NOBODY: Answer = {
	status: 400,
	json: {
		code: 200,
		message:
			'The "me" value is not supported for a Server-to-Server OAuth token. Provide the userId instead.',
	},
};
