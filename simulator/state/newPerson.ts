import type { NewPerson } from './person';
import { isJsonObject } from '../wire/jsonText';
import { STATES } from './triggers';

type Check = { is: (value: unknown) => boolean; words: string };

const states: unknown[] = Object.values(STATES);
const isList = (is: (value: unknown) => boolean) => (value: unknown) =>
	Array.isArray(value) && value.every(is);
const isText = (value: unknown) => typeof value === 'string';

const text: Check = { is: isText, words: 'text' };
const texts: Check = { is: isList(isText), words: 'a list of texts' };
const integer: Check = { is: Number.isInteger, words: 'an integer' };
const flag: Check = { is: (value) => typeof value === 'boolean', words: 'true or false' };
const objects: Check = { is: isList(isJsonObject), words: 'a list of objects' };
const digits: Check = {
	is: (value) => isText(value) && /^\d+$/.test(value as string),
	words: 'a text of digits',
};

/** What POST /__admin/people takes of a person. */
const FIELDS: Record<keyof NewPerson, Check> = {
	email: { is: (value) => isText(value) && (value as string).includes('@'), words: 'an address' },
	status: { is: (value) => states.includes(value), words: `one of ${states.join(', ')}` },
	id: text,
	first_name: text,
	last_name: text,
	display_name: text,
	type: integer,
	action: text,
	createdAt: integer,
	lastLoginAt: integer,
	role_id: text,
	group_ids: texts,
	custom_attributes: objects,
	phone_numbers: objects,
	zoom_one_type: digits,
	plan_united_type: digits,
	division_ids: texts,
	license_info_list: objects,
	login_types: { is: isList(Number.isInteger), words: 'a list of integers' },
	addons: texts,
	employee_unique_id: text,
	dept: text,
	job_title: text,
	company: text,
	location: text,
	manager: text,
	cost_center: text,
	language: text,
	timezone: text,
	pronouns: text,
	pronouns_option: integer,
	pmi: integer,
	use_pmi: flag,
	cms_user_id: text,
	about_me: text,
	host_key: text,
	linkedin_url: text,
	vanity_name: text,
	zoom_phone: flag,
};

/** A person from outside, or in words what is wrong with them. */
export function readNewPerson(value: unknown): { person: NewPerson } | { wrong: string[] } {
	if (!isJsonObject(value)) return { wrong: ['A person is a JSON object.'] };
	const wrong = Object.entries(value).flatMap(([name, field]) => {
		const check = Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof NewPerson] : undefined;
		if (!check) return [`A person has no ${name} here.`];
		return check.is(field) ? [] : [`"${name}" is ${check.words}.`];
	});
	if (value.email === undefined) wrong.push('"email" is required.');
	return wrong.length > 0 ? { wrong } : { person: value as unknown as NewPerson };
}
