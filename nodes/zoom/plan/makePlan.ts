import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { identity } from '../model/user';
import { describe } from './describe';
import { REMOVALS, type Draft, type PlannedRow } from './model';
import type { Sealer } from './seal';
import type { Label } from './summaryText';

/** What all rows of a plan have in common. */
export interface PlanFrame {
	planId: string;
	account: string;
	plannedAt: string;
	validUntil: string;
	overLimit?: string;
}

const HOUR_MS = 3_600_000;

export function frameOf(account: string, validHours: number, now: number, overLimit?: string): PlanFrame {
	return {
		planId: randomUUID(),
		account,
		plannedAt: new Date(now).toISOString(),
		validUntil: new Date(now + validHours * HOUR_MS).toISOString(),
		...(overLimit === undefined ? {} : { overLimit }),
	};
}

/** Whether a row is applied before those that may need what it frees. */
export const goesFirst = ({ plan, license }: Pick<Draft, 'plan' | 'license'>) =>
	license === 'freed' || REMOVALS.includes(plan);

/** The order in which the rows are applied: the place of each, from 1. */
export function orderOf(drafts: readonly Draft[]): Map<Draft, number> {
	const first = drafts.filter(goesFirst);
	const others = drafts.filter((draft) => !goesFirst(draft));
	return new Map([...first, ...others].map((draft, place) => [draft, place + 1]));
}

/** One row of a plan, with its seal. */
export function toRow(
	draft: Draft,
	order: number,
	frame: PlanFrame,
	sealer: Sealer,
	label: Label,
): PlannedRow {
	const { plan, user, name, changes, pendingChanges, failure, license, invites, after, request } = draft;
	const needs = {
		...(license === 'needed' ? { license: true } : {}),
		...(invites ? { invitation: true } : {}),
	};
	const row: IDataObject = {
		...identity({ ...user, email: user.email ?? name }),
		...(user.status === undefined ? {} : { status: user.status }),
		outcome: 'planned',
		plan,
		...(Object.keys(changes).length > 0 ? { changes } : {}),
		...(pendingChanges.length > 0 ? { pendingChanges } : {}),
		...(Object.keys(needs).length > 0 ? { needs } : {}),
		...(after === undefined ? {} : { after }),
		...(failure ? { reason: failure.reason, error: failure.sentence } : {}),
		description: describe(draft, label),
		...frame,
		order,
	} as IDataObject;
	const nothing = { core: [], profile: [], groups: [] };
	return { ...row, seal: sealer.seal(row, { ...(request ?? nothing), license }) } as PlannedRow;
}
