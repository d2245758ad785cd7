import { failureOf } from '../errors/classify';
import type { Directory } from '../lookup/directory';
import { findByEmployeeId, findUser, type Found, type LookupResult } from '../lookup/findUser';
import type { Failed, Reason, RowResult } from '../model/outcome';
import { identity, type ZoomUser } from '../model/user';
import { zoomNameOf } from '../rules/profile';
import { afterCreation } from '../users/afterCreation';
import type { CreateContext, CreateRules } from '../users/createContext';
import { createOrFind } from '../users/createUser';
import { checkProtected, type ProtectedUsers } from '../users/protectedUsers';
import { cancelInvitation, removeFound } from '../users/removeUser';
import { updateFound } from '../users/upsertUser';
import { deactivateFound } from '../users/userStatus';
import { changedSince, type Difference } from './changedSince';
import { shown } from './describe';
import type { PlannedAction, PlannedRequest, PlannedRow } from './model';
import type { Label } from './summaryText';

/** What all rows of one run of Apply Plan share. */
export interface ApplyContext {
	run: CreateContext;
	directory: Directory;
	protectedUsers: ProtectedUsers;
	label: Label;
}

const VERBS: Record<PlannedAction, string> = {
	create: 'created',
	update: 'updated',
	activate: 'activated',
	nothing: 'updated',
	blocked: 'changed',
	revokeLicense: 'changed to Basic',
	deactivate: 'deactivated',
	unlink: 'unlinked',
	delete: 'deleted',
	cancelInvitation: 'uninvited',
};

/** Nothing is read back, because the plan says what there is to see. */
const RULES = { readBack: false, verify: false } as const;

/**
 * Does what a row of a plan says. The user is read first: someone who is neither as the plan saw them nor as the plan
 * wants them is left as they are.
 *
 * @param unsureSince when an earlier attempt of this execution sent the request without getting a response, ms
 */
export async function applyRow(
	context: ApplyContext,
	row: PlannedRow,
	request: PlannedRequest,
	rules: Pick<CreateRules, 'onDailyLimit'>,
	unsureSince?: number,
): Promise<RowResult> {
	if (row.plan === 'nothing') {
		const { status, pendingChanges } = row;
		const more = { ...(status ? { status } : {}), ...(pendingChanges ? { pendingChanges } : {}) };
		return { kind: 'done', item: { ...identity(row as ZoomUser), ...more, outcome: 'unchanged' } };
	}
	if (row.plan === 'blocked') {
		return { kind: 'failed', failure: { reason: row.reason as Reason, sentence: String(row.error) } };
	}
	const found = await lookUp(context.run, row, request);
	switch (found.kind) {
		case 'cancelled':
			return { kind: 'notStarted' };
		case 'noRight':
		case 'unreadable': {
			const happened = `was not ${VERBS[row.plan]} (the user could not be read)`;
			return { kind: 'failed', failure: failureOf(found.error, row.email, happened) };
		}
		case 'absent':
		case 'expired':
			return await applyToAbsent(context, row, request, rules, unsureSince);
		case 'found':
			return await applyToFound(context, row, request, found);
	}
}

async function lookUp(
	run: CreateContext,
	{ id, email }: PlannedRow,
	{ employeeId }: PlannedRequest,
): Promise<LookupResult> {
	if (employeeId !== undefined && id === undefined) {
		const byId = await findByEmployeeId(run, employeeId);
		if (byId.kind !== 'absent') return byId;
	}
	return await findUser(run, id ?? email);
}

async function applyToAbsent(
	context: ApplyContext,
	row: PlannedRow,
	request: PlannedRequest,
	rules: Pick<CreateRules, 'onDailyLimit'>,
	unsureSince?: number,
): Promise<RowResult> {
	const { person } = request;
	if (person) return await create(context, row, { ...request, person }, rules, unsureSince);
	const isRemoval = row.plan === 'unlink' || row.plan === 'delete' || row.plan === 'cancelInvitation';
	if (isRemoval) return { kind: 'done', item: { ...identity(row as ZoomUser), outcome: 'unchanged' } };
	return changed(row, 'the user is no longer in this account');
}

