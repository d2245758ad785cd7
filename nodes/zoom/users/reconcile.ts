import type { IDataObject } from 'n8n-workflow';
import { ExactInteger } from '../model/exactJson';
import { MEMBER_ROLE, type Directory, type Named } from '../lookup/directory';
import { failureOf, type NotDone } from '../errors/classify';
import { lookUp } from '../lookup/findUser';
import type { Failure, Outcome, Settled } from '../model/outcome';
import { compare, isNamed, patchesFor, valueOf, type Wish } from '../rules/profile';
import { jsonBody } from '../transport/client';
import { ask, unsuccessful, type Asked, type Run } from '../calls/run';
import { User, statusOf, pathOf, idOf, nameOf } from '../model/user';

/** What is to be true of somebody who is in the account. */
export interface Wishes {
	profile: Wish[];
	groups: Named[];
	role?: Named;
}

export type StepName = 'profile' | 'groups' | 'role';

/** Something that Zoom would drop in silence as long as the person has not accepted, and that is still to be done. */
export interface Owed {
	step: StepName;
	/** In the node's own names. */
	want: unknown;
	because: 'pending';
	/** Zoom's event after which it can be done. */
	after: 'user.invitation_accepted';
}

type StepOutcome =
	| { outcome: Outcome; group?: string }
	| { outcome: 'failed'; reason: string; error: string; group?: string };

/** What was done for somebody, step by step. */
export class Deeds {
	readonly steps: { profile?: StepOutcome; groups?: StepOutcome[]; role?: StepOutcome } = {};

	readonly owed: Owed[] = [];

	readonly changed: Record<string, { from: unknown; to: unknown }> = {};

	notCompared: string[] = [];

	/** The first step that did not work. */
	failure?: Failure;

	/** The run was cancelled in the middle. */
	cutOff = false;

	owe(step: StepName, want: unknown): void {
		this.owed.push({ step, want, because: 'pending', after: 'user.invitation_accepted' });
	}

	fail(failure: Failure, group?: string): StepOutcome {
		this.failure ??= failure;
		return {
			outcome: 'failed',
			reason: failure.reason,
			error: failure.sentence,
			...(group ? { group } : {}),
		};
	}

	/** Whether Zoom has changed anything. */
	get didSomething(): boolean {
		return (
			Object.keys(this.changed).length > 0 ||
			this.outcomes.some(({ outcome }) => ['updated', 'added', 'removed'].includes(outcome))
		);
	}

	/** The steps that are not as asked for, and are not owed either. */
	get incomplete(): string[] {
		return Object.entries(this.steps)
			.filter(([, told]) => [told].flat().some(({ outcome }) => ['failed', 'notApplied'].includes(outcome)))
			.map(([step]) => step);
	}

	/** For the item: what there is to tell, and nothing else. */
	told(): IDataObject {
		const { steps, owed, changed, notCompared, incomplete } = this;
		return {
			...(Object.keys(changed).length > 0 ? { changed } : {}),
			...(Object.keys(steps).length > 0 ? { steps } : {}),
			...(incomplete.length > 0 ? { incomplete } : {}),
			...(owed.length > 0 ? { owed } : {}),
			...(notCompared.length > 0 ? { notCompared } : {}),
		} as IDataObject;
	}

	private get outcomes(): StepOutcome[] {
		return Object.values(this.steps).flat();
	}
}

/**
 * Makes wishes true, with no request for what is so already. Of somebody who has not accepted, Zoom drops
 * changes in silence: these are not sent, and come back as owed.
 *
 * @param user as Zoom has them
 * @param query of the PATCH
 * @param always the fields that Zoom never gives back are written, too: for somebody who is new
 */
export async function fulfil(
	run: Run,
	directory: Directory,
	user: User,
	wishes: Wishes,
	{ always = false, query = new URLSearchParams() } = {},
): Promise<Deeds> {
	const deeds = new Deeds();
	const { differing, notCompared } = compare(wishes.profile, user);
	deeds.notCompared = notCompared.map(({ name }) => name);
	const pending = statusOf(user) === 'pending';
	// To switch Zoom Phone off takes all numbers away: never beside something else.
	const beside = always ? notCompared : notCompared.filter(({ value }) => value !== false);
	const toWrite =
		differing.length > 0 || always || onlyOwed(wishes.profile, notCompared) ? [...differing, ...beside] : [];

	if (wishes.profile.length > 0) {
		if (toWrite.length === 0) deeds.steps.profile = { outcome: 'unchanged' };
		else if (pending) deeds.owe('profile', Object.fromEntries(toWrite.map(shown)));
		else await writeProfile(run, directory, user, toWrite, deeds, query);
	}
	if (!deeds.cutOff && wishes.groups.length > 0) {
		await (pending
			? groupPending(run, user, wishes.groups, deeds)
			: addToGroups(run, user, wishes.groups, deeds));
	}
	if (!deeds.cutOff && wishes.role) {
		if (pending && user.role_id !== wishes.role.id) deeds.owe('role', wishes.role.name);
		else deeds.steps.role = await giveRole(run, user, wishes.role, deeds);
	}
	return deeds;
}

