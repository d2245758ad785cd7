import { NO_CONTENT, type ZoomResponse } from '../wire/response';
import type { Person } from '../state/person';
import type { WriteRequest, PersonWrite } from './personWrite';
import { removeLicenses } from './personState';
import { errorResponse, fieldErrors, type FieldError } from '../answers/errors';
import { isAdmin } from '../state/roles';
import { writeError } from '../answers/writeErrors';
import type { Zoom } from '../http/zoom';

/** The data that can be transferred to another user. */
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

/** DELETE /v2/users/:id. Unlinks by default. */
export const removeUser: PersonWrite = {
	verb: 'delete',
	call: 'delete',
	allowsExpired: true,
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
	apply(zoom, person, request) {
		const { account } = zoom;
		const unlink = request.query.action !== 'delete';
		const state = account.stateOf(person);
		const error =
			state === 'active'
				? activeUserError(zoom, person, request)
				: statusError(zoom, state, { unlink, hasAction: request.query.action !== undefined }, request.id);
		if (error) return error;
		if (unlink && state === 'active') {
			removeLicenses(person);
			person.status = 'otherAccount';
		} else account.remove(person.email);
		request.markWritten();
		zoom.emit(unlink ? 'user.disassociated' : 'user.deleted', person);
		return { ...NO_CONTENT, simulator: transferWarning(request) };
	},
};

function statusError(
	{ settings }: Zoom,
	state: Person['status'],
	{ unlink, hasAction }: { unlink: boolean; hasAction: boolean },
	id: string,
): ZoomResponse | undefined {
	if (state === 'expired') {
		const canCancel = unlink && id.includes('@') && settings.expiredCanBeUnlinked;
		return canCancel ? undefined : errorResponse(settings, 1120);
	}
	if (state === 'pending') {
		if (hasAction && settings.pendingTakesNoQuery) return errorResponse(settings, 1001);
		return unlink ? undefined : writeError(settings, 'pendingDelete');
	}
	return writeError(settings, 'deactivated');
}

function activeUserError(zoom: Zoom, person: Person, { query }: WriteRequest): ZoomResponse | undefined {
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
	return writeError(settings, 'transferTargetUnknown', { email });
}

/** Zoom accepts a transfer without a target, and the data is lost. */
function transferWarning({ query }: WriteRequest): string | undefined {
	const isRequested = TRANSFERS.some((field) => query[field] === 'true');
	if (!isRequested || query.transfer_email !== undefined) return undefined;
	return 'Nothing was transferred: there is no transfer_email.';
}
