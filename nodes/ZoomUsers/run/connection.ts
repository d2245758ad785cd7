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
	/** Releases this run's share of the account's rate limit. */
	close: () => void;
}

/**
 * Connects to Zoom with the credential of the node.
 *
 * @param timeout for one response, ms
 * @param rateShare how much of the account's rate limit this run can use, percent
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
	const credential = { type, ...(isServerToServer ? { data: { ...data } } : {}) };
	const client = new ZoomClient(n8n, credential, hosts, timeout, limits);
	const close = () => {
		leave();
		if (client.accountId !== undefined) learnAccount(key, JSON.stringify([hosts.apiUrl, client.accountId]));
	};
	return {
		client,
		key,
		isServerToServer,
		accountPlan: String(data.accountPlan),
		...(isServerToServer ? { accountId: String(data.accountId) } : {}),
		sealer: () => new Sealer(String(data.clientSecret), JSON.stringify([type, data.clientId, hosts.apiUrl])),
		close,
	};
}
