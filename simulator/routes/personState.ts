import { errorResponse, fieldErrors } from '../answers/errors';
import { isAdmin, MEMBER } from '../state/roles';
import type { Person } from '../state/person';
import type { PersonWrite } from './personWrite';
import { isEmail } from '../answers/userInfoRules';
import { writeError } from '../answers/writeErrors';
import { NO_CONTENT } from '../wire/response';

const STATUS_ACTIONS = ['activate', 'deactivate', 'clock_in', 'clock_out'];
const MAX_EMAIL_CHANGES_PER_DAY = 3;

/** PUT /v2/users/:id/status. Deactivating removes all licenses. Activating doesn't restore them. */
export const changeStatus: PersonWrite = {
	verb: 'status',
	call: 'status',
	check: ({ body: { action } }, settings) => {
		if (STATUS_ACTIONS.includes(action as string)) return undefined;
		return fieldErrors(settings, [{ field: 'action', fault: action === undefined ? 'missing' : 'invalid' }]);
	},
	apply(zoom, person, { body: { action }, markWritten }) {
		if (action !== 'activate' && action !== 'deactivate') return NO_CONTENT;
		if (isAdmin(person)) return writeError(zoom.settings, 'adminStatus');
		if (person.status === 'active' && action === 'deactivate') {
			removeLicenses(person);
			person.status = 'inactive';
			markWritten();
			zoom.emit('user.deactivated', person);
		} else if (person.status === 'inactive' && action === 'activate') {
			person.status = 'active';
			markWritten();
			zoom.emit('user.activated', person);
		}
		return NO_CONTENT;
	},
};

/** Also removes the groups and the role. */
export function removeLicenses(person: Person): void {
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

/** PUT /v2/users/:id/email. The ID doesn't change. */
export const changeEmail: PersonWrite = {
	verb: 'email',
	call: 'email',
	check: ({ body: { email } }, settings) => {
		if (isEmail(email)) return undefined;
		return fieldErrors(settings, [{ field: 'email', fault: email === undefined ? 'missing' : 'invalid' }]);
	},
	apply(zoom, person, { body, markWritten }) {
		const { settings, account } = zoom;
		const email = body.email as string;
		if (!settings.managedDomain) return writeError(settings, 'onlyAdmins');
		if (isAdmin(person)) return writeError(settings, 'adminEmail');
		const old = person.email;
		if (person.status === 'pending' || email.toLowerCase() === old) return NO_CONTENT;
		if (account.emailChangesOf(person) >= MAX_EMAIL_CHANGES_PER_DAY)
			return writeError(settings, 'emailTooOften');
		if (account.find(email)) return errorResponse(settings, 1005, { email });
		account.changeEmail(person, email);
		markWritten();
		zoom.emit('user.updated', person, { old: { email: old } });
		return NO_CONTENT;
	},
};

/** DELETE /v2/users/:id/token: signs the user out. */
export const endSessions: PersonWrite = {
	verb: 'token',
	call: 'token',
	apply(zoom, person, { markWritten }) {
		if (person.status !== 'active') return NO_CONTENT;
		markWritten();
		zoom.emit('user.signed_out', person);
		return NO_CONTENT;
	},
};
