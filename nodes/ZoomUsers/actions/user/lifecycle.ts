import type { IDataObject } from 'n8n-workflow';
import { RequestFormat } from '../../../zoom/calls/requestFormat';
import { RunContext } from '../../../zoom/calls/runContext';
import { Directory, DirectoryContext } from '../../../zoom/lookup/directory';
import { findByRef } from '../../../zoom/lookup/findUser';
import { lookupFailed } from '../../../zoom/lookup/requireUser';
import { changeEmail } from '../../../zoom/users/changeEmail';
import { CreateContext } from '../../../zoom/users/createUser';
import { ProtectedUsers } from '../../../zoom/users/protectedUsers';
import { removeUser, TRANSFERS, type Removal } from '../../../zoom/users/removeUser';
import { resendInvitation } from '../../../zoom/users/resendInvitation';
import { updateUser } from '../../../zoom/users/updateUser';
import { activateUser, deactivateUser, signOut } from '../../../zoom/users/userStatus';
import { checkProfile, LICENSE_FIELDS, type DesiredField } from '../../../zoom/rules/profile';
import { EMAIL } from '../../../zoom/rules/newUser';
import type { Connection } from '../../run/connection';
import type { Options } from '../../input/readOptions';
import type { Report } from '../../output/report';
import { wordsIn, type RowReader } from '../../input/rowReader';
import { RUN_AGAIN_HINT } from '../../output/batchError';
import { unwrapped } from './afterCreation';
import { directoryContext, nothingMore, runContext, type UserOperation } from '../../run/userOperation';

const AGAIN_WITHOUT = 'To go on: run again without those for whom it worked.';

/** How many people one execution may deactivate or delete, where the user says nothing. */
const MOST_PEOPLE = 10;

class GuardedContext extends RunContext {
	readonly protectedUsers: ProtectedUsers;

	constructor(
		{ client, isServerToServer }: Connection,
		{ allowAdmins, protectedUsers }: Pick<Options, 'allowAdmins' | 'protectedUsers'>,
	) {
		super(client);
		this.protectedUsers = new ProtectedUsers(this, allowAdmins, !isServerToServer, protectedUsers);
	}
}

const OWN_USER_HINT =
	"Zoom does not say which user this Server-to-Server credential belongs to, so that user is not protected. Name the owner of the app in 'Protected Users'.";

function hintOwnUser({ protectedUsers }: GuardedContext, report: Report): void {
	if (protectedUsers.ownUserUnknown) report.hint(OWN_USER_HINT);
}

export const get: UserOperation<object, RunContext> = {
	labels: { verb: 'read', key: 'user', resumeHint: 'To go on: run again.' },
	parameters: [],
	read: nothingMore,
	begin: runContext,
	settle: async (run, { who, options }) => {
		const found = await findByRef(run, who, options.loginType);
		return found.kind === 'found'
			? { kind: 'items', items: [found.user as IDataObject] }
			: lookupFailed(found, who.value, 'read');
	},
};

export const update: UserOperation<{ desired: DesiredField[] }, DirectoryContext> = {
	labels: { verb: 'updated', key: 'user', resumeHint: RUN_AGAIN_HINT },
	parameters: ['updateFields'],
	read: (reader) => ({ desired: readUpdate(reader) }),
	begin: directoryContext,
	settle: async (run, { who, wanted, options }) =>
		await updateUser(run, run.directory, who, wanted.desired, options),
};

function readUpdate(reader: RowReader): DesiredField[] {
	const { emptyFields, licenseInfo, ...fields } = reader.collection('updateFields');
	const given = { ...unwrapped(fields), licenseInfo: reader.json('licenseInfo', licenseInfo) };
	const desired = checkProfile(given, wordsIn(emptyFields), reader.problems);
	const licenses = desired.filter(({ name }) => LICENSE_FIELDS.includes(name));
	if (licenses.length > 1) {
		reader.problems.push({
			field: licenses[1].name,
			message: `cannot be changed together with another license (${licenses.map(({ name }) => name).join(', ')}): Zoom takes one of them at a time`,
			remedy: 'Give one of them.',
		});
	}
	if (desired.length === 0 && reader.problems.length === 0) {
		reader.problems.push({
			field: 'updateFields',
			message: 'is empty, so there is nothing to update',
			remedy: 'Add a field.',
		});
	}
	return desired;
}

