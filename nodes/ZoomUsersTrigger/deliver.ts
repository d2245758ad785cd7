import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Filters } from './filters';
import { isSignedWith, receive, type Delivery, type Verdict } from './receive';
import { secretFor } from './secret';
import { Seen } from './seen';

const MINUTE = 60_000;
const MAX_AGE = 90;

/** Of all workflows in this n8n process. */
const seen = new Seen();

/**
 * One request to the node's address. It is answered here, and not by n8n: that would be after the workflow has
 * started, and Zoom waits three seconds.
 */
export async function deliver(n8n: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { status, answer, items, refused } = await judge(n8n);
	if (refused) n8n.logger.warn(`Zoom Users Trigger: a request was refused (${refused})`);
	n8n.getResponseObject().status(status).json(answer);
	return {
		noWebhookResponse: true,
		...(items && { workflowData: [items.map((json) => ({ json }))] }),
	};
}

async function judge(n8n: IWebhookFunctions): Promise<Verdict> {
	const delivery = n8n.getRequestObject() as unknown as Delivery;
	const secret = await secretOrNone(n8n, delivery);
	// Not 401: Zoom tries again later, and by then it may be mended. An empty secret would sign for anybody.
	if (secret === '') return { status: 503, answer: {}, refused: 'the credential holds no Secret Token' };

	const options = n8n.getNodeParameter('options', {}) as IDataObject;
	const maxAge = Number(options.maxAgeMinutes ?? MAX_AGE);
	const wanted = {
		secret,
		webhook: [n8n.getMode(), n8n.getWorkflow().id, n8n.getNode().id].join(' '),
		maxAge: (maxAge > 0 ? maxAge : MAX_AGE) * MINUTE,
		events: [n8n.getNodeParameter('events', []) as string | string[]].flat(),
		filters: n8n.getNodeParameter('filters', {}) as Filters,
		simplify: n8n.getNodeParameter('simplify', true) as boolean,
	};
	return receive(delivery, wanted, seen, Date.now());
}

/** What is thrown here, n8n would start the workflow with: for anybody who knows the address. */
async function secretOrNone(n8n: IWebhookFunctions, delivery: Delivery): Promise<string> {
	try {
		return await secretFor(n8n, (secret) => isSignedWith(secret, delivery));
	} catch (error) {
		n8n.logger.error(`Zoom Users Trigger: the credential cannot be read. ${(error as Error).message}`);
		return '';
	}
}
