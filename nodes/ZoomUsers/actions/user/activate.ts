import { activateUser } from '../../../zoom/users/userStatus';
import { counted } from '../../output/batchError';
import { userField } from '../../fields/locators';
import { RUN_AGAIN } from '../../run/operation';
import { newContext, NOTHING_MORE, userOperation } from '../../run/userOperation';

export const activate = userOperation({
	value: 'activate',
	name: 'Activate',
	action: 'Activate user',
	description: 'Let a deactivated user sign in again',
	fields: [userField('The user to activate')],
	options: [],
	labels: { verb: 'activated', key: 'user', resumeHint: RUN_AGAIN },
	...NOTHING_MORE,
	begin: newContext,
	process: async (run, { ref }) => await activateUser(run, ref),
	after: (_run, report) => {
		const activated = report.tally().get('activated') ?? 0;
		if (activated === 0) return;
		report.hint(
			`${counted(activated, 'user')} can sign in again. Zoom has not restored licenses, groups and roles. To restore them, use Create or Update.`,
		);
	},
});
