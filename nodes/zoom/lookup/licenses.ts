import { call } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import type { FailedCall } from '../errors/classify';

/** How many licenses of one plan there are. */
export interface License {
	/** Zoom's name of the plan: plan_base, plan_united … */
	plan: string;
	type: string | null;
	total: number | null;
	used: number | null;
	/** Assigned to users who have not accepted; Zoom does not say whether `used` includes them. */
	pending: number | null;
	free: number | null;
	note?: string;
}

const BASE_PLAN = 'plan_base';

/** The licenses of the base plan, which the user type Licensed uses. Nothing if they cannot be read. */
export async function readBaseLicense(run: RunContext): Promise<License | undefined> {
	const read = await readLicenses(run);
	return read.kind === 'read' ? read.licenses.find(({ plan }) => plan === BASE_PLAN) : undefined;
}

const NO_RIGHT_NOTE =
	'Zoom does not return to this account how many licenses it has bought, so only those in use are known.';

/** The licenses of an account. If Zoom does not return them, only how many are in use. */
export async function readLicenses(
	run: RunContext,
): Promise<{ kind: 'read'; licenses: License[] } | FailedCall> {
	const { result: usage } = await call(run, 'planUsage', { method: 'GET', path: '/accounts/me/plans/usage' });
	if (usage.kind === 'done') return { kind: 'read', licenses: licensesIn(usage.body) };
	if (usage.kind === 'cancelled' || usage.error.meaning.reason === 'auth') return usage;
	const { result: summary } = await call(run, 'userSummary', { method: 'GET', path: '/users/summary' });
	if (summary.kind !== 'done') return summary;
	const counts: Array<[plan: string, field: string]> = [
		['licensed', 'licensed_users_count'],
		['basic', 'basic_users_count'],
		['no meeting license', 'join_only_users_count'],
	];
	return {
		kind: 'read',
		licenses: counts.map(([plan, field]) => ({
			plan,
			type: null,
			total: null,
			used: numberOf(summary.body[field]),
			pending: null,
			free: null,
			note: NO_RIGHT_NOTE,
		})),
	};
}

/** The licenses in the response to `planUsage`. */
export function licensesIn(usage: Record<string, unknown>): License[] {
	return Object.entries(usage).flatMap(([plan, counts]) =>
		[counts]
			.flat()
			.filter(isRecord)
			.map((one) => licenseOf(plan, one)),
	);
}

function licenseOf(plan: string, one: Record<string, unknown>): License {
	const [total, used] = [numberOf(one.hosts), numberOf(one.usage)];
	return {
		plan,
		type: typeof one.type === 'string' ? one.type : null,
		total,
		used,
		pending: numberOf(one.pending),
		free: total === null || used === null ? null : total - used,
	};
}

function numberOf(value: unknown): number | null {
	return typeof value === 'number' ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
