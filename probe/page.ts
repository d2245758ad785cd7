/** Prints docs/assumptions.md: `npm run --silent assumptions > docs/assumptions.md`. */
import { ASSUMPTION_IDS, assumption } from './assumptions';

export function assumptionsPage(): string {
	const rows = ASSUMPTION_IDS.map((id) => {
		const { text, confidence, source, tests } = assumption(id);
		const files = tests.map((test) => `[${test.split('/').at(-1)}](../${test}.test.ts)`).join(', ');
		return `| \`${id}\` | ${text} | ${confidence} | ${source} | ${files} |`;
	});
	return [
		'# Assumptions about Zoom',
		'',
		"This page lists what the nodes and the Zoom simulator assume about Zoom's API. It's generated from `probe/assumptions.ts`, which the probe and the tests use, too.",
		'',
		'| confidence | meaning |',
		'| --- | --- |',
		"| documented | Zoom's documentation says it. |",
		'| reported | Users or public programs report it. |',
		"| assumed | There's no source, or the sources differ. |",
		'| probed | A report of a real account has confirmed it. |',
		'',
		'If you have a Zoom account, [the probe](../probe/README.md) compares these assumptions with it, and writes a report without IDs, addresses, names, and tokens. Please share your report.',
		'',
		'| ID | assumption | confidence | source | tests |',
		'| --- | --- | --- | --- | --- |',
		...rows,
		'',
	].join('\n');
}

if (require.main === module) process.stdout.write(assumptionsPage());
