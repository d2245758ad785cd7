import type { ZoomResponse } from '../wire/response';
import { errorResponse, messageIn } from './errors';
import type { Settings } from '../state/settings';
import type { Verb } from '../state/triggers';

/** An error of a call that updates or deletes users, or changes groups and roles. */
interface WriteErrorText {
	status: number;
	code: number;
	/** The verbs of the tags `+refuse-<verb>-<code>`. If several errors have the same code, in this order. */
	of: Verb[];
	text: string;
}

const WRITE_ERRORS = {
	plansTogether: {
		status: 400,
		code: 300,
		of: ['patch'],
		text: 'You can\'t change the "type" or "plan_united_type" or "zoom_one_type" at the same time.',
	},
	aboutMe: {
		status: 400,
		code: 300,
		of: ['patch'],
		text: "The `about_me` field is illegal and can't contain hyperlinks or HTML code.",
	},
	linkedIn: {
		status: 400,
		code: 300,
		of: ['patch'],
		text: 'The `linkedin_url` field is illegal. The URL must contain `linkedin.com`.',
	},
	paidLicenses: {
		status: 400,
		code: 3412,
		of: ['patch'],
		text: 'Your request to convert the user type of a "Basic" user to a "{userType}" user was not approved at this time because your account has reached the permitted maximum number of "{max}" paying users. Please purchase additional licenses or remove existing paying user(s) from your "Users" list or the "Pending Users" list before attempting to convert a user to a paying user.',
	},
	basicSeats: {
		status: 400,
		code: 3412,
		of: ['status'],
		text: 'Your request to activate the user was not approved at this time because your account has reached the permitted maximum number of {max} "Basic" users. Remove the existing "Basic" user(s) from your "Users" list or the "Pending Users" list before attempting to activate this user.',
	},
	adminStatus: {
		status: 400,
		code: 200,
		of: ['status'],
		text: "Zoom Room and Admin users' status cannot be activated or deactivated.",
	},
	onlyAdmins: {
		status: 400,
		code: 200,
		of: ['email'],
		text: 'Only an account administrator can change email.',
	},
	adminEmail: {
		status: 400,
		code: 1000,
		of: ['email'],
		text: 'Admin can not change other admins email.',
	},
	// Zoom documents the limit, but not the text.
	emailTooOften: {
		status: 400,
		code: 300,
		of: ['email'],
		text: "A user's email can be changed at most 3 times within 24 hours.",
	},
	// Zoom documents the rule, but not the text.
	pendingDelete: {
		status: 400,
		code: 300,
		of: ['delete'],
		text: 'To delete pending user in the account, use `disassociate`.',
	},
	apiUserUnlink: {
		status: 400,
		code: 300,
		of: ['delete'],
		text: 'Unable to unlink API user(s).',
	},
	transferToSelf: {
		status: 400,
		code: 300,
		of: ['delete'],
		text: "The transfer-to email address cannot be the same as the unlinked or deleted user's email address.",
	},
	// Zoom doesn't document the text.
	transferTargetUnknown: {
		status: 400,
		code: 300,
		of: ['delete'],
		text: 'The transfer-to user does not exist: {email}.',
	},
	deactivated: {
		status: 400,
		code: 200,
		of: ['delete'],
		text: 'Unable to delete this deactivated user. Please contact Zoom support team for more information.',
	},
	ownerDelete: {
		status: 400,
		code: 200,
		of: ['delete'],
		text: 'Cannot delete a user out of your account.',
	},
	managedDomain: {
		status: 400,
		code: 1107,
		of: ['delete'],
		text: 'You can not disassociate a user with managed domain.',
	},
	adminUnlink: {
		status: 400,
		code: 1117,
		of: ['delete'],
		text: 'You can not disassociate an Admin user.',
	},
	groupUnknown: {
		status: 404,
		code: 4130,
		of: ['group'],
		text: 'A group with this {groupId} does not exist.',
	},
	memberUnknown: {
		status: 404,
		code: 4131,
		of: ['group'],
		text: 'Group member does not exist.',
	},
	groupName: {
		status: 409,
		code: 4132,
		of: ['group'],
		text: 'The group name "{groupName}" is already in use.',
	},
	groupNameMissing: {
		status: 400,
		code: 300,
		of: ['group'],
		text: 'Invalid parameter: name.',
	},
	roleFixed: {
		status: 400,
		code: 300,
		of: ['role'],
		text: "Can't delete or add members for Normal/Owner roles.",
	},
	roleUnknown: {
		status: 400,
		code: 1034,
		of: ['role'],
		text: 'Provided `role_id` does not exist.',
	},
	underWay: {
		status: 429,
		code: 429,
		of: [],
		text: 'Too many concurrent requests. A request to disassociate this user has already been made.',
	},
	notOnThisAccount: {
		status: 400,
		code: 1010,
		of: ['get', 'patch', 'status', 'email', 'delete', 'token'],
		text: 'User not found on this account.',
	},
	pageToken: {
		status: 400,
		code: 300,
		of: [],
		text: 'The next page token is invalid or expired.',
	},
} satisfies Record<string, WriteErrorText>;

export type WriteErrorName = keyof typeof WRITE_ERRORS;

export function writeError(
	settings: Settings,
	name: WriteErrorName,
	values: Record<string, string> = {},
): ZoomResponse {
	return textResponse(settings, WRITE_ERRORS[name], values);
}

/** The error for a tag: the text for this verb, if there is one. `variant` counts from 1. */
export function verbError(
	settings: Settings,
	verb: Verb,
	code: number,
	values: Record<string, string>,
	variant: number,
): ZoomResponse {
	const own: WriteErrorText[] = Object.values<WriteErrorText>(WRITE_ERRORS).filter(
		(entry) => entry.code === code && entry.of.includes(verb),
	);
	const entry = own[variant - 1] ?? own[0];
	return entry ? textResponse(settings, entry, values) : errorResponse(settings, code, values, variant);
}

function textResponse(
	settings: Settings,
	entry: WriteErrorText,
	values: Record<string, string>,
): ZoomResponse {
	const message = messageIn(settings, entry, values);
	return { status: entry.status, json: { code: entry.code, message } };
}
