import type { IDataObject } from 'n8n-workflow';
import { changesIn, peopleIn, type ZoomEvent } from './zoomEvent';

/** As the node's parameter holds them; an expression may give text where a list is meant. */
export interface Filters {
	creationType?: string | string[];
	changedFields?: string | string[];
	emailDomains?: string | string[];
}

/** Whom of an event the workflow is to start for: nobody, if it does not pass. */
export function chosenPeople(event: ZoomEvent, filters: Filters): IDataObject[] {
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
	if (domains.length === 0) return peopleIn(event);
	return peopleIn(event).filter((person) =>
		// UserRef has moved to another domain, or has come from there, counts with both.
		[person.email, event.old?.email].some((email) => domains.includes(domainOf(email))),
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
