/** Requests of one account that may be under way concurrently. */
const MAX_CONCURRENT = 50;

/** Successful responses after which one more request may be under way again. */
const SUCCESSES_TO_INCREASE = 20;

/**
 * How many requests of one account are under way, and how many may be: half as many after Zoom refused one for it, and
 * slowly more again (additive increase, multiplicative decrease).
 */
export class ConcurrencyLimit {
	private underWay = 0;

	private max = MAX_CONCURRENT;

	private successes = 0;

	/** No further request may start. */
	isReached = false;

	acquire(): void {
		this.underWay++;
		this.isReached = this.underWay >= this.max;
	}

	release(): void {
		this.underWay--;
		this.isReached = this.underWay >= this.max;
	}

	decrease(): void {
		this.max = Math.max(1, Math.floor(Math.min(this.underWay, this.max) / 2));
		this.successes = 0;
		this.isReached = this.underWay >= this.max;
	}

	noteSuccess(): void {
		if (this.max === MAX_CONCURRENT || ++this.successes < SUCCESSES_TO_INCREASE) return;
		this.successes = 0;
		this.max++;
		this.isReached = this.underWay >= this.max;
	}
}
