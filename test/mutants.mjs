/**
 * `npm run mutants`: breaks the node in one named place at a time, and expects the named test to fail. Each
 * mutant compiles, so that it is the test that catches it and not the compiler.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ALL = [
	{
		name: 'pairedItem',
		file: 'nodes/ZoomUsers/report.ts',
		from: "if ('done' in row) return { json: { ...row.done, ...input }, pairedItem: { item: index } };",
		to: "if ('done' in row) return { json: { ...row.done, ...input }, pairedItem: { item: 0 } };",
		test: ['engine-2x', 'create', 'creates each person once with serverToServer'],
	},
	{
		name: 'order',
		file: 'nodes/ZoomUsers/work.ts',
		from: 'report.settle(row.index, settled);',
		to: 'report.settle(done++, settled);',
		also: ['const inTurn = async', 'let done = 0;\n\tconst inTurn = async'],
		test: ['engine-2x', 'create', 'keeps the order of 3,000 rows'],
	},
	{
		name: 'the fallback',
		file: 'nodes/zoom/requestFormat.ts',
		from: 'if (status === 415) return true;',
		to: 'if (status === 415) return false;',
		test: ['engine-2x', 'format', 'as 415 in en'],
	},
	{
		name: "a field's name on the wire",
		file: 'nodes/ZoomUsers/user/createRows.ts',
		from: "first_name: reader.read('firstName'),",
		to: "firstName: reader.read('firstName'),",
		test: ['engine-2x', 'create', "sends every field by Zoom's name"],
	},
	{
		name: 'the multipart header',
		file: 'nodes/zoom/requestFormat.ts',
		from: 'contentType: `multipart/form-data; boundary=${boundary}`,',
		to: 'contentType: `application/x-www-form-urlencoded; boundary=${boundary}`,',
		test: ['engine-2x', 'multipart', 'says the same as the form-data package'],
	},
	{
		name: 'an atlas row',
		file: 'nodes/zoom/atlasCreate.ts',
		from: 'code: 1107,',
		to: 'code: 1117,',
		test: ['engine-2x', 'refusals', '1107 is told as account'],
	},
	{
		name: 'the refresh',
		file: 'nodes/zoom/request.ts',
		from: 'const RENEWALS = 3;',
		to: 'const RENEWALS = 0;',
		test: ['engine-1x', 'tokens', 'a token service that fails twice is asked again'],
	},
	{
		name: 'one token for all who were refused with the same one',
		file: 'nodes/zoom/token.ts',
		from: 'memory.superseded.has(failed)) return',
		to: "memory.superseded.has('')) return",
		test: ['engine-2x', 'tokens', 'is fetched once for all who were refused with it'],
	},
	{
		name: 'the pre-check',
		file: 'nodes/zoom/userInfo.ts',
		from: '} else if (!EMAIL.test(email as string)) {',
		to: '} else if (email === EMAIL.source) {',
		test: ['engine-2x', 'outcomes', 'refuses a batch with bad rows before the first request'],
	},
	{
		name: 'the stop list',
		file: 'nodes/ZoomUsers/stopError.ts',
		from: '${someOf(done)}.`);',
		to: '${someOf(done.slice(1))}.`);',
		test: ['engine-2x', 'outcomes', 'names the person refused in row 7 of 20'],
	},
	{
		name: 'those under way are waited for',
		file: 'nodes/zoom/batch.ts',
		from: 'await Promise.all(Array.from({ length: rules.concurrency }, worker));',
		to: 'await Promise.race(Array.from({ length: rules.concurrency }, worker));',
		test: ['engine-2x', 'outcomes', 'names the person refused in row 7 of 20'],
	},
	{
		name: 'the ledger of Retry On Fail',
		file: 'nodes/ZoomUsers/ledger.ts',
		from: 'this.entries = kept?.run === run ? kept.entries : {};',
		to: 'this.entries = kept?.run === run + 1 ? kept.entries : {};',
		test: ['engine-2x', 'outcomes', 'reports those created in the first try as created'],
	},
	{
		name: 'a look before it is sent again',
		file: 'nodes/zoom/createUser.ts',
		from: "if (sighting.seen !== 'absent') {",
		to: "if (sighting.seen !== 'absent' && sends > SENDS) {",
		test: ['engine-2x', 'lost', 'ssoCreate: whatever is lost after the write'],
	},
	{
		name: 'the bucket',
		file: 'nodes/zoom/limits.ts',
		from: 'const full = times[times.length - perSecond] ?? -Infinity;',
		to: 'const full = times[times.length - 2 * perSecond] ?? -Infinity;',
		test: ['engine-2x', 'rate', 'with serverToServer Zoom never sees more than its 30 a second'],
	},
	{
		name: 'the parsing of Retry-After',
		file: 'nodes/zoom/retryAfter.ts',
		from: 'if (!Number.isNaN(time)) return new Date(time).toISOString();',
		to: 'if (!Number.isNaN(time)) return new Date(time / 1_000).toISOString();',
		test: ['engine-2x', 'pace', 'the rest comes out deferred with the time that Zoom gave'],
	},
	{
		name: 'an action that has ended',
		file: 'nodes/zoom/createUser.ts',
		from: "if (next === 'endAction') run.end(person.action, refusal);",
		to: '',
		test: ['engine-2x', 'pace', 'the rest comes out deferred with the time that Zoom gave'],
	},
	{
		name: 'the password in the error',
		file: 'nodes/ZoomUsers/stopError.ts',
		from: '{ ...node, parameters: {} }',
		to: '{ ...node }',
		test: ['engine-2x', 'outcomes', 'passes on no password with the error'],
	},
	{
		name: 'who has not accepted yet',
		file: 'nodes/zoom/changeUser.ts',
		from: "if (seen.seen === 'pending') return stillPending(who.value, 'updated');",
		to: '',
		test: ['engine-2x', 'lifecycle', 'of a pending person says that they must accept first'],
	},
	{
		name: 'the comparison',
		file: 'nodes/zoom/profile.ts',
		from: '!untold(wish) && !sameAs(wish, user)',
		to: '!untold(wish)',
		test: ['engine-2x', 'upsert', 'creates who is not there, updates what differs'],
	},
	{
		name: 'the look behind a 201',
		file: 'nodes/zoom/steps.ts',
		from: "if (verdict.is === 'done' && String(verdict.body.ids ?? '') !== '') return 'added';",
		to: "if (verdict.is === 'done') return 'added';",
		test: ['engine-2x', 'groupsRoles', 'does not believe a 201 that names nobody'],
	},
	{
		name: 'what is owed',
		file: 'nodes/zoom/steps.ts',
		from: "else if (pending) deeds.owe('profile', Object.fromEntries(toWrite.map(shown)));",
		to: '',
		test: ['engine-2x', 'afterCreation', 'is owed, and is paid once after they have accepted'],
	},
	{
		name: 'the guard of admins',
		file: 'nodes/zoom/removeUser.ts',
		from: 'role === ADMIN_ROLE',
		to: "role === 'nobody'",
		also: ["|| name === 'admin'", ''],
		test: ['engine-2x', 'lifecycle', 'protects owner, admins and the user of the credential'],
	},
	{
		name: 'a delete whose answer was lost',
		file: 'nodes/zoom/removeUser.ts',
		from: "if (verdict.is !== 'done' && !gone) return unsuccessful",
		to: "if (verdict.is === 'cancelled') return unsuccessful",
		test: ['engine-2x', 'lifecycle', 'a refusal of Zoom is never taken for done'],
	},
	{
		name: 'the most people of one execution',
		file: 'nodes/ZoomUsers/touched.ts',
		from: 'if (before + more.length > most) {',
		to: 'if (before + more.length > most + 1) {',
		test: ['engine-2x', 'lifecycle', 'refuses a batch over ten as a whole'],
	},
	{
		name: 'the weight of a call',
		file: 'nodes/zoom/calls.ts',
		from: "addToGroup: { weight: medium('step')",
		to: "addToGroup: { weight: light('step')",
		test: ['engine-2x', 'rate', 'calls of each weight keep to the rate of their own'],
	},
];

// `npm run mutants -- order` tries only those whose name has the word.
const mutants = ALL.filter(({ name }) => name.includes(process.argv[2] ?? ''));

const root = fileURLToPath(new URL('..', import.meta.url));
const lab = mkdtempSync(join(tmpdir(), 'mutants-'));
const SHARED = ['node_modules', 'test/engine/v1/node_modules', 'test/engine/v2/node_modules'];
const COPIED = [
	'nodes',
	'credentials',
	'simulator',
	'test',
	'tsconfig.json',
	'jest.config.js',
	'package.json',
];

/** @returns why the mutant lives, or nothing if the named test caught it */
function survives({ file, from, to, also, test: [project, testFile, testName] }) {
	const original = readFileSync(join(root, file), 'utf8');
	let mutated = original;
	for (const [find, put] of [[from, to], ...(also ? [also] : [])]) {
		if (mutated.split(find).length !== 2)
			return `"${find}" stands ${mutated.split(find).length - 1} times in ${file}`;
		mutated = mutated.replace(find, () => put);
	}
	writeFileSync(join(lab, file), mutated);
	try {
		const compiled = node([
			'node_modules/typescript/bin/tsc',
			'--noEmit',
			'-p',
			'.',
			'--noUnusedLocals',
			'false',
			'--noUnusedParameters',
			'false',
		]);
		if (compiled.status !== 0) return `it does not compile: ${compiled.stdout}`;
		const jest = node([
			'node_modules/jest/bin/jest.js',
			'--forceExit',
			'--json',
			`--selectProjects=${project}`,
			`--testPathPattern=/${testFile}\\.test`,
			`--testNamePattern=${testName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
		]);
		const report = JSON.parse(jest.stdout);
		const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
		const named = tests.filter(({ fullName }) => fullName.includes(testName));
		if (named.length === 0) return `no test is called "${testName}"`;
		return named.some(({ status }) => status === 'failed') ? undefined : `"${testName}" passed`;
	} finally {
		writeFileSync(join(lab, file), original);
	}
}

function node(args) {
	return spawnSync(process.execPath, args, { cwd: lab, encoding: 'utf8', maxBuffer: 1e8 });
}

let lived = 0;
try {
	const notInstalled = (path) => !path.endsWith('node_modules');
	for (const path of COPIED)
		cpSync(join(root, path), join(lab, path), { recursive: true, filter: notInstalled });
	for (const path of SHARED) symlinkSync(join(root, path), join(lab, path));
	for (const mutant of mutants) {
		const why = survives(mutant);
		if (why) lived++;
		console.log(why ? `LIVES   ${mutant.name}: ${why}` : `caught  ${mutant.name}, by "${mutant.test[2]}"`);
	}
} finally {
	rmSync(lab, { recursive: true, force: true });
}
console.log(`${mutants.length - lived} passed, ${lived} failed`);
process.exit(lived ? 1 : 0);
