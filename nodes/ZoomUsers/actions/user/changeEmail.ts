import type { RunContext } from '../../../zoom/calls/runContext';
import { changeEmail as changeEmailOf } from '../../../zoom/users/changeEmail';
import { userField } from '../../fields/locators';
import { RUN_AGAIN } from '../../run/operation';
import { newContext, userOperation } from '../../run/userOperation';

export const changeEmail = userOperation<string, RunContext, 'newEmail'>({
	value: 'changeEmail',
	name: 'Change Email',
	action: 'Change email of user',
	description: 'Change the email address of a user, within your domains',
	fields: [
		userField('The user whose email address is changed'),
		{
			displayName: 'New Email',
			name: 'newEmail',
			type: 'string',
			placeholder: 'e.g. nathan.smith@example.com',
			default: '',
			required: true,
			description: 'In a managed domain of the account. Zoom allows three changes a day for each user.',
		},
	],
	options: [],
	labels: { verb: 'given the new address', key: 'user', resumeHint: RUN_AGAIN },
	parameters: ['newEmail'],
	read: (reader) => reader.email('newEmail', 'a user cannot sign in without an address'),
	begin: newContext,
	process: async (run, { ref, wanted }) => await changeEmailOf(run, ref, wanted),
});
