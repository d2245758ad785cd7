/**
 * Checks that the import rules of .dependency-cruiser.cjs find violations. They are all added to one copy of the code,
 * because checking it takes seconds.
 */
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

/** Runs in a separate process, because dependency-cruiser is an ES module. */
function check(folder: string): Checked {
	const script = `import { checkArchitecture } from '${ROOT}/scripts/architecture.mjs';
		console.log(JSON.stringify(await checkArchitecture(${JSON.stringify(folder)})));`;
	const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
	return JSON.parse(output) as Checked;
}

const SEPARATE = 'the probe and the simulator share no code, neither with each other nor with the node';

const VIOLATIONS: Array<[file: string, imports: string, rule: string]> = [
	['nodes/zoom/rules/email.ts', './newUser', 'no circular dependencies'],
	[
		'nodes/zoom/model/rates.ts',
		'../transport/clock',
		'nodes/zoom/model imports nothing from folders above it',
	],
	[
		'nodes/zoom/errors/catalogEntry.ts',
		'../users/roles',
		'nodes/zoom/errors imports nothing from folders above it',
	],
	[
		'nodes/zoom/lookup/licenses.ts',
		'../../ZoomUsers/fields/limit',
		'nodes/zoom imports nothing from nodes/ZoomUsers',
	],
	[
		'nodes/ZoomUsers/fields/limit.ts',
		'../run/connection',
		'nodes/ZoomUsers/fields imports nothing from folders above it',
	],
	[
		'nodes/ZoomUsers/output/report.ts',
		'../run/ledger',
		'nodes/ZoomUsers/output imports nothing from folders above it',
	],
	[
		'nodes/ZoomUsers/fields/limit.ts',
		'../../ZoomUsersTrigger/fields',
		'the node and the trigger do not import each other',
	],
	['nodes/ZoomUsers/actions/group/create.ts', '../role/assign', 'resources do not import each other'],
	['simulator/wire/bodyBytes.ts', '../../nodes/zoom/model/rates', SEPARATE],
	['simulator/wire/bodyBytes.ts', '../../probe/journal', SEPARATE],
	['probe/journal.ts', '../simulator/state/random', SEPARATE],
	['simulator/wire/bodyBytes.ts', '../state/random', 'simulator/wire imports nothing from folders above it'],
	[
		'nodes/zoom/model/rates.ts',
		'../../../simulator/state/random',
		'the node imports nothing from simulator, probe, sandbox, scripts, test, or bench',
	],
	['credentials/fields.ts', '../nodes/zoom/model/rates', 'credentials import token, hosts, and scopes only'],
	['nodes/zoom/model/unused.ts', '', 'no orphans'],
];

/** What the check reports for an import: its rule, and both files. */
function reportOf([file, imports, rule]: (typeof VIOLATIONS)[number]): string {
	const to = imports === '' ? file : `${path.posix.join(path.posix.dirname(file), imports)}.ts`;
	return `${rule}: ${file} -> ${to}`;
}

describe('the import rules', () => {
	it('check every module, and find no violation', () => {
		const { violations, modules, files } = check(ROOT);
		expect(violations).toEqual([]);
		expect(modules).toBe(files);
		expect(modules).toBeGreaterThan(150);
	});

	describe('in a copy of the code with violations', () => {
		let folder: string;
		let found: string[];
		beforeAll(() => {
			folder = mkdtempSync(path.join(tmpdir(), 'architecture-'));
			for (const part of [
				'nodes',
				'credentials',
				'simulator',
				'probe',
				'tsconfig.json',
				'.dependency-cruiser.cjs',
			]) {
				cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
			}
			symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
			for (const [index, [file, imports]] of VIOLATIONS.entries()) {
				const added = path.join(folder, file);
				if (imports === '') writeFileSync(added, 'export const UNUSED = true;\n');
				else appendFileSync(added, `\nexport * as added${index} from '${imports}';\n`);
			}
			found = check(folder).violations;
		});
		afterAll(() => rmSync(folder, { recursive: true, force: true }));

		it.each(VIOLATIONS)('%s importing "%s" violates "%s"', (...violation) => {
			expect(found).toContain(reportOf(violation));
		});

		it('find no violation of another rule than the expected ones', () => {
			const rulesOf = (reports: string[]) =>
				[...new Set(reports.map((report) => report.split(': ')[0]))].sort();
			expect(rulesOf(found)).toEqual(rulesOf(VIOLATIONS.map(reportOf)));
		});
	});
});
