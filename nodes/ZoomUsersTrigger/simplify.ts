import type { IDataObject } from 'n8n-workflow';
import { changesIn, type ZoomEvent } from './zoomEvent';

/** An event in few words: who, message: what, when, by whom, and what has changed. What Zoom does not give is left out. */
export function simplify(event: ZoomEvent, person: IDataObject): IDataObject {
	const { payload, object, old } = event;
	const isOfGroup = event.event.startsWith('group.');
	const changed = changesIn(event);
	return withoutGaps({
		event: event.event,
		at: event.at === undefined ? undefined : new Date(event.at).toISOString(),
		accountId: payload.account_id,
		who: withoutGaps({
			id: person.id,
			email: person.email ?? old?.email,
			firstName: person.first_name,
			lastName: person.last_name,
			type: person.type,
			displayName: person.display_name,
		}),
		by:
			payload.operator_id || payload.operator
				? withoutGaps({ email: payload.operator, id: payload.operator_id })
				: undefined,
		creationType: payload.creation_type,
		changed: Object.keys(changed).length > 0 ? changed : undefined,
		operation: payload.operation,
		group: isOfGroup ? withoutGaps({ id: object.id, name: object.name }) : undefined,
		client: object.client_type
			? withoutGaps({ type: object.client_type, version: object.version })
			: undefined,
		loginType: object.login_type,
	});
}

function withoutGaps(fields: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
