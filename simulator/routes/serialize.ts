import type { Person } from '../state/person';
import { roleName } from '../state/roles';
import type { Zoom } from '../http/zoom';

type Row = Record<string, unknown>;

const SSO = 101;
/** Zoom's login type numbers: work email, SSO, and API only. */
const LOGIN_TYPES: Record<string, number[]> = {
	create: [100],
	autoCreate: [100],
	ssoCreate: [SSO],
	custCreate: [99],
};

/** A user as GET /v2/users/:id returns them. Some fields that PATCH can set are never returned. */
export function serializePerson(zoom: Zoom, person: Person): Row {
	return {
		...commonFields(zoom, person),
		role_name: roleName(person.role_id),
		language: person.language ?? 'en-US',
		login_types: loginTypes(person),
		account_id: zoom.settings.accountId,
		...withoutEmpty({
			custom_attributes: person.custom_attributes,
			phone_numbers: person.phone_numbers.map((number) => ({ ...number, verified: false })),
			job_title: person.job_title,
			company: person.company,
			location: person.location,
			manager: person.manager,
			cost_center: person.cost_center,
			pronouns: person.pronouns,
			pronouns_option: person.pronouns_option,
			use_pmi: person.use_pmi,
			cms_user_id: person.cms_user_id,
			license_info_list: person.license_info_list,
			zoom_one_type: person.zoom_one_type,
		}),
	};
}

/** A user as GET /v2/users returns them, with fewer fields. */
export function listRow(zoom: Zoom, person: Person, withAttributes: boolean): Row {
	const { id, ...rest } = commonFields(zoom, person);
	const { pendingIdInLists, listLeavesOut } = zoom.settings;
	const row: Row = {
		// Lists leave out the ID of pending users. GET of one user returns it.
		...(rest.status === 'pending' && !pendingIdInLists ? {} : { id }),
		...rest,
		...(withAttributes ? withoutEmpty({ custom_attributes: person.custom_attributes }) : {}),
	};
	for (const field of listLeavesOut) delete row[field];
	return row;
}

/** The fields that the list and GET of one user have in common. */
function commonFields(zoom: Zoom, person: Person): Row {
	const status = zoom.account.stateOf(person);
	const pending = status === 'pending';
	const { lastLoginAt } = person;
	return {
		id: person.id,
		first_name: person.first_name,
		last_name: person.last_name,
		display_name: person.display_name,
		email: person.email,
		type: person.type,
		role_id: person.role_id,
		status,
		verified: pending ? 0 : 1,
		timezone: person.timezone ?? 'UTC',
		dept: person.dept ?? '',
		group_ids: person.group_ids,
		// For pending users, Zoom returns the current time.
		created_at: isoTime(pending && zoom.settings.pendingCreatedAtIsNow ? zoom.now() : person.createdAt),
		...withoutEmpty({
			user_created_at: pending ? undefined : isoTime(person.createdAt),
			last_login_time: lastLoginAt === undefined ? undefined : isoTime(lastLoginAt),
			employee_unique_id: loginTypes(person).includes(SSO) ? person.employee_unique_id : undefined,
			pmi: person.pmi,
			plan_united_type: person.plan_united_type,
			division_ids: person.division_ids,
		}),
	};
}

/** In whole seconds. */
export function isoTime(ms: number): string {
	return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function loginTypes({ login_types: types, action }: Person): number[] {
	return types ?? LOGIN_TYPES[action] ?? [100];
}

/** Removes empty fields, as Zoom does. */
function withoutEmpty(fields: Row): Row {
	return Object.fromEntries(
		Object.entries(fields).filter(
			([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
		),
	);
}
