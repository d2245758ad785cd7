import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { call } from '../../../zoom/calls/call';
import { failureOf, type FailedCall } from '../../../zoom/errors/classify';
import { findByEmployeeId, findUser, type LookupResult } from '../../../zoom/lookup/findUser';
import type { Failed, RowResult } from '../../../zoom/model/outcome';
import type { Draft, ListedUser } from '../../../zoom/plan/model';
import { blocked, planUser } from '../../../zoom/plan/planUser';
import { readSnapshot, type Scope, type Snapshot } from '../../../zoom/plan/snapshot';
import { isInList, zoomNameOf } from '../../../zoom/rules/profile';
import { allowedPerSecond } from '../../../zoom/transport/rateLimiter';
import { counted } from '../../output/batchError';
import type { Report } from '../../output/report';
import { mapConcurrently } from '../../run/concurrency';
import type { Connection } from '../../run/connection';
import { resolveGroupOrRole } from '../../run/resolveGroupOrRole';
import { resolve } from './afterCreation';
import type { NewUser, NewUsersContext } from './newUser';
import type { PlanRow } from './planInput';
import type { PlanSettings } from './planSettings';

export interface PlanRun {
	n8n: IExecuteFunctions;
	report: Report;
	connection: Connection;
	run: NewUsersContext;
	settings: PlanSettings;
	rows: PlanRow[];
}

/** Why there is no plan. */
export type Stopped = Failed | { kind: 'cancelled' };

/** How many rows are planned before n8n gets the chance to do other work. */
const SLICE = 200;
const SUBJECT = 'The plan';
const VERB = 'planned';

type Readable = Extract<PlanRow, { kind: 'readable' }>;

/** Zoom's ID of the account that a plan is about. */
export async function accountOf(
	{ accountId }: Connection,
	run: NewUsersContext,
): Promise<{ kind: 'found'; account: string } | Stopped> {
	const known = accountId ?? run.client.accountId;
	if (known !== undefined) return { kind: 'found', account: known };
	const { result } = await call(run, 'getMe', { method: 'GET', path: '/users/me' });
	if (result.kind !== 'done') return stopped(result, 'was not made (the account could not be read)');
	return { kind: 'found', account: String(result.body.account_id) };
}

interface Drafted {
	kind: 'drafted';
	drafts: Draft[];
	snapshot: Pick<Snapshot, 'others' | 'inScope'>;
	/** The IDs of the users who are in the list, maybe under another address. */
	listedIds: Set<string>;
	/** Whether all rows have an address. Otherwise it is unknown who is missing in the list. */
	mayRemove: boolean;
}

/** Compares the rows with the account. Nothing is written. */
export async function draftRows(plan: PlanRun): Promise<Drafted | Stopped> {
	const { run, rows, report, settings } = plan;
	const scope = await scopeOf(plan);
	if (scope.kind !== 'scope') return scope;
	const readable = rows.filter((row): row is Readable => row.kind === 'readable');
	const emails = rows.flatMap((row) =>
		row.kind === 'readable' ? row.wanted.person.email : (row.email ?? []),
	);
	const fields = new Set(readable.flatMap(({ wanted }) => fieldsOf(wanted)).map(zoomNameOf));
	const read = await readSnapshot(
		run,
		new Set(emails.map((email) => email.toLowerCase())),
		fields,
		scope.scope,
	);
	if (read.kind !== 'read') return stopped(read, 'was not made (the lists of users could not be read)');
	const { snapshot } = read;
	const found = await readDoubtful(plan, readable, snapshot);
	if (found.kind !== 'read') return found;
	const drafts: Draft[] = [];
	const firstRows = new Map<string, number>();
	for (const [place, row] of rows.entries()) {
		if (place > 0 && place % SLICE === 0) await sleep(0);
		const draft = await draftRow(plan, row, found.users, firstRows);
		if (draft.kind !== 'draft') return draft;
		drafts.push(draft.draft);
	}
	const allKnown = rows.every((row) => row.kind === 'readable' || row.email !== undefined);
	const mayRemove = allKnown && readable.length > 0;
	if (settings.notInList !== 'leave' && !mayRemove) report.hint(NO_REMOVALS);
	const { others, inScope } = snapshot;
	const listedIds = new Set(firstRows.keys());
	return { kind: 'drafted', drafts, snapshot: { others, inScope }, listedIds, mayRemove };
}

const NO_REMOVALS =
	"No removal is planned, because some rows do not have a valid 'Email', and any user could be theirs. Correct these rows and plan again.";

const fieldsOf = ({ core, after }: NewUser) => [...core, ...after.profile].map(({ name }) => name);

