/**
 * `npm run mutants`: breaks the node in one place at a time, and expects the named test to fail. Each mutant compiles, so
 * that the test catches it and not the compiler. `npm run mutants -- order` tries those whose name has the word.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ALL = [
	{
		name: 'n8n throws for a status, and its error has no cause',
		file: 'nodes/zoom/transport/readError.ts',
		from: 'thrown.cause ?? restoreCause(thrown, url, hosts, ofTokenRequest)',
		to: 'thrown.cause',
		test: ['engine-1x-newest', 'lost', ''],
	},
	{
		name: 'pairedItem',
		file: 'nodes/ZoomUsers/output/report.ts',
		from: 'const pairedItem = items.length === 1 ? items[0] : items;',
		to: 'const pairedItem = items.length === 1 ? { item: 0 } : items;',
		test: ['engine-2x', 'create', 'creates each user once with serverToServer'],
	},
	{
		name: 'the order of rows',
		file: 'nodes/ZoomUsers/run/runRows.ts',
		from: 'report.settle(row.index, result);',
		to: 'report.settle(done++, result);',
		also: ['const processInTurn = async', 'let done = 0;\n\tconst processInTurn = async'],
		test: ['engine-2x', 'create', 'keeps the order of 1,000 rows'],
	},
	{
		name: 'the request format',
		file: 'nodes/zoom/calls/requestFormat.ts',
		from: 'if (status === 415) return true;',
		to: 'if (status === 415) return false;',
		test: ['engine-2x', 'format', 'as 415 in en'],
	},
	{
		name: "a field's name on the wire",
		file: 'nodes/ZoomUsers/actions/user/newUser.ts',
		from: "first_name: reader.read('firstName'),",
		to: "firstName: reader.read('firstName'),",
		test: ['engine-2x', 'create', "sends every field with Zoom's name"],
	},
	{
		name: 'the multipart header',
		file: 'nodes/zoom/calls/requestFormat.ts',
		from: 'contentType: `multipart/form-data; boundary=${boundary}`,',
		to: 'contentType: `application/x-www-form-urlencoded; boundary=${boundary}`,',
		test: ['engine-2x', 'multipart', 'is identical to that of the form-data package'],
	},
	{
		name: 'an entry of the error catalog',
		file: 'nodes/zoom/errors/catalogCreate.ts',
		from: 'code: 1107,',
		to: 'code: 1117,',
		test: ['engine-2x', 'errors', '1107 has the reason account'],
	},
	{
		name: 'the token renewal',
		file: 'nodes/zoom/transport/renewToken.ts',
		from: 'const MAX_RENEWALS = 3;',
		to: 'const MAX_RENEWALS = 1;',
		test: ['engine-1x', 'tokens', 'a token service that fails twice is asked again'],
	},
	{
		name: 'one new token for all requests that failed with the same one',
		file: 'nodes/zoom/transport/token.ts',
		from: 'memory.superseded.has(failed))',
		to: "memory.superseded.has(''))",
		test: ['unit', 'token', ''],
	},
	{
		name: 'the check of addresses',
		file: 'nodes/zoom/rules/newUser.ts',
		from: 'const message = emailProblem(String(email));',
		to: "const message = email === '' ? emailProblem('') : undefined;",
		test: ['engine-2x', 'outcomes', 'rejects a batch with invalid rows before the first request'],
	},
	{
		name: 'the names in the batch error',
		file: 'nodes/ZoomUsers/output/batchError.ts',
		from: 'lines.push(`${capital(labels.verb)}: ${list(done)}.`);',
		to: 'lines.push(`${capital(labels.verb)}: ${list(done.slice(1))}.`);',
		test: ['engine-2x', 'outcomes', 'names the user rejected in row 7 of 20'],
	},
	{
		name: 'rows in progress are waited for',
		file: 'nodes/ZoomUsers/run/concurrency.ts',
		from: 'await Promise.all(Array.from({ length: rules.concurrency }, worker));',
		to: 'await Promise.race(Array.from({ length: rules.concurrency }, worker));',
		test: ['engine-2x', 'outcomes', 'names the user rejected in row 7 of 20'],
	},
	{
		name: 'the ledger of Retry On Fail',
		file: 'nodes/ZoomUsers/run/ledger.ts',
		from: 'this.kept = before?.run === run ? before : { run, entries: {} };',
		to: 'this.kept = before?.run === run + 1 ? before : { run, entries: {} };',
		test: ['engine-2x', 'outcomes', 'reports users created in the first try as created'],
	},
	{
		name: 'the look-up before a create is sent again',
		file: 'nodes/zoom/users/lostResponse.ts',
		from: "return found.kind === 'absent' ? undefined : resolveLost(attempt, error, found, format);",
		to: "return found.kind === 'cancelled' ? resolveLost(attempt, error, found, format) : undefined;",
		test: ['engine-2x', 'lost', 'ssoCreate: after the write'],
	},
	{
		name: 'an event that n8n fails to start',
		file: 'nodes/ZoomUsersTrigger/webhook.ts',
		from: 'reply.claim.settle(response.statusCode < 300)',
		to: 'reply.claim.settle(true)',
		test: ['unit', 'webhook', 'a later delivery starts it'],
	},
	{
		name: 'events that another process has overwritten',
		file: 'nodes/ZoomUsersTrigger/recordedEvents.ts',
		from: 'entry.queries === MAX_QUERIES) entries.splice',
		to: 'entry.queries === 1) entries.splice',
		test: ['unit', 'recordedEvents', 'at once: each process'],
	},
	{
		name: 'an execution that n8n runs again records its event again',
		file: 'nodes/ZoomUsersTrigger/recordedEvents.ts',
		from: 'entry.queries === 0 && !isOwn &&',
		to: 'entry.queries === 0 &&',
		test: ['unit', 'recordedEvents', 'in the same execution'],
	},
	{
		name: 'a slow reading of the webhook secret',
		file: 'nodes/ZoomUsersTrigger/secretCache.ts',
		from: 'if (this.readings.get(key) !== reading) return;',
		to: 'if (!key) return;',
		test: ['unit', 'secretCache', 'ignores a slow reading that ends after the next one'],
	},
	{
		name: 'the sliding window',
		file: 'nodes/zoom/transport/slidingWindow.ts',
		from: 'starts[starts.length - Math.ceil(perSecond)]',
		to: 'starts[starts.length - 2 * Math.ceil(perSecond)]',
		test: ['unit', 'rateLimiter', ''],
	},
	{
		name: 'requests with an invalid token while n8n gets a new one',
		file: 'nodes/zoom/transport/send.ts',
		from: 'onTokenAwaited(end);',
		to: 'void end;',
		test: ['engine-2x', 'tokens', 'no further request'],
	},
	{
		name: 'the rate: an equal part for a process that joins',
		file: 'nodes/zoom/transport/rateControl.ts',
		from: 'this.shrink(this.part / (1 + this.part), now, PAUSE_AFTER_JOIN_MS);',
		to: 'this.shrink(this.part, now, PAUSE_AFTER_JOIN_MS);',
		test: ['unit', 'rateSharing', "with Zoom's headers"],
	},
	{
		name: 'the rate: automatic shares of two runs in one process',
		file: 'nodes/zoom/transport/rateLimiter.ts',
		from: 'AUTOMATIC_SHARE * automatic',
		to: 'AUTOMATIC_SHARE',
		test: ['unit', 'rateLimiter', 'automatic shares add up'],
	},
	{
		name: "the rate: what Zoom's headers said last is forgotten",
		file: 'nodes/zoom/transport/rateControl.ts',
		from: 'if (now - this.leftAt > LEFT_FOR_MS) this.left = undefined;',
		to: '',
		test: ['unit', 'rateSharing', 'missing from now on'],
	},
	{
		name: 'a run that n8n runs again after its worker was killed',
		file: 'nodes/ZoomUsers/run/interruptedRun.ts',
		from: 'if (!processed.has(this.key)) {',
		to: 'if (!processed.has(this.key) || true) {',
		test: ['engine-2x', 'interruptedRun', 'users who existed before are returned as existing'],
	},
	{
		name: 'the parsing of Retry-After',
		file: 'nodes/zoom/transport/retryAfter.ts',
		from: 'if (!Number.isNaN(time)) return new Date(time).toISOString();',
		to: 'if (!Number.isNaN(time)) return new Date(time / 1_000).toISOString();',
		test: ['engine-2x', 'pace', 'the other rows are deferred with the time from Zoom'],
	},
	{
		name: 'an action that has ended',
		file: 'nodes/zoom/calls/runContext.ts',
		from: "if (error.meaning.handling === 'endAction' && !this.isDisproved(error, action)) this.stop(action, error);",
		to: '',
		test: ['engine-2x', 'pace', 'the other rows are deferred with the time from Zoom'],
	},
	{
		name: 'a scope that has just worked',
		file: 'nodes/zoom/calls/runContext.ts',
		from: 'return PREREQUISITES.includes(meaning.reason) && this.succeeded.has(scope);',
		to: 'return PREREQUISITES.length === 0 && this.succeeded.has(meaning.reason + scope);',
		test: ['engine-2x', 'secondLook', 'fails that user only, if others were just created with it (4711)'],
	},
	{
		name: 'the password in the error',
		file: 'nodes/ZoomUsers/output/batchError.ts',
		from: '{ ...node, parameters: {} }',
		to: '{ ...node }',
		test: ['engine-2x', 'outcomes', 'does not include a password in the error'],
	},
	{
		name: 'users who have not accepted yet',
		file: 'nodes/zoom/users/updateUser.ts',
		from: 'const unsuitable = { pending: AFTER_ACCEPTANCE, inactive: ACTIVATE_FIRST };',
		to: 'const unsuitable = { inactive: AFTER_ACCEPTANCE + ACTIVATE_FIRST };',
		test: ['engine-2x', 'lifecycle', 'of a pending user fails until they accept'],
	},
	{
		name: 'the comparison of fields',
		file: 'nodes/zoom/rules/profile.ts',
		from: '!isUnknown(field) && !isAsDesired(field, user)',
		to: '!isUnknown(field)',
		test: ['engine-2x', 'upsert', 'creates new users, updates differences'],
	},
	{
		name: 'the look-up behind a 201',
		file: 'nodes/zoom/users/membership.ts',
		from: "if (result.kind === 'done' && String(result.body.ids ?? '') !== '') return 'added';",
		to: "if (result.kind === 'done') return 'added';",
		test: ['engine-2x', 'groupsRoles', 'does not report "added" for a 201 without a user'],
	},
	{
		name: 'pending changes',
		file: 'nodes/zoom/users/reconcile.ts',
		from: "this.changes.addPending('profile', want);",
		to: 'void want;',
		test: ['engine-2x', 'afterCreation', 'of a pending user: one group is set'],
	},
	{
		name: 'pending changes are applied once',
		file: 'nodes/zoom/users/reconcile.ts',
		from: 'if (field?.pending) run.applied?.add(keyOf(user, field));',
		to: '',
		test: ['engine-2x', 'secondLook', 'are applied once, even if a field with them is already set'],
	},
	{
		name: 'the protection of admins',
		file: 'nodes/zoom/users/protectedUsers.ts',
		from: 'if (!this.allowAdmins && ',
		to: 'if (this.allowAdmins && ',
		test: ['engine-2x', 'lifecycle', 'protects owner, admins and the user of the credential'],
	},
	{
		name: 'a delete that Zoom rejects',
		file: 'nodes/zoom/users/removeUser.ts',
		from: "if (result.kind !== 'done' && !isGone) return toRowResult(result, who, verb);",
		to: "if (result.kind === 'cancelled') return toRowResult(result, who, isGone ? verb : verb);",
		test: ['engine-2x', 'lifecycle', 'never reports a rejected request as done'],
	},
	{
		name: 'the reservation of an invitation',
		file: 'nodes/zoom/users/invitationQuota.ts',
		from: 'while (this.reserved >= Math.max(1, this.last?.remaining ?? 1)) {',
		to: 'while (this.reserved >= 100) {',
		test: ['engine-2x', 'secondLook', 'cancels at most one invitation that it cannot send again'],
	},
	{
		name: 'the maximum of users',
		file: 'nodes/ZoomUsers/run/maxUsers.ts',
		from: 'if (before + more.length <= most) {',
		to: 'if (before + more.length <= most + 1) {',
		test: ['engine-2x', 'lifecycle', 'rejects a batch of more than ten'],
	},
	{
		name: 'invisible characters',
		file: 'nodes/zoom/rules/text.ts',
		from: "text.replace(INVISIBLE, '').replace(EDGES, '')",
		to: "text.replace(EDGES, '').replace(INVISIBLE.source, '')",
		test: ['engine-2x', 'rows', 'are removed from addresses and names, and a hint names them'],
	},
	{
		name: 'a filter that came to nothing',
		file: 'nodes/ZoomUsers/actions/user/getAll.ts',
		from: 'if (!(name in filters)) return undefined;',
		to: 'if (isNothing(filters[name])) return undefined;',
		test: ['engine-2x', 'rows', 'and is empty is a problem of the row, not "no filter": role'],
	},
	{
		name: 'the rate class of a call',
		file: 'nodes/zoom/model/calls.ts',
		from: "addToGroup: returning(medium('step')",
		to: "addToGroup: returning(light('step')",
		test: ['rate-2x', 'rate', ''],
	},
	{
		name: 'the seal of a plan',
		file: 'nodes/zoom/plan/seal.ts',
		from: 'if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;',
		to: 'if (given.length !== expected.length) return undefined;',
		test: ['engine-2x', 'applyPlan', 'a row with any field altered'],
	},
	{
		name: 'a plan over its limit',
		file: 'nodes/ZoomUsers/actions/user/apply.ts',
		from: 'if (first.overLimit !== undefined)',
		to: "if (first.overLimit === '')",
		test: ['engine-2x', 'applyPlan', 'rows of two plans, a plan over its limit'],
	},
	{
		name: 'the age of a plan',
		file: 'nodes/ZoomUsers/actions/user/apply.ts',
		from: 'if (Date.parse(first.validUntil) < Date.now())',
		to: 'if (Date.parse(first.validUntil) < 0)',
		test: ['engine-2x', 'applyPlan', 'rows of two plans, a plan over its limit'],
	},
	{
		name: 'users who have changed since the plan',
		file: 'nodes/zoom/plan/applyRow.ts',
		from: 'if (differences.length > 0) {',
		to: 'if (differences.length > 99) {',
		test: ['engine-2x', 'applyPlan', 'another department: nothing is sent'],
	},
	{
		name: 'what frees a license comes first',
		file: 'nodes/ZoomUsers/actions/user/apply.ts',
		from: '? 0 : 1;',
		to: '? 1 : 1;',
		also: ['one.planned.order - other.planned.order', 'one.index - other.index'],
		test: ['engine-2x', 'applyPlan', 'does exactly what the plan says, in its order'],
	},
	{
		name: 'removals by a list with unreadable rows',
		file: 'nodes/ZoomUsers/actions/user/planRows.ts',
		from: 'const mayRemove = allKnown && readable.length > 0;',
		to: 'const mayRemove = allKnown || readable.length > 0;',
		test: ['engine-2x', 'plan', 'one row without an address removes nobody'],
	},
	{
		name: 'the readiness: a scope that Zoom does not name',
		file: 'nodes/zoom/rules/readinessAccess.ts',
		from: "state: 'unknown', seen: `${NO_NAMES}. Only",
		to: "state: 'ok', seen: `${NO_NAMES}. Only",
		test: ['engine-2x', 'readiness', 'without the names of the scopes, only reads that succeeded are ok'],
	},
	{
		name: 'the readiness: settings that cannot be read',
		file: 'nodes/zoom/rules/readinessAccount.ts',
		from: "if (!sso) return { state: 'unknown'",
		to: "if (!sso) return { state: 'ok'",
		test: ['engine-2x', 'readiness', 'settings that cannot be read are unknown'],
	},
	{
		name: 'the readiness: a call that an operation needs',
		file: 'nodes/zoom/rules/operationCalls.ts',
		from: "needs: ['getUser', 'changeEmail']",
		to: "needs: ['changeEmail']",
		test: ['engine-2x', 'operationCalls', 'the operation user.changeEmail succeeds with only the scopes'],
	},
];

const mutants = ALL.filter(({ name }) => name.includes(process.argv[2] ?? ''));

const root = fileURLToPath(new URL('..', import.meta.url));
const SHARED = [
	'node_modules',
	...['v1', 'v1-newest', 'v2'].map((engine) => `test/engine/${engine}/node_modules`),
];
const COPIED = [
	'nodes',
	'credentials',
	'simulator',
	'probe',
	'test',
	'tsconfig.json',
	'jest.config.js',
	'package.json',
];

/** Copies the code, for one mutant. */
function copyTo(lab) {
	const isInstalled = (path) => path.endsWith('node_modules');
	for (const path of COPIED) {
		cpSync(join(root, path), join(lab, path), { recursive: true, filter: (from) => !isInstalled(from) });
	}
	for (const path of SHARED) symlinkSync(join(root, path), join(lab, path));
}

