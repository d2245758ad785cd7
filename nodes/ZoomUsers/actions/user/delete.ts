import type { INodeProperties } from 'n8n-workflow';
import { emailProblem } from '../../../zoom/rules/email';
import { ADDRESS_ONLY, removeUser, TRANSFERS, type Removal } from '../../../zoom/users/removeUser';
import { userField } from '../../fields/locators';
import { wordsIn } from '../../fields/optionTypes';
import type { RowReader } from '../../input/rowReader';
import { RUN_AGAIN_WITHOUT } from '../../run/operation';
import { userOperation } from '../../run/userOperation';
import { PROTECTED, type ProtectedContext } from './protection';

const fields: INodeProperties[] = [
	userField('The user to remove. An invitation is cancelled instead.'),
	{
		displayName: 'Delete Mode',
		name: 'how',
		type: 'options',
		default: '',
		required: true,
		description: 'What happens to the user. A user who has not accepted yet only loses the invitation.',
		options: [
			{
				name: 'Delete Permanently',
				value: 'delete',
				description: 'Delete the user, their meetings and recordings, except what is transferred',
			},
			{
				name: 'Unlink',
				value: 'unlink',
				description: 'Remove the user from the account. They keep a free Zoom account.',
			},
			{ name: 'Choose One', value: '', description: 'There is no default: a deletion cannot be undone' },
		],
	},
	{
		displayName: 'Transfer',
		name: 'transfer',
		type: 'multiOptions',
		default: [],
		options: [
			{ name: 'Clips', value: 'clipfiles' },
			{ name: 'Docs', value: 'docs' },
			{ name: 'Meetings', value: 'meeting' },
			{ name: 'Notes', value: 'notes' },
			{ name: 'Recordings', value: 'recording' },
			{ name: 'Visitors', value: 'visitors' },
			{ name: 'Webinars', value: 'webinar' },
			{ name: 'Whiteboards', value: 'whiteboard' },
			{
				name: 'Zoom Events',
				value: ADDRESS_ONLY,
				description:
					'Zoom Events go to the user in Transfer To. If this is the only choice, nothing else is transferred.',
			},
		],
		description: 'What to transfer to another user. The rest is deleted, or stays with the user.',
	},
	{
		displayName: 'Transfer To',
		name: 'transferTo',
		type: 'string',
		placeholder: 'e.g. mira@example.com',
		default: '',
		description: 'Email address of an active user with the licenses that the data requires',
	},
];

export const remove = userOperation<Removal, ProtectedContext, 'how' | 'transfer' | 'transferTo'>({
	value: 'delete',
	name: 'Delete',
	action: 'Delete or unlink user',
	description: 'Remove a user from the account',
	fields,
	...PROTECTED,
	labels: { verb: 'deleted or unlinked', key: 'user', resumeHint: RUN_AGAIN_WITHOUT },
	parameters: ['how', 'transfer', 'transferTo'],
	read,
	process: async (run, { ref, wanted }) => await removeUser(run, ref, wanted, run.protectedUsers),
});

type Reader = RowReader<'how' | 'transfer' | 'transferTo' | 'user' | 'options'>;

function read(reader: Reader): Removal {
	const how = reader.text('how').toLowerCase();
	if (how !== 'unlink' && how !== 'delete') {
		reader.complain({
			field: 'how',
			...(how === '' ? {} : { value: how }),
			message: how === '' ? 'is not chosen' : 'is not one of the choices',
			remedy: 'Choose Unlink or Delete Permanently.',
		});
	}
	const transfers = wordsIn(reader.given('transfer', [])).map((one) => one.toLowerCase());
	const transferTo = String(reader.given('transferTo', '') ?? '').trim();
	checkTransfer(reader, transfers, transferTo);
	return {
		mode: how === 'delete' ? 'delete' : 'unlink',
		transfers,
		...(transferTo === '' ? {} : { transferTo }),
	};
}

/** Data that is not transferred is lost, so an invalid value must never mean "no transfer". */
function checkTransfer(reader: Reader, transfers: string[], transferTo: string): void {
	const choices: readonly string[] = [...TRANSFERS, ADDRESS_ONLY];
	const unknown = transfers.filter((one) => !choices.includes(one));
	if (unknown.length > 0) {
		const remedy = `Use ${choices.join(', ')}.`;
		reader.complain({
			field: 'transfer',
			value: unknown.join(', '),
			message: 'cannot be transferred',
			remedy,
		});
	}
	if (transfers.length > 0 && transferTo === '') {
		const message = 'is empty, and the data to transfer would be lost';
		const remedy = 'Enter the email address of an active, licensed user of this account.';
		reader.complain({ field: 'transferTo', message, remedy });
	}
	if (transferTo === '') return;
	const message = emailProblem(transferTo);
	if (message) {
		const remedy = 'Enter one email address, such as mira@example.com.';
		reader.complain({ field: 'transferTo', value: transferTo, message, remedy });
	}
	if (transfers.length === 0) {
		const nothing = "is empty, although 'Transfer To' names a user: nothing would be transferred";
		const remedy = "Choose what to transfer, or clear 'Transfer To'.";
		reader.complain({ field: 'transfer', message: nothing, remedy });
	}
}
