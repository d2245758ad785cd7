import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { DirectoryRun } from '../../zoom/directory';
import { pagesOf } from '../../zoom/pages';
import { changeRole, takeRole } from '../../zoom/roles';
import { collect, forEachRow, readLimit } from '../lists';
import type { Report } from '../report';
import { notFound } from '../user/afterCreation';
import { nothingMore, type PersonOperation } from '../user/person';

const WHO = 'The list of roles';
const AGAIN = 'To go on: run again; what is done already comes out as unchanged.';
const begin = ({ client }: { client: DirectoryRun['client'] }) => new DirectoryRun(client);

/** Role: Get Many. */
export async function getAll(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await forEachRow(n8n, report, {
		parameters: ['returnAll', 'limit'],
		nameOf: () => WHO,
		read: readLimit,
		begin,
		settle: async (run, { wanted }) => {
			const pages = pagesOf(run, 'listRoles', '/roles', 'roles');
			const read = await collect(pages, wanted, (role) => role as IDataObject, WHO);
			return 'settled' in read ? read.settled : { many: read.found };
		},
	});
}

export const assign: PersonOperation<{ role: string }, DirectoryRun> = {
	words: { verb: 'given the role', key: 'user', goOn: AGAIN },
	parameters: ['role'],
	read: (reader) => ({ role: reader.locator('role').value }),
	begin,
	settle: async (run, { who, wanted }) => {
		const finding = await run.directory.find('role', wanted.role);
		if ('found' in finding) return await changeRole(run, who, finding.found);
		return { failed: notFound(finding, who.value, 'given the role', 'role', wanted.role) };
	},
};

export const remove: PersonOperation<object, DirectoryRun> = {
	words: { verb: 'made a member', key: 'user', goOn: AGAIN },
	parameters: [],
	read: nothingMore,
	begin,
	settle: async (run, { who }) => await takeRole(run, who),
};
