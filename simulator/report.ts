import { readFileSync } from 'node:fs';
import { startSimulator, type Simulator } from './server';
import { DEFAULTS, type Settings } from './state/settings';

interface ReportRow {
	settings?: Partial<Settings>;
}

/** Starts a simulator that behaves like the account of a report. @throws Error with the settings that are not valid */
export async function startAs(
	file: string,
	port: number,
): Promise<{ simulator: Simulator; described: string }> {
	const { settings, described } = readReport(file);
	const simulator = await startSimulator({ ...settings, port });
	// The admin API validates them.
	const response = await fetch(`${simulator.url}/__admin/settings`, {
		method: 'PUT',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(settings),
	});
	if (response.ok) return { simulator, described };
	const { wrong } = (await response.json()) as { wrong: string[] };
	await simulator.close();
	throw new Error(`${file} has settings that are not valid: ${wrong.join('; ')}`);
}

/**
 * The settings with which the simulator behaves like the account of a probe report, as far as the report says.
 * `described`: those that differ from the defaults.
 *
 * @throws Error with what is wrong in the file
 */
function readReport(file: string): { settings: Partial<Settings>; described: string } {
	const { rows } = JSON.parse(readFileSync(file, 'utf8')) as { rows?: ReportRow[] };
	if (!Array.isArray(rows)) throw new Error(`${file} is not a report of the probe: it has no rows.`);
	const settings: Partial<Settings> = Object.assign({}, ...rows.map((row) => row.settings ?? {}));
	const different = Object.entries(settings).filter(
		([name, value]) => JSON.stringify(value) !== JSON.stringify(DEFAULTS[name as keyof Settings]),
	);
	const described = different.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ');
	return { settings, described: described === '' ? 'no differences' : described };
}
