import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { receive, type Delivery, type Wanted } from '../../../nodes/ZoomUsersTrigger/receive';
import { judgeToken } from '../../../nodes/ZoomUsersTrigger/secret';
import { Seen } from '../../../nodes/ZoomUsersTrigger/seen';
import { ZoomUsersTrigger } from '../../../nodes/ZoomUsersTrigger/ZoomUsersTrigger.node';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-24T15:00:00Z');
const ALL = (
	new ZoomUsersTrigger().description.properties.find(({ name }) => name === 'events')?.options as Array<{
		value: string;
	}>
).map(({ value }) => value);

const JILL = {
	id: 'abcD3ojfdbjfg',
	first_name: 'Jill',
	last_name: 'Chill',
	email: 'jchill@example.com',
	type: 1,
};
const BY = { operator: 'admin@example.com', operator_id: 'z8yCxjabcdEFGHfp8uQ' };

const wanted = (changes: Partial<Wanted> = {}): Wanted => ({
	secret: 'secret',
	maxAge: 90 * MINUTE,
	events: ALL,
	filters: {},
	simplify: true,
	webhook: 'w',
	...changes,
});

const zoomEvent = (event: string, payload: IDataObject) => ({
	event,
	event_ts: 1626230691572,
	payload: { account_id: 'AAAAAABBBB', ...payload },
});

