/**
 * The import rules of .dependency-cruiser.cjs, part of `npm run lint`. If dependency-cruiser doesn't find
 * TypeScript, it reads no module and reports no violation, so this counts the modules too.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const FOLDERS = ['nodes', 'credentials', 'simulator', 'probe'];
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} folder  a folder with .dependency-cruiser.cjs and the folders that it is about
 * @returns {Promise<{ violations: string[], modules: number, files: number }>} how many modules were looked at, and how
 *   many there are
 */
export async function checkArchitecture(folder = root) {
	const config = await extractDepcruiseOptions(`${folder}/.dependency-cruiser.cjs`);
	const options = { ...config, baseDir: folder, validate: true };
	const { output } = await cruise(FOLDERS, options, undefined, {
		tsConfig: extractTSConfig(`${folder}/tsconfig.json`),
	});
	const isOurs = ({ source }) =>
		source.endsWith('.ts') && FOLDERS.some((name) => source.startsWith(`${name}/`));
	return {
		violations: output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
		modules: output.modules.filter(isOurs).length,
		files: FOLDERS.flatMap((name) =>
			readdirSync(`${folder}/${name}`, { recursive: true, encoding: 'utf8' }).map(
				(file) => `${name}/${file}`,
			),
		).filter((file) => file.endsWith('.ts') && !/^(simulator|probe)\/test\//.test(file)).length,
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { violations, modules, files } = await checkArchitecture();
	for (const violation of violations) console.error(violation);
	if (modules !== files) console.error(`${modules} of ${files} modules were looked at.`);
	if (violations.length > 0 || modules !== files) process.exit(1);
	console.log(`Architecture: ${modules} modules, no violation.`);
}
