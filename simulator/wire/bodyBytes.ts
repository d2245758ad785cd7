import type { IncomingMessage } from 'node:http';

/** A body that stands still this long is taken to be shorter than its Content-Length says. */
const STANDSTILL_MS = 3_000;

export interface BodyBytes {
	bytes: Buffer;
	/** What is wrong with how the body arrived, in words. */
	wrong?: string;
}

/**
 * The body, byte for byte. It only listens, so that a parser may be piped to the same request,
 * in the same tick.
 */
export function readBytes(raw: IncomingMessage): Promise<BodyBytes> {
	return new Promise((resolve) => {
		const chunks: Buffer[] = [];
		let received = 0;

		const finish = (cutBy?: string) => {
			clearTimeout(standstill);
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
			standstill.refresh();
		};
		const end = () => finish();
		const cut = () => finish('and the connection ended');
		// The timer of a process that was busy fires before it reads what came meanwhile: it gets
		// the chance to, twice, before the verdict.
		const standstill = setTimeout(() => {
			const before = received;
			setImmediate(() =>
				setImmediate(() => {
					if (received === before) finish(`and no more within ${STANDSTILL_MS / 1000} seconds`);
				}),
			);
		}, STANDSTILL_MS);

		raw.on('data', take).once('end', end).once('close', cut).once('error', cut);
	});
}

/** @returns undefined where the bytes are not UTF-8 */
export function decodeUtf8(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}
