/**
 * `npm run test:install`: runs the installation commands of the README with the packed package in an empty home folder,
 * on this Node and on the Node of the sandbox, and checks what npm puts there.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { node24 } from '../sandbox/n8n-runtime/node24.mjs';
import { buildPackage, packPackage } from '../sandbox/n8n-runtime/package.mjs';
import { folders } from '../sandbox/process/folders.mjs';
import { plainEnvironment } from '../sandbox/process/server.mjs';

const run = promisify(execFile);
const read = (...names) => readFileSync(path.join(folders.package, ...names), 'utf8');
const { name, n8n } = JSON.parse(read('package.json'));

/** Loads the nodes and credentials of the installed package, and prints the icons that each one names. */
const PRINT_ICONS = `
	const icons = process.argv.slice(1).map((file) => {
		const [Type] = Object.values(require(file));
		const { description, icon } = new Type();
		return Object.values(description?.icon ?? icon);
	});
	console.log(JSON.stringify(icons));
`;

/** The commands under "Installation". In the container, the home folder is /home/node. */
const commands = [
	...read('README.md')
		.match(/^## Installation$[^]*?^## /m)[0]
		.matchAll(/^```sh\n(?:docker exec -it (n8n) )?(.+)\n```$/gm),
].map(([, container, command]) => ({
	title: container ? 'In Docker' : 'With npm',
	command: command.replace('/home/node/', '~/'),
}));

const scratch = mkdtempSync(path.join(tmpdir(), 'install-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));

const nodes = [...new Set([process.execPath, (await node24()).node])];
const versions = new Map();
for (const node of nodes) versions.set(node, (await run(node, ['--version'])).stdout.trim().slice(1));
await buildPackage();
const tarball = await packPackage(path.join(scratch, 'package'));

// n8n provides n8n-workflow to the packages in ~/.n8n/nodes in this way.
const provided = path.join(scratch, 'provided');
const workflowHome = path.dirname(createRequire(import.meta.url).resolve('n8n-workflow/package.json'));
mkdirSync(provided);
symlinkSync(workflowHome, path.join(provided, 'n8n-workflow'), 'junction');

describe('The README', () => {
	it('has a command for npm and one for Docker', () => {
		assert.deepEqual(
			commands.map(({ title }) => title),
			['With npm', 'In Docker'],
		);
		for (const { command } of commands)
			assert.match(command, new RegExp(`^npm install --prefix \\S+ ${name}$`));
	});
});

for (const node of nodes) {
	for (const { title, command } of commands) {
		describe(`${title}, on Node ${versions.get(node)}`, () => {
			const home = path.join(scratch, `${title}-${versions.get(node)}`);
			const nodeModules = path.join(home, '.n8n', 'nodes', 'node_modules');
			const installed = path.join(nodeModules, name);
			const env = {
				...plainEnvironment(),
				HOME: home,
				PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
				// Nothing but the tarball is needed: npm would fail here if it had to download a package.
				npm_config_offline: 'true',
			};
			let npm;

			before(async () => {
				// A home folder with another project: npm must not install into that one.
				mkdirSync(path.join(home, 'node_modules'), { recursive: true });
				writeFileSync(path.join(home, 'package.json'), '{}');
				npm = await run('sh', ['-c', command.replace(` ${name}`, ` ${tarball}`)], { cwd: home, env });
			});

			it('npm adds one package without a warning', () => {
				assert.match(npm.stdout, /^added 1 package\b/m);
				assert.doesNotMatch(npm.stderr, /warn|error/i);
				const packages = readdirSync(nodeModules).filter((entry) => !entry.startsWith('.'));
				assert.deepEqual(packages, [name]);
				assert.deepEqual(readdirSync(path.join(home, 'node_modules')), []);
				assert.deepEqual(readdirSync(installed).sort(), ['LICENSE', 'README.md', 'dist', 'package.json']);
			});

			it('every node and credential loads with nothing but n8n-workflow, and has its icons', async () => {
				const files = [...n8n.nodes, ...n8n.credentials].map((file) => path.join(installed, file));
				const { stdout } = await run(node, ['-e', PRINT_ICONS, ...files], {
					cwd: home,
					env: { ...env, NODE_PATH: provided },
				});
				for (const [index, icons] of JSON.parse(stdout).entries()) {
					assert.equal(icons.length, 2, `${files[index]} has an icon for each theme, light and dark`);
					for (const icon of icons) {
						assert.match(icon, /^file:.+\.svg$/);
						const svg = path.resolve(path.dirname(files[index]), icon.slice('file:'.length));
						assert.ok(existsSync(svg), `${files[index]} names ${icon}, which isn't in the package`);
					}
				}
			});
		});
	}
}
