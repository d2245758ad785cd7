import { RequestFormat } from '../../../zoom/calls/requestFormat';
import { Directory } from '../../../zoom/lookup/directory';
import { CreateContext } from '../../../zoom/users/createContext';
import { resendInvitation as resend } from '../../../zoom/users/resendInvitation';
import { userField } from '../../fields/locators';
import { RUN_AGAIN_WITHOUT } from '../../run/operation';
import { NOTHING_MORE, userOperation } from '../../run/userOperation';

class InvitationContext extends CreateContext {
	readonly directory = new Directory(this);
}

export const resendInvitation = userOperation({
	value: 'resendInvitation',
	name: 'Resend Invitation',
	action: 'Resend invitation to user',
	description: "Invite a pending user again. Uses one of the day's invitations.",
	fields: [userField('The invited user. Users whose invitation has expired are found by email address.')],
	options: ['onDailyLimit', 'requestFormat'],
	labels: { verb: 'invited again', key: 'user', resumeHint: RUN_AGAIN_WITHOUT },
	...NOTHING_MORE,
	begin: ({ client, key }, { requestFormat }) =>
		new InvitationContext(client, new RequestFormat(requestFormat, key)),
	process: async (run, { ref, options }) => await resend(run, run.directory, ref, options),
});
