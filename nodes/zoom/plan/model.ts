import type { IDataObject } from 'n8n-workflow';
import type { Person } from '../rules/newUser';
import type { DesiredField } from '../rules/profile';
import type { GroupOrRole } from '../lookup/directory';
import type { Failure } from '../model/outcome';
import type { UserStatus, ZoomUser } from '../model/user';
import type { PendingChange } from '../users/changes';

/** What applying a row of a plan does. The last five are for users who are not in the list. */
export const PLANNED_ACTIONS = [
	'create',
	'update',
	'activate',
	'nothing',
	'blocked',
	'revokeLicense',
	'deactivate',
	'unlink',
	'delete',
	'cancelInvitation',
] as const;
export type PlannedAction = (typeof PLANNED_ACTIONS)[number];

/** The actions that take something from a user who is not in the list. The limits count them. */
export const REMOVALS: readonly PlannedAction[] = [
	'revokeLicense',
	'deactivate',
	'unlink',
	'delete',
	'cancelInvitation',
];

/** The value of a field before and after, by the node's names. */
export type PlannedChanges = Record<string, { from: unknown; to: unknown }>;

/** A row of a plan, as an item of the node. */
export interface PlannedRow extends IDataObject {
	id?: string;
	email: string;
	first_name?: string;
	last_name?: string;
	type?: number;
	status?: string;
	outcome: 'planned';
	plan: PlannedAction;
	/** What it does, in words. */
	description: string;
	planId: string;
	/** Zoom's ID of the account. */
	account: string;
	/** The place of the row in the order in which the plan is applied, from 1. */
	order: number;
	/** ISO times. */
	plannedAt: string;
	validUntil: string;
	/** The plan is over a limit and cannot be applied: why, and which option to raise. */
	overLimit?: string;
	seal: string;
}

/** A whole plan, as an item of the node. */
export interface PlanSummary extends IDataObject {
	outcome: 'planned';
	planId: string;
	account: string;
	plannedAt: string;
	validUntil: string;
	canBeApplied: boolean;
	overLimit?: string;
	counts: Record<PlannedAction, number>;
	removals: { planned: number; inScope: number; maxUsers: number; maxPercent: number };
	/** `null`: Zoom does not say. */
	licenses: { needed: number; freed: number; free: number | null; left: number | null };
	invitations: { needed: number; today: number | null; later: number };
	markdown: string;
	html: string;
	rows: PlannedRow[];
}

/** What Apply Plan sends. It is encrypted in the seal, because it can contain a password. */
export interface PlannedRequest {
	/** For a user who did not exist: the action and `user_info` of the create. */
	person?: Person;
	/** The fields of the create, to compare them with a user who exists by then. */
	core: DesiredField[];
	/** The fields to write to an existing user, or after a create. */
	profile: DesiredField[];
	groups: GroupOrRole[];
	role?: GroupOrRole;
	employeeId?: string;
	/** Whether the row uses or frees a license. */
	license?: Draft['license'];
	/** The user as the plan saw them: some of Zoom's fields. */
	saw?: ZoomUser;
}

/** A row of a plan while the plan is made. */
export interface Draft {
	plan: PlannedAction;
	/** The input row. Nothing for a user who is not in the list. */
	index?: number;
	/** What sentences call the user. */
	name: string;
	/** The user as Zoom has them, or as they are to be created. */
	user: ZoomUser;
	changes: PlannedChanges;
	pendingChanges: PendingChange[];
	/** Why the row is blocked. */
	failure?: Failure;
	/** Whether applying the row uses or frees a license (the type Licensed). */
	license?: 'needed' | 'freed';
	/** Whether it uses one of the day's invitations. */
	invites?: boolean;
	/** ISO time from which the invitation can be sent, if not today. */
	after?: string;
	request?: PlannedRequest;
}

/** A user of the lists, and their status. */
export interface ListedUser {
	status: UserStatus;
	user: ZoomUser;
}
