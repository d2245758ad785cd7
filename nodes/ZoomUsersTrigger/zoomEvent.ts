import type { IDataObject } from 'n8n-workflow';

/** An event from Zoom. It's signed, but any field can be missing or have another type. */
export interface ZoomEvent {
	event: string;
	/** ms */
	at?: number;
	payload: IDataObject;
	object: IDataObject;
	old?: IDataObject;
	/** The whole event, unchanged. */
	body: IDataObject;
}

/** The event in a request body, or nothing if the body isn't an event. */
export function readEvent(rawBody: Buffer): ZoomEvent | undefined {
	let body: unknown;
	try {
		body = JSON.parse(rawBody.toString('utf8'));
	} catch {
		return undefined;
	}
	if (!isObject(body) || typeof body.event !== 'string') return undefined;
	const payload = isObject(body.payload) ? body.payload : {};
	return {
		// In Zoom's own example, group.member_deleted is called group.members_deleted.
		event: body.event.replace(/^group\.members_/, 'group.member_'),
		at: [body.event_ts, payload.time_stamp].find(isTime),
		payload,
		object: isObject(payload.object) ? payload.object : {},
		old: isObject(payload.old_object) ? payload.old_object : undefined,
		body,
	};
}

export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A time in ms that fits in a Date. */
function isTime(value: unknown): value is number {
	return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}

/** The changed fields of `user.updated` with the old and the new value, or null if Zoom doesn't send one. */
export function changesIn({ event, object, old = {} }: ZoomEvent): IDataObject {
	const changed: IDataObject = {};
	if (event !== 'user.updated') return changed;
	for (const field of new Set([...Object.keys(old), ...Object.keys(object)])) {
		const [from, to] = [old[field] ?? null, object[field] ?? null];
		if (field !== 'id' && JSON.stringify(from) !== JSON.stringify(to)) changed[field] = { from, to };
	}
	return changed;
}

/** The users that an event is about: one user, or the users added to a group or removed from it. */
export function usersIn({ object }: ZoomEvent): IDataObject[] {
	return Array.isArray(object.members) ? (object.members as unknown[]).filter(isObject) : [object];
}
