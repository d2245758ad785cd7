import { sleep } from 'n8n-workflow';

/** The clock for delays and measurements. Tests replace it. */
export interface Clock {
	/** Milliseconds since a fixed time. Never goes backwards. */
	now(): number;
	/** Waits, at most until `signal` aborts. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = { now: () => performance.now(), sleep: sleepOrAbort };

/** n8n's own `sleep` ignores a signal on 1.x. */
async function sleepOrAbort(ms: number, signal?: AbortSignal): Promise<void> {
	if (!signal) return await sleep(ms);
	if (signal.aborted) return;
	let wake = () => {};
	const aborted = new Promise<void>((resolve) => (wake = resolve));
	signal.addEventListener('abort', wake);
	await Promise.race([sleep(ms), aborted]);
	signal.removeEventListener('abort', wake);
}
