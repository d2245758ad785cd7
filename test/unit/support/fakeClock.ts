import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../nodes/zoom/transport/clock';

interface Sleeper {
	at: number;
	wake: () => void;
}

/** A clock that a test controls. */
export class FakeClock implements Clock {
	private time = 50_000;

	private sleepers: Sleeper[] = [];

	now(): number {
		return this.time;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const sleeper = { at: this.time + ms, wake: resolve };
			this.sleepers.push(sleeper);
			signal?.addEventListener('abort', () => {
				this.sleepers = this.sleepers.filter((one) => one !== sleeper);
				resolve();
			});
		});
	}

	/** Advances the time, and wakes the sleepers in order. */
	async advance(ms: number): Promise<void> {
		const end = this.time + ms;
		for (;;) {
			await setImmediate();
			if (!this.wakeNext(end)) break;
		}
		this.time = end;
		await setImmediate();
	}

	/** Advances the time until `promise` settles, and returns its result. */
	async finish<T>(promise: Promise<T>): Promise<T> {
		let settled = false;
		const noteSettled = () => void (settled = true);
		promise.then(noteSettled, noteSettled);
		for (;;) {
			await setImmediate();
			if (settled) return await promise;
			if (!this.wakeNext(Infinity)) throw new Error('No sleeper is left.');
		}
	}

	/** Advances the time without waking the sleepers, as when the process was blocked. */
	stall(ms: number): void {
		this.time += ms;
	}

	private wakeNext(end: number): boolean {
		const next = this.sleepers.reduce<Sleeper | undefined>(
			(earliest, one) => (!earliest || one.at < earliest.at ? one : earliest),
			undefined,
		);
		if (!next || next.at > end) return false;
		this.sleepers = this.sleepers.filter((one) => one !== next);
		this.time = Math.max(this.time, next.at);
		next.wake();
		return true;
	}
}
