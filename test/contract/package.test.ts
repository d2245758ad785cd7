import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodePropertyOptions } from 'n8n-workflow';
import { ZoomUsers } from '../../nodes/ZoomUsers/ZoomUsers.node';

const root = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('the package', () => {
	beforeAll(() => execFileSync(process.execPath, ['node_modules/gulp/bin/gulp.js', 'build'], { cwd: root }));

	it('has no dependencies, and one peer dependency', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('contains all nodes and credentials of the manifest, no tests, and is below 150 kB', () => {
		const [{ files, size }] = JSON.parse(
			execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
				cwd: root,
				encoding: 'utf8',
			}),
		) as [{ files: Array<{ path: string }>; size: number }];
		const paths = files.map(({ path }) => path);
		expect(paths).toEqual(expect.arrayContaining([...manifest.n8n.nodes, ...manifest.n8n.credentials]));
		expect(paths).toEqual(
			expect.arrayContaining([
				'dist/icons/zoom-users.svg',
				'dist/icons/zoom-users.dark.svg',
				'dist/nodes/ZoomUsers/ZoomUsers.node.json',
				'dist/nodes/ZoomUsers/__schema__/v1.0.0/user/create.json',
				'dist/nodes/ZoomUsersTrigger/__schema__/v2.0.0.json',
			]),
		);
		const others = paths.filter((path) => !path.startsWith('dist/'));
		expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
		expect(size).toBeLessThan(150_000);
	});

	it('has an output schema for every operation', () => {
		const { properties } = new ZoomUsers().description;
		const ofEach = properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ displayOptions, options }) =>
				(options as INodePropertyOptions[]).map(
					({ value }) => `${String(displayOptions?.show?.resource?.[0])}/${String(value)}.json`,
				),
			);
		const folder = join(root, 'nodes/ZoomUsers/actions');
		const schemas = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.schema.json'))
			.map((name) => name.replace('.schema.json', '.json'));
		expect(schemas.sort()).toEqual(ofEach.sort());
	});
});
