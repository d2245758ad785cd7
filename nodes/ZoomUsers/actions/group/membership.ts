import type { DirectoryContext, GroupOrRole } from '../../../zoom/lookup/directory';
import type { RowResult } from '../../../zoom/model/outcome';
import type { UserRef } from '../../../zoom/model/user';
import { groupField, userField } from '../../fields/locators';
import { RUN_AGAIN, type Operation } from '../../run/operation';
import { resolveGroupOrRole } from '../../run/resolveGroupOrRole';
import { newDirectoryContext, userOperation } from '../../run/userOperation';

/** An operation about one user and one group. */
export function membership(
	text: Pick<Operation, 'value' | 'name' | 'action' | 'description'>,
	{ user, verb }: { user: string; verb: string },
	change: (run: DirectoryContext, ref: UserRef, group: GroupOrRole) => Promise<RowResult>,
): Operation {
	return userOperation<string, DirectoryContext, 'group'>({
		...text,
		fields: [groupField, userField(user)],
		options: [],
		labels: { verb, key: 'user', resumeHint: RUN_AGAIN },
		parameters: ['group'],
		read: (reader) => reader.locator('group').value,
		begin: newDirectoryContext,
		process: async (run, { ref, wanted }) => {
			const resolution = await resolveGroupOrRole(run.directory, 'group', wanted, ref.value, verb);
			return resolution.kind === 'failed' ? resolution : await change(run, ref, resolution.found);
		},
	});
}
