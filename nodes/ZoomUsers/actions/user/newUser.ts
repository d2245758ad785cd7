import { RequestFormat } from '../../../zoom/calls/requestFormat';
import { Directory } from '../../../zoom/lookup/directory';
import { checkPerson, type Person, type UserInfo } from '../../../zoom/rules/newUser';
import type { DesiredField } from '../../../zoom/rules/profile';
import { CreateContext } from '../../../zoom/users/createContext';
import type { Options } from '../../input/readOptions';
import { isObject, listOf, type RowReader } from '../../input/rowReader';
import type { Report } from '../../output/report';
import type { Connection } from '../../run/connection';
import { coreFields, readAfterCreation, withoutEmpty, type AfterCreation } from './afterCreation';

/** What a row of Create, or of Create or Update, asks for. */
export interface NewUser {
	person: Person;
	/** The fields of a create, to compare them with an existing user. */
	core: DesiredField[];
	after: AfterCreation;
	employeeId?: string;
}

export const PARAMETERS = [
	'action',
	'email',
	'type',
	'firstName',
	'lastName',
	'password',
	'additionalFields',
	'afterCreation',
] as const;

type Reader = RowReader<(typeof PARAMETERS)[number] | 'employeeId' | 'options'>;

const PASSWORD_HINT =
	"A password was left out: Zoom uses it only if 'Action' is 'With a Password You Set (autoCreate)'.";

const FORMAT_HINT =
	"Zoom rejected the multipart form and accepted JSON instead. For a day, or until n8n restarts, the node uses JSON for this credential. To make this permanent, set 'Request Format' to JSON.";

/** @param typeIsOptional an empty type leaves an existing user as they are; a new user is then Basic */
export function readNewUser(
	reader: Reader,
	options: Options,
	{ typeIsOptional, comparesCore }: { typeIsOptional: boolean; comparesCore: boolean },
): NewUser | undefined {
	const { action, userInfo } = readUserInfo(reader);
	const after = readAfterCreation(reader);
	reader.subject = String(userInfo.email ?? '').trim();
	const typeGiven = !typeIsOptional || String(userInfo.type ?? '').trim() !== '';
	const checked = checkPerson(action, typeGiven ? userInfo : { ...userInfo, type: 1 });
	if ('problems' in checked) {
		for (const problem of checked.problems) reader.complain(problem);
		return undefined;
	}
	if (reader.problems.length > 0) return undefined;
	const { person } = checked;
	reader.subject = person.email;
	reader.unique('email', person.email, 'user');
	if (person.passwordLeftOut) reader.hint(PASSWORD_HINT);
	const core = comparesCore || options.verify ? coreFields(person, { typeGiven }) : [];
	return { person, core, after };
}

function readUserInfo(reader: Reader): { action: unknown; userInfo: UserInfo } {
	const action = reader.read('action', 'create');
	const additional = reader.collection('additionalFields');
	const more = reader.json('userInfoJson', additional.userInfoJson);
	const userInfo: UserInfo = {
		email: reader.read('email'),
		type: reader.read('type', 1),
		first_name: reader.read('firstName'),
		last_name: reader.read('lastName'),
		password: reader.read('password'),
		display_name: additional.displayName,
		division_ids: listOf(String(additional.divisionId ?? '').trim()),
		license_info_list: listOf(reader.json('license_info_list', additional.licenseInfo)),
		plan_united_type: additional.planUnitedType,
		feature: withoutEmpty({ zoom_one_type: additional.zoomOneType, zoom_phone: additional.zoomPhone }),
	};
	if (more !== undefined && !isObject(more)) {
		// Without the value, which can contain a password.
		const remedy = 'Write it as {"display_name": "Nathan Smith"}.';
		reader.complain({ field: 'userInfoJson', message: 'is not a JSON object', remedy });
	}
	return { action, userInfo: isObject(more) ? merged(userInfo, more) : userInfo };
}

function merged(base: UserInfo, over: UserInfo): UserInfo {
	const entries = Object.entries(over).map(([key, value]) => {
		const below = base[key];
		return [key, isObject(below) && isObject(value) ? withoutEmpty({ ...below, ...value }) : value] as const;
	});
	return { ...base, ...Object.fromEntries(entries) };
}

/** What all rows of one run share. */
export class NewUsersContext extends CreateContext {
	readonly directory = new Directory(this);

	constructor({ client, key }: Connection, { requestFormat }: Pick<Options, 'requestFormat'>) {
		super(client, new RequestFormat(requestFormat, key));
	}
}

export function hintAboutRun({ format, quota }: CreateContext, report: Report): void {
	if (format.switched) report.hint(FORMAT_HINT);
	if (quota.last) {
		const { remaining, limit } = quota.last;
		report.hint(`Zoom allows ${limit} invitations a day. ${remaining} are left today.`);
	}
	report.hintIncomplete();
}
