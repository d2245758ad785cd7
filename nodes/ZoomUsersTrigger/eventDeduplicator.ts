/** About 20 MB. Only events with a valid signature are counted. */
const MAX_EVENTS = 100_000;

interface Entry {
	/** ms; when the signature of the event expires. */
	expiresAt: number;
	isStarted: boolean;
}

/** `new`: the caller starts an execution, and reports once whether it started. */
export type Claim =
	| { kind: 'new'; settle: (isStarted: boolean) => void }
	| { kind: 'starting' }
	| { kind: 'started' };

/**
 * The events for which this process has started an execution, or is about to, until their signature expires. In
 * memory: n8n gives a node no store for a request. For other processes, see `RecordedEvents`.
 */
export class EventDeduplicator {
	/** The oldest come first. */
	private readonly events = new Map<string, Entry>();

	constructor(private readonly maxEvents = MAX_EVENTS) {}

	get size(): number {
		return this.events.size;
	}

	/** Synchronous, so that two simultaneous deliveries can't both be new. */
	claim(event: string, expiresAt: number, now: number): Claim {
		const known = this.events.get(event);
		const current = known && known.expiresAt >= now ? known : undefined;
		const entry = current ?? { expiresAt, isStarted: false };
		entry.expiresAt = Math.max(entry.expiresAt, expiresAt);
		this.events.delete(event);
		this.events.set(event, entry);
		this.forget(now);
		if (current) return { kind: current.isStarted ? 'started' : 'starting' };
		return {
			kind: 'new',
			settle: (isStarted) => {
				entry.isStarted = isStarted;
				if (!isStarted && this.events.get(event) === entry) this.events.delete(event);
			},
		};
	}

	private forget(now: number): void {
		for (const [event, { expiresAt }] of this.events) {
			if (expiresAt >= now && this.events.size <= this.maxEvents) return;
			this.events.delete(event);
		}
	}
}
