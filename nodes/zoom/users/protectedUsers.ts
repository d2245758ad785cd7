import { call, type CallOutcome } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { failureOf } from '../errors/classify';
import { ADMIN_ROLE, OWNER_ROLE } from '../lookup/directory';
import type { RowResult } from '../model/outcome';
import { nameOf, type ZoomUser } from '../model/user';

/** Why a user is protected. */
type Because = 'owner' | 'named' | 'own' | 'admin';

type Protection =
	| { kind: 'free' }
	| { kind: 'protected'; because: Because }
	/** It cannot be read whether the user is protected. */
	| { kind: 'unknown'; result: RowResult };

const FREE: Protection = { kind: 'free' };

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

	/** @returns why a user is protected, or the result of the row if that cannot be read */
	async ask(user: ZoomUser, verb: string): Promise<Protection> {
		const role = String(user.role_id ?? '');
		const name = String(user.role_name ?? '').toLowerCase();
		if (role === OWNER_ROLE || name === 'owner') {
			return { kind: 'protected', because: 'owner' };
		}
		const names = [user.email, user.id].map((one) => one?.toLowerCase());
		if (this.named.some((one) => names.includes(one.toLowerCase()))) {
			return { kind: 'protected', because: 'named' };
		}
		const own = await this.checkOwnUser(user, verb);
		if (own.kind !== 'free') return own;
		if (!this.allowAdmins && (role === ADMIN_ROLE || name === 'admin')) {
			return { kind: 'protected', because: 'admin' };
		}
		return FREE;
	}

	private async checkOwnUser(user: ZoomUser, verb: string): Promise<Protection> {
		this.own ??= call(this.run, 'getMe', { method: 'GET', path: '/users/me' });
		const { result } = await this.own;
		if (result.kind === 'done') {
			if (result.body.id !== user.id) return FREE;
			return { kind: 'protected', because: 'own' };
		}
		if (result.kind === 'cancelled') return { kind: 'unknown', result: { kind: 'notStarted' } };
		const { reason, handling } = result.error.meaning;
		const isUnavailable = reason === 'auth' || reason === 'network' || handling === 'wait';
		if (!this.mustKnowOwnUser && !isUnavailable) {
			this.ownUserUnknown = true;
			return FREE;
		}
		this.own = undefined;
		const happened = `was not ${verb} (the user of the credential could not be read)`;
		const failure = failureOf(result.error, nameOf(user), happened);
		return { kind: 'unknown', result: { kind: 'failed', failure } };
	}
}

const SENTENCES: Record<Because, { because: string; remedy: string }> = {
	owner: {
		because: 'the user owns the Zoom account',
		remedy: 'transfer the ownership to another user in the Zoom portal first.',
	},
	named: {
		because: "'Protected Users' names the user",
		remedy: "remove the user from 'Protected Users', or remove the row.",
	},
	own: {
		because: 'the credential of this node belongs to this user',
		remedy: 'connect the credential as another user first.',
	},
	admin: {
		because: 'the user is an admin of the Zoom account',
		remedy: "remove the role with Role: Remove. Deactivate and Delete also have the option 'Allow Admins'.",
	},
};

/** @returns the result of the row for a protected user */
export async function checkProtected(
	protectedUsers: ProtectedUsers,
	user: ZoomUser,
	verb: string,
): Promise<RowResult | undefined> {
	const answer = await protectedUsers.ask(user, verb);
	if (answer.kind === 'free') return undefined;
	if (answer.kind === 'unknown') return answer.result;
	const { because, remedy } = SENTENCES[answer.because];
	const sentence = `${nameOf(user)} was not ${verb}: ${because}. What to do: ${remedy}`;
	return { kind: 'failed', failure: { reason: 'permission', sentence } };
}
