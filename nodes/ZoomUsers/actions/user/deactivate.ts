import { deactivateUser } from '../../../zoom/users/userStatus';
import { userField } from '../../fields/locators';
import { RUN_AGAIN } from '../../run/operation';
import { NOTHING_MORE, userOperation } from '../../run/userOperation';
import { PROTECTED } from './protection';

export const deactivate = userOperation({
	value: 'deactivate',
	name: 'Deactivate',
	action: 'Deactivate user',
	description: 'Block the sign-in of a user and keep their data. Zoom removes their licenses.',
	fields: [userField('The user to deactivate')],
	...PROTECTED,
	labels: { verb: 'deactivated', key: 'user', resumeHint: RUN_AGAIN },
	...NOTHING_MORE,
	process: async (run, { ref }) => await deactivateUser(run, ref, run.protectedUsers),
});
