import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';
import { Sealer } from '../../zoom/plan/seal';
import { learnAccount, rateLimiterOf } from '../../zoom/transport/accounts';
import { zoomHosts } from '../../zoom/transport/hosts';
import { ZoomClient } from '../../zoom/transport/client';
import type { Credential } from '../../zoom/transport/send';

export interface Connection {
	client: ZoomClient;
	/** Identifies the credential and its Zoom host. */
	key: string;
	isServerToServer: boolean;
	/** The plan of the account that is chosen in the credential. */
	accountPlan: string;
	/** The account ID of a Server-to-Server credential. */
	accountId?: string;
	/** Seals plans with the client secret of the credential. */
	sealer: () => Sealer;
	/** The scopes of the current token, as Zoom named them. */
	grantedScopes: () => Promise<string>;
	/** Releases this run's share of the account's rate limit. */
	close: () => void;
}

/**
 * Connects to Zoom with the credential of the node.
 *
 * @param timeout for one response, ms
 * @param rateShare how much of the account's rate limit this run can use, percent; 0: automatic
 * @throws n8n's error if the credential is missing; NodeOperationError if an address is not a URL
 */
export async function connect(
	n8n: IExecuteFunctions | ILoadOptionsFunctions,
	{ timeout, rateShare }: { timeout: number; rateShare: number },
): Promise<Connection> {
	const authentication =
		'getInputData' in n8n
			? n8n.getNodeParameter('authentication', 0, 'oAuth2')
			: (n8n.getCurrentNodeParameter('authentication') ?? 'oAuth2');
	const isServerToServer = authentication === 'serverToServer';
	const type = isServerToServer ? 'zoomUsersServerToServerApi' : 'zoomUsersOAuth2Api';
	const data = await n8n.getCredentials<ICredentialDataDecryptedObject>(type);
	const hosts = zoomHosts(data);
	if ('problem' in hosts) throw new NodeOperationError(n8n.getNode(), hosts.problem);

	const key = JSON.stringify([type, n8n.getNode().credentials?.[type]?.id, hosts.apiUrl]);
	const accountKey = isServerToServer ? JSON.stringify([hosts.apiUrl, data.accountId]) : undefined;
	const limits = rateLimiterOf(key, accountKey);
	const { leave } = limits.join(String(data.accountPlan), rateShare);
	const credential: Credential = { type, ...(isServerToServer ? { data: { ...data } } : {}) };
	const client = new ZoomClient(n8n, credential, hosts, timeout, limits);
	const close = () => {
		leave();
		if (client.accountId !== undefined) learnAccount(key, JSON.stringify([hosts.apiUrl, client.accountId]));
	};
	const grantedScopes = async () =>
		isServerToServer
			? String(credential.data?.grantedScopes ?? '')
			: scopesOf(await n8n.getCredentials<ICredentialDataDecryptedObject>(type));
	return {
		client,
		key,
		isServerToServer,
		accountPlan: String(data.accountPlan),
		...(isServerToServer ? { accountId: String(data.accountId) } : {}),
		sealer: () => new Sealer(String(data.clientSecret), JSON.stringify([type, data.clientId, hosts.apiUrl])),
		grantedScopes,
		close,
	};
}

/** n8n stores the whole token response of an OAuth2 credential. */
function scopesOf({ oauthTokenData }: ICredentialDataDecryptedObject): string {
	const { scope } = (oauthTokenData ?? {}) as { scope?: unknown };
	return typeof scope === 'string' ? scope : '';
}
