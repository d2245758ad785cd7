import { ZoomUsersServerToServerApi } from '../../../credentials/ZoomUsersServerToServerApi.credentials';

const credential = new ZoomUsersServerToServerApi();
const TEST = `https://api.zoom.us/v2${String(credential.test.request.url)}`;

const authenticate = async (grantedScopes: string, url = TEST) =>
	await credential.authenticate({ accessToken: 'token', grantedScopes }, { url });

describe('the test of a Server-to-Server credential', () => {
	it.each([
		'user:write:user:admin user:read:user:admin',
		'user:write:admin',
		'user:read:admin,user:write:admin',
		// Zoom did not name the scopes.
		'',
	])('continues if nothing is known to be missing: %j', async (scopes) => {
		expect(await authenticate(scopes)).toEqual({ url: TEST, headers: { Authorization: 'Bearer token' } });
	});

	it('names the scope that creating users needs', async () => {
		await expect(authenticate('user:read:user:admin')).rejects.toThrow(
			/lacks the permission \(scope\) user:write:user:admin \(classic: user:write:admin\), which User: Create needs/,
		);
	});

	it('names the scope for reading too, if both are missing', async () => {
		await expect(authenticate('group:read:admin')).rejects.toThrow(
			/user:write:user:admin \(classic: user:write:admin\) and user:read:user:admin \(classic: user:read:admin\)/,
		);
	});

	it('is the only request that fails: a credential that can only read works', async () => {
		const url = 'https://api.zoom.us/v2/users/ada%40corp.example';
		expect(await authenticate('user:read:user:admin', url)).toMatchObject({ url });
	});
});
