const SECOND_MS = 1000;
/** How many that are over may pile up before they are thrown out together. */
const PILE = 1024;

/** Counts events within the last second, and remembers the most that any second held. */
export class SlidingSecond {
	/** The most events within any second so far. */
	most = 0;
	/** In order; those before `first` are over. */
	private readonly times: number[] = [];
	private first = 0;

	/** @param now ms on a clock that never goes back: no earlier than any time before */
	count(now: number): number {
		while (this.first < this.times.length && this.times[this.first] <= now - SECOND_MS) this.first += 1;
		if (this.first >= PILE && this.first * 2 >= this.times.length) {
			this.times.splice(0, this.first);
			this.first = 0;
		}
		return this.times.length - this.first;
	}

	/** @param now ms, as above */
	add(now: number): void {
		this.times.push(now);
		this.most = Math.max(this.most, this.count(now));
	}

	clear(): void {
		this.times.length = 0;
		this.first = 0;
		this.most = 0;
	}
}
