import type { INodeCredentialTestResult, IWebhookFunctions } from 'n8n-workflow';
import { systemClock, type Clock } from '../zoom/transport/clock';
import { ExpiringMap } from '../zoom/transport/expiringMap';

const CREDENTIAL = 'zoomUsersWebhookApi';

/** How long a replaced token still works, and how long requests share one reading of the credential. */
const MAX_AGE_MS = 60_000;
const MAX_SECRETS = 1_000;

/** Reading a credential costs n8n more CPU than the rest of a request, so the node doesn't read it for every event. */
export class SecretCache {
	private readonly secrets: ExpiringMap<string, string | undefined>;

	/** The latest reading of each credential, until it ends or is too old to wait for. */
	private readonly readings: ExpiringMap<string, Promise<string> | undefined>;

	constructor(clock: Clock = systemClock) {
		const limits = { maxSize: MAX_SECRETS, maxAgeMs: MAX_AGE_MS };
		this.secrets = new ExpiringMap(limits, clock);
		this.readings = new ExpiringMap(limits, clock);
	}

	/**
	 * The cached secret if it matches the request. Otherwise the credential is read, so that a new token works
	 * from its first event on.
	 */
	async get(key: string, matches: (secret: string) => boolean, read: () => Promise<string>): Promise<string> {
		const cached = this.secrets.get(key);
		if (cached !== undefined && matches(cached)) return cached;
		return await (this.readings.get(key) ?? this.read(key, read));
	}

	private read(key: string, read: () => Promise<string>): Promise<string> {
		const reading = read();
		this.readings.set(key, reading);
		const store = (secret?: string) => {
			// Not if it took too long: another reading may have been faster.
			if (this.readings.get(key) !== reading) return;
			this.secrets.set(key, secret);
			this.readings.set(key, undefined);
		};
		reading.then(store, () => store());
		return reading;
	}
}

/** The secret token of the app, or an empty string if the credential has none. */
export async function readSecret(n8n: {
	getCredentials(type: string): Promise<{ secretToken?: unknown }>;
}): Promise<string> {
	const { secretToken } = await n8n.getCredentials(CREDENTIAL);
	return String(secretToken ?? '').trim();
}

/** Identifies the credential of a workflow. */
export function credentialKey(n8n: IWebhookFunctions): string {
	return [n8n.getWorkflow().id, n8n.getNode().credentials?.[CREDENTIAL]?.id].join(' ');
}

/** Only Zoom knows whether a token is correct, and Zoom shows it when the user selects Validate. */
export function testSecretToken(token: unknown): INodeCredentialTestResult {
	const text = String(token ?? '').trim();
	if (text === '') return { status: 'Error', message: 'The Secret Token is missing.' };
	if (/[^\x21-\x7e]/.test(text)) {
		return {
			status: 'Error',
			message: 'The Secret Token contains a space or a character that Zoom never uses in tokens.',
		};
	}
	return {
		status: 'OK',
		message: 'The format is valid. To check that it is the right token, select Validate in Zoom.',
	};
}