/** Owed fields that Zoom never gives back, and nothing beside them: they were not written with the create. */
function onlyOwed(profile: Wish[], notCompared: Wish[]): boolean {
	return notCompared.length > 0 && profile.every((wish) => wish.owed && notCompared.includes(wish));
}

function shown({ name, value }: Wish): [string, unknown] {
	return [name, value instanceof ExactInteger ? value.digits : value];
}

async function writeProfile(
	run: Run,
	directory: Directory,
	user: User,
	wishes: Wish[],
	deeds: Deeds,
	query: URLSearchParams,
): Promise<void> {
	const complete: Wish[] = [];
	for (const wish of wishes) {
		const resolved = wish.name === 'customAttributes' ? await allAttributes(directory, user, wish) : { wish };
		if ('failed' in resolved) {
			deeds.steps.profile = deeds.fail(resolved.failed);
			return;
		}
		complete.push(resolved.wish);
	}
	for (const { wishes: written, body } of patchesFor(complete)) {
		const { verdict } = await ask(run, 'updateUser', {
			method: 'PATCH',
			path: `${pathOf(idOf(user))}${query.size > 0 ? `?${query.toString()}` : ''}`,
			contentType: 'application/json',
			body,
		});
		if (verdict.is !== 'done') {
			const ended = unsuccessful(verdict, nameOf(user), 'updated');
			if ('failed' in ended) deeds.steps.profile = deeds.fail(ended.failed);
			else deeds.cutOff = true;
			return;
		}
		for (const { name } of written) {
			const wish = wishes.find((one) => one.name === name);
			if (!wish || deeds.notCompared.includes(name)) continue;
			deeds.changed[name] = { from: valueOf(name, user), to: shown(wish)[1] };
		}
	}
	deeds.steps.profile = { outcome: 'updated' };
}

/** Why the key of a custom attribute could not be found. */
function withoutKey(who: string, verb: string, name: string, verdict?: NotDone): Failure {
	if (verdict && verdict.is !== 'cancelled') {
		return failureOf(verdict.refusal, who, `was not ${verb} (the custom attributes could not be read)`);
	}
	const sentence = `${who} was not ${verb}: among the first 3,000 users of the account nobody has a custom attribute with the name "${name}", and Zoom tells its key in no other place. What to do: correct the name, or give the key (cbf_…) in its place.`;
	return { reason: 'invalid', sentence };
}

/** Whether the custom attributes of a profile can be written, asked before somebody is created for them. */
export async function attributesKnown(
	directory: Directory,
	who: string,
	verb: string,
	profile: readonly Wish[],
): Promise<Failure | undefined> {
	const wanted = profile.find(({ name }) => name === 'customAttributes')?.value ?? [];
	const keyed = await withKeys(directory, who, verb, wanted as Attribute[]);
	return 'failed' in keyed ? keyed.failed : undefined;
}

/** @param has what the person has already: it tells keys without asking */
async function withKeys(
	directory: Directory,
	who: string,
	verb: string,
	wanted: readonly Attribute[],
	has: readonly Attribute[] = [],
): Promise<{ keyed: Attribute[] } | { failed: Failure }> {
	const keyed: Attribute[] = [];
	for (const { key: given, name, value } of wanted) {
		const own = has.find((other) => isNamed(other, name))?.key;
		const key = given ?? own ?? (await directory.keyOf(String(name)));
		if (key === undefined) return { failed: withoutKey(who, verb, String(name)) };
		if (typeof key === 'object') return { failed: withoutKey(who, verb, String(name), key.verdict) };
		keyed.push({ key, value });
	}
	return { keyed };
}

interface Attribute {
	key?: string;
	name?: string;
	value: string;
}

/**
 * The custom attributes with their keys, and beside them those that the person has already: whoever sends a
 * part must not count on Zoom to keep the rest.
 */
async function allAttributes(
	directory: Directory,
	user: User,
	{ name, value }: Wish,
): Promise<{ wish: Wish } | { failed: Failure }> {
	const wanted = value as Attribute[];
	const has = (Array.isArray(user.custom_attributes) ? user.custom_attributes : []) as Attribute[];
	const found = await withKeys(directory, nameOf(user), 'updated', wanted, has);
	if ('failed' in found) return found;
	const { keyed } = found;
	const kept = has.filter((own) => !keyed.some(({ key }) => key === own.key));
	// To empty them all is to empty each.
	const others: Attribute[] = wanted.length === 0 ? kept.map((own) => ({ ...own, value: '' })) : kept;
	return { wish: { name, value: [...keyed, ...others.map(({ key, value: had }) => ({ key, value: had }))] } };
}

