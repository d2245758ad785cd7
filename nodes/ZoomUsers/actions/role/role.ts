import type { IExecuteFunctions } from 'n8n-workflow';
import type { DirectoryContext } from '../../../zoom/lookup/directory';
import { assignRole, removeRole } from '../../../zoom/users/roles';
import type { RunContext } from '../../../zoom/calls/runContext';
import { getMany } from '../../run/listOperation';
import { resolveGroupOrRole } from '../../run/resolveNamed';
import type { Report } from '../../output/report';
import { RUN_AGAIN_HINT } from '../../output/batchError';
import { directoryContext, nothingMore, runContext, type UserOperation } from '../../run/userOperation';

/** Role: Get Many. */
export async function getAll(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await getMany(n8n, report, 'listRoles', 'roles');
}

const GIVEN = 'given the role';

export const assign: UserOperation<{ role: string }, DirectoryContext> = {
	labels: { verb: GIVEN, key: 'user', resumeHint: RUN_AGAIN_HINT },
	parameters: ['role'],
	read: (reader) => ({ role: reader.locator('role').value }),
	begin: directoryContext,
	settle: async (run, { who, wanted }) => {
		const resolution = await resolveGroupOrRole(run.directory, 'role', wanted.role, who.value, GIVEN);
		return resolution.kind === 'failed' ? resolution : await assignRole(run, who, resolution.found);
	},
};

export const remove: UserOperation<object, RunContext> = {
	labels: { verb: 'made a member', key: 'user', resumeHint: RUN_AGAIN_HINT },
	parameters: [],
	read: nothingMore,
	begin: runContext,
	settle: async (run, { who }) => await removeRole(run, who),
};
