import type { FastifyRequest } from 'fastify';
import type { Answer, Outcome } from '../wire/answer';
import { injectFault } from '../faults/faults';
import type { FaultName } from '../state/faultNames';
import { readTriggers, type Verb } from '../state/triggers';
import { verbError } from '../answers/writeErrors';
import type { Zoom } from './zoom';

/** Whom a request is about, and what it asks of them: their addresses may ask for trouble. */
export interface Tagged {
	verb: Verb;
	emails: string[];
}

/** The address that an id stands for. It is looked at and no more: finding its person could bring them into being. */
export function emailOf(zoom: Zoom, id: string): string | undefined {
	return id.includes('@') ? id : zoom.account.find(id)?.email;
}

/** The fault that one of the addresses asks for, where it is due: the first time, or always. */
export function dueFault(zoom: Zoom, { verb, emails }: Tagged): FaultName | undefined {
	for (const email of emails) {
		const tagged = readTriggers(email).faults[verb];
		if (tagged && (tagged.always || zoom.attempts(verb, email) === 0)) return tagged.fault;
	}
	return undefined;
}

/** Lets a request take its respond, unless its addresses ask for a fault or a refusal. */
export async function injectTaggedFaults(
	zoom: Zoom,
	request: FastifyRequest,
	respond: () => Outcome,
): Promise<Outcome> {
	const { tagged } = request;
	if (!tagged) return respond();
	const { verb, emails } = tagged;
	const fault = dueFault(zoom, tagged);
	for (const email of emails) zoom.countAttempt(verb, email);
	if (verb !== 'get') {
		request.delayMs += Math.max(0, ...emails.map((email) => readTriggers(email).slowMs));
	}
	return await injectFault(
		fault,
		zoom.settings,
		request,
		async () => taggedRefusal(zoom, tagged) ?? respond(),
	);
}

function taggedRefusal({ settings }: Zoom, { verb, emails }: Tagged): Answer | undefined {
	for (const email of emails) {
		const refused = readTriggers(email).refusals[verb];
		if (refused) {
			const { code, variant } = refused;
			return verbError(settings, verb, code, { email, id: email }, variant);
		}
	}
	return undefined;
}
