import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
} from 'n8n-workflow';
import { zoomHosts } from '../zoom/hosts';
import { ZoomClient } from '../zoom/request';

/**
 * The way to Zoom with the credential that the node names.
 *
 * @param timeout for one answer, ms
 * @returns the client, and a key that tells this credential's Zoom from others
 * @throws what n8n throws for a credential that is missing; NodeOperationError for an address that is none
 */
export async function connect(
	n8n: IExecuteFunctions,
	timeout: number,
): Promise<{ client: ZoomClient; key: string }> {
	const authentication = n8n.getNodeParameter('authentication', 0, 'oAuth2') as string;
	const isServerToServer = authentication === 'serverToServer';
	const type = isServerToServer ? 'zoomUsersServerToServerApi' : 'zoomUsersOAuth2Api';
	const data = await n8n.getCredentials<ICredentialDataDecryptedObject>(type);
	const hosts = zoomHosts(data);
	if ('problem' in hosts) throw new NodeOperationError(n8n.getNode(), hosts.problem);
	const client = new ZoomClient(
		n8n,
		{ type, ...(isServerToServer ? { data: { ...data } } : {}) },
		hosts,
		timeout,
	);
	return { client, key: JSON.stringify([type, n8n.getNode().credentials?.[type]?.id, hosts.apiUrl]) };
}
