import type { RowResult } from '../../zoom/model/outcome';

export interface BatchRules {
	/** The maximum number of jobs that run at once. */
	concurrency: number;
	/** Whether the next job must still run alone, because something that the others depend on is not known yet. */
	mustRunAlone: () => boolean;
	/** Once this is true, no further job starts. Running jobs are awaited. */
	stopped: (result: RowResult) => boolean;
}

/**
 * Runs jobs in their order, until all have ended or the run is stopped. The first job runs alone, so that it fetches
 * the token for all jobs, and an error that affects all jobs occurs only once.
 *
 * @param work runs one job. Must not throw, because that would end the others
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
