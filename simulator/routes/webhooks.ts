import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Person } from '../state/person';
import { ORDER, SUBSCRIPTION } from './schemas';
import type { Listener, EventDetails } from '../state/events';

/** Zoom waits this long for a 200 or 204. */
const PATIENCE_MS = 3_000;
/** Zoom tries again 5 minutes after the first time, 20 minutes after that, and 60 after that. */
const RETRIES_MS = [5 * 60_000, 20 * 60_000, 60 * 60_000];
/** The clock may be moved: looked at this often while a retry is due later. */
const LOOK_EVERY_MS = 250;

/** Something that happened, as far as an event tells it. */
export interface Happening extends EventDetails {
	event: string;
	person: Pick<Person, 'id' | 'email' | 'first_name' | 'last_name' | 'display_name' | 'type'>;
	at: number;
}

/** Where events go. */
export interface Subscription {
	url: string;
	/** The app's, as it stands in the receiver's credential. */
	secretToken: string;
	/** All, where none are named. */
	events?: string[];
	patienceMs?: number;
	retriesMs?: number[];
	/** Zoom does not say whether a retry has a timestamp and a signature of its own. The harsh reading: it has not. */
	signAgain?: boolean;
}

/** Whose events they are, and by whom. */
export interface Sender {
	accountId: string;
	operator: { id: string; email: string };
	/** ms; for when a retry is due */
	now(): number;
}

export interface Manner {
	/** Seconds, as Zoom has them. Always of the real clock: the receiver's is not moved with the simulator's. */
	timestamp?: number;
	/** What went wrong on the way, or was forged. */
	tamper?: 'none' | 'signature' | 'body' | 'unsigned';
}

/** How a delivery went: without a status there was no answer in time. */
export interface Sent {
	status?: number;
	tookMs: number;
	answer: string;
}

/** Sends events to one address, signed, and again where they are not answered. */
export class Webhook {
	constructor(
		readonly subscription: Subscription,
		private readonly sender: Sender,
	) {}

	/** What Zoom does when "Validate" is selected, and every 72 hours: whoever knows the secret token may have events. */
	async validate(): Promise<Sent & { valid: boolean }> {
		const plainToken = randomBytes(16).toString('base64url');
		const body = { payload: { plainToken }, event_ts: Date.now(), event: 'endpoint.url_validation' };
		const sent = await this.send(JSON.stringify(body));
		const expected = { plainToken, encryptedToken: this.hmac(plainToken) };
		return { ...sent, valid: sent.status === 200 && isSame(sent.answer, expected) };
	}

	/** Sends an event, and sends it again as Zoom would, until it is taken or given up. */
	async deliver(told: Happening): Promise<Sent[]> {
		const { events, retriesMs = RETRIES_MS, signAgain = false } = this.subscription;
		if (events && !events.includes(told.event)) return [];
		const body = this.bodyOf(told);
		const timestamp = seconds();
		const tries = [await this.send(body, { timestamp })];
		for (const wait of retriesMs) {
			if (!isWorthRepeating(tries[tries.length - 1])) break;
			const due = this.sender.now() + wait;
			while (this.sender.now() < due) await sleep(Math.min(LOOK_EVERY_MS, wait), undefined, { ref: false });
			tries.push(await this.send(body, signAgain ? {} : { timestamp }));
		}
		return tries;
	}

	/** The bytes of an event, after the examples in Zoom's OpenAPI. */
	bodyOf(told: Happening): string {
		const { event, at } = told;
		const payload = { account_id: this.sender.accountId, ...this.payloadOf(told) };
		return JSON.stringify({ event, event_ts: at, payload });
	}

	/** One request, which may be spoilt on the way. */
	async send(body: string, { timestamp = seconds(), tamper = 'none' }: Manner = {}): Promise<Sent> {
		const { url, patienceMs = PATIENCE_MS } = this.subscription;
		const signature = `v0=${this.hmac(`v0:${timestamp}:${body}`)}`;
		const signed = {
			'x-zm-request-timestamp': String(timestamp),
			'x-zm-signature': tamper === 'signature' ? otherDigit(signature) : signature,
		};
		const began = performance.now();
		const took = () => Math.round(performance.now() - began);
		try {
			const answer = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json; charset=utf-8',
					'user-agent': 'Zoom Marketplace/1.0a',
					'x-zm-trackingid': `v=2.0;clid=us04;rid=WEB_${randomBytes(16).toString('hex')}`,
					...(tamper !== 'unsigned' && signed),
				},
				// Still JSON: one letter is another.
				body: tamper === 'body' ? body.replace(/[a-z](?=[^a-z]*$)/, otherLetter) : body,
				signal: AbortSignal.timeout(patienceMs),
			});
			return { status: answer.status, answer: await answer.text(), tookMs: took() };
		} catch (error) {
			return { answer: (error as Error).message, tookMs: took() };
		}
	}

	private payloadOf({ event, person, at, old = {}, creationType, groupId }: Happening): object {
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

/** What the routes need of the simulator. */
export interface Listening {
	settings: { accountId: string };
	account: { owner: Person; find(idOrEmail: string): Person | undefined };
	listeners: Listener[];
	now(): number;
}

/** /__admin/webhooks: who hears of what happens here, and events on demand. */
export function webhookRoutes(app: FastifyInstance, simulator: Listening): void {
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
		listeners.push((told) => {
			if (listening.has(webhook)) void webhook.deliver(told);
		});
		return { valid, ...sent };
	});

	app.post<{ Body: Order }>('/__admin/webhooks/send', { schema: { body: ORDER } }, async (request, reply) => {
		const order = request.body;
		if (!(order.email ?? order.person?.email)) {
			return await reply.code(400).send({ wrong: ['"email" or "person" is required.'] });
		}
		const { count = 1, times = 1, timestamp, tamper } = order;
		const deliveries = Array.from({ length: count }, (_, i) => toldOf(order, simulator, i)).flatMap((told) =>
			[...listening].flatMap((webhook) =>
				Array.from({ length: times }, async () => {
					const sent = await webhook.send(webhook.bodyOf(told), { timestamp, tamper });
					return { url: webhook.subscription.url, email: told.person.email, ...sent };
				}),
			),
		);
		return { sent: await Promise.all(deliveries) };
	});
}

/** An event on demand: `count` people, and each event `times` times at once. */
interface Order extends Partial<Happening>, Manner {
	event: string;
	email?: string;
	count?: number;
	times?: number;
}

/** The event for the person with that number: somebody of the account, or somebody made up. */
function toldOf(order: Order, { account, now }: Listening, number: number): Happening {
	const { event, old, creationType, groupId = 'simulatorGroup' } = order;
	const [name, domain] = String(order.email ?? order.person?.email).split('@');
	const email = `${name}${number || ''}@${domain}`;
	const made = { id: randomBytes(16).toString('base64url'), first_name: name, last_name: 'Example', type: 1 };
	const person = { ...made, display_name: name, ...account.find(email), ...order.person, email };
	return { event, person, at: order.at ?? now(), old, creationType, groupId };
}

function isWorthRepeating({ status }: Sent): boolean {
	// Zoom takes a 4xx for an answer, though not the one it hoped for.
	return status === undefined || status < 200 || status >= 500;
}

function isSame(text: string, expected: object): boolean {
	try {
		return JSON.stringify(JSON.parse(text)) === JSON.stringify(expected);
	} catch {
		return false;
	}
}

const seconds = () => Math.floor(Date.now() / 1000);
const otherLetter = (letter: string) => (letter === 'x' ? 'y' : 'x');
const otherDigit = (signature: string) => signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
