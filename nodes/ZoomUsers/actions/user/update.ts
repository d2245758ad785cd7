import type { DirectoryContext } from '../../../zoom/lookup/directory';
import { checkProfile, LICENSE_FIELDS, type DesiredField } from '../../../zoom/rules/profile';
import { updateUser } from '../../../zoom/users/updateUser';
import { userField } from '../../fields/locators';
import { wordsIn } from '../../fields/optionTypes';
import type { RowReader } from '../../input/rowReader';
import { RUN_AGAIN } from '../../run/operation';
import { newDirectoryContext, userOperation } from '../../run/userOperation';
import { unwrapped } from './afterCreation';
import { updateFields } from './profileFields';

export const update = userOperation<DesiredField[], DirectoryContext, 'updateFields'>({
	value: 'update',
	name: 'Update',
	action: 'Update user',
	description: 'Change the profile or the license of a user',
	fields: [userField('The user to update'), updateFields],
	options: ['loginType', 'removeTspCredentials'],
	labels: { verb: 'updated', key: 'user', resumeHint: RUN_AGAIN },
	parameters: ['updateFields'],
	read,
	begin: newDirectoryContext,
	process: async (run, { ref, wanted, options }) =>
		await updateUser(run, run.directory, ref, wanted, options),
});

function read(reader: RowReader<'updateFields' | 'user' | 'options'>): DesiredField[] {
	const { emptyFields, licenseInfo, ...fields } = reader.collection('updateFields');
	const given = { ...unwrapped(fields), licenseInfo: reader.json('licenseInfo', licenseInfo) };
	const desired = checkProfile(given, wordsIn(emptyFields), reader.problems);
	const licenses = desired.filter(({ name }) => LICENSE_FIELDS.includes(name));
	if (licenses.length > 1) {
		reader.complain({
			field: licenses[1].name,
			message: `cannot be changed together with another license (${licenses.map(({ name }) => name).join(', ')}): Zoom accepts one of them at a time`,
			remedy: 'Use one of them.',
		});
	}
	if (desired.length === 0 && reader.problems.length === 0) {
		const message = 'is empty, so there is nothing to update';
		reader.complain({ field: 'updateFields', message, remedy: 'Add a field.' });
	}
	return desired;
}
