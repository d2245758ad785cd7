import type { RowResult } from '../../zoom/model/outcome';

export interface BatchRules {
	/** How many are under way at the same time, at most. */
	concurrency: number;
	/** Whether the next one must still go alone: nothing is known yet that those beside it could build on. */
	alone: () => boolean;
	/** No further one starts once this is true; those under way are waited for. */
	stopped: (settled: RowResult) => boolean;
}

/**
 * Works through many jobs, started in their order, until all have settled or the run is stopped. The first goes
 * alone: it brings the token for all, and what ends the run for all is met once.
 *
 * @param work settles one job; must not throw, since it would take the others with it
 */
export async function mapConcurrently<Job>(
	jobs: readonly Job[],
	work: (job: Job) => Promise<RowResult>,
	rules: BatchRules,
): Promise<void> {
	let next = 0;
	let stopped = false;
	const more = () => !stopped && next < jobs.length;
	const settleNext = async () => {
		const settled = await work(jobs[next++]);
		stopped ||= rules.stopped(settled);
	};
	const worker = async () => {
		while (more()) await settleNext();
	};

	do {
		if (more()) await settleNext();
	} while (more() && rules.alone());
	await Promise.all(Array.from({ length: rules.concurrency }, worker));
}
