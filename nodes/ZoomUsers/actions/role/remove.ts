import { removeRole } from '../../../zoom/users/roles';
import { userField } from '../../fields/locators';
import { RUN_AGAIN } from '../../run/operation';
import { newContext, NOTHING_MORE, userOperation } from '../../run/userOperation';

export const remove = userOperation({
	value: 'remove',
	name: 'Remove',
	action: 'Remove role from user',
	description: 'Make a user a Member again',
	fields: [userField('The user who loses the role. A user without a role is a Member.')],
	options: [],
	labels: { verb: 'made a Member', key: 'user', resumeHint: RUN_AGAIN },
	...NOTHING_MORE,
	begin: newContext,
	process: async (run, { ref }) => await removeRole(run, ref),
});
