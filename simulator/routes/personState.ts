import { errorResponse, fieldErrors } from '../answers/errors';
import { isAdmin, MEMBER } from '../state/roles';
import type { Person } from '../state/person';
import type { PersonWrite } from './personWrite';
import { isEmail } from '../answers/userInfoRules';
import { writeError } from '../answers/writeErrors';
import { NO_CONTENT } from '../wire/answer';

const STATUS_ACTIONS = ['activate', 'deactivate', 'clock_in', 'clock_out'];
const EMAIL_CHANGES_A_DAY = 3;

/** PUT /v2/users/:id/status: whoever is deactivated loses all licences, and gets none back. */
export const changeStatus: PersonWrite = {
	verb: 'status',
	call: 'status',
	check: ({ body: { action } }, settings) => {
		if (STATUS_ACTIONS.includes(action as string)) return undefined;
		return fieldErrors(settings, [{ field: 'action', fault: action === undefined ? 'missing' : 'invalid' }]);
	},
	apply(zoom, person, { body: { action }, took }) {
		if (action !== 'activate' && action !== 'deactivate') return NO_CONTENT;
		if (isAdmin(person)) return writeError(zoom.settings, 'adminStatus');
		if (person.status === 'active' && action === 'deactivate') {
			takeLicenses(person);
			person.status = 'inactive';
			took();
			zoom.emit('user.deactivated', person);
		} else if (person.status === 'inactive' && action === 'activate') {
			person.status = 'active';
			took();
			zoom.emit('user.activated', person);
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
		return fieldErrors(settings, [{ field: 'email', fault: email === undefined ? 'missing' : 'invalid' }]);
	},
	apply(zoom, person, { body, took }) {
		const { settings, account } = zoom;
		const email = body.email as string;
		if (!settings.managedDomain) return writeError(settings, 'onlyAdmins');
		if (isAdmin(person)) return writeError(settings, 'adminEmail');
		const old = person.email;
		if (person.status === 'pending' || email.toLowerCase() === old) return NO_CONTENT;
		if (account.emailChangesOf(person) >= EMAIL_CHANGES_A_DAY) return writeError(settings, 'emailTooOften');
		if (account.find(email)) return errorResponse(settings, 1005, { email });
		account.changeEmail(person, email);
		took();
		zoom.emit('user.updated', person, { old: { email: old } });
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
		zoom.emit('user.signed_out', person);
		return NO_CONTENT;
	},
};