async function create(
	context: ApplyContext,
	row: PlannedRow,
	request: PlannedRequest & { person: NonNullable<PlannedRequest['person']> },
	{ onDailyLimit }: Pick<CreateRules, 'onDailyLimit'>,
	unsureSince?: number,
): Promise<RowResult> {
	const { run, directory } = context;
	const { person, core, profile, groups, role } = request;
	if (row.after !== undefined && Date.parse(String(row.after)) > Date.now()) {
		return tooEarly(row, String(row.after), onDailyLimit);
	}
	const createRules: CreateRules = { ...RULES, ifUserExists: 'skip', onDailyLimit };
	const result = await createOrFind(run, person, createRules, unsureSince);
	if (result.kind === 'existing') return await applyToFound(context, row, request, result.found);
	const desired = { profile, groups, ...(role ? { role } : {}) };
	return await afterCreation(run, directory, result, { desired, core }, RULES);
}

/** The plan has more invitations than Zoom allows on one day. */
function tooEarly(
	{ email }: PlannedRow,
	after: string,
	onDailyLimit: CreateRules['onDailyLimit'],
): RowResult {
	if (onDailyLimit === 'defer') {
		return { kind: 'deferred', deferred: { email, reason: 'quota', retryAt: after } };
	}
	const sentence = `${email} was not created: the plan schedules the invitation for ${after} or later, because of Zoom's daily limit. What to do: apply the row again after this time.`;
	return { kind: 'failed', failure: { reason: 'quota', sentence } };
}

async function applyToFound(
	context: ApplyContext,
	row: PlannedRow,
	request: PlannedRequest,
	{ status, user }: Pick<Found, 'status' | 'user'>,
): Promise<RowResult> {
	const now: ZoomUser = { ...user, status };
	if (row.plan === 'deactivate' && status === 'inactive') {
		return { kind: 'done', item: { ...identity(user), status, outcome: 'unchanged' } };
	}
	const saw = request.saw ?? nothingSeen(request);
	const statusAfter = row.plan === 'activate' ? 'active' : undefined;
	const differences = changedSince(saw, now, request, statusAfter);
	if (differences.length > 0) {
		const details = differences.map((difference) => sentenceOf(difference, context.label)).join('; ');
		return changed(row, `${request.saw ? '' : 'the user is in this account now; '}${details}`);
	}
	return await write(context, row, request, { status, user: now });
}

/** A user who did not exist when the plan was made. */
function nothingSeen({ core, profile }: PlannedRequest): ZoomUser {
	return Object.fromEntries([...core, ...profile].map(({ name }) => [zoomNameOf(name), null])) as ZoomUser;
}

async function write(
	{ run, directory, protectedUsers }: ApplyContext,
	row: PlannedRow,
	{ core, profile, groups, role }: PlannedRequest,
	found: Pick<Found, 'status' | 'user'>,
): Promise<RowResult> {
	const { plan, email } = row;
	const { user } = found;
	if (plan === 'revokeLicense') {
		const refused = await checkProtected(protectedUsers, user, VERBS[plan]);
		if (refused) return refused;
	}
	switch (plan) {
		case 'deactivate':
			return await deactivateFound(run, user, email, protectedUsers);
		case 'unlink':
		case 'delete':
			return await removeFound(run, user, email, { mode: plan, transfers: [] }, protectedUsers);
		case 'cancelInvitation':
			return (
				(await cancelInvitation(run, user, email)) ?? {
					kind: 'done',
					item: { ...identity(user), outcome: 'invitationCancelled' },
				}
			);
		default: {
			const desired = { profile, groups, ...(role ? { role } : {}) };
			const rules = { ...RULES, ifInactive: plan === 'activate' ? ('activate' as const) : ('fail' as const) };
			return await updateFound({ run, directory }, { person: { email }, core, desired }, rules, found);
		}
	}
}

function sentenceOf({ field, saw, now }: Difference, label: Label): string {
	return `${label(field)} was ${shown(field, saw)} and is ${shown(field, now)}`;
}

function changed({ email, plan }: PlannedRow, because: string): Failed {
	const sentence = `${email} was not ${VERBS[plan]}: the user is not as the plan saw them (${because}). What to do: plan the changes again.`;
	return { kind: 'failed', failure: { reason: 'changed', sentence } };
}
