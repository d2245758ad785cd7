import { Workflow, type ICredentialDataDecryptedObject, type INodeType, type INodeTypes } from 'n8n-workflow';
import { ZoomUsersOAuth2Api } from '../../../credentials/ZoomUsersOAuth2Api.credentials';
import { ZoomUsersServerToServerApi } from '../../../credentials/ZoomUsersServerToServerApi.credentials';
import { zoomHosts } from '../../../nodes/zoom/transport/hosts';

describe('the hosts of a credential', () => {
	it("are Zoom's, for the global and the government environment", () => {
		expect(zoomHosts({ environment: 'global' }).valueOf()).toEqual({
			apiUrl: 'https://api.zoom.us/v2',
			oauthUrl: 'https://zoom.us/oauth',
		});
		expect(zoomHosts({ environment: 'government' }).valueOf()).toEqual({
			apiUrl: 'https://api.zoomgov.com/v2',
			oauthUrl: 'https://zoomgov.com/oauth',
		});
	});
});

const ALLOWED = [
	'https://api.zoom.us/v2',
	'HTTPS://api.zoom.us/v2',
	'http://localhost:4580/v2',
	'http://127.0.0.1:4580/v2',
	'http://[::1]:4580/v2',
];

const REJECTED = [
	'',
	'api.zoom.us/v2',
	'http://api.zoom.us/v2',
	'http://127.0.0.1.evil.example/v2',
	'http://127.0.0.1:80@evil.example/v2',
	'http://localhost.evil.example/v2',
	'http://localhost@evil.example/v2',
	'ftp://localhost/v2',
	'javascript:alert(1)//https://zoom.us',
];

/** The address that n8n or the node sends to, or undefined if nothing is sent. */
const USES: Record<string, (address: string, environment?: string) => Promise<string | undefined>> = {
	'a run, for its API': async (apiUrl, environment = 'custom') =>
		await Promise.resolve(hostsOf({ environment, apiUrl, oauthUrl: 'https://zoom.us/oauth' })?.apiUrl),
	'a run, for its token': async (oauthUrl, environment = 'custom') =>
		await Promise.resolve(hostsOf({ environment, apiUrl: 'https://api.zoom.us/v2', oauthUrl })?.oauthUrl),
	'the sign-in page of OAuth2': async (oauthUrl, environment = 'custom') =>
		(await evaluate(field('authUrl'), { environment, oauthUrl })).replace(/\/authorize$/, ''),
	'the token service of OAuth2': async (oauthUrl, environment = 'custom') =>
		(await evaluate(field('accessTokenUrl'), { environment, oauthUrl })).replace(/\/token$/, ''),
	'the test of a Server-to-Server credential': async (apiUrl, environment = 'custom') =>
		await evaluate(String(new ZoomUsersServerToServerApi().test.request.baseURL), { environment, apiUrl }),
};

function hostsOf(credential: ICredentialDataDecryptedObject) {
	const hosts = zoomHosts(credential);
	return 'problem' in hosts ? undefined : hosts;
}

const field = (name: string) =>
	String(new ZoomUsersOAuth2Api().properties.find((property) => property.name === name)?.default);

/** As n8n evaluates it, with its expressions. */
async function evaluate(expression: string, credential: ICredentialDataDecryptedObject): Promise<string> {
	const node = {
		id: '1',
		name: 'n',
		typeVersion: 1,
		type: 't',
		position: [0, 0] as [number, number],
		parameters: {},
	};
	const nodeType = { description: { properties: [] } } as unknown as INodeType;
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const keys = { $credentials: credential };
	return String(
		workflow.expression.getComplexParameterValue(
			node,
			expression,
			'internal',
			keys,
			undefined,
			'',
			credential,
		),
	);
}

describe.each(Object.entries(USES))('the address of %s', (_use, addressFor) => {
	it.each(ALLOWED)('may be %s, with spaces around it and a slash at the end', async (address) => {
		expect(await addressFor(` ${address}/ `)).toBe(address);
	});

	it.each(REJECTED)('may not be "%s"', async (address) => {
		expect((await addressFor(address)) ?? '').toBe('');
	});

	it("is Zoom's for Zoom's environments, regardless of the address in the credential", async () => {
		expect(await addressFor('https://evil.example', 'global')).toMatch(/^https:\/\/(api\.)?zoom\.us\//);
		expect(await addressFor('https://evil.example', 'government')).toMatch(
			/^https:\/\/(api\.)?zoomgov\.com\//,
		);
	});
});

describe('a rejected address', () => {
	it.each(REJECTED)('is reported with its field: "%s"', (address) => {
		const good = 'https://zoom.us';
		expect(zoomHosts({ environment: 'custom', apiUrl: address, oauthUrl: good })).toEqual({
			problem: expect.stringContaining("'API Address'"),
		});
		expect(zoomHosts({ environment: 'custom', apiUrl: good, oauthUrl: address })).toEqual({
			problem: expect.stringContaining("'OAuth Address'"),
		});
	});
});
