import fc from 'fast-check';
import { ACTIONS, checkPerson, userInfoText, type UserInfo } from '../../../nodes/zoom/rules/newUser';
import { cleanText } from '../../../nodes/zoom/rules/text';
import { difficultText } from '../../engine/support/arbitraries';

const person = (userInfo: UserInfo, action: unknown = 'create') => {
	const checked = checkPerson(action, { email: 'ada@corp.example', ...userInfo });
	if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
	return checked.person;
};
const problemsOf = (userInfo: UserInfo, action: unknown = 'create') => {
	const checked = checkPerson(action, { email: 'ada@corp.example', ...userInfo });
	return 'problems' in checked ? checked.problems.map(({ field }) => field) : [];
};

describe('a value that Zoom always rejects', () => {
	it.each([
		['no e-mail', { email: '' }, 'email'],
		['an e-mail of spaces', { email: '\u00a0 ' }, 'email'],
		['no @', { email: 'ada.corp.example' }, 'email'],
		['two addresses', { email: 'ada@corp.example, bob@corp.example' }, 'email'],
		['a name with the address', { email: 'Ada <ada@corp.example>' }, 'email'],
		['a domain without a dot', { email: 'ada@corp' }, 'email'],
		['129 characters of e-mail', { email: `${'a'.repeat(116)}@corp.example` }, 'email'],
		['a lone surrogate', { email: 'b\ud800@corp.example' }, 'email'],
		['the name of an inherited property', { type: 'constructor' }, 'type'],
		['a list as e-mail', { email: ['ada@corp.example'] }, 'email'],
		['65 characters of first name', { first_name: 'x'.repeat(65) }, 'first_name'],
		['6 Chinese characters of last name', { last_name: '欧阳上官司马' }, 'last_name'],
		['129 characters of display name', { display_name: 'x'.repeat(129) }, 'display_name'],
		['11 Chinese characters of display name', { display_name: '一二三四五六七八九十百' }, 'display_name'],
		['an unknown type', { type: 'Gold' }, 'type'],
		['three licenses', { license_info_list: [LICENSE(), LICENSE(), LICENSE()] }, 'license_info_list'],
		[
			'a license without a subscription',
			{ license_info_list: [{ ...LICENSE(), subscription_id: '' }] },
			'license_info_list',
		],
		['a plan that is not a number', { feature: { zoom_one_type: 'Business' } }, 'feature.zoom_one_type'],
		['a phone that is not a boolean', { feature: { zoom_phone: 'maybe' } }, 'feature.zoom_phone'],
	])('%s', (_name, userInfo, field) => {
		expect(problemsOf(userInfo)).toEqual([field]);
	});

	it('an unknown action', () => {
		expect(problemsOf({}, 'delete')).toEqual(['action']);
	});

	it.each(['Short1', 'x'.repeat(31) + 'A1', 'alllower1', 'ALLUPPER1', 'NoNumberHere'])(
		'the password %s',
		(password) => {
			expect(problemsOf({ password }, 'autoCreate')).toEqual(['password']);
		},
	);

	it('never includes the password in a problem', () => {
		const checked = checkPerson('autoCreate', { email: 'ada@corp.example', password: 'secret' });
		expect(JSON.stringify(checked)).not.toContain('"secret"');
		expect(JSON.stringify(checkPerson('autoCreate', { email: 'x', password: ['secret'] }))).not.toContain(
			'secret"',
		);
	});
});

describe('a value that Zoom may accept in the future', () => {
	it.each([
		['an unknown type', { type: 77 }, { type: 77 }],
		['an unknown plan', { plan_united_type: '262144' }, { plan_united_type: '262144' }],
		['a date', { since: new Date(0) }, { since: new Date(0) }],
		['an unknown key', { tomorrow: { a: [1] } }, { tomorrow: { a: [1] } }],
		['5 Chinese characters', { first_name: '欧阳上官司' }, { first_name: '欧阳上官司' }],
		['64 emoji', { first_name: '😀'.repeat(64) }, { first_name: '😀'.repeat(64) }],
		['a plus address', { email: 'ada+zoom@corp.example' }, { email: 'ada+zoom@corp.example' }],
		['an umlaut domain', { email: 'ada@müller.example' }, { email: 'ada@müller.example' }],
		['a number as name', { first_name: 7 }, { first_name: '7' }],
	])('%s', (_name, given, sent) => {
		expect(person(given).userInfo).toMatchObject(sent);
	});

	it.each([
		[undefined, 1],
		['basic', 1],
		[' Licensed', 2],
		['LICENSED', 2],
		['2', 2],
		[4, 4],
		['Unassigned without Meetings Basic', 4],
	])('sends the type %j as %d', (type, sent) => {
		expect(person({ type }).userInfo.type).toBe(sent);
	});
});

describe('user_info', () => {
	it('contains the given values only, for any text', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...ACTIONS),
				fc.record({
					first_name: difficultText,
					last_name: difficultText,
					custom: difficultText,
					nothing: fc.constant(''),
				}),
				(action, given) => {
					const checked = checkPerson(action, { email: 'ada@corp.example', ...given });
					const names = { first_name: cleanText(given.first_name), last_name: cleanText(given.last_name) };
					if ('problems' in checked) {
						expect(
							Object.values(names).some((name) => [...name].length > 64 || /\p{Script=Han}/u.test(name)),
						).toBe(true);
						return;
					}
					const wanted = { ...names, email: 'ada@corp.example', type: 1, custom: given.custom };
					const filled = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ''));
					expect(JSON.parse(userInfoText(checked.person))).toEqual(filled);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('has a password for autoCreate only', () => {
		for (const action of ACTIONS) {
			const { userInfo, passwordLeftOut } = person({ password: 'Analytical1' }, action);
			expect('password' in userInfo).toBe(action === 'autoCreate');
			expect(passwordLeftOut).toBe(action !== 'autoCreate');
		}
	});

	it('accepts an invalid password that is not sent', () => {
		expect(problemsOf({ password: 'bad' }, 'create')).toEqual([]);
		expect(problemsOf({ password: { not: 'text' } }, 'ssoCreate')).toEqual([]);
	});
});

function LICENSE() {
	return { license_type: 'MEETING', license_option: 2, subscription_id: 'SUBREF-1' };
}
