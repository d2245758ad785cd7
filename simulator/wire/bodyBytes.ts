import type { IncomingMessage } from 'node:http';

/** Without new bytes for this long, the body is shorter than its Content-Length. */
const IDLE_TIMEOUT_MS = 3_000;

export interface BodyBytes {
	bytes: Buffer;
	/** What is wrong with how the body arrived. */
	wrong?: string;
}

/**
 * Reads the body byte by byte. It only listens, so a parser can be piped to the same request in the same
 * tick.
 */
export function readBytes(raw: IncomingMessage): Promise<BodyBytes> {
	return new Promise((resolve) => {
		const chunks: Buffer[] = [];
		let received = 0;

		const finish = (cutBy?: string) => {
			clearTimeout(idleTimer);
			raw.off('data', take).off('end', end).off('close', cut).off('error', cut);
			const declared = raw.headers['content-length'];
			const length = declared ? `the Content-Length says ${declared}` : 'the body is in chunks';
			resolve({
				bytes: Buffer.concat(chunks, received),
				wrong: cutBy && `The body is cut short: ${length}, ${received} bytes arrived, ${cutBy}.`,
			});
		};
		const take = (chunk: Buffer) => {
			chunks.push(chunk);
			received += chunk.length;
			idleTimer.refresh();
		};
		const end = () => finish();
		const cut = () => finish('and the connection ended');
		// In a busy process, the timer fires before received bytes are read. Two ticks give them time to be
		// read.
		const idleTimer = setTimeout(() => {
			const before = received;
			setImmediate(() =>
				setImmediate(() => {
					if (received === before) finish(`and no more within ${IDLE_TIMEOUT_MS / 1000} seconds`);
				}),
			);
		}, IDLE_TIMEOUT_MS);

		raw.on('data', take).once('end', end).once('close', cut).once('error', cut);
	});
}

/** @returns undefined if the bytes are not UTF-8 */
export function decodeUtf8(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
