import type { IExecuteFunctions } from 'n8n-workflow';
import type { DirectoryContext, GroupOrRole } from '../../../zoom/lookup/directory';
import {
	addMember as addToGroup,
	createGroup,
	removeMember as removeFromGroup,
} from '../../../zoom/users/groups';
import type { RowResult } from '../../../zoom/model/outcome';
import { runRowOperation } from '../../run/rowOperation';
import { getMany } from '../../run/listOperation';
import { resolveGroupOrRole } from '../../run/resolveNamed';
import type { Report } from '../../output/report';
import { RUN_AGAIN_HINT } from '../../output/batchError';
import { directoryContext, type UserOperation } from '../../run/userOperation';
import type { UserRef } from '../../../zoom/model/user';

/** Group: Get Many. */
export async function getAll(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await getMany(n8n, report, 'listGroups', 'groups');
}

export const createWords = {
	verb: 'created',
	key: 'name' as const,
	resumeHint:
		'To go on: run again; a group that is there already comes out as failed with the reason "exists".',
};

/** Group: Create. */
export async function create(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await runRowOperation<string, DirectoryContext>(n8n, report, {
		parameters: ['name'],
		nameOf: (name) => name,
		verb: createWords.verb,
		read: (reader) => reader.required('name', 'a group needs one'),
		begin: directoryContext,
		settle: async (run, { wanted }) => await createGroup(run, wanted),
	});
}

export const addMember = membership('added to the group', addToGroup);
export const removeMember = membership('removed from the group', removeFromGroup);

function membership(
	verb: string,
	change: (run: DirectoryContext, who: UserRef, group: GroupOrRole) => Promise<RowResult>,
): UserOperation<{ group: string }, DirectoryContext> {
	return {
		labels: { verb, key: 'user', resumeHint: RUN_AGAIN_HINT },
		parameters: ['group'],
		read: (reader) => ({ group: reader.locator('group').value }),
		begin: directoryContext,
		settle: async (run, { who, wanted }) => {
			const resolution = await resolveGroupOrRole(run.directory, 'group', wanted.group, who.value, verb);
			return resolution.kind === 'failed' ? resolution : await change(run, who, resolution.found);
		},
	};
}
