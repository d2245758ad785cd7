/**
 * The door through which every request of a run goes. Most go in beside each other; one that may bring a new
 * token goes alone: n8n 1.x lets each request that is under way renew the token for itself, and a refresh
 * token that is used twice is dead.
 */
export class SharedLock {
	private inside = 0;

	private closed?: Promise<void>;

	private whenEmpty?: () => void;

	/** Runs `call` beside the others, as soon as nobody is alone in there. */
	async shared<T>(call: () => Promise<T>): Promise<T> {
		while (this.closed) await this.closed;
		return await this.enter(call);
	}

	/** Runs `call` when all that is under way has been answered, and lets nobody else in until it is over. */
	async exclusive<T>(call: () => Promise<T>): Promise<T> {
		while (this.closed) await this.closed;
		let open = () => {};
		this.closed = new Promise((resolve) => (open = resolve));
		try {
			if (this.inside > 0) await new Promise<void>((resolve) => (this.whenEmpty = resolve));
			return await this.enter(call);
		} finally {
			this.closed = undefined;
			open();
		}
	}

	/** Somebody is alone in there, or waits for the others to leave. */
	get isExclusive(): boolean {
		return this.closed !== undefined;
	}

	private async enter<T>(call: () => Promise<T>): Promise<T> {
		this.inside++;
		try {
			return await call();
		} finally {
			this.inside--;
			if (this.inside === 0) {
				this.whenEmpty?.();
				this.whenEmpty = undefined;
			}
		}
	}
}
