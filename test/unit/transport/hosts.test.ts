import { zoomHosts } from '../../../nodes/zoom/transport/hosts';

describe('the hosts of a credential', () => {
	const custom = (apiUrl: string, oauthUrl = 'https://zoom.us/oauth') =>
		zoomHosts({ environment: 'custom', apiUrl, oauthUrl });

	it("are Zoom's own, for everybody and for the government", () => {
		expect(zoomHosts({ environment: 'global' }).valueOf()).toEqual({
			apiUrl: 'https://api.zoom.us/v2',
			oauthUrl: 'https://zoom.us/oauth',
		});
		expect(zoomHosts({ environment: 'government' }).valueOf()).toEqual({
			apiUrl: 'https://api.zoomgov.com/v2',
			oauthUrl: 'https://zoomgov.com/oauth',
		});
	});

	it.each([
		'https://api.zoom.us/v2',
		'http://localhost:4580/v2',
		'http://127.0.0.1:4580/v2',
		'http://[::1]:4580/v2',
	])('may be %s', (address) =>
		expect(custom(` ${address}/ `)).toEqual({ apiUrl: address, oauthUrl: 'https://zoom.us/oauth' }),
	);

	it.each([
		'',
		'api.zoom.us/v2',
		'http://api.zoom.us/v2',
		'http://127.0.0.1.evil.example/v2',
		'http://127.0.0.1:80@evil.example/v2',
		'http://localhost.evil.example/v2',
		'ftp://localhost/v2',
	])('may not be "%s"', (address) => {
		expect(custom(address)).toEqual({ problem: expect.stringContaining("'API Address'") });
		expect(custom('https://api.zoom.us/v2', address)).toEqual({
			problem: expect.stringContaining("'OAuth Address'"),
		});
	});
});