function delivery(body: unknown, { sentAt = NOW, secret = 'secret' } = {}) {
	const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
	const timestamp = String(Math.floor(sentAt / 1000));
	const mac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex');
	return { rawBody, headers: { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${mac}` } };
}

function send(body: unknown, changes: Partial<Wanted> = {}, seen = new Seen(), now = NOW) {
	return receive(delivery(body), wanted(changes), seen, now);
}

describe('what comes out', () => {
	it('is who, what, when, by whom', () => {
		const payload = { ...BY, creation_type: 'create', object: { ...JILL, display_name: 'Jill Chill' } };
		expect(send(zoomEvent('user.created', payload)).items).toEqual([
			{
				event: 'user.created',
				at: '2021-07-14T02:44:51.572Z',
				accountId: 'AAAAAABBBB',
				who: {
					id: JILL.id,
					email: JILL.email,
					firstName: 'Jill',
					lastName: 'Chill',
					type: 1,
					displayName: 'Jill Chill',
				},
				by: { email: BY.operator, id: BY.operator_id },
				creationType: 'create',
			},
		]);
	});

	it('leaves out what Zoom does not give', () => {
		expect(send({ event: 'user.deleted' }).items).toEqual([{ event: 'user.deleted', who: {} }]);
		expect(send({ event: 'user.deleted', event_ts: 1e99, payload: [], more: null }).items).toEqual([
			{ event: 'user.deleted', who: {} },
		]);
	});

	it('has the changed fields of user.updated with old and new', () => {
		const payload = {
			...BY,
			object: {
				id: 'x',
				email: 'new@example.com',
				type: 2,
				dept: 'HR',
				settings: { feature: { webinar: true } },
			},
			old_object: { id: 'y', email: 'old@example.com', type: 2, settings: { feature: { webinar: false } } },
		};
		const [item] = send(zoomEvent('user.updated', payload)).items ?? [];
		expect(item.changed).toEqual({
			email: { from: 'old@example.com', to: 'new@example.com' },
			settings: { from: { feature: { webinar: false } }, to: { feature: { webinar: true } } },
			dept: { from: null, to: 'HR' },
		});
		expect(item.who).toEqual({ id: 'x', email: 'new@example.com', type: 2 });
	});

	it('says what was done where nothing is different', () => {
		const [item] =
			send(zoomEvent('user.updated', { operation: 'change_password', object: { id: 'x' } })).items ?? [];
		expect(item).toMatchObject({ operation: 'change_password', who: { id: 'x' } });
		expect(item).not.toHaveProperty('changed');
	});

	it('tells with what somebody has signed in', () => {
		const object = {
			id: 'x',
			email: 'a@b.example',
			client_type: 'mac',
			version: '6.5.1',
			login_type: 100,
			date_time: '2021-07-26T20:13:57Z',
		};
		expect(send(zoomEvent('user.signed_in', { object })).items).toEqual([
			expect.objectContaining({ client: { type: 'mac', version: '6.5.1' }, loginType: 100 }),
		]);
	});

	it.each(['group.member_deleted', 'group.members_deleted'])('%s is one item for each member', (event) => {
		const members = [
			{ id: '1', email: 'a@one.example' },
			{ id: '2', email: 'b@two.example' },
		];
		const { items = [] } = send(zoomEvent(event, { ...BY, object: { id: 'g', members } }));
		expect(items).toEqual([
			expect.objectContaining({ event: 'group.member_deleted', group: { id: 'g' }, who: members[0] }),
			expect.objectContaining({ event: 'group.member_deleted', group: { id: 'g' }, who: members[1] }),
		]);
	});

	it("is Zoom's body as it came, where it is not simplified", () => {
		const body = zoomEvent('user.deleted', { ...BY, object: JILL });
		expect(send(body, { simplify: false }).items).toEqual([body]);
	});
});

describe('what starts nothing, and is answered 200', () => {
	const nothing = { status: 200, answer: {} };

	it('an event that is not chosen, or that is none', () => {
		expect(send(zoomEvent('user.deleted', { object: JILL }), { events: ['user.created'] })).toEqual(nothing);
		expect(send(zoomEvent('meeting.started', { object: {} }))).toEqual(nothing);
		for (const body of ['', '[]', 'null', '{"event":7}', '{"event":', 'event']) {
			expect(send(body)).toEqual(nothing);
		}
	});

	it.each([
		['user.created', { creationType: ['ssoCreate'] }, false],
		['user.created', { creationType: ['create', 'ssoCreate'] }, true],
		['user.deleted', { creationType: ['ssoCreate'] }, true],
		['user.updated', { changedFields: ['dept'] }, false],
		['user.updated', { changedFields: ['dept', 'type'] }, true],
		['user.updated', { changedFields: ['id'] }, false],
		['user.created', { changedFields: ['dept'] }, true],
		['user.created', { emailDomains: 'other.example' }, false],
		['user.created', { emailDomains: 'ample.com' }, false],
		['user.created', { emailDomains: 'other.example, @EXAMPLE.com' }, true],
		['user.created', { emailDomains: ['other.example', 'example.com'] }, true],
		['user.created', { emailDomains: '', creationType: [], changedFields: [] }, true],
	])('%s filtered by %j starts something: %s', (event, filters, starts) => {
		const payload = {
			...BY,
			creation_type: 'create',
			object: { ...JILL, type: 2 },
			...(event === 'user.updated' && { old_object: { id: JILL.id, type: 1, email: JILL.email } }),
		};
		expect(send(zoomEvent(event, payload), { filters }).items !== undefined).toBe(starts);
	});

	it('members of other domains, while those of the domain come out', () => {
		const members = [
			{ id: '1', email: 'a@one.example' },
			{ id: '2', email: 'b@two.example' },
		];
		const body = zoomEvent('group.member_added', { object: { id: 'g', members } });
		const { items = [] } = send(body, { filters: { emailDomains: 'two.example' } });
		expect(items.map(({ who }) => (who as IDataObject).email)).toEqual(['b@two.example']);
		expect(send(body, { filters: { emailDomains: 'three.example' } })).toEqual(nothing);
	});

	it('who moves to a domain, or from it, counts with it', () => {
		const body = zoomEvent('user.updated', {
			object: { id: 'x', email: 'a@new.example' },
			old_object: { id: 'x', email: 'a@old.example' },
		});
		for (const emailDomains of ['new.example', 'old.example']) {
			expect(send(body, { filters: { emailDomains } }).items).toHaveLength(1);
		}
		const nameless = zoomEvent('user.updated', { object: { id: 'x', dept: 'HR' } });
		expect(send(nameless, { filters: { emailDomains: 'new.example' } })).toEqual(nothing);
	});
});

describe('what is answered 401', () => {
	const body = zoomEvent('user.deleted', { object: JILL });
	const refused = { status: 401, refused: expect.any(String) };

	it('no bytes, no signature, no timestamp, another secret', () => {
		const { rawBody, headers } = delivery(body);
		const judge = (rawBody: Buffer | undefined, headers: Delivery['headers']) =>
			receive({ rawBody, headers }, wanted(), new Seen(), NOW);
		expect(judge(rawBody, headers)).toMatchObject({ status: 200, items: [{}] });
		expect(judge(undefined, headers)).toMatchObject(refused);
		expect(judge(rawBody, {})).toMatchObject(refused);
		expect(judge(rawBody, { ...headers, 'x-zm-signature': undefined })).toMatchObject(refused);
		expect(judge(rawBody, { ...headers, 'x-zm-request-timestamp': undefined })).toMatchObject(refused);
		const forged = delivery(body, { secret: 'another' });
		expect(judge(forged.rawBody, forged.headers)).toMatchObject(refused);
	});

	it('a timestamp that is too old, or too far ahead', () => {
		for (const [minutes, status] of [
			[90, 200],
			[91, 401],
			[-5, 200],
			[-6, 401],
		]) {
			const sent = delivery(body, { sentAt: NOW - minutes * MINUTE });
			expect(receive(sent, wanted(), new Seen(), NOW).status).toBe(status);
		}
	});

	it('a validation whose signature is there and wrong, and one that would sign an event', () => {
		const validation = (plainToken: string) => ({
			event: 'endpoint.url_validation',
			payload: { plainToken },
		});
		const right = delivery(validation('abc'));
		const answer = { plainToken: 'abc', encryptedToken: expect.stringMatching(/^[0-9a-f]{64}$/) };
		for (const headers of [right.headers, {}]) {
			expect(receive({ ...right, headers }, wanted(), new Seen(), NOW)).toEqual({ status: 200, answer });
		}
		const forged = delivery(validation('abc'), { secret: 'another' });
		expect(receive(forged, wanted(), new Seen(), NOW)).toMatchObject(refused);
		const oracle = delivery(validation('v0:1763993400:{"event":"user.deleted"}'));
		expect(receive({ ...oracle, headers: {} }, wanted(), new Seen(), NOW)).toMatchObject(refused);
	});
});

describe('the same event again', () => {
	const body = zoomEvent('user.deleted', { object: JILL });
	const starts = (seen: Seen, { sentAt = NOW, now = NOW, changes = {} } = {}) => {
		const { status, items } = receive(delivery(body, { sentAt }), wanted(changes), seen, now);
		return status === 200 ? items !== undefined : status;
	};

	it('starts nothing, with the first signature or another, as long as a signature is good', () => {
		const seen = new Seen();
		expect(starts(seen)).toBe(true);
		expect(starts(seen)).toBe(false);
		const later = NOW + 85 * MINUTE;
		expect(starts(seen, { now: later })).toBe(false);
		expect(starts(seen, { now: later, sentAt: later })).toBe(false);
		// The second signature is good until 175 minutes after the first.
		expect(starts(seen, { now: NOW + 170 * MINUTE, sentAt: later })).toBe(false);
		expect(starts(seen, { now: NOW + 176 * MINUTE, sentAt: later })).toBe(401);
	});

	it('starts something if it comes for the first time, after 85 minutes', () => {
		const seen = new Seen();
		const now = NOW + 85 * MINUTE;
		expect([starts(seen, { now }), starts(seen, { now })]).toEqual([true, false]);
	});

	it('is remembered until a timestamp ahead of our clock is too old', () => {
		const seen = new Seen();
		const sentAt = NOW + 5 * MINUTE;
		expect(starts(seen, { sentAt })).toBe(true);
		expect(starts(seen, { sentAt, now: NOW + 94 * MINUTE })).toBe(false);
		expect(starts(seen, { sentAt, now: NOW + 96 * MINUTE })).toBe(401);
	});

	it('is new to another webhook, and after an event that was not chosen', () => {
		const seen = new Seen();
		expect(starts(seen, { changes: { events: ['user.created'] } })).toBe(false);
		expect(starts(seen, { changes: { filters: { emailDomains: 'other.example' } } })).toBe(false);
		expect(starts(seen)).toBe(true);
		expect(starts(seen, { changes: { webhook: 'another' } })).toBe(true);
	});

	it('is forgotten after its time, and the oldest first where there are too many', () => {
		const seen = new Seen(3);
		for (const [event, until] of [
			['a', 10],
			['b', 20],
			['c', 30],
			['d', 40],
		] as const) {
			expect(seen.isNew(event, until, 0)).toBe(true);
		}
		expect(seen.size).toBe(3);
		expect(seen.isNew('b', 20, 0)).toBe(false);
		expect(seen.isNew('a', 10, 0)).toBe(true);
		expect(seen.isNew('e', 60, 50)).toBe(true);
		expect(seen.size).toBe(1);
	});
});

describe('the test of the credential', () => {
	it.each([undefined, '', '  ', 'a b', 'Geheimnïs', 'a\nb'])('is red for %j, and says why', (token) => {
		expect(judgeToken(token)).toEqual({ status: 'Error', message: expect.stringMatching(/Secret Token/) });
	});

	it('is green for what may be a token, and promises no more', () => {
		expect(judgeToken(' aBcD3fGh1JkLmN0pQrStUv\n')).toEqual({
			status: 'OK',
			message: expect.stringMatching(/Validate/),
		});
	});
});
