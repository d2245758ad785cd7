/** The versions that the README names are the ones that the tests run on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const read = (...names: string[]) => readFileSync(path.join(ROOT, ...names), 'utf8');

interface Manifest {
	description: string;
	dependencies?: Record<string, string>;
}
const manifest = (folder: string) => {
	const { description, dependencies = {} } = JSON.parse(read(folder, 'package.json')) as Manifest;
	return { description, dependencies };
};

/** The folders of `parent` that install something. */
const installed = (parent: string) =>
	readdirSync(path.join(ROOT, parent))
		.map((name) => `${parent}/${name}`)
		.filter((folder) => existsSync(path.join(ROOT, folder, 'package.json')));

const sandboxes = installed('sandbox').filter((folder) => 'n8n' in manifest(folder).dependencies);
const engines = installed('test/engine');

/** The versions of n8n and n8n-core, and whether a real n8n runs, from the table. */
const rows = [
	...read('README.md').matchAll(/^\| (\d+\.\d+[.\d]*) \| (\d+\.\d+\.\d+) \| all operations(;?)/gm),
].map(([, n8n, core, real]) => ({ n8n, core, real: real === ';' }));

/** The versions that an n8n locks. */
function locked(folder: string, name: string): string {
	const { packages } = JSON.parse(read(folder, 'package-lock.json')) as {
		packages: Record<string, { version: string }>;
	};
	return packages[`node_modules/${name}`].version;
}

describe('the table of versions in the README', () => {
	it('has one row for each engine', () => {
		expect(rows.map(({ core }) => core)).toEqual(
			engines.map((folder) => manifest(folder).dependencies['n8n-core']),
		);
		for (const [index, { n8n }] of rows.entries()) {
			const [, named] = /n8n (\d+\.\d+)/.exec(manifest(engines[index]).description) ?? [];
			expect(n8n.split('.').slice(0, 2).join('.')).toBe(named);
		}
	});

	it('says on which of them a real n8n runs, and its engine is that of the engine tests', () => {
		const real = sandboxes.map((folder) => ({
			n8n: manifest(folder).dependencies.n8n,
			core: locked(folder, 'n8n-core'),
			workflow: locked(folder, 'n8n-workflow'),
		}));
		expect(rows.filter((row) => row.real).map(({ n8n, core }) => `${n8n} ${core}`)).toEqual(
			real.map(({ n8n, core }) => `${n8n} ${core}`).sort(),
		);
		for (const { core, workflow } of real) {
			const engine = engines.find((folder) => manifest(folder).dependencies['n8n-core'] === core);
			expect(manifest(engine ?? '').dependencies['n8n-workflow']).toBe(workflow);
		}
	});

	it('is about all engines that npm test installs and runs', () => {
		const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
		for (const folder of engines) {
			expect(scripts.test.split(' ')).toContain(folder);
			expect(read('jest.config.js')).toContain(`engine('${path.basename(folder)}'`);
		}
	});
});

describe('lock files', () => {
	it.each(['.', ...sandboxes, ...engines])('%s: all that is in it is installed', (folder) => {
		const { packages } = JSON.parse(read(folder, 'package-lock.json')) as {
			packages: Record<string, { extraneous?: boolean }>;
		};
		// `npm ci` leaves them out, so the installation would never count as complete.
		expect(Object.keys(packages).filter((name) => packages[name].extraneous)).toEqual([]);
	});
});
