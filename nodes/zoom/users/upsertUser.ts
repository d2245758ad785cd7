import type { IDataObject } from 'n8n-workflow';
import { namesOf, statusCall } from './changeUser';
import { createUser, type CreateRules, type CreateRun } from './createUser';
import type { Directory } from '../lookup/directory';
import { failureOf } from '../errors/classify';
import { lookUp, lookUpEmployee } from '../lookup/findUser';
import type { Outcome, Settled } from '../model/outcome';
import type { Found, People } from '../lookup/userIndex';
import type { Wish } from '../rules/profile';
import { ask, unsuccessful } from '../calls/run';
import { isInactive } from '../lookup/requireUser';
import { afterCreation, attributesKnown, fulfil, verified, type Wishes } from './reconcile';
import type { Person } from '../rules/newUser';
import { identity, idOf, User } from '../model/user';

export interface UpsertRules extends CreateRules {
	/** What to do with somebody who is there and deactivated. */
	ifInactive: 'fail' | 'activate';
	/** Read back and tell what was asked for beside what Zoom has. */
	verify: boolean;
}

/** What all rows of one run share. */
export interface UpsertRun {
	run: CreateRun;
	directory: Directory;
	people: People;
}

/** Somebody who is to be in the account, and how. */
export interface Target {
	person: Person;
	/** What a create says of them, to be compared with whoever is there. */
	core: Wish[];
	/** What only changes to a user who is there can say. */
	wishes: Wishes;
	/** Given by their employer; looked for before the address. */
	employeeId?: string;
}

/**
 * Creates somebody who is not there, and changes somebody who is: only what differs is written, and nothing
 * where nothing does.
 */
export async function upsertUser(
	{ run, directory, people }: UpsertRun,
	target: Target,
	rules: UpsertRules,
	unsureSince?: number,
): Promise<Settled> {
	const { person } = target;
	if (unsureSince !== undefined) {
		const settled = await create({ run, directory, people }, target, rules, unsureSince);
		const isThere = 'failed' in settled && ['exists', 'inactive'].includes(settled.failed.reason);
		if (!isThere) return settled;
	}
	const found = await find({ run, directory, people }, target);
	switch (found.seen) {
		case 'cancelled':
			return { untried: true };
		case 'noRight':
		case 'unreadable':
			return { failed: failureOf(found.refusal, person.email, 'was neither created nor updated') };
		case 'absent':
		case 'expired':
			return await create({ run, directory, people }, target, rules);
		case 'inactive': {
			if (rules.ifInactive !== 'activate') {
				const remedy =
					"set the option 'If User Is Deactivated' to Activate, which gives them their license, groups and profile again.";
				return isInactive(person.email, 'updated', remedy);
			}
			const { verdict } = await ask(run, 'setStatus', statusCall(found.user, 'activate'));
			if (verdict.is !== 'done') return unsuccessful(verdict, person.email, 'activated');
			// What they had before, Zoom has taken away.
			const now = await lookUp(run, idOf(found.user));
			const user = 'user' in now ? now.user : { ...identity(found.user), status: 'active' };
			return await update({ run, directory, people }, target, rules, user, 'activated');
		}
		default:
			return await update({ run, directory, people }, target, rules, found.user, 'updated');
	}
}

async function find({ run, people }: UpsertRun, { person, employeeId }: Target): Promise<Found> {
	if (employeeId !== undefined) {
		const byId = await lookUpEmployee(run, employeeId);
		if (byId.seen !== 'absent') return byId;
	}
	return await people.find(person.email);
}

async function create(
	{ run, directory }: UpsertRun,
	{ person, core, wishes }: Target,
	rules: UpsertRules,
	unsureSince?: number,
): Promise<Settled> {
	const unknown = await attributesKnown(directory, person.email, 'created', wishes.profile);
	if (unknown) return { failed: unknown };
	const settled = await createUser(run, person, { ...rules, ifUserExists: 'fail' }, unsureSince);
	return await afterCreation(run, directory, settled, { wishes, core }, rules);
}

async function update(
	{ run, directory }: UpsertRun,
	{ person, core, wishes }: Target,
	rules: UpsertRules,
	user: User,
	outcome: Extract<Outcome, 'updated' | 'activated'>,
): Promise<Settled> {
	const profile = [...core, ...wishes.profile];
	const always = outcome === 'activated';
	const deeds = await fulfil(run, directory, user, { ...wishes, profile }, { always });
	if (deeds.cutOff) return { cutOff: true };
	if (deeds.failure && !deeds.didSomething && outcome === 'updated') return { failed: deeds.failure };
	const respelled =
		String(user.email).toLowerCase() === person.email.toLowerCase() ? {} : { requestedEmail: person.email };
	const written = deeds.steps.profile?.outcome === 'updated' ? namesOf(profile) : {};
	const asZoomHasIt = rules.readBack ? await readBack(run, user) : identity({ ...user, ...written });
	const status = user.status === undefined ? {} : { status: user.status as string };
	return {
		done: {
			...asZoomHasIt,
			...status,
			...respelled,
			outcome: outcome === 'updated' && !deeds.didSomething ? 'unchanged' : outcome,
			...deeds.told(),
			...(rules.verify ? await verified(run, idOf(user), { ...wishes, profile }) : {}),
		},
	};
}

async function readBack(run: CreateRun, user: User): Promise<IDataObject> {
	const sighting = await lookUp(run, idOf(user));
	return ('user' in sighting ? sighting.user : identity(user)) as IDataObject;
}
