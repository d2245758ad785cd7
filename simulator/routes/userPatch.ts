import { isDeepStrictEqual } from 'node:util';
import { NO_CONTENT } from '../wire/response';
import { isJsonObject } from '../wire/jsonText';
import { checkPatch, TEXTS } from '../answers/patchRules';
import type { CustomAttribute, Person, PhoneNumber } from '../state/person';
import type { WriteRequest, PersonWrite } from './personWrite';
import type { Settings } from '../state/settings';
import { NAMES, readLicenses } from '../answers/userInfoRules';
import { writeError } from '../answers/writeErrors';
import type { Zoom } from '../http/zoom';

type Fields = Record<string, unknown>;

/** Stored as sent. */
const PLAIN = [
	...NAMES.map(({ field }) => field),
	...Object.keys(TEXTS),
	'type',
	'division_ids',
	'host_key',
	'pmi',
	'use_pmi',
	'pronouns_option',
];

/** PATCH /v2/users/:id */
export const updateUser: PersonWrite = {
	verb: 'patch',
	call: 'update',
	check: ({ body }, settings) => checkPatch(body, settings),
	apply(zoom, person, request) {
		const { settings, account } = zoom;
		if (person.status === 'pending') {
			patchInvited(zoom, person, request);
			if (!settings.pendingTakesPatch) return NO_CONTENT;
		}
		const { licenses } = settings;
		const converts = request.body.type === 2 && person.type !== 2;
		if (converts && licenses !== null && account.licensesInUse() >= licenses) {
			return writeError(settings, 'paidLicenses', { max: String(licenses) });
		}
		const fields = person as unknown as Fields;
		const old: Fields = {};
		for (const [field, value] of Object.entries(changesOf(person, request.body, settings))) {
			if (isDeepStrictEqual(fields[field], value)) continue;
			old[field] = fields[field] ?? '';
			fields[field] = value;
		}
		if (Object.keys(old).length > 0) {
			request.markWritten();
			zoom.emit('user.updated', person, { old });
		}
		return NO_CONTENT;
	},
};

/** A PATCH of an invited user can only add them to a group. */
function patchInvited(zoom: Zoom, person: Person, { body, markWritten }: WriteRequest): void {
	const group = zoom.groups.find(String(body.group_id));
	if (zoom.settings.pendingGroup && group && !person.group_ids.includes(group.id)) {
		person.group_ids.push(group.id);
		markWritten();
		zoom.emit('group.member_added', person, { groupId: group.id });
	}
}

/** The new values of the fields. `undefined`: removed. */
function changesOf(person: Person, body: Fields, settings: Settings): Fields {
	const changes: Fields = {};
	for (const field of PLAIN) if (body[field] !== undefined) changes[field] = body[field];
	const { plan_united_type: united, zoom_one_type: zoomOne, feature } = body;
	if (united !== undefined) changes.plan_united_type = united === 'none' ? undefined : united;
	if (zoomOne !== undefined) changes.zoom_one_type = zoomOne === 0 ? undefined : String(zoomOne);
	if (body.license_info_list !== undefined) {
		changes.license_info_list = readLicenses(body.license_info_list);
	}
	if (body.custom_attributes !== undefined) {
		changes.custom_attributes = withAttributes(person, body.custom_attributes as Fields[], settings);
	}
	if (body.phone_numbers !== undefined) {
		changes.phone_numbers = (body.phone_numbers as PhoneNumber[]).map(readPhoneNumber);
	}
	if (isJsonObject(feature) && feature.zoom_phone !== undefined) {
		changes.zoom_phone = feature.zoom_phone;
		if (feature.zoom_phone === false) changes.phone_numbers = [];
	}
	return changes;
}

/** Matched by key. Unknown keys are ignored without an error. */
function withAttributes({ custom_attributes: had }: Person, sent: Fields[], settings: Settings) {
	const attributes = new Map(had.map((attribute) => [attribute.key, attribute]));
	for (const { key, value } of sent) {
		const known = settings.customAttributes.find((attribute) => attribute.key === key);
		if (known) attributes.set(known.key, { ...known, value: value as string } satisfies CustomAttribute);
	}
	return [...attributes.values()];
}

/** Other fields of a number are ignored. */
function readPhoneNumber({ country, code, number, label }: PhoneNumber): PhoneNumber {
	return { country, code, number, label };
}
