import type { IExecuteFunctions } from 'n8n-workflow';
import type { ZoomClient } from '../../zoom/transport/client';
import type { Report } from '../output/report';

/** From so many rows on a run tells how far it is. */
const LONG_RUN = 100;
const EVERY_MS = 10_000;

/** How far a long run is, in n8n's log; and what came of it, in the log and in one hint. */
export class Progress {
	private readonly startedAt: number;

	private toldAt: number;

	constructor(
		private readonly n8n: IExecuteFunctions,
		private readonly report: Report,
		private readonly client: ZoomClient,
	) {
		this.startedAt = client.clock.now();
		this.toldAt = this.startedAt;
	}

	/** To be called after each row; writes a line every ten seconds. */
	tell(): void {
		const now = this.client.clock.now();
		if (this.report.count <= LONG_RUN || now - this.toldAt < EVERY_MS) return;
		this.toldAt = now;
		const done = this.report.settledCount;
		const seconds = (now - this.startedAt) / 1_000;
		const left = Math.round(((this.report.count - done) * seconds) / done);
		const pace = (done / seconds).toFixed(1);
		this.n8n.logger.info(
			`Zoom Users: ${done} of ${this.report.count} people, ${pace} a second, ${this.client.retries} requests sent again, about ${left} s to go.`,
		);
	}

	sumUp(): void {
		if (this.report.count <= LONG_RUN) return;
		const seconds = Math.round((this.client.clock.now() - this.startedAt) / 1_000);
		const counts = [...this.report.tally()].map(([word, count]) => `${count} ${word}`).join(', ');
		const line = `${this.report.count} people in ${seconds} s: ${counts}.`;
		this.n8n.logger.info(`Zoom Users: ${line}`);
		this.report.hint(line);
	}
}
