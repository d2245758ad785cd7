/**
 * `npm run test:e2e`: tests the packed package in a real n8n and a real browser. The arguments are the files of
 * test/e2e to run; without any, all of them run. `--n8n 1x` runs those that don't need a browser on the newest n8n 1.x:
 *
 *   npm run test:e2e -- editor trigger
 *   npm run test:e2e -- --n8n 1x
 */
import { runFiles } from './support/runFiles.mjs';

await runFiles('e2e', {
	// They often wait.
	concurrency: 3,
	// Those that take longest.
	first: ['trigger', 'editor', 'crashRecovery', 'applyRecovery'],
	// The others drive the editor of n8n 2.x, test plans, or execute an example that needs n8n 2.x.
	on1x: ['realN8n', 'trigger', 'examples', 'badCells', 'dailyQuota', 'crashRecovery'],
});
