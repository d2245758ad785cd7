import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { EventDeduplicator } from './eventDeduplicator';
import type { Filters } from './filters';
import { ofEvent } from './newEvents';
import { replyTo, type WebhookReply, type WebhookSettings } from './reply';
import { credentialKey, readSecret, SecretCache } from './secretCache';
import { isSignedWith, type WebhookRequest } from './verify';

const MINUTE_MS = 60_000;
const DEFAULT_MAX_AGE_MINUTES = 90;

const BODY = { 401: { message: 'Not signed by Zoom, or too old' }, 503: { message: 'Try again later' } };

/** The part of Node's and Express' response that the node uses. */
interface Response {
	readonly statusCode: number;
	once(event: 'prefinish', listener: () => void): unknown;
	status(code: number): { json(body: IDataObject): unknown };
}

/** Shared by all workflows of this n8n process. */
const deduplicator = new EventDeduplicator();
const secrets = new SecretCache();

/** Handles one request to the address of the node. */
export async function handleWebhook(n8n: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response: Response = n8n.getResponseObject();
	const reply = await replyOrUnavailable(n8n);
	if (reply.kind === 'start') {
		// Zoom must not get a 200 for an event that n8n fails to start, so n8n responds after it has tried. This
		// event is emitted when n8n ends the response, even if Zoom has closed the connection.
		response.once('prefinish', () => reply.claim.settle(response.statusCode < 300));
		return { workflowData: [ofEvent(reply.event, reply.items)], webhookResponse: {} };
	}
	if (reply.kind === 'acknowledge') {
		response.status(200).json(reply.body ?? {});
	} else {
		n8n.logger.warn(`Zoom Users Trigger: rejected a request: ${reply.reason}`);
		response.status(reply.status).json(BODY[reply.status]);
	}
	return { noWebhookResponse: true };
}

/** Never throws: after an error, n8n would start the workflow with an empty item for anyone who knows the address. */
async function replyOrUnavailable(n8n: IWebhookFunctions): Promise<WebhookReply> {
	try {
		const request = n8n.getRequestObject() as unknown as WebhookRequest;
		const settings = await readSettings(n8n, request);
		// Anyone can sign with an empty secret.
		if (settings.secret !== '') return replyTo(request, settings, deduplicator, Date.now());
		return { kind: 'reject', status: 503, reason: 'the credential has no Secret Token' };
	} catch (error) {
		const reason = `n8n can't read the credential or the parameters: ${(error as Error).message}`;
		return { kind: 'reject', status: 503, reason };
	}
}

async function readSettings(n8n: IWebhookFunctions, request: WebhookRequest): Promise<WebhookSettings> {
	const secret = await secrets.get(
		credentialKey(n8n),
		(known) => isSignedWith(known, request),
		async () => await readSecret(n8n),
	);
	const options = n8n.getNodeParameter('options', {}) as IDataObject;
	const maxAge = Number(options.maxAgeMinutes ?? DEFAULT_MAX_AGE_MINUTES);
	return {
		secret,
		webhook: [n8n.getMode(), n8n.getWorkflow().id, n8n.getNode().id].join(' '),
		maxAgeMs: (maxAge > 0 ? maxAge : DEFAULT_MAX_AGE_MINUTES) * MINUTE_MS,
		events: [n8n.getNodeParameter('events', []) as string | string[]].flat(),
		filters: n8n.getNodeParameter('filters', {}) as Filters,
		simplify: n8n.getNodeParameter('simplify', true) as boolean,
	};
}