async function draftRow(
	{ run, settings }: PlanRun,
	row: PlanRow,
	users: ReadonlyMap<Readable, ListedUser | undefined>,
	firstRows: Map<string, number>,
): Promise<{ kind: 'draft'; draft: Draft } | Failed> {
	if (row.kind === 'unreadable') {
		const { index, text, failure } = row;
		return { kind: 'draft', draft: unreadable(index, text, failure) };
	}
	const { index, wanted } = row;
	const { person, core, after, employeeId } = wanted;
	const found = users.get(row);
	const id = String(found?.user.id ?? person.email.toLowerCase());
	const first = firstRows.get(id);
	if (first !== undefined) {
		const sentence = `${person.email} was not planned: it is the same user as in row ${first + 1}. What to do: remove one of the two rows.`;
		return { kind: 'draft', draft: blocked(row.index, person, { reason: 'invalid', sentence }, found?.user) };
	}
	firstRows.set(id, index);
	const resolved = await resolve(run.directory, person.email, VERB, after);
	if (resolved.kind === 'failed') {
		// Only a name that does not exist is a problem of the row.
		if (resolved.failure.reason !== 'invalid') return resolved;
		return { kind: 'draft', draft: blocked(index, person, resolved.failure, found?.user) };
	}
	const target = { index, person, core, desired: resolved.desired, employeeId, ...settings.options };
	return { kind: 'draft', draft: await planUser({ run, directory: run.directory }, target, found) };
}

function unreadable(index: number, name: string, failure: Failed['failure']): Draft {
	return { plan: 'blocked', index, name, user: {}, changes: {}, pendingChanges: [], failure };
}

/** Reads the users one by one whose lists do not have all that their rows need. */
async function readDoubtful(
	{ n8n, report, connection, run, settings }: PlanRun,
	rows: readonly Readable[],
	snapshot: Snapshot,
): Promise<{ kind: 'read'; users: Map<Readable, ListedUser | undefined> } | Stopped> {
	const users = new Map<Readable, ListedUser | undefined>();
	const doubtful: Readable[] = [];
	for (const row of rows) {
		const listed = snapshot.users.get(row.wanted.person.email.toLowerCase());
		users.set(row, listed);
		if (isDoubtful(row.wanted, listed)) doubtful.push(row);
	}
	if (doubtful.length > 0) {
		const { light: perSecond } = allowedPerSecond(connection.accountPlan, settings.options.rateShare);
		const line = `Reading ${counted(doubtful.length, 'user')} one by one, because Zoom's lists do not have all fields of their rows. This takes at least ${Math.ceil(doubtful.length / perSecond)} s.`;
		report.hint(line);
		n8n.logger.info(`Zoom Users: ${line}`);
	}
	let failed: Stopped | undefined;
	const readOne = async (row: Readable): Promise<RowResult> => {
		const result = await lookUp(run, row.wanted, users.get(row));
		if (result.kind === 'found')
			users.set(row, { status: result.status, user: { ...result.user, status: result.status } });
		else if (result.kind === 'cancelled') failed ??= { kind: 'cancelled' };
		else if (result.kind === 'noRight' || result.kind === 'unreadable') {
			const happened = 'was not planned (the user could not be read)';
			failed ??= { kind: 'failed', failure: failureOf(result.error, row.wanted.person.email, happened) };
		}
		return { kind: 'items', items: [] };
	};
	await mapConcurrently(doubtful, readOne, {
		concurrency: settings.options.maxConcurrency,
		mustRunAlone: () => false,
		stopped: () => failed !== undefined,
	});
	return failed ?? { kind: 'read', users };
}

function isDoubtful(wanted: NewUser, listed: ListedUser | undefined): boolean {
	if (wanted.employeeId !== undefined) return true;
	if (!listed) return false;
	const lacksGroups = wanted.after.groups.length > 0 && listed.user.group_ids === undefined;
	return lacksGroups || !fieldsOf(wanted).every(isInList);
}

/** By employee ID first, as Create or Update does. */
async function lookUp(
	run: NewUsersContext,
	{ person, employeeId }: NewUser,
	listed: ListedUser | undefined,
): Promise<LookupResult> {
	if (employeeId !== undefined) {
		const byId = await findByEmployeeId(run, employeeId);
		if (byId.kind !== 'absent' || !listed) return byId;
	}
	return await findUser(run, String(listed?.user.id ?? person.email));
}

async function scopeOf({ run, settings }: PlanRun): Promise<{ kind: 'scope'; scope?: Scope } | Failed> {
	if (settings.notInList === 'leave') return { kind: 'scope' };
	const { domains, groups, types } = settings.scope;
	const groupIds: string[] = [];
	for (const name of groups) {
		const resolution = await resolveGroupOrRole(run.directory, 'group', name, SUBJECT, 'made');
		if (resolution.kind === 'failed') return resolution;
		groupIds.push(resolution.found.id);
	}
	return { kind: 'scope', scope: { domains, groupIds, types } };
}

function stopped(result: FailedCall, happened: string): Stopped {
	if (result.kind === 'cancelled') return { kind: 'cancelled' };
	return { kind: 'failed', failure: failureOf(result.error, SUBJECT, happened) };
}
