import type { Send, SendUnderLock } from './request';

/**
 * A readers-writer lock for the requests of a run. Most requests share it. A request that can renew the token has it
 * exclusively: on n8n 1.x, each request in progress would renew the token for itself, and a refresh token can be used
 * only once.
 */
export class SharedLock {
	private holders = 0;

	private exclusive?: Promise<void>;

	private whenFree?: () => void;

	/** Runs `call` together with others, when no exclusive call has the lock or waits for it. */
	async runShared<T>(call: () => Promise<T>): Promise<T> {
		while (this.exclusive) await this.exclusive;
		this.holders++;
		try {
			return await call();
		} finally {
			this.holders--;
			if (this.holders === 0) this.whenFree?.();
		}
	}

	/** Runs `call` when all shared calls have ended. No other call starts before it ends. */
	async runExclusive<T>(call: () => Promise<T>): Promise<T> {
		while (this.exclusive) await this.exclusive;
		let release = () => {};
		this.exclusive = new Promise((resolve) => (release = resolve));
		try {
			if (this.holders > 0) await new Promise<void>((resolve) => (this.whenFree = resolve));
			this.whenFree = undefined;
			return await call();
		} finally {
			this.exclusive = undefined;
			release();
		}
	}

	/** Whether an exclusive call has the lock or waits for it. */
	get isExclusive(): boolean {
		return this.exclusive !== undefined;
	}
}

/** Sends a request under the shared lock. A request that was not sent, to let an exclusive one go first, is tried again. */
export function sharedLock(lock: SharedLock, next: SendUnderLock): Send {
	return async (request) => {
		for (;;) {
			const response = request.holdsLock
				? await next(request)
				: await lock.runShared(async () => await next(request));
			if (response) return response;
		}
	};
}