/** Groups of somebody who has accepted. */
async function addToGroups(run: Run, user: User, groups: Named[], deeds: Deeds): Promise<void> {
	deeds.steps.groups = [];
	for (const group of groups) {
		const told = await addToGroup(run, user, group, deeds);
		if (deeds.cutOff) return;
		deeds.steps.groups.push(told);
	}
}

const isIn = (user: User, { id }: Named) => Array.isArray(user.group_ids) && user.group_ids.includes(id);

/** A 201 says little: Zoom gives it, too, when it has added nobody. */
async function addToGroup(run: Run, user: User, group: Named, deeds: Deeds): Promise<StepOutcome> {
	if (isIn(user, group)) return { group: group.name, outcome: 'unchanged' };
	const asked = await ask(run, 'addToGroup', {
		method: 'POST',
		path: `/groups/${encodeURIComponent(group.id)}/members`,
		...jsonBody({ members: [memberOf(user)] }),
	});
	if (asked.verdict.is !== 'done') {
		const ended = unsuccessful(asked.verdict, nameOf(user), `added to the group "${group.name}"`);
		if ('failed' in ended) return deeds.fail(ended.failed, group.name);
		deeds.cutOff = true;
		return { group: group.name, outcome: 'notApplied' };
	}
	const outcome = await whatCameOfIt(run, user, asked, (now) => isIn(now, group));
	return { group: group.name, outcome };
}

/** Whom a 201 names was added. Where it names nobody, only the person themselves tells. */
async function whatCameOfIt(
	run: Run,
	user: User,
	{ verdict, lostBefore }: Asked,
	isSo: (now: User) => boolean,
): Promise<'added' | 'unchanged' | 'notApplied'> {
	if (verdict.is === 'done' && String(verdict.body.ids ?? '') !== '') return 'added';
	const sighting = await lookUp(run, idOf(user));
	if (!('user' in sighting) || !isSo(sighting.user)) return 'notApplied';
	return lostBefore ? 'added' : 'unchanged';
}

function memberOf(user: User): Record<string, unknown> {
	return user.id === undefined ? { email: user.email } : { id: user.id };
}

/**
 * Groups of somebody who has not accepted. There is one documented way, for one group: PATCH with `group_id`.
 * What it did is read back, since Zoom answers 204 whatever it does.
 */
async function groupPending(run: Run, user: User, groups: Named[], deeds: Deeds): Promise<void> {
	const current = await withGroups(run, user);
	const missing = groups.filter((group) => !isIn(current, group));
	const there = groups.filter((group) => isIn(current, group));
	const told: StepOutcome[] = there.map(({ name }) => ({ group: name, outcome: 'unchanged' }));
	const hasOne = Array.isArray(current.group_ids) && current.group_ids.length > 0;
	const [first] = missing;
	if (first && !hasOne) {
		const { verdict } = await ask(run, 'updateUser', {
			method: 'PATCH',
			path: pathOf(idOf(user)),
			...jsonBody({ group_id: first.id }),
		});
		if (verdict.is === 'cancelled') {
			deeds.cutOff = true;
			return;
		}
		if (verdict.is !== 'done') {
			const ended = unsuccessful(verdict, nameOf(user), `added to the group "${first.name}"`);
			if ('failed' in ended) told.push(deeds.fail(ended.failed, first.name));
			missing.shift();
		}
		const sighting = verdict.is === 'done' ? await lookUp(run, idOf(user)) : undefined;
		if (sighting && 'user' in sighting && isIn(sighting.user, first)) {
			told.push({ group: first.name, outcome: 'added' });
			missing.shift();
		}
	}
	if (told.length > 0) deeds.steps.groups = told;
	if (missing.length > 0)
		deeds.owe(
			'groups',
			missing.map(({ name }) => name),
		);
}

/** A row of a list of pending people may say nothing of groups. */
async function withGroups(run: Run, user: User): Promise<User> {
	if (Array.isArray(user.group_ids)) return user;
	const sighting = await lookUp(run, idOf(user));
	return 'user' in sighting ? sighting.user : user;
}

