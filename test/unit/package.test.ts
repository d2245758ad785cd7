import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('the package', () => {
	beforeAll(() => execFileSync(process.execPath, ['node_modules/gulp/bin/gulp.js', 'build'], { cwd: root }));

	it('has no dependencies, and one peer', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('holds what n8n is told of, and nothing of the tests, in under 60 kB', () => {
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
			]),
		);
		const others = paths.filter((path) => !path.startsWith('dist/'));
		expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
		expect(size).toBeLessThan(60_000);
	});

	it('puts out what its schema promises the editor', () => {
		const schema = JSON.parse(
			readFileSync(join(root, 'nodes/ZoomUsers/__schema__/v1.0.0/user/create.json'), 'utf8'),
		);
		expect(Object.keys(schema.properties)).toEqual([
			'id',
			'email',
			'first_name',
			'last_name',
			'type',
			'outcome',
			'status',
			'invitedAt',
		]);
	});
});
