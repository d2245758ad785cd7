import type { IExecuteFunctions } from 'n8n-workflow';
import type { DirectoryRun, Named } from '../../../zoom/lookup/directory';
import { createGroup, joinGroup, leaveGroup } from '../../../zoom/users/groups';
import type { Settled } from '../../../zoom/model/outcome';
import { forEachRow } from '../../run/rowOperation';
import { getMany } from '../../run/listOperation';
import { findNamed } from '../../run/resolveNamed';
import type { Report } from '../../output/report';
import { AGAIN } from '../../output/batchError';
import { directoryRun, type PersonOperation } from '../../run/userOperation';
import { Who } from '../../../zoom/model/user';

/** Group: Get Many. */
export async function getAll(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await getMany(n8n, report, 'listGroups', 'groups');
}

export const createWords = {
	verb: 'created',
	key: 'name' as const,
	goOn: 'To go on: run again; a group that is there already comes out as failed with the reason "exists".',
};

/** Group: Create. */
export async function create(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await forEachRow<string, DirectoryRun>(n8n, report, {
		parameters: ['name'],
		nameOf: (name) => name,
		verb: createWords.verb,
		read: (reader) => reader.required('name', 'a group needs one'),
		begin: directoryRun,
		settle: async (run, { wanted }) => await createGroup(run, wanted),
	});
}

export const addMember = membership('added to the group', joinGroup);
export const removeMember = membership('removed from the group', leaveGroup);

function membership(
	verb: string,
	change: (run: DirectoryRun, who: Who, group: Named) => Promise<Settled>,
): PersonOperation<{ group: string }, DirectoryRun> {
	return {
		words: { verb, key: 'user', goOn: AGAIN },
		parameters: ['group'],
		read: (reader) => ({ group: reader.locator('group').value }),
		begin: directoryRun,
		settle: async (run, { who, wanted }) => {
			const finding = await findNamed(run.directory, 'group', wanted.group, who.value, verb);
			return 'failed' in finding ? finding : await change(run, who, finding.found);
		},
	};
}
