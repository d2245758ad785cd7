import type { IDataObject } from 'n8n-workflow';
import { toRowResult } from '../../../zoom/calls/call';
import { AFTER_ACCEPTANCE_ONLY, requireUser } from '../../../zoom/lookup/requireUser';
import { idOf, identity, pathOf } from '../../../zoom/model/user';
import { callOnUser } from '../../../zoom/users/callOnUser';
import { userField } from '../../fields/locators';
import { newContext, NOTHING_MORE, userOperation } from '../../run/userOperation';

/** Reads what a user can do in meetings, recordings and Zoom Phone: `GET /users/{userId}/settings`. */
export const getSettings = userOperation({
	value: 'getSettings',
	name: 'Get Settings',
	action: 'Get settings of user',
	description: 'Read the settings of one user',
	fields: [userField('The user whose settings are read')],
	options: [],
	labels: { verb: 'read', key: 'user', resumeHint: 'To continue: run it again.' },
	...NOTHING_MORE,
	begin: newContext,
	process: async (run, { ref }) => {
		const found = await requireUser(run, ref, 'read', { pending: AFTER_ACCEPTANCE_ONLY });
		if (found.kind !== 'found') return found;
		const { user } = found;
		const { result } = await callOnUser(run, 'getUserSettings', user, (id) => ({
			method: 'GET',
			path: `${pathOf(id)}/settings`,
		}));
		if (result.kind !== 'done') return toRowResult(result, ref.value, 'read');
		const { id = idOf(user), email } = identity(user);
		return { kind: 'items', items: [{ id, email, settings: result.body as IDataObject }] };
	},
});
