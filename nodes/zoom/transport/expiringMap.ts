import { systemClock, type Clock } from './clock';

interface Entry<Value> {
	value: Value;
	setAt: number;
}

/**
 * A cache for the lifetime of the process. It deletes entries that have not been set for `maxAgeMs`, and the oldest
 * ones if there are more than `maxSize`.
 */
export class ExpiringMap<Key, Value> {
	/** The oldest comes first. */
	private readonly entries = new Map<Key, Entry<Value>>();

	constructor(
		private readonly limits: {
			maxSize: number;
			maxAgeMs: number;
			/** An entry that is in use is never deleted. */
			isInUse?: (value: Value) => boolean;
		},
		private readonly clock: Clock = systemClock,
	) {}

	get(key: Key): Value | undefined {
		this.forget();
		return this.entries.get(key)?.value;
	}

	/** Adds an entry, or makes it the newest. */
	set(key: Key, value: Value): void {
		this.entries.delete(key);
		this.entries.set(key, { value, setAt: this.clock.now() });
		this.forget();
	}

	/** Called on every access, because nodes must not use timers. */
	private forget(): void {
		const { maxSize, maxAgeMs, isInUse } = this.limits;
		const oldest = this.clock.now() - maxAgeMs;
		for (const [key, { value, setAt }] of this.entries) {
			if (setAt > oldest && this.entries.size <= maxSize) return;
			if (!isInUse?.(value)) this.entries.delete(key);
		}
	}
}
