import type { IDataObject } from 'n8n-workflow';
import { call, toRowResult } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { failureOf } from '../errors/classify';
import type { Directory } from '../lookup/directory';
import { findByEmployeeId, findUser, type Found } from '../lookup/findUser';
import { isInactive } from '../lookup/requireUser';
import type { Indexed, UserIndex } from '../lookup/userIndex';
import type { Outcome, RowResult } from '../model/outcome';
import { identity, idOf, type ZoomUser } from '../model/user';
import type { Person } from '../rules/newUser';
import type { DesiredField } from '../rules/profile';
import { afterCreation, verified } from './afterCreation';
import { createUser, type CreateContext, type CreateRules } from './createUser';
import { attributesKnown } from './customAttributes';
import { reconcile, type DesiredState } from './reconcile';
import { identityFieldsOf } from './updateUser';
import { statusCall } from './userStatus';

export interface UpsertRules extends CreateRules {
	/** What to do with a deactivated user. */
	ifInactive: 'fail' | 'activate';
	/** Read the user back and list what was requested beside what Zoom has. */
	verify: boolean;
}

/** What all rows of one run share. */
export interface UpsertContext {
	run: CreateContext;
	directory: Directory;
	users: UserIndex;
}

/** A user who is to be in the account, and how. */
export interface Target {
	person: Person;
	/** What a create says about them, to be compared with an existing user. */
	core: DesiredField[];
	/** What only changes to an existing user can say. */
	desired: DesiredState;
	/** Given by their employer; looked for before the address. */
	employeeId?: string;
}

/** Creates a user who does not exist, and updates one who does: only what differs is written. */
export async function upsertUser(
	context: UpsertContext,
	target: Target,
	rules: UpsertRules,
	unsureSince?: number,
): Promise<RowResult> {
	if (unsureSince !== undefined) {
		const created = await create(context, target, rules, unsureSince);
		if (!existsAlready(created)) return created;
	}
	return await writeAsFound(context, target, rules, await find(context, target));
}

async function writeAsFound(
	context: UpsertContext,
	target: Target,
	rules: UpsertRules,
	found: Indexed,
): Promise<RowResult> {
	const { person } = target;
	switch (found.kind) {
		case 'cancelled':
			return { kind: 'notStarted' };
		case 'noRight':
		case 'unreadable': {
			const failure = failureOf(found.error, person.email, 'was neither created nor updated');
			return { kind: 'failed', failure };
		}
		case 'absent':
		case 'expired': {
			const created = await create(context, target, rules);
			if (!existsAlready(created)) return created;
			// Someone else created or invited the user after the look-up: read them afresh.
			const now = await findUser(context.run, person.email);
			return now.kind === 'found' ? await updateFound(context, target, rules, now) : created;
		}
		case 'found':
			return await updateFound(context, target, rules, found);
	}
}

function existsAlready(result: RowResult): boolean {
	return result.kind === 'failed' && ['exists', 'inactive'].includes(result.failure.reason);
}

async function updateFound(
	context: UpsertContext,
	target: Target,
	rules: UpsertRules,
	found: Found,
): Promise<RowResult> {
	const { run } = context;
	const { email } = target.person;
	if (found.status !== 'inactive') return await update(context, target, rules, found.user, 'updated');
	if (rules.ifInactive !== 'activate') {
		const remedy =
			"set the option 'If User Is Deactivated' to Activate, which restores their license, groups and profile.";
		return isInactive(email, 'updated', remedy);
	}
	const { result } = await call(run, 'setStatus', statusCall(found.user, 'activate'));
	if (result.kind !== 'done') return toRowResult(result, email, 'activated');
	// Zoom removed their licenses when they were deactivated: read what they have now.
	const now = await findUser(run, idOf(found.user));
	const user = now.kind === 'found' ? now.user : { ...identity(found.user), status: 'active' };
	return await update(context, target, rules, user, 'activated');
}

async function find({ run, users }: UpsertContext, { person, employeeId }: Target): Promise<Indexed> {
	if (employeeId !== undefined) {
		const byId = await findByEmployeeId(run, employeeId);
		if (byId.kind !== 'absent') return byId;
	}
	return await users.find(person.email);
}

async function create(
	{ run, directory }: UpsertContext,
	{ person, core, desired }: Target,
	rules: UpsertRules,
	unsureSince?: number,
): Promise<RowResult> {
	const failure = await attributesKnown(directory, person.email, 'created', desired.profile);
	if (failure) return { kind: 'failed', failure };
	const result = await createUser(run, person, { ...rules, ifUserExists: 'fail' }, unsureSince);
	return await afterCreation(run, directory, result, { desired, core }, rules);
}

async function update(
	{ run, directory }: UpsertContext,
	{ person, core, desired }: Target,
	rules: UpsertRules,
	user: ZoomUser,
	outcome: Extract<Outcome, 'updated' | 'activated'>,
): Promise<RowResult> {
	const profile = [...core, ...desired.profile];
	const always = outcome === 'activated';
	const reconciled = await reconcile(run, directory, user, { ...desired, profile }, { always });
	if (reconciled.kind === 'interrupted') return reconciled;
	const { changes } = reconciled;
	if (changes.failure && !changes.hasChanges && outcome === 'updated') {
		return { kind: 'failed', failure: changes.failure };
	}
	const respelled =
		String(user.email).toLowerCase() === person.email.toLowerCase() ? {} : { requestedEmail: person.email };
	const written = changes.steps.profile?.outcome === 'updated' ? identityFieldsOf(profile) : {};
	const asZoomHasIt = rules.readBack ? await readBack(run, user) : identity({ ...user, ...written });
	return {
		kind: 'done',
		item: {
			...asZoomHasIt,
			...(user.status === undefined ? {} : { status: user.status }),
			...respelled,
			outcome: outcome === 'updated' && !changes.hasChanges ? 'unchanged' : outcome,
			...changes.toItem(),
			...(rules.verify ? await verified(run, idOf(user), { ...desired, profile }) : {}),
		},
	};
}

async function readBack(run: RunContext, user: ZoomUser): Promise<IDataObject> {
	const found = await findUser(run, idOf(user));
	return (found.kind === 'found' ? found.user : identity(user)) as IDataObject;
}
