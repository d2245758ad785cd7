import type { Send, SendUnderLock } from './request';

/**
 * A readers-writer lock for the requests of a run. Most requests share it. A request that can renew the token has it
 * exclusively: on n8n 1.x, each request in progress would renew the token for itself, and a refresh token can be used
 * only once.
 */
export class SharedLock {
	private holders = 0;

	private exclusive?: Promise<void>;

	private readonly pauses = new Set<Promise<void>>();

	private whenFree?: () => void;

	/** Runs `call` together with others, when no exclusive call has the lock or waits for it, and there is no pause. */
	async runShared<T>(call: () => Promise<T>): Promise<T> {
		while (this.isClosed) await (this.exclusive ?? Promise.all(this.pauses));
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

	/** Until `end`, no further shared call starts. Those in progress continue. */
	pauseUntil(end: Promise<void>): void {
		this.pauses.add(end);
		void end.then(() => this.pauses.delete(end));
	}

	/** Whether an exclusive call has the lock or waits for it, or there is a pause. */
	get isClosed(): boolean {
		return this.exclusive !== undefined || this.pauses.size > 0;
	}
}

/** Sends a request under the shared lock. A request that was not sent, because the lock is closed, is tried again. */
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
