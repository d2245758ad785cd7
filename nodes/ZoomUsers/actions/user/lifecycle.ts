import type { IDataObject } from 'n8n-workflow';
import {
	activateUser,
	changeEmail,
	deactivateUser,
	signOut,
	updateUser,
	type Guard,
} from '../../../zoom/users/changeUser';
import { CreateRun } from '../../../zoom/users/createUser';
import { Directory, DirectoryRun } from '../../../zoom/lookup/directory';
import { checkProfile, LICENSE_FIELDS, type Wish } from '../../../zoom/rules/profile';
import {
	guardOf,
	removeUser,
	resendInvitation,
	TRANSFERS,
	type Removal,
} from '../../../zoom/users/removeUser';
import { RequestFormat } from '../../../zoom/calls/requestFormat';
import { Run } from '../../../zoom/calls/run';
import { unseen, sight } from '../../../zoom/lookup/requireUser';
import { EMAIL } from '../../../zoom/rules/newUser';
import type { Connection } from '../../run/connection';
import { wordsIn, type RowReader } from '../../input/rowReader';
import { AGAIN } from '../../output/batchError';
import { unwrapped } from './afterCreation';
import { directoryRun, nothingMore, onlyRun, type PersonOperation } from '../../run/userOperation';

const AGAIN_WITHOUT = 'To go on: run again without those for whom it worked.';

/** How many people one execution may deactivate or delete, where the user says nothing. */
const MOST_PEOPLE = 10;

class GuardedRun extends Run {
	readonly guard: Guard;

	constructor({ client, isServerToServer }: Connection, allowAdmins: boolean) {
		super(client);
		// Of a Server-to-Server credential Zoom does not say whose it is; it is an admin's or the owner's.
		this.guard = guardOf(this, allowAdmins, !isServerToServer);
	}
}

export const get: PersonOperation<object, Run> = {
	words: { verb: 'read', key: 'user', goOn: 'To go on: run again.' },
	parameters: [],
	read: nothingMore,
	begin: onlyRun,
	settle: async (run, { who, options }) => {
		const sighting = await sight(run, who, options.loginType);
		return 'user' in sighting
			? { many: [sighting.user as IDataObject] }
			: unseen(sighting, who.value, 'read');
	},
};

export const update: PersonOperation<{ wishes: Wish[] }, DirectoryRun> = {
	words: { verb: 'updated', key: 'user', goOn: AGAIN },
	parameters: ['updateFields'],
	read: (reader) => ({ wishes: readUpdate(reader) }),
	begin: directoryRun,
	settle: async (run, { who, wanted, options }) =>
		await updateUser(run, run.directory, who, wanted.wishes, options),
};

function readUpdate(reader: RowReader): Wish[] {
	const { emptyFields, licenseInfo, ...fields } = reader.collection('updateFields');
	const given = { ...unwrapped(fields), licenseInfo: reader.json('licenseInfo', licenseInfo) };
	const wishes = checkProfile(given, wordsIn(emptyFields), reader.problems);
	const licenses = wishes.filter(({ name }) => LICENSE_FIELDS.includes(name));
	if (licenses.length > 1) {
		reader.problems.push({
			field: licenses[1].name,
			what: `cannot be changed together with another license (${licenses.map(({ name }) => name).join(', ')}): Zoom takes one of them at a time`,
			remedy: 'Give one of them.',
		});
	}
	if (wishes.length === 0 && reader.problems.length === 0) {
		reader.problems.push({
			field: 'updateFields',
			what: 'is empty, so there is nothing to update',
			remedy: 'Add a field.',
		});
	}
	return wishes;
}

