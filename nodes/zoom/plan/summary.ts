import type { PlanFrame } from './makePlan';
import { PLANNED_ACTIONS, type PlannedAction, type PlannedRow, type PlanSummary } from './model';
import { renderHtml, renderMarkdown } from './render';
import type { Label } from './summaryText';

/** A whole plan as one item. */
export function toSummary(
	rows: PlannedRow[],
	frame: PlanFrame,
	totals: Pick<PlanSummary, 'licenses' | 'invitations' | 'removals'>,
	label: Label,
): PlanSummary {
	const counts = Object.fromEntries(PLANNED_ACTIONS.map((action) => [action, 0])) as Record<
		PlannedAction,
		number
	>;
	for (const { plan } of rows) counts[plan]++;
	const data = {
		outcome: 'planned' as const,
		...frame,
		canBeApplied: frame.overLimit === undefined,
		counts,
		...totals,
		rows,
	};
	return { ...data, markdown: renderMarkdown(data, label), html: renderHtml(data, label), rows };
}
