import { Weight } from './rates';

const light = (priority: Weight['priority']): Weight => ({ label: 'light', priority });
const medium = (priority: Weight['priority']): Weight => ({ label: 'medium', priority });

/** The calls that this node makes, with what each takes of the account's limits, by Zoom's labels. */
export const CALLS = {
	createUser: { weight: light('write'), answers: has('id') },
	// A pending person who is looked up may come without an ID.
	getUser: { weight: light('read'), answers: has('id', 'email') },
	getMe: { weight: light('read'), answers: has('id') },
	listUsers: { weight: medium('read'), answers: has('users') },
	updateUser: { weight: light('step'), answers: withNothing },
	changeEmail: { weight: light('write'), answers: withNothing },
	setStatus: { weight: light('write'), answers: withNothing },
	deleteUser: { weight: light('write'), answers: withNothing },
	revokeToken: { weight: light('write'), answers: withNothing },
	listGroups: { weight: medium('read'), answers: has('groups') },
	createGroup: { weight: light('write'), answers: has('id') },
	addToGroup: { weight: medium('step'), answers: has('ids', 'added_at') },
	removeFromGroup: { weight: light('step'), answers: withNothing },
	listRoles: { weight: medium('read'), answers: has('roles') },
	assignRole: { weight: medium('step'), answers: has('ids', 'add_at') },
	removeRole: { weight: light('step'), answers: withNothing },
	planUsage: { weight: { label: 'heavy', priority: 'read' }, answers: has('plan_base') },
	userSummary: { weight: medium('read'), answers: has('total_users_count') },
} satisfies Record<string, { weight: Weight; answers: (body: unknown) => boolean }>;

export type ZoomOperation = keyof typeof CALLS;

/** Whether a body is the answer of that call, and not something that came in its place. */
export function isAnswerOf(operation: ZoomOperation, body: unknown): boolean {
	return CALLS[operation].answers(body);
}

/** One of these is there. */
function has(...names: string[]): (body: unknown) => boolean {
	return (body) =>
		typeof body === 'object' &&
		body !== null &&
		names.some((name) => ((body as Record<string, unknown>)[name] ?? undefined) !== undefined);
}

/** 204, or a 200 with as little in it. */
function withNothing(body: unknown): boolean {
	if (typeof body !== 'object' || body === null) return body === undefined || body === null || body === '';
	return !('code' in body);
}
