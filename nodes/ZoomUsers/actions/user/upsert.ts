import { UserLists } from '../../../zoom/lookup/userLists';
import { isInList } from '../../../zoom/rules/profile';
import { upsertUser } from '../../../zoom/users/upsertUser';
import type { Options } from '../../input/readOptions';
import type { RowReader } from '../../input/rowReader';
import type { OperationLabels } from '../../output/batchError';
import { StaticAppliedChanges } from '../../run/appliedChanges';
import { rowOperation, type Row } from '../../run/rowOperation';
import { resolve } from './afterCreation';
import { licensesSuffice } from './licenseCheck';
import { hintAboutRun, NewUsersContext, PARAMETERS, readNewUser, type NewUser } from './newUser';
import {
	actionField,
	additionalFieldsField,
	emailField,
	employeeIdField,
	nameFields,
	passwordField,
	typeOrAsItIsField,
} from './newUserFields';
import { afterCreationOrAcceptanceField } from './profileFields';

const DESCRIPTION = 'Create a user, or update only the fields of an existing user that differ';

const labels: OperationLabels = {
	verb: 'created or updated',
	key: 'email',
	resumeHint: 'To continue: run it again. Users who are as requested return "unchanged".',
};

class UpsertContext extends NewUsersContext {
	readonly users = new UserLists(this);
}

/** The fields of Create or Update, and of Plan Changes. */
export const upsertFields = [
	actionField,
	emailField,
	employeeIdField,
	...nameFields,
	typeOrAsItIsField,
	passwordField,
	additionalFieldsField,
	afterCreationOrAcceptanceField,
];

export const UPSERT_PARAMETERS = [...PARAMETERS, 'employeeId', 'options'] as const;

type Reader = RowReader<(typeof UPSERT_PARAMETERS)[number]>;

/** Reads a row of Create or Update, or of Plan Changes. Problems are added to the reader. */
export function readUpsert(reader: Reader, options: Options): NewUser | undefined {
	const newUser = readNewUser(reader, options, { typeIsOptional: true, comparesCore: true });
	const employeeId = reader.text('employeeId');
	if (!newUser || employeeId === '') return newUser;
	reader.unique('employeeId', employeeId, 'employee');
	return { ...newUser, employeeId };
}

export const upsert = rowOperation<NewUser, UpsertContext, (typeof PARAMETERS)[number] | 'employeeId'>({
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update user',
	description: DESCRIPTION,
	fields: upsertFields,
	options: [
		'checkLicenses',
		'ifInactive',
		'maxPeople',
		'onDailyLimit',
		'readBack',
		'requestFormat',
		'verify',
	],
	labels,
	parameters: [...PARAMETERS, 'employeeId'],
	maxUsers: { scope: 'rows', fallback: 0 },
	read: readUpsert,
	creates: true,
	begin: (connection, options, n8n) => {
		const run = new UpsertContext(connection, options);
		run.applied = new StaticAppliedChanges(n8n);
		return run;
	},
	before: async (run, rows, report) => {
		if (!(await licensesSuffice(run, report, rows, 'upsert'))) return false;
		await loadLists(run, rows);
		return true;
	},
	process: async (run, { wanted: { person, core, after, employeeId }, options }, unsureSince) => {
		const { directory, users } = run;
		const resolved = await resolve(directory, person.email, labels.verb, after);
		if (resolved.kind === 'failed') return resolved;
		const target = { person, core, desired: resolved.desired, employeeId };
		return await upsertUser({ run, directory, users }, target, options, unsureSince);
	},
	after: hintAboutRun,
});

/** Some fields are missing in lists. If a row has one of them, each user is read separately. */
async function loadLists(run: UpsertContext, rows: ReadonlyArray<Row<NewUser>>): Promise<void> {
	const names = rows.flatMap(({ wanted }) =>
		[...wanted.core, ...wanted.after.profile].map(({ name }) => name),
	);
	if (rows.some(({ wanted }) => wanted.employeeId !== undefined) || !names.every(isInList)) return;
	await run.users.load(
		rows.map(({ wanted }) => wanted.person.email),
		{ attributes: names.includes('customAttributes') },
	);
}
