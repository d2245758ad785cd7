import { failureOf } from '../errors/classify';
import { lookUp, lookUpEmployee, type Sighting } from './findUser';
import type { Settled } from '../model/outcome';
import type { Run } from '../calls/run';
import { User, Who } from '../model/user';
export type Seen = Extract<Sighting, { user: User }>;

/** @param loginType Zoom's number of how somebody signs in, where one address signs in in several ways */
export async function sight(run: Run, { by, value }: Who, loginType?: number): Promise<Sighting> {
	return by === 'employeeId' ? await lookUpEmployee(run, value) : await lookUp(run, value, loginType);
}

/**
 * Looks up whom a row is about. Half of what Zoom answers about people depends on whether they have accepted,
 * are deactivated, or have a role, and it does not say so.
 *
 * @param verb what is to be done: "updated"
 * @returns the person, or how the row ends for somebody who cannot be seen
 */
export async function seePerson(
	run: Run,
	who: Who,
	verb: string,
	loginType?: number,
): Promise<Seen | { settled: Settled }> {
	const sighting = await sight(run, who, loginType);
	return 'user' in sighting ? sighting : { settled: unseen(sighting, who.value, verb) };
}

/** How a row ends whose person cannot be seen. */
export function unseen(sighting: Exclude<Sighting, { user: User }>, who: string, verb: string): Settled {
	if (sighting.seen === 'cancelled') return { untried: true };
	return { failed: failureOf(sighting.refusal, who, `was not ${verb}`) };
}

const WAIT_OR_OWE =
	"run it again after they have accepted (Zoom's event user.invitation_accepted), or use Create or Update, which returns what is still owed.";

/** Somebody who has not accepted: Zoom answers changes to them with "done" and drops them. */
export function stillPending(who: string, verb: string, remedy = WAIT_OR_OWE): Settled {
	const sentence = `${who} was not ${verb}: the person has not accepted the invitation yet, and until then Zoom drops changes in silence. What to do: ${remedy}`;
	return { failed: { reason: 'pending', sentence } };
}

/** Somebody who is deactivated. */
export function isInactive(who: string, verb: string, remedy: string): Settled {
	const sentence = `${who} was not ${verb}: the person is deactivated. What to do: ${remedy}`;
	return { failed: { reason: 'inactive', sentence } };
}
