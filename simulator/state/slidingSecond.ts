const SECOND_MS = 1000;
/** Expired entries are removed together, when there are this many. */
const COMPACT_AT = 1024;

/** Counts the events in the last second, and records the maximum within any second. */
export class SlidingSecond {
	/** The maximum number of events within any second so far. */
	max = 0;
	/** In order. Those before `first` have expired. */
	private readonly times: number[] = [];
	private first = 0;

	/** @param now ms on a monotonic clock */
	count(now: number): number {
		while (this.first < this.times.length && this.times[this.first] <= now - SECOND_MS) this.first += 1;
		if (this.first >= COMPACT_AT && this.first * 2 >= this.times.length) {
			this.times.splice(0, this.first);
			this.first = 0;
		}
		return this.times.length - this.first;
	}

	/** @param now ms on a monotonic clock */
	add(now: number): void {
		this.times.push(now);
		this.max = Math.max(this.max, this.count(now));
	}

	clear(): void {
		this.times.length = 0;
		this.first = 0;
		this.max = 0;
	}
}
