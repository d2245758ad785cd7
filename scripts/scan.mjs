/**
 * `npm run scan`: applies the rules of n8n's package scanner to the source and to the packed tarball, without a
 * network. The scanner ignores comments that disable a rule.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'scan-'));
let failed = false;

/** If the scanner finds no files, it passes with a message. Here, that's a failure. */
async function scan(label, folder, patterns) {
	const { passed, message, details } = await analyzePackage(folder, patterns);
	const good = passed && message === undefined;
	failed ||= !good;
	console.log(`${good ? 'passed' : 'FAILED'}: ${label}`);
	if (!good) console.log(details ?? message);
}

try {
	execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
	execFileSync('npm', ['pack', '--silent', '--pack-destination', scratch], { cwd: root, stdio: 'ignore' });
	const tarball = readdirSync(scratch).find((name) => name.endsWith('.tgz'));
	execFileSync('tar', ['-xzf', join(scratch, tarball), '-C', scratch]);

	await scan('source', root, SOURCE_FILE_PATTERNS);
	await scan('packed tarball', join(scratch, 'package'), ['**/*.js', 'package.json']);
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
