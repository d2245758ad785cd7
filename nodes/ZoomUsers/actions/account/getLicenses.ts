import type { IDataObject } from 'n8n-workflow';
import { toRowResult } from '../../../zoom/calls/call';
import { readLicenses } from '../../../zoom/lookup/licenses';
import { readOperation } from '../../run/listOperation';

const SUBJECT = 'The list of licenses';

export const getLicenses = readOperation(
	{
		value: 'getLicenses',
		name: 'Get Licenses',
		action: 'Get licenses of account',
		description: 'How many licenses the account has, used and free',
	},
	SUBJECT,
	async (run) => {
		const licenses = await readLicenses(run);
		if (licenses.kind !== 'read') return toRowResult(licenses, SUBJECT, 'read');
		return { kind: 'items', items: licenses.licenses.map((license): IDataObject => ({ ...license })) };
	},
);
