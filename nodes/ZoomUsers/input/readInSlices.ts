import { sleep, type IExecuteFunctions } from 'n8n-workflow';

const SLICE = 50;

/**
 * Reads rows in slices, so that n8n can do other work in between. An expression takes half a millisecond: 10,000 rows
 * with three expressions, read at once, would block n8n for 13 seconds. Stops if the execution is cancelled.
 *
 * @param failed called for a row that cannot be read; the other rows are still read
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
