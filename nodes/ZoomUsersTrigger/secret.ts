import type { INodeCredentialTestResult } from 'n8n-workflow';

/** The app's secret token; empty if the credential has none. */
export async function readSecret(n8n: {
	getCredentials(type: string): Promise<{ secretToken?: unknown }>;
}): Promise<string> {
	const { secretToken } = await n8n.getCredentials('zoomUsersWebhookApi');
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
