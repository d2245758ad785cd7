/** The import rules of .dependency-cruiser.cjs catch what they forbid: an import is planted for each, in a copy. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

interface Checked {
	violations: string[];
	modules: number;
	files: number;
}

/** In a process of its own: dependency-cruiser is an ES module. */
function check(folder: string): Checked {
	const script = `import { checkArchitecture } from '${ROOT}/scripts/architecture.mjs';
		console.log(JSON.stringify(await checkArchitecture(${JSON.stringify(folder)})));`;
	const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
	return JSON.parse(output) as Checked;
}

const PLANTED: Array<[file: string, imports: string, rule: string]> = [
	['nodes/zoom/rules/text.ts', './newUser', 'no circles'],
	['nodes/zoom/model/rates.ts', '../transport/clock', 'nodes/zoom/model uses no room above it'],
	['nodes/zoom/errors/catalogEntry.ts', '../users/roles', 'nodes/zoom/errors uses no room above it'],
	['nodes/zoom/lookup/licenses.ts', '../../ZoomUsers/fields/limit', 'nodes/zoom knows no n8n screen'],
	['nodes/ZoomUsers/fields/limit.ts', '../run/connection', 'nodes/ZoomUsers/fields uses no room above it'],
	['nodes/ZoomUsers/output/report.ts', '../run/ledger', 'nodes/ZoomUsers/output uses no room above it'],
	[
		'nodes/ZoomUsers/fields/limit.ts',
		'../../ZoomUsersTrigger/fields',
		'the node and its trigger do not use each other',
	],
	['nodes/ZoomUsers/actions/group/create.ts', '../role/assign', 'resources do not use each other'],
	[
		'simulator/wire/bodyBytes.ts',
		'../../nodes/zoom/model/rates',
		'the simulator shares no code with the node',
	],
	['simulator/wire/bodyBytes.ts', '../state/random', 'simulator/wire uses no room above it'],
	['nodes/zoom/model/rates.ts', '../../../simulator/state/random', 'the node uses nothing beside it'],
	['credentials/fields.ts', '../nodes/zoom/model/rates', 'credentials use token and hosts only'],
	['nodes/zoom/model/lonely.ts', '', 'no orphans'],
];

describe('the import rules', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'architecture-'));
		for (const part of ['nodes', 'credentials', 'simulator', 'tsconfig.json', '.dependency-cruiser.cjs']) {
			cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
		}
		symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('look at every module, and find nothing', () => {
		const { violations, modules, files } = check(folder);
		expect(violations).toEqual([]);
		expect(modules).toBe(files);
		expect(modules).toBeGreaterThan(150);
	});

	it.each(PLANTED)('%s importing "%s" breaks the rule "%s"', (file, imports, rule) => {
		const planted = path.join(folder, file);
		if (imports === '') writeFileSync(planted, 'export const LONELY = true;\n');
		else appendFileSync(planted, `\nexport * as planted from '${imports}';\n`);
		expect(check(folder).violations.map((violation) => violation.split(': ')[0])).toContain(rule);
	});
});
