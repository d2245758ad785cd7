import type { Directory, Named } from '../../zoom/lookup/directory';
import { failureOf } from '../../zoom/errors/classify';
import type { Failure } from '../../zoom/model/outcome';

/**
 * Finds a group or a role that a row names.
 *
 * @param verb what is to be done with whom: "updated"
 */
export async function findNamed(
	directory: Directory,
	kind: 'group' | 'role',
	name: string,
	who: string,
	verb: string,
): Promise<{ found: Named } | { failed: Failure }> {
	const finding = await directory.find(kind, name);
	if ('found' in finding) return finding;
	if ('unknown' in finding) {
		const sentence = `${who} was not ${verb}: the account has no ${kind} "${name}". ${finding.unknown}. What to do: correct the name, or create the ${kind} first.`;
		return { failed: { reason: 'invalid', sentence } };
	}
	const { verdict } = finding;
	if (verdict.is === 'cancelled') return { failed: { reason: 'unknown', sentence: `${who}: cancelled.` } };
	return { failed: failureOf(verdict.refusal, who, `was not ${verb} (the ${kind}s could not be read)`) };
}
