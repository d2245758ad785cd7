import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { DirectoryRun } from '../../zoom/directory';
import { pagesOf } from '../../zoom/pages';
import { createGroup, joinGroup, leaveGroup } from '../../zoom/groups';
import { collect, forEachRow, readLimit } from '../lists';
import type { Report } from '../report';
import { notFound } from '../user/afterCreation';
import type { PersonOperation } from '../user/person';

const WHO = 'The list of groups';
const begin = ({ client }: { client: DirectoryRun['client'] }) => new DirectoryRun(client);

/** Group: Get Many. */
export async function getAll(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await forEachRow(n8n, report, {
		parameters: ['returnAll', 'limit'],
		nameOf: () => WHO,
		read: readLimit,
		begin,
		settle: async (run, { wanted }) => {
			const pages = pagesOf(run, 'listGroups', '/groups', 'groups');
			const read = await collect(pages, wanted, (group) => group as IDataObject, WHO);
			return 'settled' in read ? read.settled : { many: read.found };
		},
	});
}

/** Group: Create. */
export const createWords = {
	verb: 'created',
	key: 'name' as const,
	goOn: 'To go on: run again; a group that is there already comes out as failed with the reason "exists".',
};

export async function create(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await forEachRow<string, DirectoryRun>(n8n, report, {
		parameters: ['name'],
		nameOf: (name) => name,
		verb: createWords.verb,
		read: (reader) => reader.required('name', 'a group needs one'),
		begin,
		settle: async (run, { wanted }) => await createGroup(run, run.directory, wanted),
	});
}

const AGAIN = 'To go on: run again; what is done already comes out as unchanged.';

export const addMember: PersonOperation<{ group: string }, DirectoryRun> = {
	words: { verb: 'added to the group', key: 'user', goOn: AGAIN },
	parameters: ['group'],
	read: (reader) => ({ group: reader.locator('group').value }),
	begin,
	settle: async (run, { who, wanted }) => {
		const finding = await run.directory.find('group', wanted.group);
		if ('found' in finding) return await joinGroup(run, run.directory, who, finding.found);
		return { failed: notFound(finding, who.value, 'added to the group', 'group', wanted.group) };
	},
};

export const removeMember: PersonOperation<{ group: string }, DirectoryRun> = {
	words: { verb: 'removed from the group', key: 'user', goOn: AGAIN },
	parameters: ['group'],
	read: (reader) => ({ group: reader.locator('group').value }),
	begin,
	settle: async (run, { who, wanted }) => {
		const finding = await run.directory.find('group', wanted.group);
		if ('found' in finding) return await leaveGroup(run, who, finding.found);
		return { failed: notFound(finding, who.value, 'removed from the group', 'group', wanted.group) };
	},
};
