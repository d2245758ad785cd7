import type { IDataObject } from 'n8n-workflow';
import { changesIn, type ZoomEvent } from './zoomEvent';

/** The output with Simplify on: which user, what happened, when, who did it, what changed. Leaves out missing values. */
export function simplify(event: ZoomEvent, user: IDataObject): IDataObject {
	const { payload, object, old } = event;
	const isOfGroup = event.event.startsWith('group.');
	const changed = changesIn(event);
	return withoutMissing({
		event: event.event,
		at: event.at === undefined ? undefined : new Date(event.at).toISOString(),
		accountId: payload.account_id,
		who: withoutMissing({
			id: user.id,
			email: user.email ?? old?.email,
			firstName: user.first_name,
			lastName: user.last_name,
			type: user.type,
			displayName: user.display_name,
		}),
		by:
			payload.operator_id || payload.operator
				? withoutMissing({ email: payload.operator, id: payload.operator_id })
				: undefined,
		creationType: payload.creation_type,
		changed: Object.keys(changed).length > 0 ? changed : undefined,
		operation: payload.operation,
		group: isOfGroup ? withoutMissing({ id: object.id, name: object.name }) : undefined,
		client: object.client_type
			? withoutMissing({ type: object.client_type, version: object.version })
			: undefined,
		loginType: object.login_type,
	});
}

function withoutMissing(fields: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