export const changeAddress: UserOperation<{ email: string }, RunContext> = {
	labels: { verb: 'given the new address', key: 'user', resumeHint: RUN_AGAIN_HINT },
	parameters: ['newEmail'],
	read: (reader) => {
		const email = reader.required('newEmail', 'nobody can sign in without an address');
		if (email !== '' && !EMAIL.test(email)) {
			reader.problems.push({
				field: 'newEmail',
				value: email,
				message: 'is not an e-mail address',
				remedy: 'Write one address, such as nathan@example.com.',
			});
		}
		return { email };
	},
	begin: runContext,
	settle: async (run, { who, wanted }) => await changeEmail(run, who, wanted.email),
};

export const activate: UserOperation<object, RunContext> = {
	labels: { verb: 'activated', key: 'user', resumeHint: RUN_AGAIN_HINT },
	parameters: [],
	read: nothingMore,
	begin: runContext,
	settle: async (run, { who }) => await activateUser(run, who),
	end: (_run, report) => {
		const activated = report.tally().get('activated') ?? 0;
		if (activated === 0) return;
		report.hint(
			`${activated} people can sign in again. Zoom has not given them back their licenses, groups and roles: Create or Update does.`,
		);
	},
};

export const deactivate: UserOperation<object, GuardedContext> = {
	labels: { verb: 'deactivated', key: 'user', resumeHint: RUN_AGAIN_HINT },
	parameters: [],
	read: nothingMore,
	maxPeople: MOST_PEOPLE,
	begin: (connection, options) => new GuardedContext(connection, options),
	end: hintOwnUser,
	settle: async (run, { who }) => await deactivateUser(run, who, run.protectedUsers),
};

export const remove: UserOperation<Removal, GuardedContext> = {
	labels: { verb: 'deleted or unlinked', key: 'user', resumeHint: AGAIN_WITHOUT },
	parameters: ['how', 'transfer', 'transferTo'],
	read: readRemoval,
	maxPeople: MOST_PEOPLE,
	begin: (connection, options) => new GuardedContext(connection, options),
	end: hintOwnUser,
	settle: async (run, { who, wanted }) => await removeUser(run, who, wanted, run.protectedUsers),
};

function readRemoval(reader: RowReader): Removal {
	const how = reader.text('how').toLowerCase();
	if (how !== 'unlink' && how !== 'delete') {
		reader.problems.push({
			field: 'how',
			...(how === '' ? {} : { value: how }),
			message: how === '' ? 'is not chosen' : 'is not one of the choices',
			remedy: 'Choose Unlink, or Delete Permanently.',
		});
	}
	const transfers = wordsIn(reader.read('transfer', [])).map((one) => one.toLowerCase());
	const unknown = transfers.filter((one) => !(TRANSFERS as readonly string[]).includes(one));
	if (unknown.length > 0) {
		const remedy = `Use ${TRANSFERS.join(', ')}.`;
		reader.problems.push({
			field: 'transfer',
			value: unknown.join(', '),
			message: 'cannot be transferred',
			remedy,
		});
	}
	const transferTo = reader.text('transferTo');
	if (transfers.length > 0 && transferTo === '') {
		const what = 'is empty, and what is to be transferred would be lost';
		reader.problems.push({
			field: 'transferTo',
			message: what,
			remedy: 'Name an active, licensed user of this account.',
		});
	}
	return {
		mode: how === 'delete' ? 'delete' : 'unlink',
		transfers,
		...(transferTo === '' ? {} : { transferTo }),
	};
}

class InvitationContext extends CreateContext {
	readonly directory = new Directory(this);
}

export const resend: UserOperation<object, InvitationContext> = {
	labels: { verb: 'invited again', key: 'user', resumeHint: AGAIN_WITHOUT },
	parameters: [],
	read: nothingMore,
	begin: ({ client, key }, { requestFormat }) =>
		new InvitationContext(client, new RequestFormat(requestFormat, key)),
	settle: async (run, { who, options }) => await resendInvitation(run, run.directory, who, options),
};

export const revokeToken: UserOperation<object, RunContext> = {
	labels: { verb: 'signed out', key: 'user', resumeHint: RUN_AGAIN_HINT },
	parameters: [],
	read: nothingMore,
	begin: runContext,
	settle: async (run, { who }) => await signOut(run, who),
};
