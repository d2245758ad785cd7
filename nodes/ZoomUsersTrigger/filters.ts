import type { IDataObject } from 'n8n-workflow';
import { changesIn, usersIn, type ZoomEvent } from './zoomEvent';

/** The values of the parameter. An expression can return text instead of a list. */
export interface Filters {
	creationType?: string | string[];
	changedFields?: string | string[];
	emailDomains?: string | string[];
}

/** The users of an event that pass the filters. */
export function matchingUsers(event: ZoomEvent, filters: Filters): IDataObject[] {
	const types = list(filters.creationType);
	const fields = list(filters.changedFields);
	const domains = list(filters.emailDomains).map((domain) => domain.replace(/^.*@/, '').toLowerCase());

	if (event.event === 'user.created' && types.length > 0) {
		if (!types.includes(String(event.payload.creation_type))) return [];
	}
	if (event.event === 'user.updated' && fields.length > 0) {
		const changed = changesIn(event);
		if (!fields.some((field) => field in changed)) return [];
	}
	if (domains.length === 0) return usersIn(event);
	return usersIn(event).filter((user) =>
		// A user whose email address moves to another domain matches both domains.
		[user.email, event.old?.email].some((email) => domains.includes(domainOf(email))),
	);
}

function domainOf(email: unknown): string {
	return typeof email === 'string' ? email.slice(email.lastIndexOf('@') + 1).toLowerCase() : '';
}

function list(value: string | string[] = []): string[] {
	return [value]
		.flat()
		.flatMap((text) => String(text).split(/[\s,;]+/))
		.filter((word) => word !== '');
}