/** Workers of Jest. The tests mostly compute. */
const CONCURRENCY = 2;

/** One program for all mutants: to compile each from the start would take most of the time. */
function createCompiler() {
	const { options, fileNames } = ts.parseJsonConfigFileContent(
		ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
		ts.sys,
		root,
	);
	const changed = new Map();
	const service = ts.createLanguageService({
		...ts.sys,
		useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
		getCompilationSettings: () => ({ ...options, noUnusedLocals: false, noUnusedParameters: false }),
		getScriptFileNames: () => fileNames,
		getScriptVersion: (name) => String(changed.get(name)?.version ?? 0),
		getScriptSnapshot: (name) => {
			const text = changed.get(name)?.text ?? ts.sys.readFile(name);
			return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
		},
		getCurrentDirectory: () => root,
		getDefaultLibFileName: ts.getDefaultLibFilePath,
	});
	let version = 0;
	return {
		/** What is wrong with a file when it has this text. */
		problemsOf(file, text) {
			const name = join(root, file);
			changed.set(name, { text, version: ++version });
			const problems = [...service.getSyntacticDiagnostics(name), ...service.getSemanticDiagnostics(name)];
			changed.set(name, { version: ++version });
			return problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')).join(' ');
		},
	};
}

const compiler = createCompiler();

