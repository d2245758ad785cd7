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
	/** Digit for digit as it was sent. */
	license_option: string;
	subscription_id: string;
}

export interface Person {
	id: string;
	/** As Zoom stores it: in lower case, whatever was sent. */
	email: string;
	first_name: string;
	last_name: string;
	display_name: string;
	type: number;
	/** `pending` turns into `expired` by itself; see Account.stateOf. */
	status: State;
	/** How they were created: `create`, `autoCreate`, `custCreate`, `ssoCreate`. */
	action: string;
	/** ms on the server's clock */
	createdAt: number;
	/** ms on the server's clock */
	lastLoginAt?: number;
	role_id: string;
	group_ids: string[];
	custom_attributes: CustomAttribute[];
	phone_numbers: PhoneNumber[];
	/** Digit for digit as it was sent. */
	zoom_one_type?: string;
	plan_united_type?: string;
	division_ids?: string[];
	license_info_list?: LicenseInfo[];
	/** Zoom's numbers for how they sign in; by default those of `action`. */
	login_types?: number[];
	/** What the list's filter `license` finds them by. */
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
	/** From here on: stored, and never given back. */
	about_me?: string;
	host_key?: string;
	linkedin_url?: string;
	vanity_name?: string;
	/** `feature.zoom_phone` */
	zoom_phone?: boolean;
}

export type NewPerson = Partial<Person> & { email: string };
