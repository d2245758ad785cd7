/** The credentials of the sandbox. */
const SERVER_TO_SERVER = { type: 'zoomUsersServerToServerApi', name: 'Zoom Users (Server-to-Server)' };
const WEBHOOK = { type: 'zoomUsersWebhookApi', name: 'Zoom Users (Webhook)' };
const OAUTH2 = { type: 'zoomUsersOAuth2Api', name: 'Zoom Users (OAuth2)' };

/**
 * Creates the credentials for the Zoom simulator in n8n, connects them, and tests them like the editor.
 *
 * @param {Awaited<ReturnType<import('../n8n-runtime/rest.mjs').signIn>>} n8n
 * @param {object} zoom  the fields of the simulator's credential
 * @returns {Promise<Record<string, { id: string, name: string }>>} by credential type
 * @throws if a test fails
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

/** Does what "Connect" does in the editor, and "Allow" on the consent page. */
async function connect(n8n, id) {
	const consent = await n8n.call('GET', `/oauth2-credential/auth?id=${id}`);
	const page = await (await fetch(consent)).text();
	const [, allow] = /id="allow"[^>]*href="([^"]+)"/.exec(page) ?? [];
	if (!allow)
		throw new Error(`The simulator's consent page has no link to allow access: ${page.slice(0, 300)}`);
	const back = await fetch(allow.replaceAll('&amp;', '&'), { headers: { cookie: n8n.cookie } });
	const text = await back.text();
	if (!back.ok || /error/i.test(/<title>(.*?)<\/title>/s.exec(text)?.[1] ?? '')) {
		throw new Error(
			`n8n rejected the redirect from the consent page (${back.status}): ${text.slice(0, 300)}`,
		);
	}
}
