import type { Label } from '../../../zoom/plan/summaryText';

const SHORT: Record<string, string> = { groups: 'Groups', role: 'Role', status: 'Status' };

/** What the texts of a plan call a field: the label in the editor, without its note for lists. */
export function planLabel(fieldLabel: Label): Label {
	return (field) => SHORT[field] ?? fieldLabel(field);
}
