import type { IExecuteFunctions } from 'n8n-workflow';
import type { ZoomClient } from '../../zoom/transport/client';
import { counted } from '../output/batchError';
import type { Report } from '../output/report';

/** A run with more rows than this logs its progress. */
const LONG_RUN = 100;
const EVERY_MS = 10_000;

/** Logs the progress of a long run, and reports its result in the log and in a hint. */
export class Progress {
	private readonly startedAt: number;

	private loggedAt: number;

	constructor(
		private readonly n8n: IExecuteFunctions,
		private readonly report: Report,
		private readonly client: ZoomClient,
	) {
		this.startedAt = client.clock.now();
		this.loggedAt = this.startedAt;
	}

	/** Call it after each row. It writes a log line every ten seconds. */
	update(): void {
		const now = this.client.clock.now();
		if (this.report.count <= LONG_RUN || now - this.loggedAt < EVERY_MS) return;
		this.loggedAt = now;
		const done = this.report.settledCount;
		const seconds = (now - this.startedAt) / 1_000;
		const left = Math.round(((this.report.count - done) * seconds) / done);
		const pace = (done / seconds).toFixed(1);
		this.n8n.logger.info(
			`Zoom Users: ${done} of ${this.report.count} users, ${pace} a second, ${this.client.retries} retries, about ${left} s left.`,
		);
	}

	sumUp(): void {
		if (this.report.count <= LONG_RUN) return;
		const seconds = Math.round((this.client.clock.now() - this.startedAt) / 1_000);
		const counts = [...this.report.tally()].map(([word, count]) => `${count} ${word}`).join(', ');
		const line = `${counted(this.report.count, 'user')} in ${seconds} s: ${counts}.`;
		this.n8n.logger.info(`Zoom Users: ${line}`);
		this.report.hint(line);
	}
}
