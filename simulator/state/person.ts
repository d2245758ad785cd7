import type { State } from './triggers';

export interface PhoneNumber {
	country?: string;
	code?: string;
	number: string;
	label?: string;
}

export interface CustomAttribute {
	key: string;
	name: string;
	value: string;
}

export interface LicenseInfo {
	license_type: string;
	/** As text, because the number can be above 2^53. */
	license_option: string;
	subscription_id: string;
}

export interface Person {
	id: string;
	/** In lowercase, as Zoom stores it. */
	email: string;
	first_name: string;
	last_name: string;
	display_name: string;
	type: number;
	/** `pending` becomes `expired` after some time. Refer to Account.stateOf. */
	status: State;
	/** The action that created the user: `create`, `autoCreate`, `custCreate`, or `ssoCreate`. */
	action: string;
	/** ms on the server's clock. */
	createdAt: number;
	/** ms on the server's clock. */
	lastLoginAt?: number;
	role_id: string;
	group_ids: string[];
	custom_attributes: CustomAttribute[];
	phone_numbers: PhoneNumber[];
	/** As text, because the number can be above 2^53. */
	zoom_one_type?: string;
	plan_united_type?: string;
	division_ids?: string[];
	license_info_list?: LicenseInfo[];
	/** Zoom's login type numbers. The default depends on `action`. */
	login_types?: number[];
	/** For the filter `license` of the user list. */
	addons?: string[];
	employee_unique_id?: string;
	dept?: string;
	job_title?: string;
	company?: string;
	location?: string;
	manager?: string;
	cost_center?: string;
	language?: string;
	timezone?: string;
	pronouns?: string;
	pronouns_option?: number;
	pmi?: number;
	use_pmi?: boolean;
	cms_user_id?: string;
	/** The fields from here on are stored, but never returned. */
	about_me?: string;
	host_key?: string;
	linkedin_url?: string;
	vanity_name?: string;
	/** `feature.zoom_phone` */
	zoom_phone?: boolean;
}

export type NewPerson = Partial<Person> & { email: string };