/** Writes the mutated file to its copy of the code. @returns why that's impossible, or nothing */
function mutate(lab, { file, from, to, also }) {
	let mutated = readFileSync(join(root, file), 'utf8');
	for (const [find, put] of [[from, to], ...(also ? [also] : [])]) {
		const times = mutated.split(find).length - 1;
		if (times !== 1) return `"${find}" is ${times} times in ${file}`;
		mutated = mutated.replace(find, () => put);
	}
	const wrong = compiler.problemsOf(file, mutated);
	if (wrong) return `it does not compile: ${wrong}`;
	writeFileSync(join(lab, file), mutated);
}

/**
 * Runs the tests of all mutants in one Jest, which loads n8n's engine once in each worker. Each mutant is a project. Jest
 * has one pattern of test names for all, so the mutants that a whole test file catches need a Jest of their own.
 *
 * @returns the test results by copy of the code
 */
async function runTests(scratch, some) {
	const { projects, ...config } = createRequire(import.meta.url)('../jest.config.js');
	const configFile = join(scratch, 'jest.config.json');
	const ofMutant = ({ lab, test: [name, testFile] }) => {
		const project = projects.find(({ displayName }) => displayName === name);
		const testMatch = project.testMatch.map((pattern) => pattern.replace(/[^/]*$/, `${testFile}.test.ts`));
		return { ...project, displayName: basename(lab), rootDir: lab, testMatch };
	};
	writeFileSync(configFile, JSON.stringify({ ...config, projects: some.map(ofMutant) }));
	const names = some.map(({ test: [, , name] }) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	const { stdout } = await node([
		'node_modules/jest/bin/jest.js',
		'--forceExit',
		'--json',
		`--maxWorkers=${CONCURRENCY}`,
		`--config=${configFile}`,
		`--testNamePattern=${names.join('|')}`,
	]);
	const results = JSON.parse(stdout).testResults;
	return new Map(
		some.map(({ lab }) => [
			lab,
			results.filter(({ name }) => name.startsWith(`${lab}/`)).flatMap((file) => file.assertionResults),
		]),
	);
}

function node(args) {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
		let stdout = '';
		child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
		child.on('close', (status) => resolve({ status, stdout }));
	});
}

