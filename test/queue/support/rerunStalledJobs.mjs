/**
 * Loaded into workers (`node --import`): runs the execution of a killed worker again on another one.
 *
 * n8n 1 does this by default, as often as QUEUE_WORKER_MAX_STALLED_COUNT says. n8n 2 ignores this variable, and always
 * ends the execution with an error. The queue is the same.
 */
import { createRequire } from 'node:module';
import { realpathSync } from 'node:fs';

const [, program = ''] = process.argv;

// n8n's task runner inherits this file.
if (program.endsWith('/n8n/bin/n8n')) {
	const Queue = createRequire(realpathSync(program))('bull');
	const { process: processJobs } = Queue.prototype;
	Queue.prototype.process = function (...options) {
		this.settings.maxStalledCount = Number(process.env.QUEUE_WORKER_MAX_STALLED_COUNT);
		return processJobs.apply(this, options);
	};
}
