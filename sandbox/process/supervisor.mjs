const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Between two looks whether npm is still there, in ms. */
const LOOK_EVERY = 1_000;

/**
 * Keeps what has been started, and ends it in reverse order, however this process comes to its end.
 *
 * @returns {{
 *   signal: AbortSignal,
 *   keep: <T extends { stop: () => unknown }>(server: T) => T,
 *   untilEnded: () => Promise<void>,
 *   close: () => Promise<void>,
 * }}
 *   `signal` is aborted when the end is asked for: Ctrl-C, SIGTERM, a closed terminal, an npm that was killed
 */
export function createSupervisor() {
	const cut = new AbortController();
	const kept = [];
	for (const [name, code] of Object.entries(SIGNALS)) {
		process.on(name, () => cut.abort(Object.assign(new Error(`Ended by ${name}`), { exitCode: code })));
	}

	// npm hands a signal to the shell between it and us, and not every shell hands it on.
	const parent = process.ppid;
	const byNpm = process.env.npm_lifecycle_event !== undefined;
	const looking = setInterval(() => {
		if (byNpm && process.ppid !== parent)
			cut.abort(Object.assign(new Error('npm has ended'), { exitCode: SIGNALS.SIGTERM }));
	}, LOOK_EVERY);

	return {
		signal: cut.signal,
		keep(server) {
			kept.push(server);
			return server;
		},
		async untilEnded() {
			if (cut.signal.aborted) return;
			await new Promise((resolve) => cut.signal.addEventListener('abort', resolve, { once: true }));
		},
		async close() {
			clearInterval(looking);
			for (const server of kept.splice(0).reverse()) await server.stop();
		},
	};
}
