import { NO_CONTENT, type Answer } from '../wire/answer';
import type { Person } from '../state/person';
import type { Asked, PersonWrite } from './personWrite';
import { takeLicenses } from './personState';
import { errorResponse, fieldErrors, type FieldError } from '../answers/errors';
import { isAdmin } from '../state/roles';
import { writeError } from '../answers/writeErrors';
import type { Zoom } from '../http/zoom';

/** What can be handed over to somebody else. */
const TRANSFERS = [
	'transfer_meeting',
	'transfer_webinar',
	'transfer_recording',
	'transfer_whiteboard',
	'transfer_clipfiles',
	'transfer_notes',
	'transfer_visitors',
	'transfer_docs',
];

/** DELETE /v2/users/:id: unlinks, where it is not told to delete. */
export const removeUser: PersonWrite = {
	verb: 'delete',
	call: 'delete',
	takesExpired: true,
	check: ({ query }, settings) => {
		const wrong: FieldError[] = [];
		const allow = (field: string, values: string[]) => {
			if (query[field] !== undefined && !values.includes(query[field]))
				wrong.push({ field, fault: 'invalid' });
		};
		allow('action', ['disassociate', 'delete']);
		for (const field of TRANSFERS) allow(field, ['true', 'false']);
		return wrong.length > 0 ? fieldErrors(settings, wrong) : undefined;
	},
	apply(zoom, person, asked) {
		const { account } = zoom;
		const unlink = asked.query.action !== 'delete';
		const state = account.stateOf(person);
		const no =
			state === 'active'
				? refuseActive(zoom, person, asked)
				: refuseOthers(zoom, state, { unlink, hasAction: asked.query.action !== undefined }, asked.id);
		if (no) return no;
		if (unlink && state === 'active') {
			takeLicenses(person);
			person.status = 'otherAccount';
		} else account.remove(person.email);
		asked.took();
		zoom.emit(unlink ? 'user.disassociated' : 'user.deleted', person);
		return { ...NO_CONTENT, simulator: dropped(asked) };
	},
};

function refuseOthers(
	{ settings }: Zoom,
	state: Person['status'],
	{ unlink, hasAction }: { unlink: boolean; hasAction: boolean },
	id: string,
): Answer | undefined {
	if (state === 'expired') {
		const takenBack = unlink && id.includes('@') && settings.expiredCanBeUnlinked;
		return takenBack ? undefined : errorResponse(settings, 1120);
	}
	if (state === 'pending') {
		if (hasAction && settings.pendingTakesNoQuery) return errorResponse(settings, 1001);
		return unlink ? undefined : writeError(settings, 'pendingDelete');
	}
	return writeError(settings, 'deactivated');
}

function refuseActive(zoom: Zoom, person: Person, { query }: Asked): Answer | undefined {
	const { settings, account } = zoom;
	if (person === account.owner) return writeError(settings, 'ownerDelete');
	if (query.action !== 'delete') {
		const domain = person.email.slice(person.email.lastIndexOf('@') + 1);
		if (isAdmin(person)) return writeError(settings, 'adminUnlink');
		if (settings.managedDomains.includes(domain)) return writeError(settings, 'managedDomain');
		if (person.action === 'custCreate') return writeError(settings, 'apiUserUnlink');
	}
	const { transfer_email: email } = query;
	if (email === undefined) return undefined;
	if (email.toLowerCase() === person.email) return writeError(settings, 'transferToSelf');
	const target = account.find(email);
	if (target && account.stateOf(target) === 'active') return undefined;
	return writeError(settings, 'transferToNobody', { email });
}

/** Zoom takes a transfer without a target, and loses what was to be handed over. */
function dropped({ query }: Asked): string | undefined {
	const asked = TRANSFERS.some((field) => query[field] === 'true');
	if (!asked || query.transfer_email !== undefined) return undefined;
	return 'Nothing was handed over: there is no transfer_email.';
}
