import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Where a credential's Zoom is: `apiUrl` with its version, `oauthUrl` the folder of `authorize` and `token`. */
export interface ZoomHosts {
	apiUrl: string;
	oauthUrl: string;
}

const KNOWN_HOSTS: Record<string, ZoomHosts> = {
	global: { apiUrl: 'https://api.zoom.us/v2', oauthUrl: 'https://zoom.us/oauth' },
	government: { apiUrl: 'https://api.zoomgov.com/v2', oauthUrl: 'https://zoomgov.com/oauth' },
};

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The hosts of a Zoom Users credential, without a slash at the end; or what is the matter with them, in words
 * for the person who fills in the credential: an address that is none, or one that would send tokens
 * unencrypted over a network.
 */
export function zoomHosts(credential: ICredentialDataDecryptedObject): ZoomHosts | { problem: string } {
	const known = KNOWN_HOSTS[String(credential.environment ?? 'global')];
	if (known) return known;
	const apiUrl = String(credential.apiUrl ?? '').trim();
	const oauthUrl = String(credential.oauthUrl ?? '').trim();
	const problem = problemOf('API Address', apiUrl) ?? problemOf('OAuth Address', oauthUrl);
	if (problem) return { problem };
	return { apiUrl: apiUrl.replace(/\/+$/, ''), oauthUrl: oauthUrl.replace(/\/+$/, '') };
}

function problemOf(field: string, address: string): string | undefined {
	if (!URL.canParse(address)) {
		return `The credential's '${field}' is "${address}", which is no web address. Write it in full, such as https://api.zoom.us/v2.`;
	}
	const { protocol, hostname } = new URL(address);
	if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))) return undefined;
	return `The credential's '${field}' is "${address}". It must start with https://, since tokens travel to it.`;
}
