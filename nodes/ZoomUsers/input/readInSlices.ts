import { sleep, type IExecuteFunctions } from 'n8n-workflow';

const SLICE = 50;

/**
 * Reads rows in slices, and lets the rest of n8n run in between: an expression costs half a millisecond, and
 * 10,000 rows with three of them, read in one go, would block everything else for 13 seconds. A cancelled
 * execution reads no further.
 *
 * @param failed a row that cannot be read at all must not take the others with it
 */
export async function readInSlices(
	n8n: IExecuteFunctions,
	count: number,
	read: (index: number) => void,
	failed: (index: number, error: Error) => void,
): Promise<void> {
	const cancelled = n8n.getExecutionCancelSignal();
	for (let index = 0; index < count && !cancelled?.aborted; index++) {
		if (index > 0 && index % SLICE === 0) await sleep(0);
		try {
			read(index);
		} catch (error) {
			failed(index, error as Error);
		}
	}
}
