import type { IExecuteFunctions } from 'n8n-workflow';
import type { DesiredField } from '../../../zoom/rules/profile';
import { checkPerson, type Person, type UserInfo } from '../../../zoom/rules/newUser';
import { trimmed } from '../../../zoom/rules/text';
import { readOptions, type Options } from '../../input/readOptions';
import type { Report } from '../../output/report';
import { isObject, listOf, RowReader } from '../../input/rowReader';
import { readInSlices } from '../../input/readInSlices';
import { coreWishes, readAfterCreation, type After } from './afterCreation';

/** A row that Zoom may be asked about. */
export interface Row {
	index: number;
	person: Person;
	/** What a create says of the person, to be compared with whoever is there. */
	core: DesiredField[];
	after: After;
	employeeId?: string;
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
	'afterCreation',
	'options',
];

const PASSWORD_HINT =
	'A password was left out: Zoom uses it only for the action "With a Password You Set (autoCreate)".';

/** Reads and checks every row. Those that Zoom would refuse are settled as invalid, and are not among the result. */
export async function readRows(
	n8n: IExecuteFunctions,
	report: Report,
	operation: 'create' | 'upsert',
): Promise<Row[]> {
	const rows: Row[] = [];
	const firstRowOf = new Map<string, number>();
	let passwordLeftOut = false;
	const isUpsert = operation === 'upsert';
	const reader = new RowReader(n8n, isUpsert ? [...PARAMETERS, 'employeeId'] : PARAMETERS);
	await readInSlices(
		n8n,
		report.count,
		(index) => {
			reader.begin(index);
			const { action, userInfo, options } = readRow(reader);
			const after = readAfterCreation(reader);
			const employeeId = isUpsert ? reader.text('employeeId') : '';
			report.describe(index, trimmed(String(userInfo.email ?? '')), options.includeInput);
			// In Create or Update an empty cell leaves the type as it is; somebody new is Basic.
			const typeGiven = !isUpsert || trimmed(String(userInfo.type ?? '')) !== '';
			const checked = checkPerson(action, typeGiven ? userInfo : { ...userInfo, type: 1 });
			if ('problems' in checked) reader.problems.push(...checked.problems);
			if (reader.problems.length > 0 || !('person' in checked)) {
				report.refuseRow(index, reader.problems);
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
			const core = isUpsert || options.verify ? coreWishes(person, { typeGiven }) : [];
			rows.push({ index, person, core, after, options, ...(employeeId === '' ? {} : { employeeId }) });
		},
		report.unreadable,
	);
	if (passwordLeftOut) report.hint(PASSWORD_HINT);
	return rows;
}

function readRow(reader: RowReader): { action: unknown; userInfo: UserInfo; options: Options } {
	const additional = reader.collection('additionalFields');
	const userInfo: UserInfo = {
		email: reader.read('email'),
		type: reader.read('type', 1),
		first_name: reader.read('firstName'),
		last_name: reader.read('lastName'),
		password: reader.read('password'),
		display_name: additional.displayName,
		division_ids: listOf(trimmed(String(additional.divisionId ?? ''))),
		license_info_list: listOf(reader.json('license_info_list', additional.licenseInfo)),
		plan_united_type: additional.planUnitedType,
		feature: withoutEmpty({ zoom_one_type: additional.zoomOneType, zoom_phone: additional.zoomPhone }),
	};
	const more = reader.json('userInfoJson', additional.userInfoJson);
	if (more !== undefined && !isObject(more)) {
		// Without the value: a password may stand in it.
		const remedy = 'Write it as {"display_name": "Nathan Smith"}.';
		reader.problems.push({ field: 'userInfoJson', message: 'is not a JSON object', remedy });
	}
	return {
		action: reader.read('action', 'create'),
		userInfo: isObject(more) ? laidOver(userInfo, more) : userInfo,
		options: readOptions(reader.collection('options'), reader.problems),
	};
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
