import type { UserStatus } from '../model/user';
import type { ErrorMeaning } from './catalogEntry';

/** What a look-up finds instead of a user, for an email address that Zoom reports as used. */
export type ConflictKind =
	| 'expired'
	| 'absent'
	/** Not found by address, and the lists of the account could not be read to make sure. */
	| 'maybeAbsent'
	| 'noRight'
	| 'unreadable';

/** User: Create, for a user who is already in the account. */
export const EXISTING: Record<UserStatus, ErrorMeaning> = {
	active: {
		message: 'the user is already in this Zoom account',
		remedy: "Set 'If User Exists' to Skip to continue with the existing user.",
		owner: 'you',
		reason: 'exists',
	},
	pending: {
		message: 'the user is already invited to this Zoom account and has not accepted yet',
		remedy: "Set 'If User Exists' to Skip to continue with the existing user.",
		owner: 'you',
		reason: 'exists',
	},
	inactive: {
		message: 'the user is in this Zoom account and deactivated',
		remedy:
			"Use Activate, or Create or Update with 'If User Is Deactivated' set to Activate, which also restores their license.",
		owner: 'you',
		reason: 'inactive',
	},
};

/** Codes 1005 and 1009 of a create ("already used"), if the look-up finds no user. */
export const CONFLICTS: Record<ConflictKind, ErrorMeaning> = {
	expired: {
		message: 'the user was invited to this Zoom account, and the invitation has expired',
		remedy: 'Use Resend Invitation.',
		owner: 'you',
		reason: 'expired',
	},
	absent: {
		message: 'the address is used in Zoom, but not in this account',
		remedy: 'Change the address of that other Zoom account, or use another address for this user.',
		owner: 'person',
		reason: 'otherAccount',
	},
	maybeAbsent: {
		message:
			'the address is used in Zoom, but Zoom returns no user of this account for it, and the lists of users could not be read to confirm this',
		remedy:
			'Look the address up in the Zoom portal (User Management > Users). With the scope user:read:list_users:admin (classic: user:read:admin), the node does this for you.',
		owner: 'you',
		reason: 'otherAccount',
	},
	noRight: {
		message: 'the address is already used in Zoom, and the credential is not allowed to look the user up',
		remedy:
			'Add the scope user:read:user:admin (classic: user:read:admin) to the Zoom app, then get a new token: connect the OAuth2 credential again, or open and save the Server-to-Server credential.',
		owner: 'you',
		reason: 'exists',
	},
	unreadable: {
		message: 'the address is already used in Zoom, and looking the user up failed',
		remedy: 'Run the row again.',
		owner: 'you',
		reason: 'exists',
	},
};

/** A lost response to a create, and a look-up that could not find out whether the user was created. */
export const UNKNOWN_EFFECT: Record<'noRight' | 'unreadable', ErrorMeaning> = {
	noRight: {
		message: "Zoom's response was lost, and the credential is not allowed to look the user up",
		remedy:
			'Check the Zoom portal before you run the row again. With the scope user:read:user:admin (classic: user:read:admin), the node does this for you.',
		owner: 'you',
		reason: 'unknown',
	},
	unreadable: {
		message: "Zoom's response was lost, and looking the user up failed too",
		remedy:
			"Run the row again. In User: Create, set 'If User Exists' to Skip first. If the user was created, the row then returns them as existing.",
		owner: 'you',
		reason: 'unknown',
	},
};
