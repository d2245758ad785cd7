import { failureOf, type FailedCall } from '../errors/classify';
import type { Directory } from '../lookup/directory';
import type { Failed, Failure } from '../model/outcome';
import { nameOf, type CustomAttribute, type ZoomUser } from '../model/user';
import type { DesiredField } from '../rules/profile';
import { isNamed } from '../rules/profileKinds';

/** Whether the custom attributes of a profile can be written. Checked before the user is created. */
export async function attributesKnown(
	directory: Directory,
	who: string,
	verb: string,
	profile: readonly DesiredField[],
): Promise<Failure | undefined> {
	const field = profile.find(({ kind }) => kind === 'attributes');
	const wanted = field?.kind === 'attributes' ? field.value : [];
	const keyed = await withKeys(directory, who, verb, wanted);
	return keyed.kind === 'failed' ? keyed.failure : undefined;
}

/**
 * The custom attributes with their keys, together with those that the user already has: it is not documented whether
 * Zoom keeps attributes that a change leaves out.
 */
export async function allAttributes(
	directory: Directory,
	user: ZoomUser,
	wanted: readonly CustomAttribute[],
): Promise<{ kind: 'keyed'; keyed: CustomAttribute[] } | Failed> {
	const has = user.custom_attributes ?? [];
	const found = await withKeys(directory, nameOf(user), 'updated', wanted, has);
	if (found.kind === 'failed') return found;
	const kept = has.filter((own) => !found.keyed.some(({ key }) => key === own.key));
	// Clearing the field means clearing each attribute.
	const others = wanted.length === 0 ? kept.map((own) => ({ ...own, value: '' })) : kept;
	return { kind: 'keyed', keyed: [...found.keyed, ...others.map(({ key, value }) => ({ key, value }))] };
}

/** @param has the attributes that the user already has, whose keys need no request */
async function withKeys(
	directory: Directory,
	who: string,
	verb: string,
	wanted: readonly CustomAttribute[],
	has: readonly CustomAttribute[] = [],
): Promise<{ kind: 'keyed'; keyed: CustomAttribute[] } | Failed> {
	const keyed: CustomAttribute[] = [];
	for (const { key: given, name, value } of wanted) {
		const own = has.find((other) => isNamed(other, name))?.key;
		const key = given ?? own ?? (await directory.keyOf(String(name)));
		if (key === undefined) return { kind: 'failed', failure: withoutKey(who, verb, String(name)) };
		if (typeof key === 'object')
			return { kind: 'failed', failure: withoutKey(who, verb, String(name), key.result) };
		keyed.push({ key, value });
	}
	return { kind: 'keyed', keyed };
}

/** Why the key of a custom attribute could not be found. */
function withoutKey(who: string, verb: string, name: string, result?: FailedCall): Failure {
	if (result && result.kind !== 'cancelled') {
		return failureOf(result.error, who, `was not ${verb} (the custom attributes could not be read)`);
	}
	const sentence = `${who} was not ${verb}: none of the first 3,000 users of the account has a custom attribute with the name "${name}", and Zoom returns its key only with such a user. What to do: correct the name, or use the key (cbf_…) instead.`;
	return { reason: 'invalid', sentence };
}
