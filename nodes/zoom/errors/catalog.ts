import { ACCESS_ERRORS } from './catalogAccess';
import { CREATE_ERRORS } from './catalogCreate';
import { GROUP_ERRORS } from './catalogGroups';
import { USER_ERRORS } from './catalogUsers';
import {
	ADDRESS,
	QUOTA_USED_UP,
	TOO_OFTEN,
	TOO_OFTEN_A_DAY,
	type ErrorEntry,
	type ErrorMeaning,
} from './catalogEntry';

/** Errors of every call. They are checked before the errors of a single call. */
const COMMON_ERRORS: readonly ErrorEntry[] = [
	...ACCESS_ERRORS,
	{
		code: 2300,
		message: 'Zoom does not know this address',
		remedy: 'Check the API address in the credential: it ends in /v2.',
		owner: 'you',
		reason: 'network',
		handling: 'endRun',
	},

	// Rates
	{ operation: 'createUser', status: 429, limit: 'day', ...QUOTA_USED_UP },
	{ operation: 'createUser', status: 429, text: /daily|GMT 00:00/i, ...QUOTA_USED_UP },
	{ operation: 'changeEmail', status: 429, limit: 'day', ...TOO_OFTEN_A_DAY, handling: undefined },
	{ status: 429, limit: 'day', ...TOO_OFTEN_A_DAY },
	{ status: 429, text: /daily|GMT 00:00/i, ...TOO_OFTEN_A_DAY },
	{
		status: 429,
		text: /too many concurrent/i,
		...TOO_OFTEN,
		message: 'Zoom is processing too many requests of this account',
		afterRetries: 'endRun',
		tooManyConcurrent: true,
	},
	{ status: 429, limit: 'second', ...TOO_OFTEN, afterRetries: 'endRun' },
	{ status: 429, text: /per-second/i, ...TOO_OFTEN, afterRetries: 'endRun' },
	{ operation: 'createUser', status: 429, ...TOO_OFTEN, afterRetries: 'endInvitations' },
	{ status: 429, ...TOO_OFTEN },
	{ code: 429, ...TOO_OFTEN },
];

/** Errors without a known code, by status. */
const OTHER_ERRORS: readonly ErrorEntry[] = [
	{
		status: 'withoutId',
		message: 'the response did not come from Zoom',
		remedy: ADDRESS,
		owner: 'you',
		reason: 'network',
		handling: 'wait',
	},
	{
		status: 403,
		text: /denied for this account/i,
		message: 'Zoom has disabled its API for this account',
		remedy: 'Ask Zoom support to enable it.',
		owner: 'admin',
		reason: 'account',
		handling: 'endRun',
	},
	{
		status: '3xx',
		message: 'the address redirects to another page, possibly a sign-in page',
		remedy: ADDRESS,
		owner: 'you',
		reason: 'network',
		handling: 'endRun',
	},
	{
		operation: 'createUser',
		status: '5xx',
		message: 'Zoom failed to process the request',
		remedy: 'Try again later. If the error persists, give Zoom support the tracking ID.',
		owner: 'zoom',
		reason: 'zoom',
		handling: 'lookUpLost',
		showTrackingId: true,
	},
	{
		status: '5xx',
		message: 'Zoom failed to process the request',
		remedy: 'Try again later. If the error persists, give Zoom support the tracking ID.',
		owner: 'zoom',
		reason: 'zoom',
		handling: 'wait',
		showTrackingId: true,
	},
	{
		operation: 'createUser',
		status: 408,
		message: 'Zoom timed out waiting for the request',
		remedy: 'Try again.',
		owner: 'you',
		reason: 'network',
		handling: 'lookUpLost',
	},
	{
		status: 404,
		page: true,
		message: "this address is not Zoom's API",
		remedy: ADDRESS,
		owner: 'you',
		reason: 'network',
		handling: 'endRun',
	},
	{
		status: '4xx',
		page: true,
		message: 'the request was rejected, without a reason from Zoom',
		remedy: `${ADDRESS} If the response came from Zoom, give Zoom support the tracking ID.`,
		owner: 'you',
		reason: 'zoom',
		showTrackingId: true,
	},
];

/** For an error that no entry explains. */
export const UNEXPLAINED: ErrorMeaning = {
	message: 'Zoom rejected the request for a reason that this node does not know',
	remedy: "Check Zoom's own message. If it does not explain the error, give Zoom support the tracking ID.",
	owner: 'you',
	reason: 'zoom',
	showTrackingId: true,
};

/** All entries, in the order in which they are checked. */
export const ERROR_CATALOG: readonly ErrorEntry[] = [
	...COMMON_ERRORS,
	...CREATE_ERRORS,
	...USER_ERRORS,
	...GROUP_ERRORS,
	...OTHER_ERRORS,
];
