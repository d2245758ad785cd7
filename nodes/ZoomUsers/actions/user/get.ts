import type { IDataObject } from 'n8n-workflow';
import { findByRef } from '../../../zoom/lookup/findUser';
import { lookupFailed } from '../../../zoom/lookup/requireUser';
import { userField } from '../../fields/locators';
import { newContext, NOTHING_MORE, userOperation } from '../../run/userOperation';

export const get = userOperation({
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Read one user',
	fields: [userField('The user to read. Users who have not accepted are found by email address.')],
	options: ['loginType'],
	labels: { verb: 'read', key: 'user', resumeHint: 'To continue: run it again.' },
	...NOTHING_MORE,
	begin: newContext,
	process: async (run, { ref, options }) => {
		const found = await findByRef(run, ref, options.loginType);
		return found.kind === 'found'
			? { kind: 'items', items: [found.user as IDataObject] }
			: lookupFailed(found, ref.value, 'read');
	},
});
