import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Person } from '../state/person';
import { EVENT_REQUEST, SUBSCRIPTION } from './schemas';
import type { Listener, EventDetails } from '../state/events';

/** Zoom waits this long for a 200 or 204. */
const TIMEOUT_MS = 3_000;
/** Zoom tries again 5 minutes after the first attempt, 20 minutes after that, and 60 minutes after that. */
const RETRIES_MS = [5 * 60_000, 20 * 60_000, 60 * 60_000];
/** The interval for checking whether a retry is due, because the server's clock can be moved. */
const POLL_MS = 250;

/** An event to send. */
export interface WebhookEvent extends EventDetails {
	event: string;
	person: Pick<Person, 'id' | 'email' | 'first_name' | 'last_name' | 'display_name' | 'type'>;
	at: number;
}

/** The receiver of events. */
export interface Subscription {
	url: string;
	/** The secret token of the app, as in the receiver's credential. */
	secretToken: string;
	/** All events by default. */
	events?: string[];
	patienceMs?: number;
	retriesMs?: number[];
	/**
	 * Whether a retry gets a new timestamp and signature. Zoom doesn't document it, so the default is the
	 * strictest: no.
	 */
	signAgain?: boolean;
}

/** The account of the events, and the user who caused them. */
export interface Sender {
	accountId: string;
	operator: { id: string; email: string };
	/** ms, to determine when a retry is due. */
	now(): number;
}

export interface SendOptions {
	/** Seconds, as in Zoom. Always from the real clock, because the receiver uses it too. */
	timestamp?: number;
	/** How the request is changed, as by an attacker. */
	tamper?: 'none' | 'signature' | 'body' | 'unsigned';
}

/** The result of a delivery. No status means no response in time. */
export interface DeliveryResult {
	status?: number;
	tookMs: number;
	answer: string;
}

/** Sends signed events to one address, with retries. */
export class Webhook {
	constructor(
		readonly subscription: Subscription,
		private readonly sender: Sender,
	) {}

	/**
	 * What Zoom does when "Validate" is selected, and every 72 hours: checks that the receiver knows the
	 * secret token.
	 */
	async validate(): Promise<DeliveryResult & { valid: boolean }> {
		const plainToken = randomBytes(16).toString('base64url');
		const body = { payload: { plainToken }, event_ts: Date.now(), event: 'endpoint.url_validation' };
		const sent = await this.send(JSON.stringify(body));
		const expected = { plainToken, encryptedToken: this.hmac(plainToken) };
		return { ...sent, valid: sent.status === 200 && isSameJson(sent.answer, expected) };
	}

	/** Sends an event, with Zoom's retries. */
	async deliver(webhookEvent: WebhookEvent): Promise<DeliveryResult[]> {
		const { events, retriesMs = RETRIES_MS, signAgain = false } = this.subscription;
		if (events && !events.includes(webhookEvent.event)) return [];
		const body = this.bodyOf(webhookEvent);
		const timestamp = seconds();
		const attempts = [await this.send(body, { timestamp })];
		for (const wait of retriesMs) {
			if (!shouldRetry(attempts[attempts.length - 1])) break;
			const due = this.sender.now() + wait;
			while (this.sender.now() < due) await sleep(Math.min(POLL_MS, wait), undefined, { ref: false });
			attempts.push(await this.send(body, signAgain ? {} : { timestamp }));
		}
		return attempts;
	}

	/** The body of an event, as in the examples in Zoom's OpenAPI description. */
	bodyOf(webhookEvent: WebhookEvent): string {
		const { event, at } = webhookEvent;
		const payload = { account_id: this.sender.accountId, ...this.payloadOf(webhookEvent) };
		return JSON.stringify({ event, event_ts: at, payload });
	}

