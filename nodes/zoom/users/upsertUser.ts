import type { IDataObject } from 'n8n-workflow';
import { toRowResult } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { failureOf } from '../errors/classify';
import type { Directory } from '../lookup/directory';
import { findByEmployeeId, findUser, type Found } from '../lookup/findUser';
import { isInactive } from '../lookup/requireUser';
import type { Indexed, UserLists } from '../lookup/userLists';
import type { Outcome, RowResult } from '../model/outcome';
import { identity, idOf, type ZoomUser } from '../model/user';
import type { Person } from '../rules/newUser';
import type { DesiredField } from '../rules/profile';
import { afterCreation, verified } from './afterCreation';
import { callOnUser } from './callOnUser';
import type { CreateContext, CreateRules } from './createContext';
import { createOrFind } from './createUser';
import { attributesKnown } from './customAttributes';
import { reconcile, type DesiredState } from './reconcile';
import { identityFieldsOf } from './updateUser';
import { statusCall } from './userStatus';

export interface UpsertRules extends CreateRules {
	/** What to do with a deactivated user. */
	ifInactive: 'fail' | 'activate';
	/** Read the user back, and return the requested and the actual values. */
	verify: boolean;
}

/** What all rows of one run share. */
export interface UpsertContext {
	run: CreateContext;
	directory: Directory;
	users: UserLists;
}

/** A desired user of the account. */
export interface Target {
	person: Person;
	/** The fields of a create, to compare them with an existing user. */
	core: DesiredField[];
	/** What can be set only on an existing user. */
	desired: DesiredState;
	/** Looked up before the email address. */
	employeeId?: string;
}

/** A target who is in the account. */
interface FoundTarget extends Pick<Target, 'core' | 'desired'> {
	person: Pick<Person, 'email'>;
}

/** Creates a user, or updates the existing one. Only fields that differ are written. */
export async function upsertUser(
	context: UpsertContext,
	target: Target,
	rules: UpsertRules,
	unsureSince?: number,
): Promise<RowResult> {
	if (unsureSince !== undefined) return await create(context, target, rules, unsureSince);
	const found = await find(context, target);
	switch (found.kind) {
		case 'cancelled':
			return { kind: 'notStarted' };
		case 'noRight':
		case 'unreadable': {
			const failure = failureOf(found.error, target.person.email, 'was neither created nor updated');
			return { kind: 'failed', failure };
		}
		case 'absent':
		case 'expired':
			return await create(context, target, rules);
		case 'found':
			return await updateFound(context, target, rules, found);
	}
}

/** Updates a user who was read a moment ago. */
export async function updateFound(
	context: Pick<UpsertContext, 'run' | 'directory'>,
	target: FoundTarget,
	rules: Pick<UpsertRules, 'ifInactive' | 'readBack' | 'verify'>,
	found: Pick<Found, 'status' | 'user'>,
): Promise<RowResult> {
	const { run } = context;
	const { email } = target.person;
	if (found.status !== 'inactive') return await update(context, target, rules, found.user, 'updated');
	if (rules.ifInactive !== 'activate') {
		const remedy =
			"use Create or Update with 'If User Is Deactivated' set to Activate, which restores their license, groups and profile.";
		return isInactive(email, 'updated', remedy);
	}
	const { result } = await callOnUser(run, 'setStatus', found.user, (id) => statusCall(id, 'activate'));
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

/** Creates the user, or updates the one that someone else has created since the look-up. */
async function create(
	context: UpsertContext,
	target: Target,
	rules: UpsertRules,
	unsureSince?: number,
): Promise<RowResult> {
	const { run, directory } = context;
	const { person, core, desired } = target;
	const failure = await attributesKnown(directory, person.email, 'created', desired.profile);
	if (failure) return { kind: 'failed', failure };
	const result = await createOrFind(run, person, rules, unsureSince);
	if (result.kind === 'existing') return await updateFound(context, target, rules, result.found);
	return await afterCreation(run, directory, result, { desired, core }, rules);
}

async function update(
	{ run, directory }: Pick<UpsertContext, 'run' | 'directory'>,
	{ person, core, desired }: FoundTarget,
	rules: Pick<UpsertRules, 'readBack' | 'verify'>,
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
