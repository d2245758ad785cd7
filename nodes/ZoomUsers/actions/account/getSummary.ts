import type { IDataObject } from 'n8n-workflow';
import { call, toRowResult } from '../../../zoom/calls/call';
import { readOperation } from '../../run/listOperation';

const SUBJECT = 'The summary of users';

export const getSummary = readOperation(
	{
		value: 'getSummary',
		name: 'Get Summary',
		action: 'Get summary of account',
		description: 'How many users of each kind the account has',
	},
	SUBJECT,
	async (run) => {
		const { result } = await call(run, 'userSummary', { method: 'GET', path: '/users/summary' });
		if (result.kind !== 'done') return toRowResult(result, SUBJECT, 'read');
		return { kind: 'items', items: [result.body as IDataObject] };
	},
);
