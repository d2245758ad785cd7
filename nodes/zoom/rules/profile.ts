import { ExactInteger, writeExactJson } from '../model/exactJson';
import type { ZoomUser } from '../model/user';
import { TYPE_WORDS } from './newUser';
import { KINDS, type Bounds, type Kind, type KindValues } from './profileKinds';
import { isNothing, type Problem } from './text';

/**
 * A field that can be changed on an existing user.
 *
 * Source: Zoom's OpenAPI of `PATCH /users/{userId}` (operation `userUpdate`, 2026-03).
 */
type ProfileField = {
	[K in Kind]: Bounds & {
		/** Zoom's name of it in a PATCH, with a dot where it is inside another. */
		zoom: string;
		kind: K;
		/** Which response returns it: lists of users, too, one user only, or none. */
		returned: 'list' | 'get' | 'never';
		/** What to send to clear it. Missing if it cannot be cleared. */
		empty?: KindValues[K];
	};
}[Kind];

const text = (zoom: string, returned: ProfileField['returned'], most?: number): ProfileField => ({
	zoom,
	kind: 'text',
	returned,
	most,
	empty: '',
});

/** By the node's own names. */
export const PROFILE = {
	aboutMe: text('about_me', 'never', 150),
	cmsUserId: text('cms_user_id', 'get'),
	company: text('company', 'get', 255),
	costCenter: text('cost_center', 'get'),
	customAttributes: { zoom: 'custom_attributes', kind: 'attributes', returned: 'list', most: 5, empty: [] },
	department: text('dept', 'list'),
	displayName: text('display_name', 'list', 128),
	divisionId: { zoom: 'division_ids', kind: 'list', returned: 'list', empty: [] },
	firstName: text('first_name', 'list', 64),
	hostKey: { zoom: 'host_key', kind: 'text', returned: 'never', least: 6, most: 10 },
	jobTitle: text('job_title', 'get', 128),
	language: { zoom: 'language', kind: 'text', returned: 'get' },
	lastName: text('last_name', 'list', 64),
	licenseInfo: { zoom: 'license_info_list', kind: 'list', returned: 'get', most: 2 },
	linkedinUrl: text('linkedin_url', 'never'),
	location: text('location', 'get', 256),
	manager: { zoom: 'manager', kind: 'person', returned: 'get', empty: '' },
	phoneNumbers: { zoom: 'phone_numbers', kind: 'phones', returned: 'get', most: 3, empty: [] },
	planUnitedType: { zoom: 'plan_united_type', kind: 'text', returned: 'list', empty: 'none' },
	pmi: { zoom: 'pmi', kind: 'number', returned: 'list', least: 10, most: 10 },
	pronouns: text('pronouns', 'get'),
	pronounsOption: { zoom: 'pronouns_option', kind: 'number', returned: 'get', choices: [1, 2, 3] },
	timezone: { zoom: 'timezone', kind: 'text', returned: 'list' },
	type: { zoom: 'type', kind: 'number', returned: 'list', words: TYPE_WORDS },
	usePmi: { zoom: 'use_pmi', kind: 'flag', returned: 'get' },
	vanityName: text('vanity_name', 'never'),
	zoomOneType: { zoom: 'zoom_one_type', kind: 'exact', returned: 'get', empty: 0 },
	zoomPhone: { zoom: 'feature.zoom_phone', kind: 'flag', returned: 'never' },
} satisfies Record<string, ProfileField>;

export type ProfileName = keyof typeof PROFILE;

/** Zoom accepts one of these in a request. */
export const LICENSE_FIELDS: readonly string[] = ['type', 'planUnitedType', 'zoomOneType'];

const FIELDS: Record<string, ProfileField> = PROFILE;

/** The node's names of the fields, by Zoom's names. */
const NAMES: Record<string, string> = Object.fromEntries(
	Object.entries(FIELDS).map(([name, { zoom }]) => [zoom, name]),
);

/** The node's name of a field, by Zoom's name; Zoom's name for a field that this node does not know. */
export const nodeNameOf = (zoom: string): string => NAMES[zoom] ?? zoom;

/** Zoom's name of a field, by the node's name. */
export const zoomNameOf = (name: string): string => fieldOf(name).zoom;

/** Fields that can be cleared. */
export const CLEARABLE = Object.keys(FIELDS).filter((name) => 'empty' in FIELDS[name]) as ProfileName[];

/** The value that a field of a user should have. */
export type DesiredField<K extends Kind = Kind> = {
	[P in K]: {
		kind: P;
		/** The node's name of the field; Zoom's name for a field that this node does not know. */
		name: string;
		/** As it is sent to Zoom. */
		value: KindValues[P];
		/** It is one of the pending changes of an earlier item. */
		pending?: true;
	};
}[K];

