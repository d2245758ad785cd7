import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { EventDeduplicator } from '../../../nodes/ZoomUsersTrigger/eventDeduplicator';
import { replyTo, type WebhookReply, type WebhookSettings } from '../../../nodes/ZoomUsersTrigger/reply';
import type { WebhookRequest } from '../../../nodes/ZoomUsersTrigger/verify';
import { ZoomUsersTrigger } from '../../../nodes/ZoomUsersTrigger/ZoomUsersTrigger.node';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-24T15:00:00Z');
const ALL_EVENTS = (
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

const settingsWith = (changes: Partial<WebhookSettings> = {}): WebhookSettings => ({
	secret: 'secret',
	maxAgeMs: 90 * MINUTE,
	events: ALL_EVENTS,
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

function requestWith(body: unknown, { sentAt = NOW, secret = 'secret' } = {}) {
	const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
	const timestamp = String(Math.floor(sentAt / 1000));
	const mac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex');
	return { rawBody, headers: { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${mac}` } };
}

const replyFor = (request: WebhookRequest, deduplicator = new EventDeduplicator()) =>
	replyTo(request, settingsWith(), deduplicator, NOW);

const send = (body: unknown, changes: Partial<WebhookSettings> = {}) =>
	replyTo(requestWith(body), settingsWith(changes), new EventDeduplicator(), NOW);

/** The items that the workflow starts with, if it starts. */
const itemsOf = (reply: WebhookReply) => (reply.kind === 'start' ? reply.items : undefined);

const startedWith = (body: unknown, changes: Partial<WebhookSettings> = {}) =>
	itemsOf(send(body, changes)) ?? [];

describe('the output', () => {
	it('says which user, what happened, when, and who did it', () => {
		const payload = { ...BY, creation_type: 'create', object: { ...JILL, display_name: 'Jill Chill' } };
		expect(startedWith(zoomEvent('user.created', payload))).toEqual([
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

	it('leaves out missing values', () => {
		expect(startedWith({ event: 'user.deleted' })).toEqual([{ event: 'user.deleted', who: {} }]);
		expect(startedWith({ event: 'user.deleted', event_ts: 1e99, payload: [], more: null })).toEqual([
			{ event: 'user.deleted', who: {} },
		]);
	});

	it('has the changed fields of user.updated with the old and the new value', () => {
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
		const [item] = startedWith(zoomEvent('user.updated', payload));
		expect(item.changed).toEqual({
			email: { from: 'old@example.com', to: 'new@example.com' },
			settings: { from: { feature: { webinar: false } }, to: { feature: { webinar: true } } },
			dept: { from: null, to: 'HR' },
		});
		expect(item.who).toEqual({ id: 'x', email: 'new@example.com', type: 2 });
	});

	it('names the operation if no field changed', () => {
		const [item] = startedWith(
			zoomEvent('user.updated', { operation: 'change_password', object: { id: 'x' } }),
		);
		expect(item).toMatchObject({ operation: 'change_password', who: { id: 'x' } });
		expect(item).not.toHaveProperty('changed');
	});

	it('names the client that a user signed in with', () => {
		const object = {
			id: 'x',
			email: 'a@b.example',
			client_type: 'mac',
			version: '6.5.1',
			login_type: 100,
			date_time: '2021-07-26T20:13:57Z',
		};
		expect(startedWith(zoomEvent('user.signed_in', { object }))).toEqual([
			expect.objectContaining({ client: { type: 'mac', version: '6.5.1' }, loginType: 100 }),
		]);
	});

	it.each(['group.member_deleted', 'group.members_deleted'])('%s has one item for each user', (event) => {
		const members = [
			{ id: '1', email: 'a@one.example' },
			{ id: '2', email: 'b@two.example' },
		];
		expect(startedWith(zoomEvent(event, { ...BY, object: { id: 'g', members } }))).toEqual([
			expect.objectContaining({ event: 'group.member_deleted', group: { id: 'g' }, who: members[0] }),
			expect.objectContaining({ event: 'group.member_deleted', group: { id: 'g' }, who: members[1] }),
		]);
	});

	it("is Zoom's unchanged body if Simplify is off", () => {
		const body = zoomEvent('user.deleted', { ...BY, object: JILL });
		expect(startedWith(body, { simplify: false })).toEqual([body]);
	});
});

describe('acknowledged without starting the workflow', () => {
	const nothing = { kind: 'acknowledge' };

	it('an event that is not chosen, or a body without an event', () => {
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
	])('%s with the filters %j starts: %s', (event, filters, starts) => {
		const payload = {
			...BY,
			creation_type: 'create',
			object: { ...JILL, type: 2 },
			...(event === 'user.updated' && { old_object: { id: JILL.id, type: 1, email: JILL.email } }),
		};
		expect(send(zoomEvent(event, payload), { filters }).kind === 'start').toBe(starts);
	});

	it('users in other domains, while those in the domain start the workflow', () => {
		const members = [
			{ id: '1', email: 'a@one.example' },
			{ id: '2', email: 'b@two.example' },
		];
		const body = zoomEvent('group.member_added', { object: { id: 'g', members } });
		const items = startedWith(body, { filters: { emailDomains: 'two.example' } });
		expect(items.map(({ who }) => (who as IDataObject).email)).toEqual(['b@two.example']);
		expect(send(body, { filters: { emailDomains: 'three.example' } })).toEqual(nothing);
	});

	it('a user who moves to another domain matches both domains', () => {
		const body = zoomEvent('user.updated', {
			object: { id: 'x', email: 'a@new.example' },
			old_object: { id: 'x', email: 'a@old.example' },
		});
		for (const emailDomains of ['new.example', 'old.example']) {
			expect(startedWith(body, { filters: { emailDomains } })).toHaveLength(1);
		}
		const withoutEmail = zoomEvent('user.updated', { object: { id: 'x', dept: 'HR' } });
		expect(send(withoutEmail, { filters: { emailDomains: 'new.example' } })).toEqual(nothing);
	});
});

describe('rejected with 401', () => {
	const body = zoomEvent('user.deleted', { object: JILL });
	const rejectedFor = (reason: string) => ({ kind: 'reject', status: 401, reason });

	it('a missing body, signature, or timestamp, and another secret', () => {
		const { rawBody, headers } = requestWith(body);
		const replyWith = (rawBody: Buffer | undefined, headers: WebhookRequest['headers']) =>
			replyFor({ rawBody, headers });
		expect(replyWith(rawBody, headers)).toMatchObject({ kind: 'start', items: [{}] });
		expect(replyWith(undefined, headers)).toEqual(rejectedFor('not JSON'));
		expect(replyWith(rawBody, {})).toEqual(rejectedFor('no signature'));
		const wrong = rejectedFor('wrong signature');
		expect(replyWith(rawBody, { ...headers, 'x-zm-request-timestamp': undefined })).toEqual(wrong);
		expect(replyFor(requestWith(body, { secret: 'another' }))).toEqual(wrong);
	});

	it.each([
		[90, 'start'],
		[91, 'reject'],
		[-5, 'start'],
		[-6, 'reject'],
	])('a timestamp from %d minutes ago: %s', (minutes, kind) => {
		expect(replyFor(requestWith(body, { sentAt: NOW - minutes * MINUTE })).kind).toBe(kind);
	});

	it('a URL validation with a wrong signature, and one that would sign an event', () => {
		const validation = (plainToken: string) => ({
			event: 'endpoint.url_validation',
			payload: { plainToken },
		});
		const valid = requestWith(validation('abc'));
		const response = { plainToken: 'abc', encryptedToken: expect.stringMatching(/^[0-9a-f]{64}$/) };
		for (const headers of [valid.headers, {}])
			expect(replyFor({ ...valid, headers })).toEqual({ kind: 'acknowledge', body: response });
		const forged = requestWith(validation('abc'), { secret: 'another' });
		expect(replyFor(forged)).toEqual(rejectedFor('wrong signature'));
		const oracle = requestWith(validation('v0:1763993400:{"event":"user.deleted"}'));
		expect(replyFor({ ...oracle, headers: {} })).toEqual(rejectedFor('invalid token to validate'));
	});
});

describe('a repeated delivery', () => {
	const body = zoomEvent('user.deleted', { object: JILL });

	/** Delivers the event. If the workflow is to start, n8n starts it. */
	function deliver(
		deduplicator: EventDeduplicator,
		{ sentAt = NOW, now = NOW, changes = {}, starts = true } = {},
	) {
		const reply = replyTo(requestWith(body, { sentAt }), settingsWith(changes), deduplicator, now);
		if (reply.kind === 'start') reply.claim.settle(starts);
		return reply.kind;
	}

	it('starts nothing as long as a signature is valid, the first one or a new one', () => {
		const deduplicator = new EventDeduplicator();
		const later = NOW + 85 * MINUTE;
		expect(deliver(deduplicator)).toBe('start');
		expect(deliver(deduplicator)).toBe('acknowledge');
		expect(deliver(deduplicator, { now: later })).toBe('acknowledge');
		expect(deliver(deduplicator, { now: later, sentAt: later })).toBe('acknowledge');
		// The second signature is valid until 175 minutes after the first.
		expect(deliver(deduplicator, { now: NOW + 170 * MINUTE, sentAt: later })).toBe('acknowledge');
		expect(deliver(deduplicator, { now: NOW + 176 * MINUTE, sentAt: later })).toBe('reject');
	});

	it('starts the workflow if n8n failed to start it before', () => {
		const deduplicator = new EventDeduplicator();
		expect(deliver(deduplicator, { starts: false })).toBe('start');
		expect(deliver(deduplicator)).toBe('start');
		expect(deliver(deduplicator)).toBe('acknowledge');
	});

	it('is rejected with 503 while n8n is still starting the workflow', () => {
		const deduplicator = new EventDeduplicator();
		const first = replyFor(requestWith(body), deduplicator);
		expect(replyFor(requestWith(body), deduplicator)).toMatchObject({ kind: 'reject', status: 503 });
		if (first.kind === 'start') first.claim.settle(true);
		expect(replyFor(requestWith(body), deduplicator)).toEqual({ kind: 'acknowledge' });
	});

	it('starts the workflow if the first delivery that arrives is the one after 85 minutes', () => {
		const deduplicator = new EventDeduplicator();
		const now = NOW + 85 * MINUTE;
		expect([deliver(deduplicator, { now }), deliver(deduplicator, { now })]).toEqual([
			'start',
			'acknowledge',
		]);
	});

	it('is known until a timestamp ahead of this clock is too old', () => {
		const deduplicator = new EventDeduplicator();
		const sentAt = NOW + 5 * MINUTE;
		expect(deliver(deduplicator, { sentAt })).toBe('start');
		expect(deliver(deduplicator, { sentAt, now: NOW + 94 * MINUTE })).toBe('acknowledge');
		expect(deliver(deduplicator, { sentAt, now: NOW + 96 * MINUTE })).toBe('reject');
	});

	it('is new to another webhook, and after settings that did not match', () => {
		const deduplicator = new EventDeduplicator();
		expect(deliver(deduplicator, { changes: { events: ['user.created'] } })).toBe('acknowledge');
		const filters = { emailDomains: 'other.example' };
		expect(deliver(deduplicator, { changes: { filters } })).toBe('acknowledge');
		expect(deliver(deduplicator)).toBe('start');
		expect(deliver(deduplicator, { changes: { webhook: 'another' } })).toBe('start');
	});
});
