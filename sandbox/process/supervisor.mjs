const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Between two checks whether npm is still running, in ms. */
const CHECK_EVERY = 1_000;

/**
 * Keeps a list of what was started, and stops it in reverse order.
 *
 * @returns {{
 *   signal: AbortSignal,
 *   keep: <T extends { stop: () => unknown }>(server: T) => T,
 *   untilStopped: () => Promise<void>,
 *   close: () => Promise<void>,
 * }}
 *   `signal` is aborted by Ctrl-C, SIGTERM, a closed terminal, or when npm is killed
 */
export function createSupervisor() {
	const stop = new AbortController();
	const kept = [];
	for (const [name, code] of Object.entries(SIGNALS)) {
		process.on(name, () => stop.abort(Object.assign(new Error(`Stopped by ${name}`), { exitCode: code })));
	}

	// npm sends a signal to the shell that runs this process, and not every shell passes it on.
	const parent = process.ppid;
	const byNpm = process.env.npm_lifecycle_event !== undefined;
	const checking = setInterval(() => {
		if (byNpm && process.ppid !== parent)
			stop.abort(Object.assign(new Error('Stopped because npm exited'), { exitCode: SIGNALS.SIGTERM }));
	}, CHECK_EVERY);

	return {
		signal: stop.signal,
		keep(server) {
			kept.push(server);
			return server;
		},
		async untilStopped() {
			if (stop.signal.aborted) return;
			await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
		},
		async close() {
			clearInterval(checking);
			for (const server of kept.splice(0).reverse()) await server.stop();
		},
	};
}
