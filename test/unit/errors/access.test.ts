import { classifyResponse } from '../../../nodes/zoom/errors/classify';
import { CALLS, type ZoomOperation } from '../../../nodes/zoom/model/calls';
import { ZoomUsersServerToServerApi } from '../../../credentials/ZoomUsersServerToServerApi.credentials';

function meaningOf(operation: ZoomOperation, status: number, body: object) {
	const result = classifyResponse(operation, { kind: 'answered', status, headers: {}, body });
	if (result.kind !== 'rejected') throw new Error(result.kind);
	return result.error.meaning;
}

const every = Object.keys(CALLS) as ZoomOperation[];

describe.each(every)('%s: a token that Zoom does not accept', (operation) => {
	it.each([
		[124, 'Invalid access token.'],
		[124, 'Access token is expired.'],
		[200, 'Invalid api key or secret.'],
		[200, 'Invalid access token.'],
		[200, 'Access token is expired.'],
		[4700, 'Token cannot be empty.'],
		[4700, 'Invalid access token.'],
		[4700, 'トークンが空です。'],
	])('%i "%s" is about the credential', (code, message) => {
		expect(meaningOf(operation, 400, { code, message })).toMatchObject({
			reason: 'auth',
			handling: 'endRun',
		});
	});

	it.each([
		[4711, 'Invalid access token, does not contain scopes:[user:write:user:admin].'],
		[4700, 'Invalid access token, does not contain scopes:[user:write:user:admin].'],
		[4700, 'アクセストークンが無効です。[user:write:user:admin]'],
		[200, 'Invalid access token, does not contain scopes:[user:write:user:admin].'],
		[104, 'Invalid access token, does not contain scopes:[user:write:user:admin].'],
	])('%i "%s" is about a scope', (code, message) => {
		expect(meaningOf(operation, 400, { code, message })).toMatchObject({
			reason: 'scope',
			handling: 'endRun',
		});
	});

	it('a "me" that Server-to-Server apps cannot use is not about the token', () => {
		const message =
			'The "me" value is not supported for a Server-to-Server OAuth token. Provide the userId instead.';
		expect(meaningOf(operation, 400, { code: 200, message })).not.toMatchObject({ reason: 'auth' });
	});

	it('a missing permission of the role is about the role', () => {
		const message = 'Invalid access token. Does not contain permissions [User:Edit].';
		expect(meaningOf(operation, 400, { code: 200, message })).toMatchObject({ reason: 'permission' });
	});
});

describe('the test of a Server-to-Server credential', () => {
	/** The first rule with an equal value applies, as in n8n. */
	const messageFor = (body: Record<string, unknown>) =>
		new ZoomUsersServerToServerApi().test.rules?.find(
			({ type, properties }) =>
				type === 'responseSuccessBody' && 'key' in properties && body[properties.key] === properties.value,
		)?.properties.message;

	it.each([
		[{ code: 200, message: 'Invalid api key or secret.' }, /does not accept the access token/],
		[{ code: 4700, message: 'Token cannot be empty.' }, /does not accept the access token/],
		[{ code: 124, message: 'Invalid access token.' }, /does not accept the access token/],
		[
			{ code: 4711, message: 'does not contain scopes:[user:read:user:admin]' },
			/lacks the permission \(scope\)/,
		],
		[
			{ code: 4700, message: 'does not contain scopes:[user:read:user:admin]' },
			/lacks the permission \(scope\)/,
		],
		[{ code: 200, message: 'No permission.' }, /role of the app owner/],
	])('%j', (body, says) => {
		expect(messageFor(body)).toMatch(says);
	});

	it('names no scope if only the token is invalid', () => {
		expect(messageFor({ code: 200, message: 'Invalid api key or secret.' })).not.toMatch(/scope|role/);
		expect(messageFor({ code: 4700, message: 'Token cannot be empty.' })).not.toMatch(/scope|role/);
	});

	it('succeeds if Zoom does not know the address of the test', () => {
		expect(messageFor({ code: 1001, message: 'User does not exist.' })).toBeUndefined();
	});
});
