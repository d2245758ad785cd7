import type { IDataObject } from 'n8n-workflow';

/** An event as Zoom sends it. Its shape is Zoom's word: signed, but read with care. */
export interface ZoomEvent {
	event: string;
	/** ms */
	at?: number;
	payload: IDataObject;
	object: IDataObject;
	old?: IDataObject;
	/** All of it, as it came. */
	body: IDataObject;
}

export const URL_VALIDATION = 'endpoint.url_validation';

/** The event in a body, or nothing if it is none. */
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
		// Zoom's own example of group.member_deleted is called group.members_deleted.
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

/** A time in ms, of those that a Date can hold. */
function isTime(value: unknown): value is number {
	return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}

/** The fields that `user.updated` names, each with its value before and after; null where Zoom gives none. */
export function changesIn({ event, object, old = {} }: ZoomEvent): IDataObject {
	const changed: IDataObject = {};
	if (event !== 'user.updated') return changed;
	for (const field of new Set([...Object.keys(old), ...Object.keys(object)])) {
		const [from, to] = [old[field] ?? null, object[field] ?? null];
		if (field !== 'id' && JSON.stringify(from) !== JSON.stringify(to)) changed[field] = { from, to };
	}
	return changed;
}

/** Whom an event is about: one person, or the members who came to a group or left it. */
export function peopleIn({ object }: ZoomEvent): IDataObject[] {
	return Array.isArray(object.members) ? (object.members as unknown[]).filter(isObject) : [object];
}
