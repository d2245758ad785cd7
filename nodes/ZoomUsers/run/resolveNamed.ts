import type { Directory, GroupOrRole } from '../../zoom/lookup/directory';
import { failureOf } from '../../zoom/errors/classify';
import type { Failure } from '../../zoom/model/outcome';

/**
 * Finds a group or a role that a row names.
 *
 * @param verb what is to be done with whom: "updated"
 */
export async function resolveGroupOrRole(
	directory: Directory,
	kind: 'group' | 'role',
	name: string,
	who: string,
	verb: string,
): Promise<{ kind: 'found'; found: GroupOrRole } | { kind: 'failed'; failure: Failure }> {
	const resolution = await directory.find(kind, name);
	if (resolution.kind === 'found') return resolution;
	if (resolution.kind === 'unknown') {
		const sentence = `${who} was not ${verb}: the account has no ${kind} "${name}". ${resolution.suggestion}. What to do: correct the name, or create the ${kind} first.`;
		return { kind: 'failed', failure: { reason: 'invalid', sentence } };
	}
	const { result } = resolution;
	if (result.kind === 'cancelled')
		return { kind: 'failed', failure: { reason: 'unknown', sentence: `${who}: cancelled.` } };
	return {
		kind: 'failed',
		failure: failureOf(result.error, who, `was not ${verb} (the ${kind}s could not be read)`),
	};
}
