import type { DirectoryContext } from '../../../zoom/lookup/directory';
import { createGroup } from '../../../zoom/users/groups';
import { rowOperation } from '../../run/rowOperation';
import { newDirectoryContext } from '../../run/userOperation';

export const create = rowOperation<string, DirectoryContext, 'name'>({
	value: 'create',
	name: 'Create',
	action: 'Create group',
	description: 'Create a group',
	fields: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. Sales',
			default: '',
			required: true,
			description: 'Zoom allows 100 new groups a day, and 5,000 in total',
		},
	],
	options: [],
	labels: {
		verb: 'created',
		key: 'name',
		resumeHint: 'To continue: run it again. Existing groups fail with the reason "exists".',
	},
	parameters: ['name'],
	read: (reader) => {
		reader.subject = reader.required('name', 'a group needs a name');
		return reader.subject;
	},
	begin: newDirectoryContext,
	process: async (run, { wanted }) => await createGroup(run, wanted),
});
