import type { RowResult } from '../../zoom/model/outcome';

export interface BatchRules {
	/** How many run at once, at most. */
	concurrency: number;
	/** Whether the next one must still run alone: what the others depend on is not known yet. */
	mustRunAlone: () => boolean;
	/** No further one starts once this is true; those that run are waited for. */
	stopped: (result: RowResult) => boolean;
}

/**
 * Runs many jobs, started in their order, until all have ended or the run is stopped. The first runs alone: it brings the
 * token for all, and an error that would meet all is met once.
 *
 * @param work runs one job; must not throw, since that would end the others
 */
export async function mapConcurrently<Job>(
	jobs: readonly Job[],
	work: (job: Job) => Promise<RowResult>,
	rules: BatchRules,
): Promise<void> {
	let next = 0;
	let stopped = false;
	const more = () => !stopped && next < jobs.length;
	const runNext = async () => {
		const result = await work(jobs[next++]);
		stopped ||= rules.stopped(result);
	};
	const worker = async () => {
		while (more()) await runNext();
	};

	do {
		if (more()) await runNext();
	} while (more() && rules.mustRunAlone());
	await Promise.all(Array.from({ length: rules.concurrency }, worker));
}
