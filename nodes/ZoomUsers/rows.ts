import { sleep } from 'n8n-workflow';

const SLICE = 50;

/**
 * Reads rows in slices, and lets the rest of n8n run in between: an expression costs half a millisecond, and
 * 10,000 rows with three of them, read in one go, would block everything else for 13 seconds.
 */
export async function readInSlices(count: number, read: (index: number) => void): Promise<void> {
	for (let index = 0; index < count; index++) {
		if (index > 0 && index % SLICE === 0) await sleep(0);
		read(index);
	}
}
