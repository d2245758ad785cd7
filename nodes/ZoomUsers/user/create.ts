import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { settleAll } from '../../zoom/batch';
import { CreateRun, createUser, type CreateRules } from '../../zoom/createUser';
import { parseExactJson } from '../../zoom/exactJson';
import type { Settled } from '../../zoom/outcome';
import { RequestFormat, type FormatChoice } from '../../zoom/requestFormat';
import { checkPerson, trimmed, type Person, type Problem, type UserInfo } from '../../zoom/userInfo';
import { connect } from '../connection';
import { Ledger } from '../ledger';
import type { Report } from '../report';
import { readInSlices } from '../rows';

const MOST_AT_ONCE = 50;

interface Row extends CreateRules {
	index: number;
	person: Person;
}

/** How Zoom's names of fields stand on the screen. */
const ON_SCREEN: Record<string, string> = {
	action: 'Action',
	display_name: 'Display Name',
	email: 'Email',
	feature: 'More Zoom Fields (JSON)',
	'feature.zoom_one_type': 'Zoom Workplace Plan',
	'feature.zoom_phone': 'Zoom Phone',
	first_name: 'First Name',
	last_name: 'Last Name',
	license_info_list: 'License Info (JSON)',
	password: 'Password',
	plan_united_type: 'Zoom United Plan',
	type: 'Type',
	userInfoJson: 'More Zoom Fields (JSON)',
};

const PASSWORD_HINT =
	'A password was left out: Zoom uses it only for the action "With a Password You Set (autoCreate)".';
const FORMAT_HINT =
	"Zoom refused the multipart form and took JSON instead. Until n8n is restarted this credential sends JSON at once; to make it permanent, set the option 'How to Send' to JSON.";

/** User: Create. Every row is checked before the first request leaves; then each is created once. */
export async function create(n8n: IExecuteFunctions, report: Report): Promise<void> {
	const rows = await readRows(n8n, report);
	if (!report.mayGoOn() || rows.length === 0) return;

	// What bounds the run as a whole is read once, from the first row that can be read.
	const options = n8n.getNodeParameter('options', rows[0].index, {}) as IDataObject;
	const { client, key } = await connect(n8n, options);
	const run = new CreateRun(
		client,
		new RequestFormat((options.requestFormat ?? 'auto') as FormatChoice, key),
	);
	const ledger = new Ledger(n8n);

	const createOnce = async ({ person, ...rules }: Row): Promise<Settled> => {
		const earlier = ledger.find(person.email);
		if (earlier) return { done: earlier };
		const outcome = await createUser(run, person, rules);
		if ('done' in outcome && outcome.done.outcome === 'created') ledger.enter(person.email, outcome.done);
		return outcome;
	};
	const settled = await settleAll(rows, createOnce, {
		concurrency: Math.min(MOST_AT_ONCE, Math.max(1, Number(options.maxConcurrency ?? 4) || 1)),
		alone: () => run.format.open,
		stopped: (outcome) => client.cancelled || (report.stopsAtFailure && 'failed' in outcome),
	});
	rows.forEach(({ index }, i) => report.settle(index, settled[i]));

	if (run.format.switched) report.hint(FORMAT_HINT);
	if (client.cancelled) report.logCancelled();
}

/** The rows that Zoom may be asked about; the others are settled as invalid. */
async function readRows(n8n: IExecuteFunctions, report: Report): Promise<Row[]> {
	const rows: Row[] = [];
	const firstRowOf = new Map<string, number>();
	let passwordLeftOut = false;
	await readInSlices(report.count, (index) => {
		const { action, userInfo, rules, problems } = readRow(n8n, index);
		report.name(index, typeof userInfo.email === 'string' ? trimmed(userInfo.email) : '');
		const checked = checkPerson(action, userInfo);
		if ('problems' in checked) problems.push(...checked.problems);
		if (problems.length > 0 || !('person' in checked)) {
			report.refuseRow(index, problems.map(problemText));
			return;
		}
		const { person } = checked;
		report.name(index, person.email);
		const earlier = firstRowOf.get(person.email.toLowerCase());
		if (earlier !== undefined) {
			report.refuseRow(index, [
				`'Email' is the same person as row ${earlier + 1}, which counts. Take one of the two rows out`,
			]);
			return;
		}
		firstRowOf.set(person.email.toLowerCase(), index);
		passwordLeftOut ||= person.passwordLeftOut;
		rows.push({ index, person, ...rules });
	});
	if (passwordLeftOut) report.hint(PASSWORD_HINT);
	return rows;
}

