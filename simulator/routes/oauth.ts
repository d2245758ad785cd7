import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { escapeMarkup, type ZoomResponse } from '../wire/response';
import { handle } from '../http/exchange';
import type { Zoom } from '../http/zoom';

type Fields = Record<string, string | undefined>;

/** Zoom's error responses. */
const OAUTH_ERRORS = {
	client: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
	account: { reason: 'Bad Request', error: 'invalid_request' },
	contentType: { reason: 'Unsupported Content Type', error: 'invalid_request' },
	grantType: { reason: 'Unsupported grant type', error: 'unsupported_grant_type' },
	code: { reason: 'Invalid authorization code', error: 'invalid_grant' },
	token: { reason: 'Invalid Token!', error: 'invalid_grant' },
};

/** /oauth: the authorization page, the token endpoint with its three grants, and revocation. */
export async function oauthRoutes(app: FastifyInstance, zoom: Zoom): Promise<void> {
	await app.register(formbody);
	// Server-to-Server apps can send all fields in the query, with any content type and an empty body.
	app.addContentTypeParser(['application/json', '*'], { parseAs: 'string' }, (_request, body, done) =>
		done(null, body === '' ? {} : undefined),
	);

	app.get(
		'/oauth/authorize',
		async (request, reply) =>
			await handle(zoom, request, reply, async () => authorizationPage(zoom, request.query as Fields)),
	);
	app.post('/oauth/token', async (request, reply) => {
		const fields = readFields(request);
		request.entry.grantType = fields?.grant_type;
		return await handle(zoom, request, reply, async () =>
			fields ? tokenResponse(zoom, request, fields) : errorResponse(400, OAUTH_ERRORS.contentType),
		);
	});
	app.post(
		'/oauth/revoke',
		async (request, reply) =>
			await handle(zoom, request, reply, async () => {
				if (!isClient(zoom, request)) return errorResponse(401, OAUTH_ERRORS.client);
				const revoked = zoom.tokens.revoke(readFields(request)?.token ?? '');
				return revoked
					? { status: 200, json: { status: 'success' } }
					: errorResponse(400, OAUTH_ERRORS.token);
			}),
	);
}

function errorResponse(status: number, json: { reason: string; error: string }): ZoomResponse {
	return { status, json };
}

/**
 * The query and the form fields.
 * @returns undefined if the body is neither a form nor empty
 */
function readFields(request: FastifyRequest): Fields | undefined {
	const body = request.body ?? {};
	const unread = request.body === undefined && Number(request.headers['content-length'] ?? 0) > 0;
	if (typeof body !== 'object' || unread) return undefined;
	return { ...(request.query as Fields), ...(body as Fields) };
}

/** The ID and secret are accepted in a Basic header only. */
function isClient(zoom: Zoom, request: FastifyRequest): boolean {
	const basic = /^Basic ([\w+/=-]+)$/i.exec(request.headers.authorization ?? '');
	if (!basic) return false;
	const { clientId, clientSecret } = zoom.settings;
	return Buffer.from(basic[1], 'base64').toString('utf8') === `${clientId}:${clientSecret}`;
}

function tokenResponse(zoom: Zoom, request: FastifyRequest, fields: Fields): ZoomResponse {
	const { settings, tokens } = zoom;
	const grantType = fields.grant_type;
	if (!isClient(zoom, request)) {
		return errorResponse(grantType === 'account_credentials' ? 400 : 401, OAUTH_ERRORS.client);
	}
	const respond = (json: object | undefined, oauthError: { reason: string; error: string }): ZoomResponse =>
		json ? { status: 200, json: { ...json, api_url: zoom.url } } : errorResponse(400, oauthError);

	switch (grantType) {
		case 'authorization_code': {
			const { code = '', redirect_uri: redirectUri = '', code_verifier: verifier } = fields;
			return respond(tokens.redeemCode(code, redirectUri, verifier), OAUTH_ERRORS.code);
		}
		case 'refresh_token':
			return respond(tokens.refreshOAuth(fields.refresh_token ?? ''), OAUTH_ERRORS.token);
		case 'account_credentials': {
			const isKnownAccount = fields.account_id === settings.accountId;
			return respond(isKnownAccount ? tokens.issueServerToServer() : undefined, OAUTH_ERRORS.account);
		}
		default:
			return errorResponse(400, OAUTH_ERRORS.grantType);
	}
}

/** The consent page: the app, its scopes, and a link that redirects with a code. */
function authorizationPage(zoom: Zoom, query: Fields): ZoomResponse {
	const { settings, tokens } = zoom;
	const oauthError = (text: string): ZoomResponse => ({ status: 400, html: page(`<p>${text}</p>`) });
	if (query.client_id !== settings.clientId) return oauthError('Invalid client_id: (4,702)');
	if (query.response_type !== 'code') return oauthError('Invalid response_type: (4,706)');
	const redirect = URL.canParse(query.redirect_uri ?? '') && new URL(query.redirect_uri as string);
	const secure = redirect && redirect.protocol === 'https:';
	if (!redirect || !(secure || redirect.protocol === 'http:')) {
		return oauthError('Invalid redirect: (4,709)');
	}
	if (settings.requireHttpsRedirect && !secure) {
		return oauthError('Invalid redirect, it must be an https address: (4,709)');
	}
	const method = query.code_challenge_method ?? 'plain';
	if (query.code_challenge !== undefined && method !== 'S256' && method !== 'plain') {
		return oauthError('Invalid code_challenge_method: (4,706)');
	}

	const challenge =
		query.code_challenge === undefined
			? undefined
			: { value: query.code_challenge, method: method as 'S256' | 'plain' };
	redirect.searchParams.set('code', tokens.issueCode(query.redirect_uri as string, challenge));
	if (query.state !== undefined) redirect.searchParams.set('state', query.state);
	const scopes = settings.scopes.map((scope) => `<li>${escapeMarkup(scope)}</li>`).join('');
	return {
		status: 200,
		html: page(
			`<p>The app ${escapeMarkup(settings.clientId)} would like to:</p><ul>${scopes}</ul>` +
				`<p><a id="allow" role="button" href="${escapeMarkup(redirect.href)}">Allow</a></p>`,
		),
	};
}

function page(body: string): string {
	return (
		'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Zoom simulator</title>' +
		`</head><body><h1>Zoom simulator</h1>${body}</body></html>`
	);
}
