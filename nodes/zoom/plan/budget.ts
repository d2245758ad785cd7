import type { License } from '../lookup/licenses';
import type { Failure } from '../model/outcome';
import type { Draft, PlanSummary } from './model';

/**
 * How many licenses can be given to further users, or `null` if Zoom does not say. Negative if more users have one than
 * were bought.
 */
export function freeLicenses({ total, used, pending }: License): number | null {
	if (total === null || used === null) return null;
	// Zoom does not say whether `used` includes users who have not accepted. If both fit, both count.
	const both = used + (pending ?? 0);
	return total - (both <= total ? both : used);
}

/**
 * Distributes the licenses: those that the plan frees first, then in the order of the rows. A row that finds none is
 * blocked.
 *
 * @param free how many are free now, or `null` if that is unknown
 */
export function distributeLicenses(drafts: Draft[], free: number | null): PlanSummary['licenses'] {
	const freed = drafts.filter(({ license }) => license === 'freed').length;
	const needing = drafts.filter(({ license }) => license === 'needed');
	if (free === null) return { needed: needing.length, freed, free, left: null };
	const available = Math.max(0, free + freed);
	for (const draft of needing.slice(available)) {
		const sentence = `${draft.name} was not planned: no license is left. Free now: ${Math.max(0, free)}. Freed by this plan: ${freed}. Needed by earlier rows: ${available}. What to do: buy ${needing.length - available} more, or free licenses of other users.`;
		block(draft, { reason: 'licenses', sentence });
	}
	return {
		needed: needing.length,
		freed,
		free: Math.max(0, free),
		left: Math.max(0, available - needing.length),
	};
}

function block(draft: Draft, failure: Failure): void {
	Object.assign(draft, {
		plan: 'blocked',
		failure,
		changes: {},
		pendingChanges: [],
		license: undefined,
		invites: undefined,
		request: undefined,
	} satisfies Partial<Draft>);
}

const DAY_MS = 24 * 3_600_000;

/**
 * Plans the invitations that today's quota does not allow for the days after.
 *
 * @param today how many are left today, or `null` if that is unknown
 * @param daily how many Zoom allows on each day
 * @param tomorrow when the next day's quota starts, ms
 */
export function scheduleInvitations(
	drafts: readonly Draft[],
	{ today, daily, tomorrow }: { today: number | null; daily: number; tomorrow: number },
): PlanSummary['invitations'] {
	const inviting = drafts.filter(({ invites }) => invites === true);
	const later = inviting.slice(today ?? daily);
	later.forEach((draft, place) => {
		draft.after = new Date(tomorrow + Math.floor(place / daily) * DAY_MS).toISOString();
	});
	return { needed: inviting.length, today, later: later.length };
}

/** Why a plan is over a limit on removals, as a sentence with the option to raise. A limit of 0 is no limit. */
export function overLimit({
	planned,
	inScope,
	maxUsers,
	maxPercent,
}: PlanSummary['removals']): string | undefined {
	if (maxUsers > 0 && planned > maxUsers) {
		return `The plan removes ${planned} users, and 'Max Removals' is ${maxUsers}. If this is intended, raise 'Max Removals' to ${planned} and plan again.`;
	}
	const percent = inScope === 0 ? 0 : (planned / inScope) * 100;
	if (maxPercent > 0 && percent > maxPercent) {
		const shown = Math.ceil(percent * 10) / 10;
		return `The plan removes ${planned} of the ${inScope} users in scope (${shown} %), and 'Max Removals (%)' is ${maxPercent}. If this is intended, raise 'Max Removals (%)' to ${Math.ceil(percent)} and plan again.`;
	}
	return undefined;
}