function problemText({ field, value, what, remedy }: Problem): string {
	const shown = value === undefined ? '' : ` ("${showable(value)}")`;
	return `'${ON_SCREEN[field] ?? field}'${shown} ${what}. ${remedy.replace(/\.$/, '')}`;
}

function showable(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

interface GivenRow {
	action: unknown;
	userInfo: UserInfo;
	rules: CreateRules;
	problems: Problem[];
}

function readRow(n8n: IExecuteFunctions, index: number): GivenRow {
	const problems: Problem[] = [];
	const read = (name: string, fallback: unknown = '') => {
		try {
			return n8n.getNodeParameter(name, index, fallback) as unknown;
		} catch (error) {
			problems.push({
				field: name,
				what: `cannot be read: ${(error as Error).message}`,
				remedy: 'Mend the expression.',
			});
			return fallback;
		}
	};
	const additional = read('additionalFields', {}) as IDataObject;
	const options = read('options', {}) as IDataObject;
	const userInfo: UserInfo = {
		email: read('email'),
		type: read('type', 1),
		first_name: read('firstName'),
		last_name: read('lastName'),
		password: read('password'),
		display_name: additional.displayName,
		division_ids: listOf(additional.divisionId),
		license_info_list: listOf(readJson('license_info_list', additional.licenseInfo, problems)),
		plan_united_type: additional.planUnitedType,
		feature: { zoom_one_type: additional.zoomOneType, zoom_phone: additional.zoomPhone },
	};
	const more = readJson('userInfoJson', additional.userInfoJson, problems);
	if (more !== undefined && !isObject(more)) {
		problems.push({
			field: 'userInfoJson',
			value: more,
			what: 'is not a JSON object',
			remedy: 'Write it as {"display_name": "Nathan Smith"}.',
		});
	}
	return {
		action: read('action', 'create'),
		userInfo: isObject(more) ? laidOver(userInfo, more) : withoutEmpty(userInfo),
		rules: {
			ifUserExists: options.ifUserExists === 'skip' ? 'skip' : 'fail',
			readBack: options.readBack === true,
		},
		problems,
	};
}

/** A JSON parameter: text from the editor, or what an expression made of it. */
function readJson(field: string, given: unknown, problems: Problem[]): unknown {
	if (typeof given !== 'string') return given ?? undefined;
	if (trimmed(given) === '') return undefined;
	try {
		return parseExactJson(given);
	} catch (error) {
		problems.push({
			field,
			value: given,
			what: `is not valid JSON (${(error as Error).message})`,
			remedy: 'Check quotes, commas and brackets.',
		});
		return undefined;
	}
}

function listOf(value: unknown): unknown {
	if (value === undefined || value === null || value === '') return undefined;
	return Array.isArray(value) ? value : [value];
}

function laidOver(base: UserInfo, over: UserInfo): UserInfo {
	const entries = Object.entries(over).map(([key, value]) => {
		const below = base[key];
		return [key, isObject(below) && isObject(value) ? { ...withoutEmpty(below), ...value } : value] as const;
	});
	return { ...withoutEmpty(base), ...Object.fromEntries(entries) };
}

/** Only what the user filled in is sent. */
function withoutEmpty(userInfo: UserInfo): UserInfo {
	return Object.fromEntries(
		Object.entries(userInfo)
			.map(([key, value]) => [key, isObject(value) ? withoutEmpty(value) : value] as const)
			.filter(([, value]) => value !== undefined && value !== null && value !== ''),
	);
}

function isObject(value: unknown): value is UserInfo {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
