import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type NewPerson, type Simulator, type SimulatorEvent } from '../server';
import { restsOn } from '../../test/support/restsOn';

restsOn(
	'page-size-300',
	'page-token-invalid-300',
	'list-has-core-fields',
	'pending-created-at-now',
	'pending-no-id-in-lists',
	'pending-patch-ignored',
	'pending-group-by-post',
	'pending-delete-needs-disassociate',
	'pending-delete-with-query',
	'patch-applies',
	'patch-ignores-email',
	'patch-one-plan',
	'group-add-ids',
	'group-add-twice',
	'deleted-user-1001',
);

/* Changes to existing users of the Zoom simulator: updates, removals, groups, and roles. */

type Json = Record<string, any>;
interface ReceivedResponse {
	status: number;
	body: Json;
	text: string;
	headers: Headers;
}

const DAY_MS = 86_400_000;
const HELP_DESK = 'RhelpDeskQk3tYw7ZxBvN5';

let zoom: Simulator;
let token: string;
let emitted: SimulatorEvent[];

beforeAll(async () => {
	zoom = await startSimulator();
	zoom.listeners.push((event) => emitted.push(event));
});
beforeEach(() => {
	zoom.reset();
	token = zoom.issueOAuthTokens().access_token;
	emitted = [];
});
afterAll(async () => {
	await zoom.close();
});

