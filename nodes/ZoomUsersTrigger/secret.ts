import type { INodeCredentialTestResult, IWebhookFunctions } from 'n8n-workflow';

const CREDENTIAL = 'zoomUsersWebhookApi';

/** After this many ms a credential is read anew: for so long a token counts that Zoom has replaced. */
const KEPT_FOR = 60_000;

interface Kept {
	secret: string;
	readAt: number;
}

/** n8n takes more CPU to read a credential than for all else that the node does: once for each event is too often. */
const kept = new Map<string, Kept>();
const underWay = new Map<string, Promise<string>>();

/**
 * The app's secret token; empty if the credential has none. The one that was read before, where it fits the
 * request; else n8n is asked, so that a new token counts from its first event on.
 */
export async function secretFor(n8n: IWebhookFunctions, fits: (secret: string) => boolean): Promise<string> {
	const key = [n8n.getWorkflow().id, n8n.getNode().credentials?.[CREDENTIAL]?.id].join(' ');
	const known = kept.get(key);
	if (known && known.readAt > Date.now() - KEPT_FOR && fits(known.secret)) return known.secret;

	const reading =
		underWay.get(key) ??
		readSecret(n8n)
			.then((secret) => {
				kept.set(key, { secret, readAt: Date.now() });
				return secret;
			})
			.finally(() => underWay.delete(key));
	underWay.set(key, reading);
	return await reading;
}

export async function readSecret(n8n: {
	getCredentials(type: string): Promise<{ secretToken?: unknown }>;
}): Promise<string> {
	const { secretToken } = await n8n.getCredentials(CREDENTIAL);
	return String(secretToken ?? '').trim();
}

/** What can be seen of a token without Zoom: it is Zoom who asks us, when you select Validate, and not we Zoom. */
export function judgeToken(token: unknown): INodeCredentialTestResult {
	const text = String(token ?? '').trim();
	if (text === '') return { status: 'Error', message: 'There is no Secret Token yet.' };
	if (/[^\x21-\x7e]/.test(text)) {
		return {
			status: 'Error',
			message: 'A Secret Token has no spaces in it, and no other letters than those of English.',
		};
	}
	return {
		status: 'OK',
		message: 'Looks like a token. Whether it is the right one shows when you select Validate in Zoom.',
	};
}
