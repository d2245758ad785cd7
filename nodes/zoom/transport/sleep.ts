import { sleep } from 'n8n-workflow';

/**
 * Waits `ms`, or until `signal` aborts, whichever comes first. n8n's own `sleep` ignores the signal on 1.x.
 */
export async function sleepOrAbort(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) return;
	let wake = () => {};
	const aborted = new Promise<void>((resolve) => (wake = resolve));
	signal?.addEventListener('abort', wake);
	await Promise.race([sleep(ms), aborted]);
	signal?.removeEventListener('abort', wake);
}
