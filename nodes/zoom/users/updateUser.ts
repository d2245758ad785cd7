import type { RunContext } from '../calls/runContext';
import type { Directory } from '../lookup/directory';
import { ACTIVATE_FIRST, AFTER_ACCEPTANCE, requireUser } from '../lookup/requireUser';
import type { RowResult } from '../model/outcome';
import { identity, type UserRef, type ZoomUser } from '../model/user';
import type { DesiredField } from '../rules/profile';
import { reconcile } from './reconcile';
import { revokedBy } from './userStatus';

/** Writes the fields that differ, and returns their old values. */
export async function updateUser(
	run: RunContext,
	directory: Directory,
	ref: UserRef,
	profile: DesiredField[],
	{ loginType, removeTspCredentials }: { loginType?: number; removeTspCredentials: boolean },
): Promise<RowResult> {
	const unsuitable = { pending: AFTER_ACCEPTANCE, inactive: ACTIVATE_FIRST };
	const found = await requireUser(run, ref, 'updated', unsuitable, loginType);
	if (found.kind !== 'found') return found;
	const { user } = found;
	const query = new URLSearchParams({
		...(loginType === undefined ? {} : { login_type: String(loginType) }),
		...(removeTspCredentials ? { remove_tsp_credentials: 'true' } : {}),
	});
	// A given field is written, even if it cannot be compared.
	const reconciled = await reconcile(run, directory, user, { profile, groups: [] }, { always: true, query });
	if (reconciled.kind === 'interrupted') return reconciled;
	const { changes } = reconciled;
	if (changes.failure && !changes.hasChanges) return { kind: 'failed', failure: changes.failure };
	const { changed, notCompared, incomplete, steps } = changes.toItem();
	const phoneIsOff = profile.some(({ name, value }) => name === 'zoomPhone' && value === false);
	const revoked = phoneIsOff ? revokedBy({ phone_numbers: user.phone_numbers ?? [] }) : {};
	return {
		kind: 'done',
		item: {
			...identity({ ...user, ...identityFieldsOf(profile) }),
			outcome: changes.hasChanges ? 'updated' : 'unchanged',
			...(incomplete ? { incomplete, steps } : {}),
			...(changed ? { changed } : {}),
			...(notCompared ? { notCompared } : {}),
			...(Object.keys(revoked).length > 0 ? { revokedLicenses: revoked } : {}),
		},
	};
}

const IDENTITY_FIELDS: Record<string, string> = {
	firstName: 'first_name',
	lastName: 'last_name',
	type: 'type',
};

/** The fields of `identity` that were written. */
export function identityFieldsOf(profile: readonly DesiredField[]): ZoomUser {
	return Object.fromEntries(
		profile
			.filter(({ name }) => name in IDENTITY_FIELDS)
			.map(({ name, value }) => [IDENTITY_FIELDS[name], value]),
	);
}
