import type { Clock } from './clock';
import type { NoAccess, Send, ZoomRequest, ZoomResponse } from './request';
import type { SharedLock } from './sharedLock';

/** How often a new token is tried for before the run ends, and how often one request is sent again with a new token. */
const MAX_RENEWALS = 3;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Sends a request again that Zoom refused for its token: a 401 has no effect. n8n renews the token with the next request
 * that meets a 401, so that one request is sent alone, and the others wait for the token that it brings. Where it brings
 * none in three attempts, no further request of the run is sent.
 */
export class TokenRenewal {
	private underWay?: Promise<ZoomResponse>;

	/** There is no token: every further request of this run ends so, unsent. */
	ended?: NoAccess;

	constructor(
		private readonly lock: SharedLock,
		private readonly clock: Clock,
		private readonly signal: AbortSignal | undefined,
		private readonly countRetry: () => void,
	) {}

	layer(next: Send): Send {
		return async (request) => {
			for (let attempt = 0; ; attempt++) {
				const response = await next(request);
				if (response.kind !== 'auth') return response;
				if (response.permanent || attempt === MAX_RENEWALS) return (this.ended = response);
				this.countRetry();
				if (!this.underWay) {
					this.underWay = this.renew(request, next);
					return await this.underWay;
				}
				await this.underWay;
				if (this.ended) return this.ended;
			}
		};
	}

	/** Sends `request` alone, until it brings a new token. */
	private async renew(request: ZoomRequest, next: Send): Promise<ZoomResponse> {
		try {
			return await this.lock.runExclusive(async () => await this.sendAlone(request, next));
		} finally {
			this.underWay = undefined;
		}
	}

	private async sendAlone(request: ZoomRequest, next: Send): Promise<ZoomResponse> {
		for (let attempt = 1; ; attempt++) {
			const response = await next({ ...request, holdsLock: true });
			if (response.kind !== 'auth') return response;
			if (response.permanent || attempt === MAX_RENEWALS) return (this.ended = response);
			this.countRetry();
			await this.clock.sleep(waitMs(response, attempt), this.signal);
		}
	}
}

/** As long as the token service asks, or a second more each time; with jitter, since other runs wait for it too. */
function waitMs({ retryAfterMs }: NoAccess, attempt: number): number {
	if (retryAfterMs !== undefined) return Math.min(retryAfterMs, LONGEST_WAIT_MS) * (1 + Math.random() / 4);
	return FIRST_WAIT_MS * attempt * (0.5 + Math.random());
}
