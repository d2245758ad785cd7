import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { systemClock, type Clock } from './clock';
import type { ZoomHosts } from './hosts';
import { rateLimit, type RateLimiter } from './rateLimiter';
import { TokenRenewal } from './renewToken';
import type { Send } from './request';
import { send, type Credential } from './send';
import { SharedLock, sharedLock } from './sharedLock';

export { jsonBody } from './request';
export type { ZoomCall, ZoomRequest, ZoomResponse } from './request';

/**
 * The authenticated client of one run. A request enters each of its layers once: token renewal, the shared lock, the
 * rate limiter of the account, and n8n. Retries are the layer around it (`calls/retry.ts`).
 */
export class ZoomClient {
	/** Requests that had to be sent again. */
	retries = 0;

	/** When a call last succeeded, by `clock`. */
	lastSuccess = -Infinity;

	/** The Zoom account, once a response has named it. */
	accountId?: string;

	/** Sends a request, and renews the token if it has expired. */
	readonly send: Send;

	/** Aborts when the execution is cancelled. A search in a list of the editor cannot be cancelled. */
	readonly signal?: AbortSignal;

	constructor(
		n8n: IExecuteFunctions | ILoadOptionsFunctions,
		credential: Credential,
		readonly hosts: ZoomHosts,
		/** Timeout of one response. */
		timeoutMs: number,
		readonly limits: RateLimiter,
		readonly clock: Clock = systemClock,
	) {
		this.signal = 'getExecutionCancelSignal' in n8n ? n8n.getExecutionCancelSignal() : undefined;
		const { signal } = this;
		const lock = new SharedLock();
		const renewal = new TokenRenewal(lock, clock, signal, () => this.retries++);
		const innermost = send({
			n8n,
			credential,
			hosts,
			timeoutMs,
			signal,
			renewal,
			onTokenAwaited: (end) => lock.pauseUntil(end),
			onTokenRenewed: ({ rateClass }) => limits.countMore(2, rateClass.label),
		});
		const limited = rateLimit({ limits, lock, signal, credential, next: innermost });
		this.send = renewal.layer(sharedLock(lock, limited));
	}

	noteSuccess(): void {
		this.lastSuccess = this.clock.now();
		this.limits.noteSuccess();
	}

	/** Waits, at most until the execution is cancelled. */
	async wait(ms: number): Promise<void> {
		await this.clock.sleep(ms, this.signal);
	}
}
