import { failureOf } from '../../zoom/errors/classify';
import type { Directory, GroupOrRole } from '../../zoom/lookup/directory';
import type { Failed } from '../../zoom/model/outcome';

/**
 * Finds a group or a role that a row names.
 *
 * @param who the user or the list that the row is about
 * @param verb what should happen to them: "updated"
 */
export async function resolveGroupOrRole(
	directory: Directory,
	kind: 'group' | 'role',
	name: string,
	who: string,
	verb: string,
): Promise<{ kind: 'found'; found: GroupOrRole } | Failed> {
	const resolution = await directory.find(kind, name);
	if (resolution.kind === 'found') return resolution;
	if (resolution.kind === 'unknown') {
		const sentence = `${who} was not ${verb}: the account has no ${kind} "${name}". ${resolution.suggestion}. What to do: correct the name, or create the ${kind} first.`;
		return { kind: 'failed', failure: { reason: 'invalid', sentence } };
	}
	const { result } = resolution;
	if (result.kind === 'cancelled') {
		return { kind: 'failed', failure: { reason: 'unknown', sentence: `${who}: cancelled.` } };
	}
	const happened = `was not ${verb} (the ${kind}s could not be read)`;
	return { kind: 'failed', failure: failureOf(result.error, who, happened) };
}
