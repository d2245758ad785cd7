import type { ErrorMeaning } from './catalogEntry';

/** Why there was no response. */
export type NetworkErrorKind = 'lost' | 'certificate' | 'unreachable';

export const NETWORK_ERRORS: Record<NetworkErrorKind, ErrorMeaning> = {
	lost: {
		message: 'the connection ended before Zoom responded',
		remedy: 'Try again.',
		owner: 'you',
		reason: 'network',
		handling: 'lookUpLost',
	},
	certificate: {
		message: 'the certificate of the server is not trusted, so nothing was sent',
		remedy:
			"Check the API address in the credential. If a proxy inspects your network's traffic, n8n has to trust its certificate (NODE_EXTRA_CA_CERTS).",
		owner: 'you',
		reason: 'network',
		handling: 'endRun',
	},
	unreachable: {
		message: 'Zoom could not be reached, so nothing was sent',
		remedy: 'Check the network of your n8n instance, and the API address in the credential.',
		owner: 'you',
		reason: 'network',
		handling: 'wait',
		afterRetries: 'endRun',
	},
};
