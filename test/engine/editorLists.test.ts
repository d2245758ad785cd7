import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { getGroups, getRoles, searchGroups, searchUsers } from '../../nodes/ZoomUsers/methods/listSearch';
import { loadOptions } from './support/engine';
import { CREDENTIALS, withSimulator } from './support/withSimulator';

const { zoom } = withSimulator();
const inEditor = async <T>(search: (this: ILoadOptionsFunctions) => Promise<T>): Promise<T> =>
	await search.call(loadOptions(CREDENTIALS.serverToServer(zoom())));
const users = async (filter?: string) =>
	(
		await inEditor(function () {
			return searchUsers.call(this, filter);
		})
	).results;
const reads = () => zoom().journal.requests.filter(({ path }) => path === '/v2/users');

describe('the lists in the editor', () => {
	it('show names and addresses, and store the address, because lists have no ID of pending users', async () => {
		zoom().account.add({
			email: 'ada@corp.example',
			first_name: 'Ada',
			last_name: 'King',
			status: 'pending',
		});
		expect(await users('king')).toEqual([
			{ name: 'Ada King (ada@corp.example, invited)', value: 'ada@corp.example' },
		]);
	});

	it('look up an address directly', async () => {
		zoom().seed();
		expect(await users('f0077@filled.example')).toEqual([
			{ name: expect.stringContaining('(f0077@filled.example'), value: 'f0077@filled.example' },
		]);
		expect(reads()).toEqual([]);
	});

	it('read pages until there are twenty results, up to ten pages', async () => {
		zoom().seed();
		expect((await users('ada')).length).toBeGreaterThanOrEqual(20);
		expect(reads()).toHaveLength(1);
		zoom().journal.clear();
		expect(await users('an unknown name')).toEqual([]);
		expect(reads()).toHaveLength(10);
	});

	it('list groups and roles by name', async () => {
		expect((await inEditor(getGroups)).map(({ name }) => name)).toEqual(['Engineering', 'Sales', 'Zürich']);
		expect((await inEditor(getRoles)).map(({ name }) => name)).toContain('Help Desk');
		const { results } = await inEditor(function () {
			return searchGroups.call(this, 'zü');
		});
		expect(results).toEqual([{ name: 'Zürich', value: 'GrpZuerich000000000001' }]);
	});

	it('name the missing scope in the error', async () => {
		zoom().settings.scopes = ['user:write:user:admin'];
		await expect(inEditor(getGroups)).rejects.toThrow('group:read:list_groups:admin');
	});
});
