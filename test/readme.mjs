/**
 * Follows "Try it" in the README: runs its code in an empty folder, and its steps in a browser.
 *
 *   npm run test:readme
 *   npm run test:readme -- --keep   moves the installed n8n to the sandbox of this folder, if it has none
 *
 * The only difference for the test: git uses the repository here, including uncommitted changes.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ensure } from '../sandbox/process/ensure.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Shows why the steps failed. */
const PICTURE = path.join(ROOT, 'test', 'e2e', 'failed-readme.png');
const scratch = mkdtempSync(path.join(tmpdir(), 'readme-'));
const empty = path.join(scratch, 'empty');
const [, code] = /^## Try it$[^]*?^```sh\n([^]*?)^```$/m.exec(
	readFileSync(path.join(ROOT, 'README.md'), 'utf8'),
);

const began = Date.now();
const log = (text) =>
	console.log(`${String(Math.round((Date.now() - began) / 1_000)).padStart(4)} s  ${text}`);

/** Creates a repository with the current files, for git to use instead of the one on GitHub. */
function repository() {
	const folder = path.join(scratch, 'repository.git');
	const git = (...args) =>
		execFileSync('git', ['-c', 'user.name=readme', '-c', 'user.email=readme@localhost', ...args], {
			cwd: ROOT,
			env: { ...process.env, GIT_DIR: folder, GIT_WORK_TREE: ROOT },
		});
	git('init', '--quiet');
	git('add', '--all');
	git('commit', '--quiet', '--message', 'Current state');
	return folder;
}

/** Runs the code of the README until it prints the address of the editor, and the sign-in data. */
async function runCode(repositoryFolder) {
	const { repository } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
	mkdirSync(empty);
	const shell = spawn('sh', ['-c', code], {
		cwd: empty,
		detached: true,
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {
			...process.env,
			GIT_CONFIG_COUNT: '1',
			GIT_CONFIG_KEY_0: `url.${repositoryFolder}.insteadOf`,
			GIT_CONFIG_VALUE_0: repository.url.replace('git+', ''),
		},
	});
	const closed = new Promise((resolve) => shell.once('close', resolve));
	const interrupt = () => {
		if (shell.exitCode === null && shell.signalCode === null) process.kill(-shell.pid, 'SIGINT');
	};
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupt);
	const printed = {};
	for await (const line of createInterface({ input: shell.stdout })) {
		const [, what, value] = /^(Editor|  sign in as|  with) +(\S+)$/.exec(line) ?? [];
		if (what) printed[what.trim()] = value;
		else if (line.trim()) log(line);
		if (printed.with) break;
	}
	shell.stdout.resume();
	const stop = async () => {
		interrupt();
		await closed;
	};
	return { printed, stop };
}

/** Follows the numbered steps in the browser. */
async function followSteps({ Editor: address, 'sign in as': name, with: password }) {
	// Not imported above, so that this can start before the packages of this folder are installed.
	await ensure(ROOT);
	const { Editor, PAGE_PATIENCE, says, startBrowser } = await import('./e2e/support/browser.mjs');
	const browser = await startBrowser();
	const page = await browser.newPage({ viewport: { width: 1400, height: 1000 }, locale: 'en-US' });
	page.setDefaultTimeout(PAGE_PATIENCE);
	try {
		const editor = new Editor(page, new URL(address).origin);
		await page.goto(address);
		await page.locator('input[type="email"]').fill(name);
		await page.locator('input[type="password"]').fill(password);
		await page.locator('input[type="password"]').press('Enter');
		await editor.at('canvas-node').first().waitFor();

		await editor.open('/home/workflows');
		await page.getByRole('button', { name: 'Create workflow' }).click();
		await editor.addNode(editor.at('canvas-add-button'), {
			search: 'manual',
			choose: ['Trigger manually'],
		});
		await editor.addNode(editor.plus('When clicking ‘Execute workflow’', { output: 0 }), {
			search: 'zoom',
			choose: ['Zoom Users', 'Create user'],
		});
		await editor.chooseCredential('Zoom Users (Server-to-Server)');
		await editor.fill('email', 'grace@example.com');
		await editor.fill('firstName', 'Grace');
		await editor.fill('lastName', 'Hopper');
		await editor.executeStep();
		await says(editor.output, '1 item', 'grace@example.com', 'created', 'pending');
	} catch (error) {
		await page.screenshot({ path: PICTURE }).catch(({ message }) => log(message));
		throw error;
	} finally {
		await browser.close();
	}
}

/** Moves the installed n8n here, because an installation takes minutes. */
function keepInstallation() {
	const [clone] = readdirSync(empty);
	for (const folder of ['n8n', 'node24']) {
		const [from, to] = [path.join(empty, clone), ROOT].map((root) =>
			path.join(root, 'sandbox', folder, 'node_modules'),
		);
		if (!existsSync(to)) execFileSync('mv', [from, to]);
	}
}

let run;
rmSync(PICTURE, { force: true });
try {
	run = await runCode(repository());
	assert.deepEqual(
		Object.keys(run.printed),
		['Editor', 'sign in as', 'with'],
		'npm start must print the address and the sign-in',
	);
	log('npm start has opened the editor');
	await followSteps(run.printed);
	log('the output of the node shows the first user');
	await run.stop();
	if (process.argv.includes('--keep')) keepInstallation();
} finally {
	await run?.stop();
	rmSync(scratch, { recursive: true, force: true });
}
