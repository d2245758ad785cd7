/** About 20 MB at most. Only events that Zoom has signed get in. */
const MOST = 100_000;

/**
 * The events that have started something, as long as their signature is good. One memory for each n8n process, and
 * gone with it: n8n's static data keeps only what an execution writes first, and would be no better.
 */
export class Seen {
	/** Event -> when it may be forgotten, in ms; the oldest first. */
	private readonly until = new Map<string, number>();

	constructor(private readonly most = MOST) {}

	get size(): number {
		return this.until.size;
	}

	/** Notes an event, and tells whether it is new. Nothing is awaited here, so two at once cannot both be new. */
	isNew(event: string, forgetAt: number, now: number): boolean {
		const known = this.until.get(event);
		this.until.delete(event);
		this.until.set(event, Math.max(known ?? 0, forgetAt));
		for (const [oldest, until] of this.until) {
			if (until >= now && this.until.size <= this.most) break;
			this.until.delete(oldest);
		}
		return known === undefined || known < now;
	}
}
