import { call, type CallOutcome } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { failureOf } from '../errors/classify';
import { ADMIN_ROLE, OWNER_ROLE } from '../lookup/directory';
import type { Failed, RowResult } from '../model/outcome';
import { nameOf, type ZoomUser } from '../model/user';

/**
 * The users that a run must not deactivate or remove: the owner and the admins of the account, the user of the
 * credential, and those that the node names. `allowAdmins` lifts it for admins; Zoom itself still protects the owner.
 */
export class ProtectedUsers {
	private own?: Promise<CallOutcome<'getMe'>>;

	/** Zoom did not say which user the credential belongs to. */
	ownUserUnknown = false;

	/**
	 * @param mustKnowOwnUser whether the row fails if Zoom does not say which user the credential belongs to. A Server-to-Server token
	 * is the one of the app's owner, but `me` is not documented for it: https://developers.zoom.us/docs/internal-apps/s2s-oauth/
	 * @param named email addresses or IDs
	 */
	constructor(
		private readonly run: RunContext,
		private readonly allowAdmins: boolean,
		private readonly mustKnowOwnUser: boolean,
		private readonly named: readonly string[] = [],
	) {}

	/** @returns the result of the row for a protected user */
	async check(user: ZoomUser, verb: string): Promise<RowResult | undefined> {
		const role = String(user.role_id ?? '');
		const name = String(user.role_name ?? '').toLowerCase();
		if (role === OWNER_ROLE || name === 'owner') {
			const remedy = 'transfer the ownership to another user in the Zoom portal first.';
			return refused(user, verb, 'the user owns the Zoom account', remedy);
		}
		const names = [user.email, user.id].map((one) => one?.toLowerCase());
		if (this.named.some((one) => names.includes(one.toLowerCase()))) {
			const remedy = "remove the user from 'Protected Users', or remove the row.";
			return refused(user, verb, "'Protected Users' names the user", remedy);
		}
		const own = await this.checkOwnUser(user, verb);
		if (own) return own;
		if (!this.allowAdmins && (role === ADMIN_ROLE || name === 'admin')) {
			const remedy = "remove the role with Role: Remove, or set the option 'Allow Admins'.";
			return refused(user, verb, 'the user is an admin of the Zoom account', remedy);
		}
		return undefined;
	}

	private async checkOwnUser(user: ZoomUser, verb: string): Promise<RowResult | undefined> {
		this.own ??= call(this.run, 'getMe', { method: 'GET', path: '/users/me' });
		const { result } = await this.own;
		if (result.kind === 'done') {
			if (result.body.id !== user.id) return undefined;
			const remedy = 'connect the credential as another user first.';
			return refused(user, verb, 'the credential of this node belongs to this user', remedy);
		}
		if (result.kind === 'cancelled') return { kind: 'notStarted' };
		const { reason, handling } = result.error.meaning;
		const isUnavailable = reason === 'auth' || reason === 'network' || handling === 'wait';
		if (!this.mustKnowOwnUser && !isUnavailable) {
			this.ownUserUnknown = true;
			return undefined;
		}
		this.own = undefined;
		const happened = `was not ${verb} (the user of the credential could not be read)`;
		return { kind: 'failed', failure: failureOf(result.error, nameOf(user), happened) };
	}
}

function refused(user: ZoomUser, verb: string, because: string, remedy: string): Failed {
	const sentence = `${nameOf(user)} was not ${verb}: ${because}. What to do: ${remedy}`;
	return { kind: 'failed', failure: { reason: 'permission', sentence } };
}