/** @returns why a mutant survives, or nothing if the named test caught it */
function survives({ test: [, , testName] }, tests) {
	const named = tests.filter(({ fullName }) => fullName.includes(testName));
	if (named.length === 0) return `no test is called "${testName}"`;
	return named.some(({ status }) => status === 'failed') ? undefined : `"${testName}" passed`;
}

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'mutants-')));
let survivors = 0;
try {
	const labs = mutants.map((mutant, index) => ({ ...mutant, lab: join(scratch, `mutant-${index + 1}`) }));
	for (const one of labs) {
		copyTo(one.lab);
		one.why = mutate(one.lab, one);
	}
	const testable = labs.filter(({ why }) => !why);
	for (const byName of [true, false]) {
		const some = testable.filter(({ test: [, , name] }) => (name !== '') === byName);
		if (some.length === 0) continue;
		const tests = await runTests(scratch, some);
		for (const one of some) one.why = survives(one, tests.get(one.lab));
	}
	for (const {
		name,
		why,
		test: [, file, test],
	} of labs) {
		if (why) survivors++;
		console.log(why ? `SURVIVES  ${name}: ${why}` : `caught    ${name}, by ${file} "${test}"`);
	}
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
console.log(`${mutants.length - survivors} passed, ${survivors} failed`);
process.exit(survivors ? 1 : 0);