/** A person has one role. To make somebody a Member is to take the role that they have away. */
export async function giveRole(run: Run, user: User, role: Named, deeds: Deeds): Promise<StepOutcome> {
	if (user.role_id === role.id) return { outcome: 'unchanged' };
	const taking = role.id === MEMBER_ROLE;
	if (taking && (user.role_id === undefined || user.role_id === '')) return { outcome: 'unchanged' };
	const asked = taking
		? await ask(run, 'removeRole', {
				method: 'DELETE',
				path: `/roles/${encodeURIComponent(String(user.role_id))}/members/${encodeURIComponent(idOf(user))}`,
			})
		: await ask(run, 'assignRole', {
				method: 'POST',
				path: `/roles/${encodeURIComponent(role.id)}/members`,
				...jsonBody({ members: [memberOf(user)] }),
			});
	const { verdict, lostBefore } = asked;
	const hadTaken = taking && lostBefore && verdict.is === 'refused' && verdict.refusal.status === 404;
	if (verdict.is !== 'done' && !hadTaken) {
		const ended = unsuccessful(verdict, nameOf(user), `given the role "${role.name}"`);
		if ('failed' in ended) return deeds.fail(ended.failed);
		deeds.cutOff = true;
		return { outcome: 'notApplied' };
	}
	if (taking) return { outcome: 'removed' };
	return { outcome: await whatCameOfIt(run, user, asked, (now) => now.role_id === role.id) };
}

/** Whether nothing is to be done beside creating somebody. */
export function isEmpty({ profile, groups, role }: Wishes): boolean {
	return profile.length === 0 && groups.length === 0 && role === undefined;
}

/** What follows when somebody was created: their profile, groups and role, and what they are in the end. */
export async function afterCreation(
	run: Run,
	directory: Directory,
	settled: Settled,
	{ wishes, core }: { wishes: Wishes; core: Wish[] },
	{ readBack, verify }: { readBack: boolean; verify: boolean },
): Promise<Settled> {
	if (!('done' in settled) || settled.done.outcome !== 'created') return settled;
	if (isEmpty(wishes) && !verify) return settled;
	let { done } = settled;
	const who = String(done.id ?? done.email);
	if (!isEmpty(wishes)) {
		const { deeds, status } = await doneAfter(run, directory, done, wishes);
		const { steps, incomplete, owed } = deeds.told();
		done = {
			...done,
			...(status ? { status } : {}),
			...(steps ? { steps } : {}),
			...(incomplete ? { incomplete } : {}),
			...(owed ? { owed } : {}),
		};
	}
	if (readBack) {
		const sighting = await lookUp(run, who);
		if ('user' in sighting) done = { ...done, ...(sighting.user as IDataObject) };
	}
	const all = { ...wishes, profile: [...core, ...wishes.profile] };
	return { done: { ...done, ...(verify ? await verified(run, who, all) : {}) } };
}

async function doneAfter(
	run: Run,
	directory: Directory,
	done: IDataObject,
	wishes: Wishes,
): Promise<{ deeds: Deeds; status?: string }> {
	if (done.status === 'pending') {
		return { deeds: await fulfil(run, directory, { ...done, group_ids: [] }, wishes, { always: true }) };
	}
	// Somebody made for single sign-on is left pending where their domain does not belong to the account.
	const sighting = await lookUp(run, String(done.id ?? done.email));
	if ('user' in sighting) {
		const deeds = await fulfil(run, directory, { ...done, ...sighting.user }, wishes, { always: true });
		return { deeds, status: sighting.seen };
	}
	const deeds = new Deeds();
	const failure: Failure =
		'refusal' in sighting
			? failureOf(
					sighting.refusal,
					nameOf(done),
					'was created, and nothing more was done, since whether they are active could not be read',
				)
			: {
					reason: 'unknown',
					sentence: `${nameOf(done)} was created, and nothing more was done: the run was cancelled.`,
				};
	if (wishes.profile.length > 0) deeds.steps.profile = deeds.fail(failure);
	if (wishes.groups.length > 0)
		deeds.steps.groups = wishes.groups.map(({ name }) => deeds.fail(failure, name));
	if (wishes.role) deeds.steps.role = deeds.fail(failure);
	return { deeds };
}

/** What was asked for and what Zoom has, field by field, read back. */
export async function verified(run: Run, who: string, wishes: Wishes): Promise<IDataObject> {
	const sighting = await lookUp(run, who);
	if ('refusal' in sighting) {
		const { sentence } = failureOf(sighting.refusal, who, 'could not be read back');
		return { notReadBack: sentence };
	}
	if (!('user' in sighting)) return {};
	const { user } = sighting;
	const { notCompared } = compare(wishes.profile, user);
	const fields = wishes.profile
		.filter((wish) => !notCompared.includes(wish))
		.map((wish) => [wish.name, { requested: shown(wish)[1], effective: valueOf(wish.name, user) }]);
	const groups = wishes.groups.map((group) => [group.name, isIn(user, group)]);
	return {
		verified: {
			...Object.fromEntries(fields),
			...(groups.length > 0 ? { groups: Object.fromEntries(groups) } : {}),
			...(wishes.role ? { role: { requested: wishes.role.name, effective: user.role_name ?? null } } : {}),
		},
	} as IDataObject;
}
