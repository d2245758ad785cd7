import type { PendingChange } from '../users/changes';
import type { PlannedAction, PlannedChanges, PlannedRow, PlanSummary } from './model';

/** What the texts are made from. */
export type SummaryData = Pick<
	PlanSummary,
	'canBeApplied' | 'counts' | 'invitations' | 'licenses' | 'overLimit' | 'removals' | 'rows' | 'validUntil'
>;

/** The fields of a row that only some rows have. */
interface Details {
	changes?: PlannedChanges;
	pendingChanges?: PendingChange[];
	needs?: { license?: boolean };
	after?: string;
	error?: string;
}
const detailsOf = (row: PlannedRow) => row as Details;

/** The label of a field, by the node's name. */
export type Label = (field: string) => string;

/** One line of the table, before it is escaped. */
export interface TableRow {
	action: string;
	user: string;
	changes: string[];
}

/** How many rows a table shows, besides the removals. */
const MAX_ROWS = 100;
/** How much of one value is shown. */
const MAX_LENGTH = 200;

/** In the order of the table and of the counts: what users lose comes first. */
const LABELS: Record<PlannedAction, string> = {
	delete: 'Delete permanently',
	unlink: 'Unlink',
	deactivate: 'Deactivate',
	cancelInvitation: 'Cancel invitation',
	revokeLicense: 'Take license away',
	blocked: 'Blocked',
	create: 'Create',
	activate: 'Activate',
	update: 'Update',
	nothing: 'No change',
};
const ORDER = Object.keys(LABELS) as PlannedAction[];
const BLOCKED_AT = ORDER.indexOf('blocked');

const TYPES: Record<string, string> = { 1: 'Basic', 2: 'Licensed', 4: 'Unassigned' };

/** "Plan: Deactivate 2, Blocked 1, Update 30, No change 50" */
export function headingOf({ counts }: SummaryData): string {
	const parts = ORDER.filter((action) => counts[action] > 0).map(
		(action) => `${LABELS[action]} ${figure(counts[action])}`,
	);
	return `Plan: ${parts.length > 0 ? parts.join(', ') : 'no rows'}`;
}

/** Warnings. They come right below the heading. */
export function warningsOf({ canBeApplied, overLimit, counts, invitations }: SummaryData): string[] {
	const { blocked } = counts;
	return [
		...(canBeApplied ? [] : [`This plan cannot be applied. ${overLimit ?? ''}`.trim()]),
		...(blocked > 0
			? [
					`${figure(blocked)} ${blocked === 1 ? 'row is' : 'rows are'} blocked and will not be applied. The table has the reasons.`,
				]
			: []),
		...(invitations.later > 0
			? [
					`${figure(invitations.later)} of ${figure(invitations.needed)} invitations must wait, because of Zoom's daily limit.`,
				]
			: []),
	];
}

/** Licenses, invitations, removals, and until when the plan is valid. */
export function factsOf({ licenses, invitations, removals, validUntil }: SummaryData): string[] {
	const { needed, freed, free, left } = licenses;
	const stock =
		free === null
			? 'Zoom does not say how many are free'
			: `${figure(free)} free now, ${left === null ? 'an unknown number' : figure(left)} left over`;
	const today = invitations.today === null ? '' : `, ${figure(invitations.today)} left today`;
	return [
		`Licenses: ${figure(needed)} needed, ${figure(freed)} freed, ${stock}`,
		`Invitations: ${figure(invitations.needed)} needed${today}`,
		...(removals.planned > 0 || removals.inScope > 0 ? [removalsLine(removals)] : []),
		`Valid until: ${timeOf(validUntil)}`,
	];
}

function removalsLine({ planned, inScope, maxUsers, maxPercent }: SummaryData['removals']): string {
	const percent = inScope > 0 ? ` (${Math.round((planned / inScope) * 1000) / 10}%)` : '';
	const limits = [
		maxUsers > 0 ? `${figure(maxUsers)} ${maxUsers === 1 ? 'user' : 'users'}` : 'no number',
		maxPercent > 0 ? `${maxPercent}%` : 'no percentage',
	];
	return `Removals: ${figure(planned)} of ${figure(inScope)} users in scope${percent}. Limits: ${limits.join(', ')}`;
}

/**
 * The lines of the table: all removals, then the blocked rows, then the others. Rows without changes are only counted.
 *
 * @returns the lines, and how many rows with changes are not shown
 */
export function tableOf({ rows }: SummaryData, label: Label): { lines: TableRow[]; more: number } {
	const shown = rows.filter((row) => row.plan !== 'nothing' || detailsOf(row).pendingChanges);
	const sorted = shown.sort((one, other) => ORDER.indexOf(one.plan) - ORDER.indexOf(other.plan));
	const removals = sorted.filter(({ plan }) => ORDER.indexOf(plan) < BLOCKED_AT);
	const kept = sorted.slice(0, removals.length + MAX_ROWS);
	return { lines: kept.map((row) => lineOf(row, label)), more: sorted.length - kept.length };
}

function lineOf(row: PlannedRow, label: Label): TableRow {
	const name = [row.first_name, row.last_name].map(textOf).filter(Boolean).join(' ');
	const address = textOf(row.email || row.id);
	return {
		action: LABELS[row.plan],
		user: name && address ? `${name} (${address})` : name || address,
		changes: changesOf(row, label),
	};
}

function changesOf(row: PlannedRow, label: Label): string[] {
	const { changes = {}, pendingChanges = [], needs, after, error } = detailsOf(row);
	if (row.plan === 'blocked') return [textOf(error)];
	const pending = pendingChanges.flatMap(({ step, want }) =>
		step === 'profile' && typeof want === 'object' && want !== null
			? Object.entries(want).map(([field, value]) => `${label(field)}: ${valueOf(field, value)}`)
			: [`${label(step)}: ${valueOf(step, want)}`],
	);
	return [
		...Object.entries(changes).map(([field, { from, to }]) => {
			const before = isEmpty(from) ? '' : `${valueOf(field, from)} → `;
			return `${label(field)}: ${before}${valueOf(field, to)}`;
		}),
		...(needs?.license ? ['Needs a license'] : []),
		...(after ? [`Invitation not before ${timeOf(after)}`] : []),
		...pending.map((change) => `After the user accepts: ${change}`),
	];
}

const isEmpty = (value: unknown) =>
	value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

function valueOf(field: string, value: unknown): string {
	if (isEmpty(value)) return '(empty)';
	if (field === 'type') return TYPES[String(value)] ?? textOf(value);
	return textOf(value);
}

/** A value in one line, without characters that are invisible or change the direction of the text. */
function textOf(value: unknown): string {
	const values = Array.isArray(value) ? value : [value ?? ''];
	const text = values.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))).join(', ');
	const line = text
		.replace(/\s+/g, ' ')
		.replace(/[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
		.trim();
	const characters = [...line];
	return characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH).join('')}…` : line;
}

/** 2026-11-30T00:02:00.000Z as "2026-11-30 00:02 UTC". */
const timeOf = (iso: string) => iso.replace(/^(.{10})T(.{5}).*Z$/, '$1 $2 UTC');

/** 10000 as "10,000". */
export const figure = (number: number) => number.toLocaleString('en-US');
