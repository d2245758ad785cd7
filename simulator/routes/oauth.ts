import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { escapeMarkup, type Answer } from '../wire/answer';
import { handle } from '../http/exchange';
import type { Zoom } from '../http/zoom';

type Fields = Record<string, string | undefined>;

/** Zoom's texts, by what went wrong. */
const DENIALS = {
	client: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
	account: { reason: 'Bad Request', error: 'invalid_request' },
	contentType: { reason: 'Unsupported Content Type', error: 'invalid_request' },
	grantType: { reason: 'Unsupported grant type', error: 'unsupported_grant_type' },
	code: { reason: 'Invalid authorization code', error: 'invalid_grant' },
	token: { reason: 'Invalid Token!', error: 'invalid_grant' },
};

/** /oauth: the authorization page, the token endpoint and its three grants, revoking. */
export async function oauthRoutes(app: FastifyInstance, zoom: Zoom): Promise<void> {
	await app.register(formbody);
	// Server-to-Server may say all it has to say in the address, whatever it calls its empty body.
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
			fields ? answerToken(zoom, request, fields) : deny(400, DENIALS.contentType),
		);
	});
	app.post(
		'/oauth/revoke',
		async (request, reply) =>
			await handle(zoom, request, reply, async () => {
				if (!isClient(zoom, request)) return deny(401, DENIALS.client);
				const revoked = zoom.tokens.revoke(readFields(request)?.token ?? '');
				return revoked ? { status: 200, json: { status: 'success' } } : deny(400, DENIALS.token);
			}),
	);
}

function deny(status: number, json: { reason: string; error: string }): Answer {
	return { status, json };
}

/** Query and form together; undefined where the body is neither a form nor empty. */
function readFields(request: FastifyRequest): Fields | undefined {
	const body = request.body ?? {};
	const unread = request.body === undefined && Number(request.headers['content-length'] ?? 0) > 0;
	if (typeof body !== 'object' || unread) return undefined;
	return { ...(request.query as Fields), ...(body as Fields) };
}

/** The id and secret are taken in a Basic header only. */
function isClient(zoom: Zoom, request: FastifyRequest): boolean {
	const basic = /^Basic ([\w+/=-]+)$/i.exec(request.headers.authorization ?? '');
	if (!basic) return false;
	const { clientId, clientSecret } = zoom.settings;
	return Buffer.from(basic[1], 'base64').toString('utf8') === `${clientId}:${clientSecret}`;
}

function answerToken(zoom: Zoom, request: FastifyRequest, fields: Fields): Answer {
	const { settings, tokens } = zoom;
	const grantType = fields.grant_type;
	if (!isClient(zoom, request)) {
		return deny(grantType === 'account_credentials' ? 400 : 401, DENIALS.client);
	}
	const give = (json: object | undefined, denial: { reason: string; error: string }): Answer =>
		json ? { status: 200, json: { ...json, api_url: zoom.url } } : deny(400, denial);

	switch (grantType) {
		case 'authorization_code': {
			const { code = '', redirect_uri: redirectUri = '', code_verifier: verifier } = fields;
			return give(tokens.redeemCode(code, redirectUri, verifier), DENIALS.code);
		}
		case 'refresh_token':
			return give(tokens.refreshOAuth(fields.refresh_token ?? ''), DENIALS.token);
		case 'account_credentials': {
			const ours = fields.account_id === settings.accountId;
			return give(ours ? tokens.issueServerToServer() : undefined, DENIALS.account);
		}
		default:
			return deny(400, DENIALS.grantType);
	}
}

/** What the browser shows: who asks for what, and a button that goes back with a code. */
function authorizationPage(zoom: Zoom, query: Fields): Answer {
	const { settings, tokens } = zoom;
	const oauthError = (text: string): Answer => ({ status: 400, html: page(`<p>${text}</p>`) });
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
