import type { DirectoryContext } from '../../../zoom/lookup/directory';
import { assignRole } from '../../../zoom/users/roles';
import { roleField, userField } from '../../fields/locators';
import { RUN_AGAIN } from '../../run/operation';
import { resolveGroupOrRole } from '../../run/resolveGroupOrRole';
import { newDirectoryContext, userOperation } from '../../run/userOperation';

const VERB = 'given the role';

export const assign = userOperation<string, DirectoryContext, 'role'>({
	value: 'assign',
	name: 'Assign',
	action: 'Assign role to user',
	description: 'Give a user a role, which replaces the one they have',
	fields: [roleField, userField('The user who gets the role')],
	options: [],
	labels: { verb: VERB, key: 'user', resumeHint: RUN_AGAIN },
	parameters: ['role'],
	read: (reader) => reader.locator('role').value,
	begin: newDirectoryContext,
	process: async (run, { ref, wanted }) => {
		const resolution = await resolveGroupOrRole(run.directory, 'role', wanted, ref.value, VERB);
		return resolution.kind === 'failed' ? resolution : await assignRole(run, ref, resolution.found);
	},
});
