import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/**
 * Zoom's addresses for a credential: `apiUrl` includes the version, and `oauthUrl` is the parent of `authorize` and
 * `token`.
 */
export interface ZoomHosts {
	apiUrl: string;
	oauthUrl: string;
}

const KNOWN_HOSTS: Record<string, ZoomHosts> = {
	global: { apiUrl: 'https://api.zoom.us/v2', oauthUrl: 'https://zoom.us/oauth' },
	government: { apiUrl: 'https://api.zoomgov.com/v2', oauthUrl: 'https://zoomgov.com/oauth' },
};

/** Tokens and the client secret are sent only with https, or to this machine. */
const ENCRYPTED_OR_LOCAL = /^(https:\/\/|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$))/i;

/**
 * The hosts of a Zoom Users credential, without a slash at the end, or a message for the owner of the credential: an
 * address is not a URL, or tokens would not be encrypted.
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
		return `The credential's '${field}' is "${address}", which is not a URL. Enter the full URL, such as https://api.zoom.us/v2.`;
	}
	if (ENCRYPTED_OR_LOCAL.test(address)) return undefined;
	return `The credential's '${field}' is "${address}". It must start with https://, because tokens are sent to it.`;
}

/**
 * The same rule as an n8n expression, because n8n sends the secret or the token before it runs code of this node. An
 * address that is not allowed becomes an empty text.
 *
 * @param credential the expression's name for the credential
 * @param page what follows the address, such as "/token"
 */
export function hostExpression(
	credential: '$self' | '$credentials',
	host: keyof ZoomHosts,
	page = '',
): string {
	const custom = `(${credential}["${host}"] || "").trim().replace(/\\/+$/, "")`;
	const known = Object.entries(KNOWN_HOSTS).map(([name, hosts]) => `"${name}": "${hosts[host]}${page}"`);
	return `={{ ({ ${known.join(', ')} })[${credential}["environment"] || "global"] || (${String(ENCRYPTED_OR_LOCAL)}.test(${custom}) ? ${custom} + "${page}" : "") }}`;
}
