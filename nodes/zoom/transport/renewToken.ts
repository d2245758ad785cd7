import type { Clock } from './clock';
import type { NoAccess, Send, ZoomRequest, ZoomResponse } from './request';
import type { SharedLock } from './sharedLock';

/** How many times the run tries to get a new token. */
const MAX_RENEWALS = 3;

/** How many times one request is sent again with a new token. Another client can end that one, too, before it is sent. */
const MAX_RESENDS = 10;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Sends a request again after a 401, which has no effect in Zoom. n8n renews the token with the next request that gets
 * a 401. So one request is sent alone, and the others wait for its token. If there is no token after three attempts,
 * the run sends no further request.
 */
export class TokenRenewal {
	private underWay?: Promise<ZoomResponse>;

	/** Set if there is no token: the result of all further requests of this run, which are not sent. */
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
				if (response.permanent || attempt === MAX_RESENDS) return (this.ended = response);
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

	/** Sends `request` alone, until there is a new token. */
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

/**
 * The delay that the token service asks for, or one second more each time. With jitter, because other runs wait for it,
 * too.
 */
function waitMs({ retryAfterMs }: NoAccess, attempt: number): number {
	if (retryAfterMs !== undefined) return Math.min(retryAfterMs, LONGEST_WAIT_MS) * (1 + Math.random() / 4);
	return FIRST_WAIT_MS * attempt * (0.5 + Math.random());
}
