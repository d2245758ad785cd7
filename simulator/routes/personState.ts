import { refuse, refuseFields } from '../answers/refusals';
import { isAdmin, MEMBER } from '../state/roles';
import type { Person } from '../state/person';
import type { PersonWrite } from './personWrites';
import { isEmail } from '../answers/userInfoRules';
import { refuseWrite } from '../answers/writeRefusals';
import { NO_CONTENT } from '../wire/answer';

const STATUS_ACTIONS = ['activate', 'deactivate', 'clock_in', 'clock_out'];
const EMAIL_CHANGES_A_DAY = 3;

/** PUT /v2/users/:id/status: whoever is deactivated loses all licences, and gets none back. */
export const changeStatus: PersonWrite = {
	verb: 'status',
	call: 'status',
	check: ({ body: { action } }, settings) => {
		if (STATUS_ACTIONS.includes(action as string)) return undefined;
		return refuseFields(settings, [{ field: 'action', fault: action === undefined ? 'missing' : 'invalid' }]);
	},
	apply(zoom, person, { body: { action }, took }) {
		if (action !== 'activate' && action !== 'deactivate') return NO_CONTENT;
		if (isAdmin(person)) return refuseWrite(zoom.settings, 'adminStatus');
		if (person.status === 'active' && action === 'deactivate') {
			takeLicenses(person);
			person.status = 'inactive';
			took();
			zoom.tell('user.deactivated', person);
		} else if (person.status === 'inactive' && action === 'activate') {
			person.status = 'active';
			took();
			zoom.tell('user.activated', person);
		}
		return NO_CONTENT;
	},
};

/** With the licences go the groups and the role. */
export function takeLicenses(person: Person): void {
	Object.assign(person, {
		type: 1,
		plan_united_type: undefined,
		zoom_one_type: undefined,
		license_info_list: undefined,
		addons: undefined,
		zoom_phone: undefined,
		phone_numbers: [],
		group_ids: [],
		role_id: MEMBER,
	} satisfies Partial<Person>);
}

/** PUT /v2/users/:id/email. The id stays. */
export const changeEmail: PersonWrite = {
	verb: 'email',
	call: 'email',
	check: ({ body: { email } }, settings) => {
		if (isEmail(email)) return undefined;
		return refuseFields(settings, [{ field: 'email', fault: email === undefined ? 'missing' : 'invalid' }]);
	},
	apply(zoom, person, { body, took }) {
		const { settings, account } = zoom;
		const email = body.email as string;
		if (!settings.managedDomain) return refuseWrite(settings, 'onlyAdmins');
		if (isAdmin(person)) return refuseWrite(settings, 'adminEmail');
		const old = person.email;
		if (person.status === 'pending' || email.toLowerCase() === old) return NO_CONTENT;
		if (account.emailChangesOf(person) >= EMAIL_CHANGES_A_DAY) return refuseWrite(settings, 'emailTooOften');
		if (account.find(email)) return refuse(settings, 1005, { email });
		account.changeEmail(person, email);
		took();
		zoom.tell('user.updated', person, { old: { email: old } });
		return NO_CONTENT;
	},
};

/** DELETE /v2/users/:id/token: signs them out. */
export const endSessions: PersonWrite = {
	verb: 'token',
	call: 'token',
	apply(zoom, person, { took }) {
		if (person.status !== 'active') return NO_CONTENT;
		took();
		zoom.tell('user.signed_out', person);
		return NO_CONTENT;
	},
};
