import type { RateClass } from './rates';
import type { ZoomUser } from './user';

type Body = Record<string, unknown>;

/** A call that this node makes: its rate class, and how its response is recognized. */
interface CallType<T> {
	rateClass: RateClass;
	/** Whether a body is the response to this call, and not something else. */
	isResponse: (body: unknown) => body is T;
}

const light = (priority: RateClass['priority']): RateClass => ({ label: 'light', priority });
const medium = (priority: RateClass['priority']): RateClass => ({ label: 'medium', priority });
const heavy = (priority: RateClass['priority']): RateClass => ({ label: 'heavy', priority });

/** A response in which one of these fields is present. */
function returning<T = Body>(rateClass: RateClass, ...names: string[]): CallType<T> {
	return {
		rateClass,
		isResponse: (body): body is T =>
			typeof body === 'object' &&
			body !== null &&
			names.some((name) => ((body as Body)[name] ?? undefined) !== undefined),
	};
}

/** 204, or a 200 without content. */
function returningNothing(rateClass: RateClass): CallType<Body> {
	return {
		rateClass,
		isResponse: (body): body is Body =>
			typeof body !== 'object' || body === null
				? body === undefined || body === null || body === ''
				: !('code' in body),
	};
}

/**
 * The calls that this node makes, with Zoom's rate-limit label for each.
 *
 * Source: the `x-` rate-limit labels of https://developers.zoom.us/docs/api/users/
 */
export const CALLS = {
	createUser: returning<ZoomUser>(light('write'), 'id'),
	// A pending user can have no ID.
	getUser: returning<ZoomUser>(light('read'), 'id', 'email'),
	getMe: returning<ZoomUser>(light('read'), 'id'),
	getPermissions: returning(light('read'), 'permissions'),
	getUserSettings: returning(
		medium('read'),
		'feature',
		'in_meeting',
		'schedule_meeting',
		'email_notification',
		'recording',
	),
	listUsers: returning(medium('read'), 'users'),
	updateUser: returningNothing(light('step')),
	changeEmail: returningNothing(light('write')),
	setStatus: returningNothing(light('write')),
	deleteUser: returningNothing(light('write')),
	/** The same endpoint, for a user who has not accepted. */
	cancelInvitation: returningNothing(light('write')),
	revokeToken: returningNothing(light('write')),
	listGroups: returning(medium('read'), 'groups'),
	createGroup: returning(light('write'), 'id'),
	addToGroup: returning(medium('step'), 'ids', 'added_at'),
	removeFromGroup: returningNothing(light('step')),
	listRoles: returning(medium('read'), 'roles'),
	assignRole: returning(medium('step'), 'ids', 'add_at'),
	removeRole: returningNothing(light('step')),
	planUsage: returning(heavy('read'), 'plan_base'),
	userSummary: returning(medium('read'), 'total_users_count'),
	accountSettings: returning(medium('read'), 'security'),
	managedDomains: returning(medium('read'), 'domains', 'total_records'),
};

export type ZoomOperation = keyof typeof CALLS;

/** The body of a call's response. */
export type BodyOf<O extends ZoomOperation> = (typeof CALLS)[O] extends CallType<infer T> ? T : never;
