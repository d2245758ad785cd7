import type { Settled } from './outcome';

export interface BatchRules {
	/** How many are under way at the same time, at most. */
	concurrency: number;
	/** Whether the next one must still go alone: nothing is known yet that those beside it could build on. */
	alone: () => boolean;
	/** No further one starts once this is true; those under way are waited for. */
	stopped: (settled: Settled) => boolean;
}

/**
 * Works through many jobs and settles each exactly once, started in their order. The first goes alone: it
 * brings the token for all.
 *
 * @param work must not throw
 * @returns how each ended, in the order of the jobs; `untried` for those that were never started
 */
export async function settleAll<Job>(
	jobs: readonly Job[],
	work: (job: Job) => Promise<Settled>,
	rules: BatchRules,
): Promise<Settled[]> {
	const settled = jobs.map((): Settled => ({ untried: true }));
	let next = 0;
	let stopped = false;

	const settleNext = async () => {
		const index = next++;
		settled[index] = await work(jobs[index]);
		stopped ||= rules.stopped(settled[index]);
	};
	const more = () => !stopped && next < jobs.length;

	do {
		if (more()) await settleNext();
	} while (more() && rules.alone());
	const worker = async () => {
		while (more()) await settleNext();
	};
	await Promise.all(Array.from({ length: rules.concurrency }, worker));
	return settled;
}
