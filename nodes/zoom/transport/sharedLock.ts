import type { Send, SendUnderLock } from './request';

/**
 * A readers-writer lock over the requests of a run. Most share it; a request that may bring a new token has it
 * exclusively: n8n 1.x lets each request that is under way renew the token for itself, and a refresh token that is used
 * twice is dead.
 */
export class SharedLock {
	private holders = 0;

	private exclusive?: Promise<void>;

	private whenFree?: () => void;

	/** Runs `call` together with others, once no exclusive call holds or awaits the lock. */
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

	/** Runs `call` when every shared call has ended, and lets no other one begin before it is over. */
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

	/** An exclusive call holds or awaits the lock. */
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
