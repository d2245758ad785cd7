/**
 * `npm run test:queue`: tests the packed package in a real n8n in queue mode, with a real Redis and PostgreSQL. The
 * arguments are the files of test/queue to run, and -t a part of the names of the tests; without any, all of them run:
 *
 *   npm run test:queue -- rates -t '3 executions, 30 a second'
 */
import { findServers } from '../sandbox/queue/install.mjs';
import { runFiles } from './support/runFiles.mjs';

// One after another, because they measure time.
await runFiles('queue', { concurrency: 1, prepare: findServers });
