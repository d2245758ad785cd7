import { signOut } from '../../../zoom/users/userStatus';
import { userField } from '../../fields/locators';
import { RUN_AGAIN } from '../../run/operation';
import { newContext, NOTHING_MORE, userOperation } from '../../run/userOperation';

export const revokeToken = userOperation({
	value: 'revokeToken',
	name: 'Sign Out',
	action: 'Sign out user',
	description: 'End the sessions of a user who signs in with single sign-on',
	fields: [userField('The user to sign out')],
	options: [],
	labels: { verb: 'signed out', key: 'user', resumeHint: RUN_AGAIN },
	...NOTHING_MORE,
	begin: newContext,
	process: async (run, { ref }) => await signOut(run, ref),
});
