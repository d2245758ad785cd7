/** The names the sandbox gives its credentials. */
const SERVER_TO_SERVER = { type: 'zoomUsersServerToServerApi', name: 'Zoom Users (Server-to-Server)' };
const WEBHOOK = { type: 'zoomUsersWebhookApi', name: 'Zoom Users (Webhook)' };
const OAUTH2 = { type: 'zoomUsersOAuth2Api', name: 'Zoom Users (OAuth2)' };

/**
 * Puts the credentials for the Zoom simulator into n8n, connected, and tests them as the editor would.
 *
 * @param {Awaited<ReturnType<import('../n8n-runtime/rest.mjs').signIn>>} n8n
 * @param {object} zoom  what the simulator's credential holds
 * @returns {Promise<Record<string, { id: string, name: string }>>} by credential type
 * @throws if a test is not green
 */
export async function putCredentials(n8n, zoom) {
	const { accountId, ...app } = zoom;

	const direct = await n8n.putCredential({ ...SERVER_TO_SERVER, data: { ...app, accountId } });
	const tested = await n8n.testCredential(direct, { ...app, accountId });
	if (tested.status !== 'OK')
		throw new Error(`The credential "${direct.name}" does not work: ${tested.message}`);

	const webhook = await n8n.putCredential({ ...WEBHOOK, data: { secretToken: 'simulator-secret-token' } });
	const connected = await n8n.putCredential({ ...OAUTH2, data: app });
	await connect(n8n, connected.id);

	return Object.fromEntries([direct, connected, webhook].map(({ id, name, type }) => [type, { id, name }]));
}

/** What a press on "Connect" does, and one on "Allow" on the page that opens. */
async function connect(n8n, id) {
	const consent = await n8n.call('GET', `/oauth2-credential/auth?id=${id}`);
	const page = await (await fetch(consent)).text();
	const [, allow] = /id="allow"[^>]*href="([^"]+)"/.exec(page) ?? [];
	if (!allow) throw new Error(`The simulator's consent page has no way to allow: ${page.slice(0, 300)}`);
	const back = await fetch(allow.replaceAll('&amp;', '&'), { headers: { cookie: n8n.cookie } });
	const said = await back.text();
	if (!back.ok || /error/i.test(/<title>(.*?)<\/title>/s.exec(said)?.[1] ?? '')) {
		throw new Error(`n8n did not take the way back from consent (${back.status}): ${said.slice(0, 300)}`);
	}
}
