import type { IExecuteFunctions } from 'n8n-workflow';
import type { DirectoryRun } from '../../../zoom/lookup/directory';
import { changeRole, takeRole } from '../../../zoom/users/roles';
import type { Run } from '../../../zoom/calls/run';
import { getMany } from '../../run/listOperation';
import { findNamed } from '../../run/resolveNamed';
import type { Report } from '../../output/report';
import { AGAIN } from '../../output/batchError';
import { directoryRun, nothingMore, onlyRun, type PersonOperation } from '../../run/userOperation';

/** Role: Get Many. */
export async function getAll(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await getMany(n8n, report, 'listRoles', 'roles');
}

const GIVEN = 'given the role';

export const assign: PersonOperation<{ role: string }, DirectoryRun> = {
	words: { verb: GIVEN, key: 'user', goOn: AGAIN },
	parameters: ['role'],
	read: (reader) => ({ role: reader.locator('role').value }),
	begin: directoryRun,
	settle: async (run, { who, wanted }) => {
		const finding = await findNamed(run.directory, 'role', wanted.role, who.value, GIVEN);
		return 'failed' in finding ? finding : await changeRole(run, who, finding.found);
	},
};

export const remove: PersonOperation<object, Run> = {
	words: { verb: 'made a member', key: 'user', goOn: AGAIN },
	parameters: [],
	read: nothingMore,
	begin: onlyRun,
	settle: async (run, { who }) => await takeRole(run, who),
};