	/** Sends one request, which can be tampered with. */
	async send(
		body: string,
		{ timestamp = seconds(), tamper = 'none' }: SendOptions = {},
	): Promise<DeliveryResult> {
		const { url, patienceMs = TIMEOUT_MS } = this.subscription;
		const signature = `v0=${this.hmac(`v0:${timestamp}:${body}`)}`;
		const signed = {
			'x-zm-request-timestamp': String(timestamp),
			'x-zm-signature': tamper === 'signature' ? otherDigit(signature) : signature,
		};
		const began = performance.now();
		const took = () => Math.round(performance.now() - began);
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json; charset=utf-8',
					'user-agent': 'Zoom Marketplace/1.0a',
					// A kept connection may be closed by the receiver just when the next request is sent.
					connection: 'close',
					'x-zm-trackingid': `v=2.0;clid=us04;rid=WEB_${randomBytes(16).toString('hex')}`,
					...(tamper !== 'unsigned' && signed),
				},
				// Changes one letter. The body stays valid JSON.
				body: tamper === 'body' ? body.replace(/[a-z](?=[^a-z]*$)/, otherLetter) : body,
				signal: AbortSignal.timeout(patienceMs),
			});
			return { status: response.status, answer: await response.text(), tookMs: took() };
		} catch (error) {
			return { answer: (error as Error).message, tookMs: took() };
		}
	}

	private payloadOf({ event, person, at, old = {}, creationType, groupId }: WebhookEvent): object {
		const { id, email, first_name, last_name, display_name, type } = person;
		const { operator } = this.sender;
		const by = { operator: operator.email, operator_id: operator.id };
		switch (event) {
			case 'user.created':
				return {
					...by,
					creation_type: creationType ?? 'create',
					object: { id, first_name, last_name, display_name, email, type },
				};
			case 'user.updated': {
				const now: Record<string, unknown> = { ...person };
				const changed = Object.fromEntries(Object.keys(old).map((field) => [field, now[field]]));
				return { ...by, object: { id, ...changed }, old_object: { id, ...old }, time_stamp: at };
			}
			case 'user.invitation_accepted':
				return { object: { id, first_name, last_name, email, type } };
			case 'user.signed_in':
			case 'user.signed_out': {
				const date_time = `${new Date(at).toISOString().slice(0, 19)}Z`;
				return {
					object: { id, client_type: 'mac', date_time, email, version: '6.5.1.1585', login_type: 100 },
				};
			}
			case 'group.member_added':
			case 'group.member_deleted':
				return { ...by, object: { id: groupId, members: [{ id, email }] }, time_stamp: at };
			default:
				return { ...by, object: { id, first_name, last_name, email, type } };
		}
	}

	private hmac(text: string): string {
		return createHmac('sha256', this.subscription.secretToken).update(text).digest('hex');
	}
}

/** The parts of the simulator that the routes use. */
export interface WebhookSource {
	settings: { accountId: string };
	account: { owner: Person; find(idOrEmail: string): Person | undefined };
	listeners: Listener[];
	now(): number;
}

/** /__admin/webhooks: subscriptions, and events on demand. */
export function webhookRoutes(app: FastifyInstance, simulator: WebhookSource): void {
	const { account, listeners, settings } = simulator;
	const webhooks = new Map<string, Webhook>();
	const listening = new Set<Webhook>();

	const subscription = { schema: { body: SUBSCRIPTION } };
	app.post<{ Body: Subscription }>('/__admin/webhooks', subscription, async ({ body }) => {
		const webhook = new Webhook(body, {
			accountId: settings.accountId,
			operator: account.owner,
			now: () => simulator.now(),
		});
		const { valid, ...sent } = await webhook.validate();
		if (!valid) return { valid, ...sent };
		listening.delete(webhooks.get(body.url) ?? webhook);
		webhooks.set(body.url, webhook);
		listening.add(webhook);
		listeners.push((webhookEvent) => {
			if (listening.has(webhook)) void webhook.deliver(webhookEvent);
		});
		return { valid, ...sent };
	});

	app.post<{ Body: EventRequest }>(
		'/__admin/webhooks/send',
		{ schema: { body: EVENT_REQUEST } },
		async (request, reply) => {
			const requested = request.body;
			if (!(requested.email ?? requested.person?.email)) {
				return await reply.code(400).send({ wrong: ['"email" or "person" is required.'] });
			}
			const { count = 1, times = 1, timestamp, tamper } = requested;
			const deliveries = Array.from({ length: count }, (_, i) => eventOf(requested, simulator, i)).flatMap(
				(webhookEvent) =>
					[...listening].flatMap((webhook) =>
						Array.from({ length: times }, async () => {
							const sent = await webhook.send(webhook.bodyOf(webhookEvent), { timestamp, tamper });
							return { url: webhook.subscription.url, email: webhookEvent.person.email, ...sent };
						}),
					),
			);
			return { sent: await Promise.all(deliveries) };
		},
	);
}

/** An event on demand: for `count` users, each sent `times` times in parallel. */
interface EventRequest extends Partial<WebhookEvent>, SendOptions {
	event: string;
	email?: string;
	count?: number;
	times?: number;
}

/** The event for the user with this number: a user of the account, or a new one. */
function eventOf(requested: EventRequest, { account, now }: WebhookSource, number: number): WebhookEvent {
	const { event, old, creationType, groupId = 'simulatorGroup' } = requested;
	const [name, domain] = String(requested.email ?? requested.person?.email).split('@');
	const email = `${name}${number || ''}@${domain}`;
	const made = { id: randomBytes(16).toString('base64url'), first_name: name, last_name: 'Example', type: 1 };
	const person = { ...made, display_name: name, ...account.find(email), ...requested.person, email };
	return { event, person, at: requested.at ?? now(), old, creationType, groupId };
}

function shouldRetry({ status }: DeliveryResult): boolean {
	// Zoom doesn't retry after a 4xx.
	return status === undefined || status < 200 || status >= 500;
}

function isSameJson(text: string, expected: object): boolean {
	try {
		return JSON.stringify(JSON.parse(text)) === JSON.stringify(expected);
	} catch {
		return false;
	}
}

const seconds = () => Math.floor(Date.now() / 1000);
const otherLetter = (letter: string) => (letter === 'x' ? 'y' : 'x');
const otherDigit = (signature: string) => signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