async function call(method: string, path: string, body?: object | string): Promise<ReceivedResponse> {
	const response = await fetch(`${zoom.apiUrl}${path}`, {
		method,
		body: typeof body === 'object' ? JSON.stringify(body) : body,
		headers: {
			authorization: `Bearer ${token}`,
			accept: 'application/json',
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
	});
	const text = await response.text();
	return {
		status: response.status,
		body: text.startsWith('{') ? JSON.parse(text) : {},
		text,
		headers: response.headers,
	};
}

const at = (id: string, more = '') => `/users/${encodeURIComponent(id)}${more}`;
const get = async (id: string) => (await call('GET', at(id))).body;
const patch = async (id: string, body: object) => await call('PATCH', at(id), body);
const remove = async (id: string, query = '') => await call('DELETE', at(id, query));
const setStatus = async (id: string, action: string) => await call('PUT', at(id, '/status'), { action });
const setEmail = async (id: string, email: string) => await call('PUT', at(id, '/email'), { email });
const add = (email: string, more: Partial<NewPerson> = {}) => zoom.account.add({ email, ...more });
const says = ({ status, body }: ReceivedResponse) => [status, body.code, body.message];
const list = async (query = '') => (await call('GET', `/users${query}`)).body;
const events = () => emitted.map(({ event }) => event);
const lastEntry = () => zoom.journal.requests[zoom.journal.requests.length - 1];

async function admin(path: string, body: object): Promise<ReceivedResponse> {
	const response = await fetch(`${zoom.url}/__admin${path}`, {
		method: path === '/settings' ? 'PUT' : 'POST',
		body: JSON.stringify(body),
		headers: { 'content-type': 'application/json' },
	});
	const text = await response.text();
	return { status: response.status, body: JSON.parse(text), text, headers: response.headers };
}

describe('getting a user', () => {
	it('returns readable fields, and never fields that are only stored', async () => {
		add('ada@x.example', {
			job_title: 'Analyst',
			pmi: 1234567890,
			phone_numbers: [{ number: '5551234', code: '+1', country: 'US', label: 'Office' }],
			custom_attributes: [{ key: 'cbf_badge', name: 'Badge', value: '7' }],
			license_info_list: [
				{ license_type: 'MEETING', license_option: '72057594037927936', subscription_id: 's' },
			],
			host_key: '123456',
			about_me: 'Hello',
			linkedin_url: 'https://linkedin.com/in/ada',
			vanity_name: 'ada',
			zoom_phone: true,
			role_id: HELP_DESK,
		});
		const response = await call('GET', at('ada@x.example'));
		expect(response.body).toMatchObject({
			job_title: 'Analyst',
			pmi: 1234567890,
			phone_numbers: [{ number: '5551234', label: 'Office', verified: false }],
			custom_attributes: [{ key: 'cbf_badge', value: '7' }],
			role_id: HELP_DESK,
			role_name: 'Help Desk',
		});
		expect(response.text).toContain('"license_option":72057594037927936');
		for (const hidden of ['host_key', 'about_me', 'linkedin_url', 'vanity_name', 'zoom_phone', 'company']) {
			expect(response.text).not.toContain(hidden);
		}
	});

	it('finds a user by employee ID, and decodes an ID once', async () => {
		add('ada@x.example', { id: 'a/b+c%2F==', employee_unique_id: 'E/1', action: 'ssoCreate' });
		expect((await get('a/b+c%2F==')).email).toBe('ada@x.example');
		expect((await call('GET', '/users/a%2Fb+c%252F==')).status).toBe(200);
		expect((await call('GET', at('E/1', '?search_by_unique_id=true'))).body).toMatchObject({
			id: 'a/b+c%2F==',
			employee_unique_id: 'E/1',
			login_types: [101],
		});
		expect((await call('GET', at('E/1'))).body.code).toBe(1001);
		expect((await call('GET', at('ada@x.example', '?search_by_unique_id=true'))).body.code).toBe(1001);
		expect((await patch('a/b+c%2F==', { dept: 'Sales' })).status).toBe(204);
		expect((await get('ada@x.example')).dept).toBe('Sales');
	});
});

describe('listing users', () => {
	it('includes the owner, and has fewer fields than GET of one user', async () => {
		add('ada@x.example', {
			job_title: 'Analyst',
			manager: 'm@x.example',
			language: 'de-DE',
			dept: 'Sales',
			zoom_one_type: '16',
			plan_united_type: '1',
			employee_unique_id: 'E1',
			custom_attributes: [{ key: 'cbf_badge', name: 'Badge', value: '7' }],
		});
		const { users, total_records } = await list();
		expect(total_records).toBe(2);
		expect(users[0]).toMatchObject({ email: 'owner@simulator.example', role_id: '0', type: 2 });
		expect(Object.keys(users[1]).sort()).toEqual([
			'created_at',
			'dept',
			'display_name',
			'email',
			'first_name',
			'group_ids',
			'id',
			'last_name',
			'plan_united_type',
			'role_id',
			'status',
			'timezone',
			'type',
			'user_created_at',
			'verified',
		]);
		const [, withAttributes] = (await list('?include_fields=custom_attributes,host_key')).users;
		expect(withAttributes.custom_attributes).toEqual([{ key: 'cbf_badge', name: 'Badge', value: '7' }]);
		expect((await get('owner@simulator.example')).role_name).toBe('Owner');
	});

	it('filters by role and by license', async () => {
		add('a@x.example', { role_id: '1' });
		add('b@x.example', { addons: ['zoom_compliance_management'] });
		const emails = async (query: string) => (await list(query)).users.map(({ email }: Json) => email);
		expect(await emails('?role_id=1')).toEqual(['a@x.example']);
		expect(await emails('?license=zoom_compliance_management')).toEqual(['b@x.example']);
		expect(await emails('?license=zoom_workforce_management')).toEqual([]);
		expect((await list('?license=other')).code).toBe(300);
		const { next_page_token } = await list('?role_id=2&page_size=1');
		add('c@x.example');
		const { next_page_token: two } = await list('?role_id=2&page_size=1');
		expect(next_page_token).toBe('');
		expect(two).not.toBe('');
		expect((await list(`?page_size=1&next_page_token=${two}`)).message).toContain('page token is invalid');
	});

	it('has the employee ID of users with SSO', async () => {
		add('a@x.example', { action: 'ssoCreate', employee_unique_id: 'E1' });
		expect((await list()).users[1].employee_unique_id).toBe('E1');
	});
});

describe('updating a user', () => {
	it('changes the given fields, ignores the email, and emits an event', async () => {
		const { id } = add('ada@x.example', { dept: 'Old' });
		const response = await patch(id, {
			email: 'other@x.example',
			dept: 'New',
			job_title: 'Boss',
			first_name: 'Ada',
			host_key: '123456',
			unheard_of: 1,
			phone_numbers: [{ country: 'US', code: '+1', number: '555', label: 'Mobile', odd: true }],
		});
		expect([response.status, response.text]).toEqual([204, '']);
		expect(response.headers.get('x-ratelimit-category')).toBe('Light');
		expect(await get(id)).toMatchObject({
			email: 'ada@x.example',
			dept: 'New',
			job_title: 'Boss',
			phone_numbers: [{ country: 'US', code: '+1', number: '555', label: 'Mobile', verified: false }],
		});
		expect(emitted).toMatchObject([
			{ event: 'user.updated', person: { id, dept: 'New' }, old: { dept: 'Old', job_title: '' } },
		]);
		expect(emitted[0].old).not.toHaveProperty('first_name');
		await patch(id, { dept: 'New' });
		expect(events()).toEqual(['user.updated']);
	});

	it('is in the journal with its body, its query, and whether it took effect', async () => {
		add('ada@x.example');
		await call('PATCH', at('ada@x.example', '?login_type=100'), '{"dept": "A", "password":"Secret1x"}');
		expect(lastEntry()).toMatchObject({
			method: 'PATCH',
			path: '/v2/users/ada%40x.example',
			query: { login_type: '100' },
			email: 'ada@x.example',
			bodyText: '{"dept": "A", "password":"***"}',
			wrote: true,
			status: 204,
		});
		await patch('ada@x.example', { dept: 'A' });
		expect(lastEntry().wrote).toBeUndefined();
	});

	it.each([
		['a long name', { first_name: 'x'.repeat(65) }, 'first_name'],
		['a long title', { job_title: 'x'.repeat(129) }, 'job_title'],
		['a long company', { company: 'x'.repeat(256) }, 'company'],
		['a long location', { location: 'x'.repeat(257) }, 'location'],
		['a short host key', { host_key: '12345' }, 'host_key'],
		['a PMI of nine digits', { pmi: 123456789 }, 'pmi'],
		['four numbers', { phone_numbers: Array(4).fill({ number: '1' }) }, 'phone_numbers'],
		['an unknown label', { phone_numbers: [{ number: '1', label: 'Pager' }] }, 'phone_numbers'],
		['a type as text', { type: '2' }, 'type'],
		['an unknown plan', { zoom_one_type: 17 }, 'zoom_one_type'],
		['no text', { dept: null }, 'dept'],
		['an odd option', { pronouns_option: 4 }, 'pronouns_option'],
	])('rejects %s', async (_what, body, field) => {
		add('ada@x.example');
		const response = await patch('ada@x.example', body);
		expect([response.status, response.body.errors]).toEqual([400, [{ field, message: 'Invalid field.' }]]);
		expect(emitted).toEqual([]);
	});

	it('rejects invalid combinations with their documented texts', async () => {
		add('ada@x.example');
		const text = async (body: object) => says(await patch('ada@x.example', body)).slice(1);
		expect(await text({ type: 2, plan_united_type: '1' })).toEqual([
			300,
			'You can\'t change the "type" or "plan_united_type" or "zoom_one_type" at the same time.',
		]);
		expect((await text({ plan_united_type: '3' }))[1]).toContain('`plan_united_type`');
		expect((await text({ type: 3 }))[1]).toContain('On-prem');
		expect((await text({ about_me: '<b>me</b>' }))[1]).toContain('about_me');
		expect((await text({ linkedin_url: 'https://x.example' }))[1]).toContain('linkedin.com');
		expect((await call('PATCH', at('ada@x.example'), '[]')).body.simulator).toContain('an array');
		expect((await call('PATCH', at('ada@x.example'))).status).toBe(415);
		expect(says(await patch('nobody@x.example', {}))[1]).toBe(1001);
	});

	it('stops at the number of licenses', async () => {
		zoom.settings.licenses = 1;
		add('a@x.example');
		add('b@x.example');
		expect((await patch('a@x.example', { type: 2 })).status).toBe(204);
		expect((await patch('a@x.example', { type: 2 })).status).toBe(204);
		const [status, code, message] = says(await patch('b@x.example', { type: 2 }));
		expect([status, code]).toEqual([400, 3412]);
		expect(message).toContain('maximum number of "1" paying users');
		await patch('a@x.example', { type: 1 });
		expect((await patch('b@x.example', { type: 2 })).status).toBe(204);
	});

	it('sets and removes plans without rounding, and removes phone numbers with Zoom Phone', async () => {
		add('a@x.example', { phone_numbers: [{ number: '1' }], plan_united_type: '1' });
		await call('PATCH', at('a@x.example'), '{"zoom_one_type":576460752303423488}');
		await patch('a@x.example', { plan_united_type: 'none' });
		const response = await call('GET', at('a@x.example'));
		expect(response.text).toContain('"zoom_one_type":576460752303423488');
		expect(response.body).not.toHaveProperty('plan_united_type');
		await patch('a@x.example', { zoom_one_type: 0 });
		await patch('a@x.example', { feature: { zoom_phone: false } });
		expect(await get('a@x.example')).not.toHaveProperty('zoom_one_type');
		expect(await get('a@x.example')).not.toHaveProperty('phone_numbers');
	});

	it('matches custom attributes by key, and ignores unknown ones', async () => {
		add('a@x.example');
		const attribute = (key: string, value: string) => ({ key, name: 'Whatever', value });
		await patch('a@x.example', { custom_attributes: [attribute('cbf_badge', '1'), attribute('Shift', '2')] });
		await patch('a@x.example', { custom_attributes: [attribute('cbf_shift', 'late')] });
		expect((await get('a@x.example')).custom_attributes).toEqual([
			{ key: 'cbf_badge', name: 'Badge', value: '1' },
			{ key: 'cbf_shift', name: 'Shift', value: 'late' },
		]);
	});

	it('of a pending user has no effect, except for the group', async () => {
		const { id } = add('a@x.example', { status: 'pending' });
		const [{ id: sales }] = zoom.groups.all;
		expect((await patch(id, { dept: 'Sales', type: 2, group_id: 'unknown' })).status).toBe(204);
		expect(zoom.account.find(id)).toMatchObject({ type: 1, group_ids: [] });
		zoom.settings.pendingGroup = false;
		await patch(id, { group_id: sales });
		expect([events(), lastEntry().wrote]).toEqual([[], undefined]);
		zoom.settings.pendingGroup = true;
		await patch(id, { group_id: sales });
		expect(await get(id)).toMatchObject({ status: 'pending', group_ids: [sales], dept: '' });
		expect(emitted).toMatchObject([{ event: 'group.member_added', groupId: sales }]);
		add('b@x.example');
		await patch('b@x.example', { group_id: sales });
		expect((await get('b@x.example')).group_ids).toEqual([]);
		add('c@x.example', { status: 'expired' });
		expect(says(await patch('c@x.example', {}))[1]).toBe(1120);
	});

	it('requires the scope and the role', async () => {
		add('a@x.example');
		zoom.settings.roleMayEditUsers = false;
		expect(says(await patch('a@x.example', {}))[2]).toContain('[User:Edit]');
		Object.assign(zoom.settings, { scopesInNewTokensOnly: false, scopes: ['user:write:user:admin'] });
		expect(says(await patch('a@x.example', {}))).toEqual([
			400,
			4711,
			'Invalid access token, does not contain scopes:[user:update:user:admin].',
		]);
	});

	it('accepts "me" with OAuth2 only', async () => {
		expect((await patch('me', { dept: 'Top' })).status).toBe(204);
		expect((await get('me')).dept).toBe('Top');
		token = zoom.takeServerToServerToken();
		expect(says(await patch('me', { dept: 'x' }))[2]).toContain('Server-to-Server');
	});
});

describe('deactivating and activating', () => {
	it('removes all licenses, and does not restore them', async () => {
		const [{ id: sales }] = zoom.groups.all;
		add('a@x.example', {
			type: 2,
			zoom_one_type: '16',
			group_ids: [sales],
			role_id: HELP_DESK,
			phone_numbers: [{ number: '1' }],
			dept: 'Sales',
		});
		expect((await setStatus('a@x.example', 'deactivate')).status).toBe(204);
		const bare = { type: 1, group_ids: [], role_id: '2', dept: 'Sales' };
		const inactive = await get('a@x.example');
		expect(inactive).toMatchObject({ ...bare, status: 'inactive' });
		expect(inactive).not.toHaveProperty('zoom_one_type');
		expect((await list('?status=inactive')).total_records).toBe(1);
		await setStatus('a@x.example', 'deactivate');
		expect((await setStatus('a@x.example', 'activate')).status).toBe(204);
		expect(await get('a@x.example')).toMatchObject({ ...bare, status: 'active' });
		expect(events()).toEqual(['user.deactivated', 'user.activated']);
	});

	it('is rejected for admins, and has no effect on pending users', async () => {
		add('a@x.example', { role_id: '1' });
		add('b@x.example', { status: 'pending' });
		for (const admin of ['a@x.example', 'owner@simulator.example']) {
			expect(says(await setStatus(admin, 'deactivate'))).toEqual([
				400,
				200,
				"Zoom Room and Admin users' status cannot be activated or deactivated.",
			]);
		}
		expect((await setStatus('b@x.example', 'deactivate')).status).toBe(204);
		expect((await get('b@x.example')).status).toBe('pending');
		expect((await setStatus('a@x.example', 'clock_in')).status).toBe(204);
		expect((await setStatus('a@x.example', 'explode')).body.errors[0].field).toBe('action');
		expect(emitted).toEqual([]);
		add('c+refuse-status-3412@x.example', { status: 'inactive' });
		expect(says(await setStatus('c+refuse-status-3412@x.example', 'activate'))[2]).toContain('"Basic" users');
	});
});

describe('changing an email', () => {
	it('keeps the ID, and is limited to three times a day', async () => {
		const { id } = add('a1@x.example');
		for (const n of [2, 3, 4]) expect((await setEmail(id, `A${n}@x.example`)).status).toBe(204);
		expect((await get(id)).email).toBe('a4@x.example');
		expect((await get('a1@x.example')).code).toBe(1001);
		expect(says(await setEmail(id, 'a5@x.example')).slice(0, 2)).toEqual([400, 300]);
		zoom.settings.clockOffsetMs = DAY_MS + 1000;
		token = zoom.issueOAuthTokens().access_token;
		expect((await setEmail('a4@x.example', 'a5@x.example')).status).toBe(204);
		expect(emitted[0]).toMatchObject({ event: 'user.updated', old: { email: 'a1@x.example' } });
	});

	it('rejects invalid changes', async () => {
		add('a@x.example');
		add('b@x.example');
		add('c@x.example', { status: 'pending' });
		add('d@x.example', { role_id: '1' });
		expect(says(await setEmail('a@x.example', 'B@x.example')).slice(0, 2)).toEqual([409, 1005]);
		expect((await setEmail('a@x.example', 'no address')).body.errors[0].field).toBe('email');
		expect((await setEmail('c@x.example', 'e@x.example')).status).toBe(204);
		expect((await get('c@x.example')).status).toBe('pending');
		for (const admin of ['d@x.example', 'owner@simulator.example']) {
			expect(says(await setEmail(admin, 'e@x.example'))).toEqual([
				400,
				1000,
				'Admin can not change other admins email.',
			]);
		}
		zoom.settings.managedDomain = false;
		expect(says(await setEmail('a@x.example', 'e@x.example')).slice(0, 2)).toEqual([400, 200]);
		expect(emitted).toEqual([]);
	});
});

describe('removing a user', () => {
	it('unlinks by default', async () => {
		add('a@x.example', { type: 2 });
		add('b+is-active@x.example');
		expect((await remove('a@x.example')).status).toBe(204);
		expect((await get('a@x.example')).code).toBe(1001);
		expect(zoom.account.find('a@x.example')).toMatchObject({ status: 'otherAccount', type: 1 });
		const create = { action: 'create', user_info: { email: 'a@x.example', type: 1 } };
		expect((await call('POST', '/users', create)).body.code).toBe(1005);
		expect((await remove('b+is-active@x.example', '?action=delete')).status).toBe(204);
		expect((await get('b+is-active@x.example')).code).toBe(1001);
		expect(events()).toEqual(['user.disassociated', 'user.deleted']);
		expect(says(await remove('a@x.example'))[1]).toBe(1001);
	});

	it('cancels an invitation with unlink only', async () => {
		add('a@x.example', { status: 'pending' });
		expect(says(await remove('a@x.example', '?action=delete')).slice(0, 2)).toEqual([400, 300]);
		expect((await remove('a@x.example', '?action=disassociate')).status).toBe(204);
		const create = { action: 'create', user_info: { email: 'a@x.example', type: 1 } };
		expect((await call('POST', '/users', create)).status).toBe(201);
	});

	it('cancels an expired invitation by email only, if that is enabled', async () => {
		const { id } = add('a@x.example', { status: 'expired' });
		expect(says(await remove(id))[1]).toBe(1120);
		expect(says(await remove('a@x.example', '?action=delete'))[1]).toBe(1120);
		zoom.settings.expiredCanBeUnlinked = false;
		expect(says(await remove('a@x.example'))[1]).toBe(1120);
		zoom.settings.expiredCanBeUnlinked = true;
		expect((await remove('a@x.example')).status).toBe(204);
		expect((await get('a@x.example')).code).toBe(1001);
	});

	it('rejects protected users', async () => {
		zoom.settings.managedDomains = ['managed.example'];
		add('a@x.example', { status: 'inactive' });
		add('b@x.example', { role_id: '1' });
		add('c@managed.example');
		add('d@x.example', { action: 'custCreate' });
		const code = async (id: string, query = '') => says(await remove(id, query)).slice(1);
		expect((await code('a@x.example', '?action=delete'))[1]).toContain('this deactivated user');
		expect(await code('b@x.example')).toEqual([1117, 'You can not disassociate an Admin user.']);
		expect(await code('c@managed.example')).toEqual([
			1107,
			'You can not disassociate a user with managed domain.',
		]);
		expect(await code('d@x.example')).toEqual([300, 'Unable to unlink API user(s).']);
		expect((await code('owner@simulator.example', '?action=delete'))[0]).toBe(200);
		for (const id of ['b@x.example', 'c@managed.example', 'd@x.example']) {
			expect((await remove(id, '?action=delete')).status).toBe(204);
		}
	});

	it('transfers to an active user only', async () => {
		add('a@x.example');
		add('b@x.example');
		add('c@x.example', { status: 'pending' });
		const to = (email: string) => `?action=delete&transfer_email=${email}&transfer_meeting=true`;
		expect(says(await remove('a@x.example', to('A@x.example')))[2]).toContain('cannot be the same');
		expect(says(await remove('a@x.example', to('nobody@x.example'))).slice(0, 2)).toEqual([400, 300]);
		expect(says(await remove('a@x.example', to('c@x.example'))).slice(0, 2)).toEqual([400, 300]);
		expect((await remove('a@x.example', '?transfer_docs=yes')).body.errors[0].field).toBe('transfer_docs');
		expect((await remove('a@x.example', to('b@x.example'))).status).toBe(204);
		expect(lastEntry()).toMatchObject({
			query: { action: 'delete', transfer_email: 'b@x.example', transfer_meeting: 'true' },
			wrote: true,
		});
		expect((await remove('b@x.example', '?transfer_notes=true&transfer_visitors=true')).status).toBe(204);
		expect(lastEntry()).toMatchObject({
			query: { transfer_notes: 'true', transfer_visitors: 'true' },
			simulator: 'Nothing was transferred: there is no transfer_email.',
		});
	});
});

describe('sessions, summary, and licenses', () => {
	it('signs users out', async () => {
		add('a@x.example');
		add('b@x.example', { status: 'pending' });
		expect((await call('DELETE', at('a@x.example', '/token'))).status).toBe(204);
		expect((await call('DELETE', at('b@x.example', '/token'))).status).toBe(204);
		expect(events()).toEqual(['user.signed_out']);
	});

	it('counts the users, including the owner', async () => {
		add('a@x.example', { type: 2 });
		add('b@x.example', { type: 4 });
		add('c@x.example', { status: 'pending' });
		add('d@x.example', { status: 'otherAccount' });
		const response = await call('GET', '/users/summary');
		expect(response.headers.get('x-ratelimit-category')).toBe('Medium');
		expect(response.body).toMatchObject({
			licensed_users_count: 2,
			basic_users_count: 0,
			pending_users_count: 1,
			join_only_users_count: 1,
			total_users_count: 3,
		});
	});

	it('returns the licenses of the plan, if allowed', async () => {
		zoom.settings.licenses = 7;
		add('a@x.example', { type: 2 });
		add('b@x.example', { type: 2, status: 'pending' });
		const response = await call('GET', '/accounts/me/plans/usage');
		expect(response.headers.get('x-ratelimit-category')).toBe('Heavy');
		expect(response.body.plan_base).toEqual({ type: 'yearly', hosts: 7, usage: 1, pending: 1 });
		zoom.settings.planUsage = false;
		expect(says(await call('GET', '/accounts/me/plans/usage'))).toEqual([400, 200, 'No permission.']);
	});
});

describe('groups', () => {
	it('are listed in pages, and created once', async () => {
		const { groups } = (await call('GET', '/groups?page_size=300')).body;
		expect(groups.map(({ name }: Json) => name)).toEqual(['Sales', 'Engineering', 'Zürich']);
		for (const { id } of groups) expect(id).toMatch(/^\w{22}$/);
		const made = await call('POST', '/groups', { name: 'Ops' });
		expect([made.status, made.body]).toEqual([
			201,
			{ id: expect.stringMatching(/^[\w-]{22}$/), name: 'Ops', total_members: 0 },
		]);
		expect(says(await call('POST', '/groups', { name: 'ops' }))).toEqual([
			409,
			4132,
			'The group name "ops" is already in use.',
		]);
		expect(says(await call('POST', '/groups', {}))[2]).toBe('Invalid parameter: name.');
		const { next_page_token } = (await call('GET', '/groups?page_size=3')).body;
		const rest = (await call('GET', `/groups?page_size=3&next_page_token=${next_page_token}`)).body;
		expect(rest).toMatchObject({ groups: [{ name: 'Ops' }], total_records: 4, next_page_token: '' });
	});

	it('add the members that they can, and leave the others out of the response', async () => {
		const [{ id: sales }] = zoom.groups.all;
		const path = `/groups/${sales}/members`;
		const [a, b] = [add('a@x.example'), add('b@x.example')];
		add('c@x.example', { status: 'pending' });
		const ask = async (...members: object[]) => await call('POST', path, { members });
		const response = await ask(
			{ id: a.id },
			{ email: 'B@x.example' },
			{ email: 'c@x.example' },
			{ id: 'nobody' },
		);
		expect([response.status, response.body]).toEqual([
			201,
			{ ids: `${a.id},${b.id}`, added_at: expect.any(String) },
		]);
		expect(response.headers.get('x-ratelimit-category')).toBe('Medium');
		expect((await ask({ id: a.id })).body.ids).toBe('');
		expect(lastEntry().wrote).toBeUndefined();
		expect((await get(a.id)).group_ids).toEqual([sales]);
		expect((await call('GET', '/groups')).body.groups[0].total_members).toBe(2);
		expect((await call('GET', path)).body.members).toMatchObject([{ id: a.id }, { id: b.id, type: 1 }]);
		zoom.settings.groupAddDropped = true;
		const d = add('d@x.example');
		expect([(await ask({ id: d.id })).body.ids, d.group_ids]).toEqual(['', []]);
		expect((await ask(...Array(31).fill({ id: a.id }))).body.errors[0].field).toBe('members');
		expect((await ask({ name: 'x' })).status).toBe(400);
		expect(says(await call('POST', '/groups/x/members', { members: [] })).slice(0, 2)).toEqual([404, 4130]);
	});

	it('remove members by ID or email', async () => {
		const [{ id: sales }] = zoom.groups.all;
		const a = add('a@x.example', { group_ids: [sales] });
		add('b@x.example', { status: 'pending', group_ids: [sales] });
		const leave = async (who: string, group = sales) =>
			await call('DELETE', `/groups/${group}/members/${encodeURIComponent(who)}`);
		expect((await leave('a@x.example')).status).toBe(204);
		expect(a.group_ids).toEqual([]);
		expect(emitted).toMatchObject([{ event: 'group.member_deleted', groupId: sales, person: { id: a.id } }]);
		expect(says(await leave(a.id))).toEqual([404, 4131, 'Group member does not exist.']);
		expect(says(await leave(a.id, 'x')).slice(0, 2)).toEqual([404, 4130]);
		expect((await leave('b@x.example')).status).toBe(204);
		expect((await get('b@x.example')).group_ids).toEqual([sales]);
	});
});

describe('roles', () => {
	const members = (role: string, member = '') => `/roles/${role}/members${member && `/${member}`}`;

	it('are listed without pages, and a user has one role', async () => {
		const a = add('a@x.example');
		add('b@x.example', { status: 'pending' });
		const given = await call('POST', members(HELP_DESK), {
			members: [{ email: 'a@x.example' }, { email: 'b@x.example' }, { email: 'owner@simulator.example' }],
		});
		expect([given.status, given.body]).toEqual([201, { ids: a.id, add_at: expect.any(String) }]);
		const { roles, total_records } = (await call('GET', '/roles')).body;
		expect(total_records).toBe(4);
		expect(roles.map(({ name, total_members }: Json) => [name, total_members])).toEqual([
			['Owner', 1],
			['Admin', 0],
			['Member', 0],
			['Help Desk', 1],
		]);
		expect((await call('GET', members(HELP_DESK))).body.members).toMatchObject([{ id: a.id }]);
		await call('POST', members('1'), { members: [{ id: a.id }] });
		expect((await get(a.id)).role_name).toBe('Admin');
	});

	it('are removed by ID', async () => {
		const a = add('a@x.example', { role_id: '1' });
		expect((await call('DELETE', members('1', 'a%40x.example'))).status).toBe(404);
		expect((await call('DELETE', members(HELP_DESK, a.id))).status).toBe(404);
		expect((await call('DELETE', members('1', a.id))).status).toBe(204);
		expect((await get(a.id)).role_id).toBe('2');
		for (const role of ['0', '2']) {
			expect(says(await call('DELETE', members(role, a.id)))).toEqual([
				400,
				300,
				"Can't delete or add members for Normal/Owner roles.",
			]);
		}
		expect(says(await call('POST', members('9'), { members: [{ id: a.id }] })).slice(0, 2)).toEqual([
			400, 1034,
		]);
	});
});

describe('faults of writes', () => {
	const outcome = async (asked: Promise<ReceivedResponse>) =>
		await asked.then(
			({ status, body }) => body.code ?? status,
			() => 'dropped',
		);

	it('apply by a tag with the verb: the first time, or always', async () => {
		const patched = async (email: string, dept = 'New') => {
			const person = zoom.account.find(email) ?? add(email);
			return [await outcome(patch(email, { dept })), person.dept];
		};
		expect(await patched('a+patch-500@x.example')).toEqual([500, undefined]);
		expect(await patched('a+patch-500@x.example')).toEqual([204, 'New']);
		expect(await patched('a+patch-500-always@x.example')).toEqual([500, undefined]);
		expect(await patched('a+patch-500-always@x.example')).toEqual([500, undefined]);
		expect(await patched('a+patch-drop-after@x.example')).toEqual(['dropped', 'New']);
		expect(await patched('a+delete-500@x.example')).toEqual([204, 'New']);
		expect(await patched('a+refuse-patch-1108@x.example')).toEqual([1108, undefined]);
		expect(await patched('a+refuse-patch-3412@x.example')).toEqual([3412, undefined]);
	});

	it('apply to the other verbs with the same tags', async () => {
		const [{ id: sales }] = zoom.groups.all;
		const email = 'b+delete-drop-after+status-429+email-html+token-500+group-500-after+role-drop@x.example';
		const b = add(email);
		const members = { members: [{ id: b.id }] };
		expect(await outcome(setStatus(email, 'deactivate'))).toBe(429);
		expect(await outcome(setEmail(email, 'new@x.example'))).toBe(503);
		expect(await outcome(call('DELETE', at(email, '/token')))).toBe(500);
		expect(await outcome(call('POST', `/groups/${sales}/members`, members))).toBe(500);
		expect(b.group_ids).toEqual([sales]);
		expect(await outcome(call('POST', '/roles/1/members', members))).toBe('dropped');
		expect(b.role_id).toBe('2');
		expect(await outcome(remove(b.id))).toBe('dropped');
		expect(lastEntry()).toMatchObject({ status: 'dropped', wrote: true });
		expect(b.status).toBe('otherAccount');
		add('c+refuse-delete-300-2@x.example');
		expect(says(await remove('c+refuse-delete-300-2@x.example'))[2]).toBe('Unable to unlink API user(s).');
		add('d+refuse-delete-9999@x.example');
		expect(await outcome(remove('d+refuse-delete-9999@x.example'))).toBe(9999);
	});

	it('occur at random, or when a test sets them', async () => {
		const a = add('a@x.example');
		zoom.settings.breakRequest = ({ method, email }) =>
			method === 'PATCH' && email === 'a@x.example' ? 'drop-after' : undefined;
		expect(await outcome(patch(a.id, { dept: 'X' }))).toBe('dropped');
		expect(a.dept).toBe('X');
		zoom.settings.breakRequest = undefined;
		zoom.settings.randomFaults = { seed: 1, write: { '500-before': 1 } };
		expect(await outcome(patch(a.id, { dept: 'Y' }))).toBe(500);
		expect(await outcome(call('POST', '/groups', { name: 'Ops' }))).toBe(500);
		expect(await outcome(call('GET', at(a.id)))).toBe(200);
		expect(a.dept).toBe('X');
	});

	it('a second write of one user is rejected while the first is in progress', async () => {
		const a = add('a@x.example');
		add('b@x.example');
		zoom.settings.latencyMs = 1_000;
		const first = patch(a.id, { dept: 'One' });
		while (a.dept === undefined) await sleep(10);
		const [second, other] = await Promise.all([remove('a@x.example'), patch('b@x.example', { dept: 'B' })]);
		expect(says(second)).toEqual([
			429,
			429,
			'Too many concurrent requests. A request to disassociate this user has already been made.',
		]);
		expect(second.headers.get('retry-after')).toBeNull();
		expect([other.status, (await first).status]).toEqual([204, 204]);
		zoom.settings.latencyMs = 0;
		for (let n = 0; n < 20; n += 1) expect((await patch(a.id, { dept: `D${n}` })).status).toBe(204);
	});

	it('a write without a response is in progress until the client closes the connection', async () => {
		const a = add('a+patch-hang-after@x.example');
		const caller = new AbortController();
		const hanging = fetch(`${zoom.apiUrl}${at(a.id)}`, {
			method: 'PATCH',
			body: '{"dept":"One"}',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			signal: caller.signal,
		}).catch(() => 'gone');
		while (a.dept === undefined) await sleep(10);
		expect((await patch(a.id, { dept: 'Two' })).status).toBe(429);
		caller.abort();
		expect(await hanging).toBe('gone');
		await sleep(50);
		expect((await patch(a.id, { dept: 'Two' })).status).toBe(204);
	});
});

describe('limits per second and category', () => {
	it('count each category separately', async () => {
		zoom.settings.perSecondOf = { Heavy: 1, Medium: 2 };
		const statuses = async (path: string) => {
			const results: number[] = [];
			for (let n = 0; n < 3; n += 1) results.push((await call('GET', path)).status);
			return results;
		};
		expect(await statuses('/accounts/me/plans/usage')).toEqual([200, 429, 429]);
		expect(await statuses('/groups')).toEqual([200, 200, 429]);
		expect(await statuses('/users/me')).toEqual([200, 200, 200]);
		expect(zoom.journal.maxPerSecondOf).toEqual({ Heavy: 1, Medium: 2, Light: 3 });
		expect(zoom.journal.refusedPerSecond).toBe(3);
		const beyond = await call('GET', '/accounts/me/plans/usage');
		expect(beyond.headers.get('x-ratelimit-limit')).toBe('1');
		expect(beyond.headers.get('x-ratelimit-category')).toBe('Heavy');
	});
});

describe('the admin API', () => {
	it('adds the same users every time', async () => {
		expect((await admin('/seed', {})).body).toEqual({ people: 6000 });
		const count = async (status: string) => (await list(`?status=${status}`)).total_records;
		expect([await count('active'), await count('inactive'), await count('pending')]).toEqual([
			5201, 500, 300,
		]);
		const before = JSON.stringify(zoom.account.find('f0042@filled.example')?.id);
		zoom.reset();
		zoom.seed({ people: 60, inactive: 5, pending: 3 });
		expect(JSON.stringify(zoom.account.find('f0042@filled.example')?.id)).toBe(before);
		expect(zoom.account.size).toBe(60);
		expect((await admin('/seed', { people: 1 })).status).toBe(400);
		expect((await admin('/seed', { persons: 1 })).body.wrong).toEqual([
			'must NOT have additional properties persons',
		]);
	});

	it('accepts an invitation', async () => {
		add('a@x.example', { status: 'pending' });
		expect((await admin('/accept', { email: 'A@x.example' })).body.status).toBe('active');
		const response = await get('a@x.example');
		expect(Date.now() - Date.parse(response.user_created_at)).toBeLessThan(5_000);
		expect(events()).toEqual(['user.invitation_accepted']);
		expect((await admin('/accept', { email: 'a@x.example' })).status).toBe(400);
		expect(zoom.accept('b+is-invited@x.example')?.status).toBe('active');
	});

	it('accepts all fields of a user, and no others', async () => {
		const person = { email: 'a@x.example', dept: 'Sales', group_ids: ['g'], pmi: 1234567890, role_id: '1' };
		expect((await admin('/people', person)).status).toBe(201);
		expect(await get('a@x.example')).toMatchObject({ dept: 'Sales', pmi: 1234567890, role_id: '1' });
		const bad = await admin('/people', { dept: 1, shoe_size: 43 });
		expect([bad.status, bad.body.wrong.length]).toEqual([400, 3]);
	});

	it('accepts the settings of these calls', async () => {
		const good = {
			managedDomains: ['x.example'],
			customAttributes: [{ key: 'k', name: 'N' }],
			pendingGroup: false,
			expiredCanBeUnlinked: false,
			groupAddDropped: true,
			planUsage: false,
			perSecondOf: { Heavy: 10 },
		};
		expect((await admin('/settings', good)).body).toMatchObject(good);
		for (const bad of [{ perSecondOf: { Huge: 1 } }, { customAttributes: ['k'] }, { managedDomains: 'x' }]) {
			expect((await admin('/settings', bad)).status).toBe(400);
		}
	});

	it('emits an event for a created user', async () => {
		await call('POST', '/users', { action: 'ssoCreate', user_info: { email: 'a@x.example', type: 1 } });
		expect(emitted).toMatchObject([
			{
				event: 'user.created',
				creationType: 'ssoCreate',
				person: { email: 'a@x.example' },
				at: expect.any(Number),
			},
		]);
	});
});
