/**
 * Prints the section of a version in CHANGELOG.md, for the notes of its GitHub release:
 *
 *   node scripts/changelog.mjs 0.1.0
 *
 * It fails if the version has no section, no date, or no changes.
 */
import { readFileSync } from 'node:fs';

const [version] = process.argv.slice(2);
const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
const section = changelog.split(/^## /m).find((one) => one.startsWith(`${version} `));
const [, date, changes] = /^\S+ \((.+)\)\n+([^]*)$/.exec(section ?? '') ?? [];

if (!/^\d{4}-\d{2}-\d{2}$/.test(date ?? '') || !changes.trim()) {
	console.error(`CHANGELOG.md needs a section "## ${version} (yyyy-mm-dd)" with the changes.`);
	process.exit(1);
}
console.log(changes.trim());
