import type { IExecuteFunctions } from 'n8n-workflow';
import { parseExactJson } from '../../zoom/exactJson';
import { checkPerson, trimmed, type Person, type Problem, type UserInfo } from '../../zoom/userInfo';
import type { Report } from '../report';
import { RowParameters } from '../rowParameters';
import { readInSlices } from '../rows';
import { readOptions, type Options } from './createOptions';

/** A row that Zoom may be asked about. */
export interface Row {
	index: number;
	person: Person;
	options: Options;
}

/** What a row is made of. */
const PARAMETERS = [
	'action',
	'email',
	'type',
	'firstName',
	'lastName',
	'password',
	'additionalFields',
	'options',
];

/** How Zoom's names of fields, and those of the parameters, stand on the screen. */
const ON_SCREEN: Record<string, string> = {
	action: 'Action',
	additionalFields: 'Additional Fields',
	display_name: 'Display Name',
	email: 'Email',
	feature: 'More Zoom Fields (JSON)',
	'feature.zoom_one_type': 'Zoom Workplace Plan',
	'feature.zoom_phone': 'Zoom Phone',
	first_name: 'First Name',
	firstName: 'First Name',
	ifUserExists: 'If User Exists',
	includeInput: 'Include Input',
	last_name: 'Last Name',
	lastName: 'Last Name',
	license_info_list: 'License Info (JSON)',
	maxConcurrency: 'Requests at the Same Time',
	maxPeople: 'Most People in One Run',
	onDailyLimit: "When Today's Invitations Are Used Up",
	options: 'Options',
	password: 'Password',
	plan_united_type: 'Zoom United Plan',
	rateShare: "Use at Most (% of Zoom's Rate Limit)",
	readBack: 'Read Back',
	requestFormat: 'How to Send',
	timeout: 'Timeout',
	type: 'Type',
	userInfoJson: 'More Zoom Fields (JSON)',
};

const PASSWORD_HINT =
	'A password was left out: Zoom uses it only for the action "With a Password You Set (autoCreate)".';
/** Reads and checks every row. Those that Zoom would refuse are settled as invalid, and are not among the result. */
export async function readRows(n8n: IExecuteFunctions, report: Report): Promise<Row[]> {
	const rows: Row[] = [];
	const firstRowOf = new Map<string, number>();
	let passwordLeftOut = false;
	const parameters = new RowParameters(n8n, PARAMETERS);
	await readInSlices(n8n, report.count, (index) => {
		const { action, userInfo, options, problems } = readRow(parameters, index);
		report.describe(index, trimmed(String(userInfo.email ?? '')), options.includeInput);
		const checked = checkPerson(action, userInfo);
		if ('problems' in checked) problems.push(...checked.problems);
		if (problems.length > 0 || !('person' in checked)) {
			report.refuseRow(index, problems.map(problemText));
			return;
		}
		const { person } = checked;
		const earlier = firstRowOf.get(person.email.toLowerCase());
		if (earlier !== undefined) {
			report.refuseRow(index, [
				`'Email' is the same person as row ${earlier + 1}, which counts. Take one of the two rows out`,
			]);
			return;
		}
		firstRowOf.set(person.email.toLowerCase(), index);
		passwordLeftOut ||= person.passwordLeftOut;
		rows.push({ index, person, options });
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
	options: Options;
	problems: Problem[];
}

function readRow(parameters: RowParameters, index: number): GivenRow {
	const problems: Problem[] = [];
	const attempt = <T>(name: string, read: () => T, fallback: T): T => {
		try {
			return read();
		} catch (error) {
			const what = `cannot be read: ${(error as Error).message}`;
			problems.push({ field: name, what, remedy: 'Mend the expression.' });
			return fallback;
		}
	};
	const read = (name: string, fallback: unknown = '') =>
		attempt(name, () => parameters.read(name, index, fallback), fallback);
	const collection = (name: string) => attempt(name, () => parameters.readCollection(name, index), {});
	const additional = collection('additionalFields');
	const userInfo: UserInfo = {
		email: read('email'),
		type: read('type', 1),
		first_name: read('firstName'),
		last_name: read('lastName'),
		password: read('password'),
		display_name: additional.displayName,
		division_ids: listOf(trimmed(String(additional.divisionId ?? ''))),
		license_info_list: listOf(readJson('license_info_list', additional.licenseInfo, problems)),
		plan_united_type: additional.planUnitedType,
		feature: withoutEmpty({ zoom_one_type: additional.zoomOneType, zoom_phone: additional.zoomPhone }),
	};
	const more = readJson('userInfoJson', additional.userInfoJson, problems);
	if (more !== undefined && !isObject(more)) {
		// Without the value: a password may stand in it.
		const remedy = 'Write it as {"display_name": "Nathan Smith"}.';
		problems.push({ field: 'userInfoJson', what: 'is not a JSON object', remedy });
	}
	return {
		action: read('action', 'create'),
		userInfo: isObject(more) ? laidOver(userInfo, more) : userInfo,
		options: readOptions(collection('options'), problems),
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
		// The position only: the text may hold a password, and the message of JSON.parse quotes it.
		const position = /position \d+/.exec((error as Error).message)?.[0];
		const what = `is not valid JSON${position ? ` (at ${position})` : ''}`;
		problems.push({ field, what, remedy: 'Check quotes, commas and brackets.' });
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
		return [key, isObject(below) && isObject(value) ? withoutEmpty({ ...below, ...value }) : value] as const;
	});
	return { ...base, ...Object.fromEntries(entries) };
}

/** Only what the user filled in is sent. */
function withoutEmpty(fields: UserInfo): UserInfo {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
	);
}

function isObject(value: unknown): value is UserInfo {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value);
}
