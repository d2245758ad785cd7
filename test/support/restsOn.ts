import { readFileSync } from 'node:fs';
import type { AssumptionId } from '../../probe/assumptions';
import type { Report, Row } from '../../probe/report';

/** The rows of a report in which an account contradicts one of the assumptions. */
export function contradictions(report: Pick<Report, 'rows'>, ids: readonly AssumptionId[]): Row[] {
	return report.rows.filter(({ id, agrees }) => agrees === false && ids.includes(id));
}

/**
 * Says that the tests of this file rest on assumptions about Zoom. If the variable PROBE_REPORT names a report of the
 * probe that contradicts one of them, a test fails that says so.
 */
export function restsOn(...ids: AssumptionId[]): void {
	const file = process.env.PROBE_REPORT;
	if (!file) return;
	const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
	for (const { id, assumption, seen } of contradictions(report, ids)) {
		it(`rests on the assumption ${id}, which the probe report contradicts`, () => {
			throw new Error(`Assumed: ${assumption} Seen: ${seen}`);
		});
	}
}
