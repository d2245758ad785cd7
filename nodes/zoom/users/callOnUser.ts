import { call, type CallOutcome } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { isNoSuchUser } from '../errors/classify';
import { findUser } from '../lookup/findUser';
import type { ZoomOperation } from '../model/calls';
import { idOf, type ZoomUser } from '../model/user';
import type { ZoomCall } from '../transport/client';

/**
 * Makes a call about a user who was read a moment ago. If Zoom then finds no such user, they are looked up again: a user
 * who is still in the account gets the call once more, by address.
 *
 * @param request the call for an ID or an email address
 */
export async function callOnUser<O extends ZoomOperation>(
	run: RunContext,
	operation: O,
	user: ZoomUser,
	request: (idOrEmail: string) => ZoomCall,
): Promise<CallOutcome<O>> {
	const outcome = await call(run, operation, request(idOf(user)));
	if (!isNoSuchUser(outcome.result)) return outcome;
	const address = String(user.email ?? idOf(user));
	const now = await findUser(run, address);
	return now.kind === 'found' ? await call(run, operation, request(address)) : outcome;
}