const fieldOf = (name: string): ProfileField => FIELDS[name] ?? { zoom: name, kind: 'any', returned: 'get' };

/** TypeScript cannot see that the kind and the value of one field belong together. */
const desiredField = (kind: Kind, name: string, value: unknown) => ({ kind, name, value }) as DesiredField;

/** Whether a list of users has as much of a field as a single user. */
export function isInList(name: string): boolean {
	return fieldOf(name).returned !== 'get';
}

/**
 * Checks the changes to a profile and converts them to the form that Zoom accepts. A blank value leaves its field as it
 * is: only the fields in `cleared` are cleared.
 *
 * @param given by the node's names: text for numbers, spaces around, words for flags
 * @param cleared names of the fields to clear
 */
export function checkProfile(
	given: Record<string, unknown>,
	cleared: readonly string[],
	problems: Problem[],
): DesiredField[] {
	const desired: DesiredField[] = [];
	for (const [name, value] of Object.entries(given)) {
		if (isNothing(value)) continue;
		const field = fieldOf(name);
		const parsed = KINDS[field.kind].parse(value, field, (message, remedy) => {
			problems.push({ field: name, value, message, remedy });
			return undefined;
		});
		if (parsed !== undefined) desired.push(desiredField(field.kind, name, parsed));
	}
	for (const name of cleared) {
		const field = fieldOf(name);
		if (!('empty' in field)) {
			const remedy = `Fields that can be cleared: ${CLEARABLE.join(', ')}.`;
			problems.push({ field: 'emptyFields', value: name, message: 'cannot be cleared', remedy });
		} else if (!desired.some((one) => one.name === name)) {
			desired.push(desiredField(field.kind, name, field.empty));
		}
	}
	return desired;
}

/** A field of a create that has passed its checks, to compare it with an existing user. */
export function desiredFromCreate(name: string, value: unknown): DesiredField {
	const field = fieldOf(name);
	const parsed = KINDS[field.kind].parse(value, {}, () => undefined);
	return parsed === undefined ? desiredField('any', name, value) : desiredField(field.kind, name, parsed);
}

/** The fields that differ from the user as Zoom has them, and those that Zoom does not return. */
export function compare(
	desired: readonly DesiredField[],
	user: ZoomUser,
): { differing: DesiredField[]; notCompared: DesiredField[] } {
	const isUnknown = ({ name }: DesiredField) => {
		const { returned, zoom } = fieldOf(name);
		return returned === 'never' || (!(name in FIELDS) && !(zoom in user));
	};
	return {
		differing: desired.filter((field) => !isUnknown(field) && !isAsDesired(field, user)),
		notCompared: desired.filter(isUnknown),
	};
}

/** The value that Zoom has in a field, or null. */
export function valueOf(name: string, user: ZoomUser): unknown {
	return user[fieldOf(name).zoom] ?? null;
}

/** A value as an item shows it. */
export function shownValue({ value }: DesiredField): unknown {
	return value instanceof ExactInteger ? value.digits : value;
}

function isAsDesired<K extends Kind>(field: DesiredField<K>, user: ZoomUser): boolean {
	const has = valueOf(field.name, user);
	const { value } = field;
	if (isNothing(has) || (Array.isArray(has) && has.length === 0)) {
		return (
			value === fieldOf(field.name).empty || (Array.isArray(value) && value.length === 0) || value === false
		);
	}
	return KINDS[field.kind].equals(has, field.value);
}

/** Plans beyond 2^53: Zoom's response loses their last digits when n8n reads it. */
const LONG_PLANS = ['72057594037927936', '144115188075855872', '576460752303423488'];

/** The digits of a plan as Zoom returned it. */
export function planDigits(plan: unknown): string {
	return LONG_PLANS.find((digits) => Number(digits) === Number(plan)) ?? String(plan);
}

/** The PATCHes that write these fields: one, and one more for each further license. */
export function patchesFor(
	desired: readonly DesiredField[],
): Array<{ fields: DesiredField[]; body: string }> {
	const [first, ...more] = desired.filter(({ name }) => LICENSE_FIELDS.includes(name));
	const others = desired.filter(({ name }) => !LICENSE_FIELDS.includes(name));
	const together = first ? [...others, first] : others;
	return [together, ...more.map((one) => [one])]
		.filter(({ length }) => length > 0)
		.map((fields) => ({ fields, body: bodyOf(fields) }));
}

function bodyOf(fields: DesiredField[]): string {
	const body: Record<string, unknown> = {};
	for (const { name, value } of fields) {
		const [outer, inner] = fieldOf(name).zoom.split('.');
		body[outer] = inner ? { ...(body[outer] as object), [inner]: value } : value;
	}
	return writeExactJson(body);
}
