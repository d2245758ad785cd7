/** Each assumption names the tests that rest on it, and each of these tests names the assumption. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ASSUMPTION_IDS, assumption } from '../../probe/assumptions';
import { assumptionsPage } from '../../probe/page';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** `test/engine` also contains the installed engines, so it is listed without subfolders. */
const files = [
	...['test/engine', 'simulator/test', 'test/faults', 'test/contract'].flatMap((folder) =>
		readdirSync(path.join(ROOT, folder)).map((file) => `${folder}/${file}`),
	),
	...readdirSync(path.join(ROOT, 'test/unit'), { recursive: true, encoding: 'utf8' }).map(
		(file) => `test/unit/${file}`,
	),
].filter((file) => file.endsWith('.test.ts') && !file.endsWith('contract/assumptions.test.ts'));

/** Assumption and test, as the tests say it. */
const inTests = files.flatMap((file) =>
	[...read(file).matchAll(/^restsOn\(([^)]*)\);$/gm)].flatMap(([, ids]) =>
		[...ids.matchAll(/'([\w-]+)'/g)].map(([, id]) => `${id}: ${file.replace('.test.ts', '')}`),
	),
);

describe('the assumptions about Zoom', () => {
	it('have a source and at least one test', () => {
		expect(ASSUMPTION_IDS.length).toBeGreaterThan(40);
		for (const id of ASSUMPTION_IDS) {
			const { text, source, tests } = assumption(id);
			expect({ id, text, source, tests: tests.length }).toEqual({
				id,
				text: expect.stringMatching(/\.$/),
				source: expect.stringMatching(/\w/),
				tests: expect.any(Number),
			});
			expect(tests.length).toBeGreaterThan(0);
		}
	});

	it('name the tests that name them, and no others', () => {
		const inTable = ASSUMPTION_IDS.flatMap((id) => assumption(id).tests.map((test) => `${id}: ${test}`));
		expect(inTable.filter((one) => !existsSync(path.join(ROOT, `${one.split(': ')[1]}.test.ts`)))).toEqual(
			[],
		);
		expect(inTests.sort()).toEqual(inTable.sort());
	});

	it('are on the page of the documentation, which is generated from them', () => {
		expect(read('docs/assumptions.md')).toBe(assumptionsPage());
	});
});
