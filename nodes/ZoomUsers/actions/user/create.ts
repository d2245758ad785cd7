import { afterCreation } from '../../../zoom/users/afterCreation';
import { createUser } from '../../../zoom/users/createUser';
import { attributesKnown } from '../../../zoom/users/customAttributes';
import type { OperationLabels } from '../../output/batchError';
import { rowOperation } from '../../run/rowOperation';
import { resolve, wantsNothing } from './afterCreation';
import { licensesSuffice } from './licenseCheck';
import { hintAboutRun, NewUsersContext, PARAMETERS, readNewUser, type NewUser } from './newUser';
import {
	actionField,
	additionalFieldsField,
	emailField,
	nameFields,
	passwordField,
	typeField,
} from './newUserFields';
import { afterCreationField } from './profileFields';

const labels: OperationLabels = {
	verb: 'created',
	key: 'email',
	resumeHint: "To continue: set 'If User Exists' to 'Skip' and run it again.",
};

export const create = rowOperation<NewUser, NewUsersContext, (typeof PARAMETERS)[number]>({
	value: 'create',
	name: 'Create',
	action: 'Create user',
	description: 'Create a user in the Zoom account',
	fields: [
		actionField,
		emailField,
		...nameFields,
		typeField,
		passwordField,
		additionalFieldsField,
		afterCreationField,
	],
	options: [
		'checkLicenses',
		'ifUserExists',
		'maxPeople',
		'onDailyLimit',
		'readBack',
		'requestFormat',
		'verify',
	],
	labels,
	parameters: PARAMETERS,
	maxUsers: { scope: 'rows', fallback: 0 },
	read: (reader, options) => readNewUser(reader, options, { typeIsOptional: false, comparesCore: false }),
	begin: (connection, options) => new NewUsersContext(connection, options),
	resumeHint: (rows) =>
		rows.every(({ options }) => options.ifUserExists === 'skip')
			? 'To continue: run it again. Existing users return "exists".'
			: labels.resumeHint,
	before: async (run, rows, report) => await licensesSuffice(run, report, rows, 'create'),
	creates: true,
	mustRunAlone: (run) => run.format.open,
	process: async (run, { wanted: { person, core, after }, options }, unsureSince) => {
		if (wantsNothing(after) && !options.verify) return await createUser(run, person, options, unsureSince);
		const { directory } = run;
		const resolved = await resolve(directory, person.email, labels.verb, after);
		if (resolved.kind === 'failed') return resolved;
		const { desired } = resolved;
		const failure = await attributesKnown(directory, person.email, labels.verb, desired.profile);
		if (failure) return { kind: 'failed', failure };
		const result = await createUser(run, person, options, unsureSince);
		return await afterCreation(run, directory, result, { desired, core }, options);
	},
	after: hintAboutRun,
});