export const changeAddress: PersonOperation<{ email: string }, Run> = {
	words: { verb: 'given the new address', key: 'user', goOn: AGAIN },
	parameters: ['newEmail'],
	read: (reader) => {
		const email = reader.required('newEmail', 'nobody can sign in without an address');
		if (email !== '' && !EMAIL.test(email)) {
			reader.problems.push({
				field: 'newEmail',
				value: email,
				what: 'is not an e-mail address',
				remedy: 'Write one address, such as nathan@example.com.',
			});
		}
		return { email };
	},
	begin: onlyRun,
	settle: async (run, { who, wanted }) => await changeEmail(run, who, wanted.email),
};

export const activate: PersonOperation<object, Run> = {
	words: { verb: 'activated', key: 'user', goOn: AGAIN },
	parameters: [],
	read: nothingMore,
	begin: onlyRun,
	settle: async (run, { who }) => await activateUser(run, who),
	end: (_run, report) => {
		const activated = report.tally().get('activated') ?? 0;
		if (activated === 0) return;
		report.hint(
			`${activated} people can sign in again. Zoom has not given them back their licenses, groups and roles: Create or Update does.`,
		);
	},
};

export const deactivate: PersonOperation<object, GuardedRun> = {
	words: { verb: 'deactivated', key: 'user', goOn: AGAIN },
	parameters: [],
	read: nothingMore,
	maxPeople: MOST_PEOPLE,
	begin: (connection, { allowAdmins }) => new GuardedRun(connection, allowAdmins),
	settle: async (run, { who }) => await deactivateUser(run, who, run.guard),
};

export const remove: PersonOperation<Removal, GuardedRun> = {
	words: { verb: 'deleted or unlinked', key: 'user', goOn: AGAIN_WITHOUT },
	parameters: ['how', 'transfer', 'transferTo'],
	read: readRemoval,
	maxPeople: MOST_PEOPLE,
	begin: (connection, { allowAdmins }) => new GuardedRun(connection, allowAdmins),
	settle: async (run, { who, wanted }) => await removeUser(run, who, wanted, run.guard),
};

function readRemoval(reader: RowReader): Removal {
	const how = reader.text('how').toLowerCase();
	if (how !== 'unlink' && how !== 'delete') {
		reader.problems.push({
			field: 'how',
			...(how === '' ? {} : { value: how }),
			what: how === '' ? 'is not chosen' : 'is not one of the choices',
			remedy: 'Choose Unlink, or Delete for Good.',
		});
	}
	const transfers = wordsIn(reader.read('transfer', [])).map((one) => one.toLowerCase());
	const unknown = transfers.filter((one) => !(TRANSFERS as readonly string[]).includes(one));
	if (unknown.length > 0) {
		const remedy = `Use ${TRANSFERS.join(', ')}.`;
		reader.problems.push({
			field: 'transfer',
			value: unknown.join(', '),
			what: 'cannot be transferred',
			remedy,
		});
	}
	const transferTo = reader.text('transferTo');
	if (transfers.length > 0 && transferTo === '') {
		const what = 'is empty, and what is to be transferred would be lost';
		reader.problems.push({
			field: 'transferTo',
			what,
			remedy: 'Name an active, licensed user of this account.',
		});
	}
	return {
		how: how === 'delete' ? 'delete' : 'unlink',
		transfers,
		...(transferTo === '' ? {} : { transferTo }),
	};
}

class InvitationRun extends CreateRun {
	readonly directory = new Directory(this);
}

export const resend: PersonOperation<object, InvitationRun> = {
	words: { verb: 'invited again', key: 'user', goOn: AGAIN_WITHOUT },
	parameters: [],
	read: nothingMore,
	begin: ({ client, key }, { requestFormat }) =>
		new InvitationRun(client, new RequestFormat(requestFormat, key)),
	settle: async (run, { who, options }) => await resendInvitation(run, run.directory, who, options),
};

export const revokeToken: PersonOperation<object, Run> = {
	words: { verb: 'signed out', key: 'user', goOn: AGAIN },
	parameters: [],
	read: nothingMore,
	begin: onlyRun,
	settle: async (run, { who }) => await signOut(run, who),
};
