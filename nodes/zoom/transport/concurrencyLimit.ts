/** The maximum number of concurrent requests of one account. */
const MAX_CONCURRENT = 50;

/** The number of successful responses after which the limit increases by one. */
const SUCCESSES_TO_INCREASE = 20;

/**
 * Limits the concurrent requests of one account. After Zoom has rejected a request because of it, the limit is halved,
 * and then increases slowly (additive increase, multiplicative decrease).
 */
export class ConcurrencyLimit {
	private underWay = 0;

	private max = MAX_CONCURRENT;

	private successes = 0;

	/** No further request may start. */
	get isReached(): boolean {
		return this.underWay >= this.max;
	}

	acquire(): void {
		this.underWay++;
	}

	release(): void {
		this.underWay--;
	}

	decrease(): void {
		this.max = Math.max(1, Math.floor(Math.min(this.underWay, this.max) / 2));
		this.successes = 0;
	}

	noteSuccess(): void {
		if (this.max === MAX_CONCURRENT || ++this.successes < SUCCESSES_TO_INCREASE) return;
		this.successes = 0;
		this.max++;
	}
}
